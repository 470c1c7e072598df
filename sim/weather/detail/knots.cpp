#include "sim/weather/detail/knots.hpp"

#include "sim/core/error.hpp"
#include "sim/weather/detail/observed_series.hpp"
#include "sim/weather/detail/stability_finder.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/weather/mixing_height.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace hacthanh::weather::detail {
namespace {

using state::WeatherObservation;

constexpr double hour_s = 3600;
constexpr double degree = std::numbers::pi / 180;
constexpr double usual_temperature = 298.15;  ///< [K] where the record has none; enters as its square root at most

/// The observations that say something of the wind, around the run.
std::vector<WeatherObservation> around(state::WeatherRecord const& record, RunSetting const& setting) {
    std::vector<WeatherObservation> chosen;
    double const first = setting.epoch_utc_s + setting.begin_s - 36 * hour_s;  // a day's growth of the mixed layer
    double const last = setting.epoch_utc_s + setting.end_s + 24 * hour_s;
    std::ranges::copy_if(record.observations, std::back_inserter(chosen), [&](WeatherObservation const& observation) {
        return observation.time_utc_s >= first && observation.time_utc_s <= last;
    });
    return chosen;
}

/// Gives every knot a direction: where none was measured, the last one before it, else the first one after it.
class Directions {
public:
    explicit Directions(std::vector<WeatherObservation> const& observations) {
        for (auto const& observation : observations) {
            if (!observation.wind_from_deg) continue;
            held_ = *observation.wind_from_deg;
            known_ = true;
            break;
        }
    }
    bool known() const { return known_; }
    double next(WeatherObservation const& observation) {
        if (observation.wind_from_deg)
            held_ = *observation.wind_from_deg;
        else
            ++n_held_;
        return held_;
    }
    std::size_t n_held() const { return n_held_; }

private:
    double held_ = 0;
    bool known_ = false;
    std::size_t n_held_ = 0;
};

/// Mixing heights from the wind and, by day, from the growth of a mixed layer since the morning.
class MixingHeights {
public:
    MixingHeights(WeatherOptions const& options, double latitude_deg)
        : options_(options), latitude_deg_(latitude_deg) {}

    double next(double time_s, double wind_speed, double inverse_length, double temperature) {
        MixingInput input;
        input.friction_velocity = friction_velocity_at_10_m(std::max(wind_speed, options_.min_wind_m_s),
                                                            options_.met_site_roughness_m, inverse_length);
        input.inverse_obukhov_length = inverse_length;
        input.temperature = temperature;
        input.latitude_deg = latitude_deg_;
        input.lapse_rate = options_.lapse_rate_k_m;
        double const mechanical = mechanical_mixing_height(input);
        double const growing = convective_growth(input, 1);  // [m2/s]
        if (growing <= 0)
            square_ = mechanical * mechanical;
        else
            square_ += 0.5 * (growing_ + growing) * (time_s - time_s_);
        growing_ = growing;
        time_s_ = time_s;
        return std::max(mechanical, std::sqrt(square_));
    }

private:
    WeatherOptions const& options_;
    double latitude_deg_;
    double square_ = 0;
    double growing_ = 0;
    double time_s_ = 0;
};

}  // namespace

Knot make_knot(double time_s, std::size_t line, Conditions const& conditions) {
    double const angle = conditions.wind_from_deg * degree;
    return {time_s,
            line,
            conditions.wind_speed_m_s * std::sin(angle),
            conditions.wind_speed_m_s * std::cos(angle),
            conditions.wind_from_deg,
            conditions.inverse_obukhov_length,
            conditions.mixing_height_m};
}

std::vector<Knot> make_knots(WeatherOptions const& options, state::WeatherRecord const& record,
                             RunSetting const& setting, std::vector<std::string>& notes) {
    auto const observations = around(record, setting);
    double const max_gap_s = options.max_gap_hours * hour_s;
    StabilityFinder stability(options, record, observations, setting);
    ObservedSeries const temperature(observations, &WeatherObservation::temperature, max_gap_s);
    ObservedSeries const given_height(observations, &WeatherObservation::mixing_height, max_gap_s);
    bool const diagnosed = options.mixing == "diagnosed";
    MixingHeights heights(
        options, diagnosed ? place_of(options, record, setting, "a diagnosed mixing height").latitude_deg : 0.0);
    Directions directions(observations);
    std::vector<Knot> knots;
    for (auto const& observation : observations) {
        if (!observation.wind_speed && !observation.friction_velocity) continue;
        double const time_s = observation.time_utc_s - setting.epoch_utc_s;
        Conditions now;
        now.inverse_obukhov_length = stability.inverse_length(observation, observation.wind_speed.value_or(0));
        now.wind_speed_m_s =
            observation.friction_velocity
                ? wind_at_10_m(*observation.friction_velocity, options.met_site_roughness_m, now.inverse_obukhov_length)
                : *observation.wind_speed;
        now.wind_from_deg = directions.next(observation);
        if (diagnosed) {
            now.mixing_height_m = heights.next(time_s, now.wind_speed_m_s, now.inverse_obukhov_length,
                                               temperature.at(observation.time_utc_s).value_or(usual_temperature));
        } else {
            auto const measured = given_height.at(observation.time_utc_s);
            validate(measured || given_height.empty(), fmt::format("{}:{}", record.file, observation.line),
                     fmt::format("no mixing height within weather.max_gap_hours = {}", options.max_gap_hours),
                     "fill the gap, or set weather.mixing = \"diagnosed\"");
            now.mixing_height_m = measured.value_or(options.mixing_height_m);
        }
        if (options.inversion_height_m)
            now.mixing_height_m = std::min(now.mixing_height_m, *options.inversion_height_m);
        knots.push_back(make_knot(time_s, observation.line, now));
    }
    validate(knots.empty() || directions.known(), record.file, "no observation around the run has a wind direction",
             "give one, at least for one hour");
    for (auto& note : stability.notes()) notes.push_back(std::move(note));
    notes.push_back(diagnosed ? fmt::format("mixing height: diagnosed (Zilitinkevich et al. 2007, Tennekes 1973)")
                    : given_height.empty()
                        ? fmt::format("mixing height: weather.mixing_height_m = {} throughout", options.mixing_height_m)
                        : std::string("mixing height: of the file"));
    if (directions.n_held() > 0)
        notes.push_back(fmt::format("{} observations without a direction (variable or calm) have the one before them",
                                    directions.n_held()));
    return knots;
}

}  // namespace hacthanh::weather::detail
