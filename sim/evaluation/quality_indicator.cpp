#include "sim/evaluation/quality_indicator.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::evaluation {
namespace {

constexpr double beta = 2;                 // FAIRMODE guidance 3.3, section 3.3
constexpr double share_of_stations = 0.9;  // ibid.

}  // namespace

double MeasurementUncertainty::at(double measured_ug_m3) const {
    double const fixed = alpha * reference_ug_m3;
    return relative * std::sqrt((1 - alpha * alpha) * measured_ug_m3 * measured_ug_m3 + fixed * fixed);
}

std::optional<MeasurementUncertainty> measurement_uncertainty(std::string_view species) {
    // FAIRMODE guidance 3.3, table 2: U_r(RV), alpha, RV, averaging time
    if (species == "NO2") return MeasurementUncertainty{0.24, 0.20, 200, 1};
    if (species == "PM10") return MeasurementUncertainty{0.28, 0.25, 50, 24};
    if (species == "PM2.5" || species == "PM25") return MeasurementUncertainty{0.36, 0.50, 25, 24};
    return std::nullopt;
}

double quality_indicator(std::span<Pair const> pairs, MeasurementUncertainty const& uncertainty) {
    HACTHANH_EXPECT(!pairs.empty());
    double square = 0, allowed = 0;
    for (auto const& [measured, modelled] : pairs) {
        double const u = uncertainty.at(measured);
        square += (measured - modelled) * (measured - modelled);
        allowed += u * u;
    }
    return std::sqrt(square / allowed) / beta;
}

double quality_indicator_90(std::vector<double> stations) {
    HACTHANH_EXPECT(!stations.empty());
    std::ranges::sort(stations);
    double const place = share_of_stations * static_cast<double>(stations.size());
    auto const below = static_cast<std::size_t>(place);  // stations counted from 1
    if (below == 0) return stations.front();
    double const lower = stations[below - 1];
    return below < stations.size() ? lower + (stations[below] - lower) * (place - static_cast<double>(below)) : lower;
}

}  // namespace hacthanh::evaluation
