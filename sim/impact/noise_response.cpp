#include "sim/impact/noise_response.hpp"

#include <cmath>

namespace hacthanh::impact {

std::optional<double> response_at(NoiseResponse const& response, double level_db) {
    if (level_db > response.valid_to_db) return std::nullopt;
    double const x = level_db - response.shift_db;
    if (response.form == NoiseForm::relative_risk) return x <= 0 ? 1.0 : std::exp(std::log(response.c[0]) / 10 * x);
    if (level_db < response.valid_from_db) return std::nullopt;
    return response.c[0] + response.c[1] * x + response.c[2] * x * x;
}

double day_evening_night_level(double day_db, double evening_db, double night_db) {
    auto const energy = [](double level_db) { return std::pow(10.0, level_db / 10); };
    return 10 * std::log10((12 * energy(day_db) + 4 * energy(evening_db + 5) + 8 * energy(night_db + 10)) / 24);
}

double level_change(double factor) { return 10 * std::log10(factor); }

}  // namespace hacthanh::impact
