#pragma once

#include "sim/state/weather_record.hpp"
#include "sim/weather/conditions.hpp"
#include "sim/weather/options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hacthanh::weather {

/// When and where a run takes place.
struct RunSetting {
    double epoch_utc_s = 0;  ///< UTC of traffic second 0 [s since 1970]
    double begin_s = 0;      ///< traffic clock
    double end_s = 0;
    std::optional<double> latitude_deg;  ///< of the city, for a record that does not know its own
    std::optional<double> longitude_deg;
};

namespace detail {

/// The weather at one observation, complete.
struct Knot {
    double time_s = 0;  ///< traffic clock
    std::size_t line = 0;
    double from_east = 0;  ///< speed x (sin, cos) of the direction the wind comes from [m/s]
    double from_north = 0;
    double from_deg = 0;  ///< that direction, or the last one known
    double inverse_obukhov_length = 0;
    double mixing_height = 0;
};

/// A knot with the wind of `conditions`.
Knot make_knot(double time_s, std::size_t line, Conditions const& conditions);

/// The observations from 36 hours before the run to 24 hours after it, with directions, stability and mixing height.
/// @param notes  gains what was held, left out or assumed
/// Throws InputError, see Weather.
std::vector<Knot> make_knots(WeatherOptions const& options, state::WeatherRecord const& record,
                             RunSetting const& setting, std::vector<std::string>& notes);

}  // namespace detail
}  // namespace hacthanh::weather
