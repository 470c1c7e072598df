#pragma once

#include "sim/weather/detail/knots.hpp"
#include "sim/weather/detail/observed_series.hpp"

#include <span>
#include <string>
#include <vector>

namespace hacthanh::weather::detail {

/// Finds 1/L at an observation by the way that the settings ask for or, with "auto", the best that the record allows:
/// a measured L, then radiation by day and cloud by night, then cloud, then what weather.monin_obukhov_length_m says.
class StabilityFinder {
public:
    /// @param observations  of `record`, those around the run
    /// Throws InputError when what the settings ask for is not in the record, or the place on Earth is not known.
    StabilityFinder(WeatherOptions const& options, state::WeatherRecord const& record,
                    std::span<state::WeatherObservation const> observations, RunSetting const& setting);

    /// 1/L at the met site [1/m]. @param wind_speed  at 10 m [m/s]
    /// Throws InputError naming the line when nothing was measured within max_gap_hours.
    double inverse_length(state::WeatherObservation const& observation, double wind_speed);

    /// Which way was taken, and how often night was met without cloud.
    std::vector<std::string> notes() const;

private:
    enum class Way { constant, given, radiation, cloud };

    Way choose() const;
    bool night(double time_utc_s) const;
    int stability_class(state::WeatherObservation const& observation, double wind_speed);
    int night_class(state::WeatherObservation const& observation, double wind_speed);
    double needed(ObservedSeries const& series, state::WeatherObservation const& observation,
                  std::string_view what) const;

    WeatherOptions const& options_;
    state::WeatherRecord const& record_;
    ObservedSeries length_;
    ObservedSeries radiation_;
    ObservedSeries cloud_;
    ObservedSeries ceiling_;
    Way way_;
    double latitude_deg_ = 0;
    double longitude_deg_ = 0;
    std::size_t nights_without_cloud_ = 0;
};

/// The place of the met site: of the settings, else of the record, else of the city.
/// Throws InputError when none of them knows it. @param why  completes "… needs the place of the met site"
struct Place {
    double latitude_deg = 0;
    double longitude_deg = 0;
};
Place place_of(WeatherOptions const& options, state::WeatherRecord const& record, RunSetting const& setting,
               std::string_view why);

}  // namespace hacthanh::weather::detail
