#include "sim/run/detail/measure_place.hpp"

#include "sim/city/contains.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::run::detail {

using scenario::Measure;

city::Point middle_of(city::Polyline const& line) {
    auto const length = [&](std::size_t i) { return std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y); };
    double whole = 0;
    for (std::size_t i = 1; i < line.size(); ++i) whole += length(i);
    double left = 0.5 * whole;
    for (std::size_t i = 1; i < line.size(); ++i) {
        double const piece = length(i);
        if (left <= piece && piece > 0)
            return {std::lerp(line[i - 1].x, line[i].x, left / piece),
                    std::lerp(line[i - 1].y, line[i].y, left / piece)};
        left -= piece;
    }
    return line.front();
}

MeasurePlaces::MeasurePlaces(city::City const& city, std::vector<std::string>& problems)
    : city_(city), problems_(problems) {
    for (std::size_t r = 0; r < city.roads.size(); ++r)
        if (!city.roads[r].internal) outer_.emplace_back(static_cast<std::uint32_t>(r));
}

EdgeId MeasurePlaces::road(Measure const& measure, std::string const& key, std::string const& name) {
    auto const found = std::ranges::find(outer_, name, [&](EdgeId id) { return at(id).name; });
    if (found != outer_.end()) return *found;
    problems_.push_back(fmt::format("{}: the network has no edge \"{}\"; did you mean \"{}\"?", measure.where(key),
                                    name, scenario::closest_word(name, names(outer_))));
    return {};
}

std::vector<EdgeId> MeasurePlaces::of_street(Measure const& measure, std::string const& street) {
    std::vector<EdgeId> found;
    std::vector<std::string> known;
    for (EdgeId id : outer_) {
        std::string const& name = at(id).street_name;
        if (name == street) found.push_back(id);
        if (!name.empty() && std::ranges::count(known, name) == 0) known.push_back(name);
    }
    if (found.empty())
        problems_.push_back(
            known.empty()
                ? fmt::format("{}: the streets of the network have no names; give edges", measure.where("streets"))
                : fmt::format("{}: the network has no street \"{}\"; did you mean \"{}\"?", measure.where("streets"),
                              street, scenario::closest_word(street, known)));
    return found;
}

std::vector<EdgeId> MeasurePlaces::roads_of(Measure const& measure) {
    std::vector<EdgeId> roads;
    for (std::string const& name : measure.edges)
        if (EdgeId const id = road(measure, "edges", name)) roads.push_back(id);
    for (std::string const& street : measure.streets)
        for (EdgeId id : of_street(measure, street)) roads.push_back(id);
    if (city::Polygon const polygon{measure.polygon(), {}}; !polygon.outer.empty()) {
        std::size_t const before = roads.size();
        for (EdgeId id : outer_)
            if (contains(polygon, middle_of(at(id).axis))) roads.push_back(id);
        auto const& extent = city_.road_extent;
        if (roads.size() == before)
            problems_.push_back(fmt::format(
                "{}: the zone lies outside the city: no road has its middle in it; the roads reach from x {:.0f} to "
                "{:.0f} m and y {:.0f} to {:.0f} m",
                measure.where("polygon_m"), extent.x_min, extent.x_max, extent.y_min, extent.y_max));
    }
    std::ranges::sort(roads);
    roads.erase(std::unique(roads.begin(), roads.end()), roads.end());
    return roads;
}

std::vector<EdgeId> MeasurePlaces::against(Measure const& measure) {
    std::vector<EdgeId> roads;
    for (std::size_t s = 0; s < measure.streets.size(); ++s)
        for (EdgeId id : of_street(measure, measure.streets[s])) {
            auto const& axis = at(id).axis;
            double const bearing = measure.bearings_deg[s] * std::numbers::pi / 180;
            double const along = (axis.back().x - axis.front().x) * std::sin(bearing) +
                                 (axis.back().y - axis.front().y) * std::cos(bearing);
            if (along < 0) roads.push_back(id);
        }
    std::ranges::sort(roads);
    return roads;
}

std::vector<EdgeId> MeasurePlaces::entries(Measure const& measure) const {
    city::Polygon const polygon{measure.polygon(), {}};
    std::vector<EdgeId> roads;
    for (EdgeId id : outer_)
        if (!contains(polygon, at(id).axis.front()) && contains(polygon, at(id).axis.back())) roads.push_back(id);
    return roads;
}

std::vector<EdgeId> MeasurePlaces::within(std::vector<city::Point> const& points, double distance_m) const {
    std::vector<EdgeId> roads;
    for (EdgeId id : outer_) {
        city::Point const middle = middle_of(at(id).axis);
        bool const close = std::ranges::any_of(
            points, [&](city::Point p) { return std::hypot(p.x - middle.x, p.y - middle.y) <= distance_m; });
        if (close) roads.push_back(id);
    }
    return roads;
}

std::vector<EdgeId> MeasurePlaces::ring(std::vector<EdgeId> const& place, double distance_m) const {
    std::vector<city::Point> points;
    for (EdgeId id : place) {
        points.push_back(middle_of(at(id).axis));
        points.insert(points.end(), at(id).axis.begin(), at(id).axis.end());
    }
    auto roads = within(points, distance_m);
    std::erase_if(roads, [&](EdgeId id) { return std::ranges::binary_search(place, id); });
    return roads;
}

std::vector<std::string> MeasurePlaces::names(std::vector<EdgeId> const& roads) const {
    std::vector<std::string> found;
    for (EdgeId id : roads) found.push_back(at(id).name);
    return found;
}

}  // namespace hacthanh::run::detail
