#pragma once

#include "sim/state/weather_record.hpp"
#include "sim/weather/conditions.hpp"
#include "sim/weather/detail/knots.hpp"
#include "sim/weather/detail/observed_series.hpp"
#include "sim/weather/options.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::weather {

/// The weather of a run: constant, one class of a wind rose, or observations.
///
/// Between two observations the wind vector, 1/L and the mixing height go linearly in time; where the vector is 0 the
/// direction is the last one known. Stability and mixing height are found at the observations (docs/theory/weather.md).
/// The air of a run sees steps: interval n lasts from begin + n x update_interval_s for update_interval_s and has the
/// weather of its middle; constant weather is one interval. Immutable, safe to share between threads.
class Weather {
public:
    /// Constant weather. @param options  validated  @param setting  for the sun alone
    explicit Weather(WeatherOptions options, RunSetting const& setting = {});

    /// Weather of a file. @param record  observations in order of time, or a wind rose
    /// Throws InputError, with file and line, when the record does not cover the run: before the first or after the
    /// last observation by more than an hour, a gap longer than max_gap_hours, no direction at all, or nothing to tell
    /// the stability from although it is asked for; and when rose_class is not a row of the rose.
    Weather(WeatherOptions options, state::WeatherRecord const& record, RunSetting const& setting);

    WeatherOptions const& options() const { return options_; }

    /// @param time_s  traffic clock; outside the record its ends hold
    Conditions at(double time_s) const;

    /// Whether the wind stays the same during the run.
    bool constant() const { return knots_.size() == 1; }
    std::size_t n_intervals() const { return n_intervals_; }
    /// The interval that holds this moment of the traffic clock; interval borders belong to the later one.
    std::size_t interval_at(double time_s) const;
    double interval_begin_s(std::size_t interval) const;
    /// The weather of the interval.
    Conditions in_interval(std::size_t interval) const;

    /// Temperature of the air [K] at a moment of the traffic clock: observed, else weather.temperature_c.
    double temperature(double time_s) const;
    /// Sun on level ground [W/m2]: observed, else from the sun's height and the cloud, observed or weather.cloud_cover.
    /// Throws InputError when the place is not known.
    double sunlight(double time_s) const;

    /// What was held, left out or assumed: for the user.
    std::vector<std::string> const& notes() const { return notes_; }

private:
    WeatherOptions options_;
    RunSetting setting_;
    std::vector<detail::Knot> knots_;
    std::size_t n_intervals_ = 1;
    detail::ObservedSeries temperature_;
    detail::ObservedSeries cloud_;
    detail::ObservedSeries radiation_;
    std::vector<std::string> notes_;
};

}  // namespace hacthanh::weather
