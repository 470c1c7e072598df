#include "app/hacthanh/fast_air.hpp"

#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/result_indicators.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr double most_unknown = 0.01;  // of the emission, on roads that the table does not know; our choice

}  // namespace

void FastAir::require_air_of(Session const& session, std::string const& name) const {
    require_linear_air(session, name, table_.model);
    auto const weather = session.weather().in_interval(0);
    if (table_.key == air_key(session, weather, table_.model)) return;
    bool const same_wind = table_.wind_from_deg == weather.wind_from_deg &&
                           table_.wind_speed_m_s == weather.wind_speed_m_s &&
                           table_.inverse_obukhov_length == weather.inverse_obukhov_length;
    throw InputError(
        name,
        "the tables were made for another geometry, wind or program: " +
            (same_wind
                 ? std::string("the wind is the same, so mesh, buildings, wind model, removal or version differ")
                 : fmt::format("their wind is {:g} m/s from {:g} degrees (1/L {:g} per m), here {:g} m/s from {:g} "
                               "(1/L {:g})",
                               table_.wind_speed_m_s, table_.wind_from_deg, table_.inverse_obukhov_length,
                               weather.wind_speed_m_s, weather.wind_from_deg, weather.inverse_obukhov_length)),
        "build them from a run of this scenario (hacthanh transfer RESULT), or run hacthanh whatif without --fast");
}

SourceRates FastAir::rates_of(run::EmissionByRoad const& emission, city::City const& city, Pollutant pollutant) const {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t s = 0; s < table_.sources.size(); ++s) places.emplace(table_.sources[s], s);
    SourceRates found{std::vector<double>(table_.sources.size(), 0.0)};
    double all = 0, unknown = 0;
    auto const species = species_index(emission, pollutant);
    for (auto const& source : table_sources(emission, species, city.roads.size(), table_.model)) {
        auto const known = places.find(source.road < city.roads.size() ? city.roads[source.road].name : "");
        all += source.rate_kg_s;
        if (known == places.end())
            unknown += source.rate_kg_s;
        else
            found.rates[known->second] += source.rate_kg_s;
    }
    if (all > 0) found.unknown_share = unknown / all;
    return found;
}

std::vector<double> FastAir::known_rates(run::EmissionByRoad const& emission, city::City const& city,
                                         std::string const& what) const {
    auto found = rates_of(emission, city);
    validate(found.unknown_share <= most_unknown, what,
             fmt::format("{:.1f} % of the emission is on roads that gave off nothing when the table was made",
                         100 * found.unknown_share),
             "run hacthanh whatif without --fast");
    return std::move(found.rates);
}

std::vector<float> FastAir::air_of(std::vector<double> const& rates) const {
    std::vector<float> const state(rates.begin(), rates.end());
    auto air = rows_.product(state, 1, parallel_);
    for (float& value : air) value *= static_cast<float>(ug_of_kg);
    return air;
}

double FastAir::error_share(std::vector<double> const& rates, std::vector<float> const& air) const {
    double sum = 0;
    for (double const error : rows_.error_bounds(rates)) sum += error * ug_of_kg;
    return sum / static_cast<double>(std::max<std::size_t>(1, air.size())) / std::max(1e-30, mean_of(air));
}

}  // namespace hacthanh::app
