#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hacthanh::demand {

/// What an hour of a vehicle is worth to those in it [VND/h of 2015].
struct ValueOfTime {
    std::string_view vehicle_class;
    double vnd_per_hour;
};

/// Economic appraisal of an urban project in Việt Nam, chapter 12 (123docz 4120912): motorcycle 25,100 VND/h at an
/// occupancy of 1.39 (passengers at half), car 37,500 at 2.27, bus 22,560 for each of 20.64 people, bicycle 19,900.
inline constexpr std::array values_of_time_2015 = {
    ValueOfTime{"motorcycle", 30000}, ValueOfTime{"moped", 30000}, ValueOfTime{"passenger", 61300},
    ValueOfTime{"taxi", 61300},       ValueOfTime{"bus", 465638},  ValueOfTime{"bicycle", 19900},
};

/// Nominal growth of wages from 2015 to 2026, an assumption (range 1.4 to 2.3).
inline constexpr double value_of_time_growth_2026 = 1.8;

/// VND per vehicle hour in 2026, or nothing for a class whose value no source gives.
inline std::optional<double> value_of_time_2026(std::string_view vehicle_class) {
    for (ValueOfTime const& value : values_of_time_2015)
        if (value.vehicle_class == vehicle_class) return value.vnd_per_hour * value_of_time_growth_2026;
    return std::nullopt;
}

}  // namespace hacthanh::demand
