#include "sim/run/detail/measure_line.hpp"

#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hacthanh::run::detail {

using scenario::Measure;

BusLine bus_line_of(Measure const& measure, MeasurePlaces& places, std::vector<std::string>& problems) {
    BusLine line;
    for (std::string const& text : measure.stops) {
        auto const at = text.rfind('@');
        EdgeId const id = places.road(measure, "stops", text.substr(0, at));
        if (!id) continue;
        auto const& road = places.at(id);
        double position = 0.5 * road.length_m;
        if (at != std::string::npos) {
            auto const [end, error] = std::from_chars(text.data() + at + 1, text.data() + text.size(), position);
            if (error != std::errc() || position <= 0 || position > road.length_m)
                problems.push_back(fmt::format("{}: \"{}\": the position must be > 0 and <= the length of {} m",
                                               measure.where("stops"), text, road.length_m));
        }
        line.stops.push_back({road.name, position});
        line.points.push_back(middle_of(road.axis));
        line.roads.push_back(id);
    }
    return line;
}

void require_vehicle_type(Measure const& measure, MeasureSetting const& setting, std::vector<std::string>& problems) {
    std::vector<std::string> types;
    for (KnownType const& type : setting.types) types.push_back(type.name);
    if (std::ranges::count(types, measure.vehicle_type) > 0) return;
    problems.push_back(fmt::format("{}: the demand has no vehicle type \"{}\"; did you mean \"{}\"?",
                                   measure.where("vehicle_type"), measure.vehicle_type,
                                   types.empty() ? "" : scenario::closest_word(measure.vehicle_type, types)));
}

traffic::LineStop opposite(traffic::LineStop const& stop, city::City const& city) {
    std::string const other = stop.edge.starts_with('-') ? stop.edge.substr(1) : "-" + stop.edge;
    for (auto const& road : city.roads)
        if (road.name == other) return {other, std::clamp(road.length_m - stop.position_m, 1.0, road.length_m)};
    return stop;
}

}  // namespace hacthanh::run::detail
