#include "io/reproject.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::io {
namespace {

constexpr double near_m = 500;  ///< so far from the roads a building still belongs to them

bool near_roads(city::Point a, city::Point b, city::Rectangle const& roads) {
    return std::max(a.x, b.x) >= roads.x_min - near_m && std::min(a.x, b.x) <= roads.x_max + near_m &&
           std::max(a.y, b.y) >= roads.y_min - near_m && std::min(a.y, b.y) <= roads.y_max + near_m;
}

}  // namespace

ToNetwork::ToNetwork(std::optional<OGRSpatialReference> const& source, city::Projection const& network,
                     std::string const& where) {
    if (!source || source->IsLocal() != 0) return;
    validate(network.known(), where, "has a reference system, but the road network has none",
             "give its projection in the network file, or write the file in network coordinates");
    offset_ = {network.offset_x_m, network.offset_y_m};
    OGRSpatialReference from(*source);
    from.StripVertical();
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    auto const to = make_reference(network.proj_string, "projection of the road network");
    GisMessages const messages;
    transformation_.reset(OGRCreateCoordinateTransformation(&from, &to));
    validate(transformation_ != nullptr, where,
             "PROJ knows no way from its reference system to the network's: " + messages.last());
}

city::Point ToNetwork::operator()(city::Point p) const {
    if (transformation_ == nullptr) return p;
    GisMessages const messages;
    if (transformation_->Transform(1, &p.x, &p.y) == FALSE)
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    return {p.x + offset_.x, p.y + offset_.y};
}

void ToNetwork::apply(city::Polyline& line) const {
    for (city::Point& p : line) p = (*this)(p);
}

void ToNetwork::apply(std::vector<city::Polygon>& polygons) const {
    for (auto& polygon : polygons) {
        apply(polygon.outer);
        for (auto& hole : polygon.holes) apply(hole);
    }
}

std::string explain_misplacement(OGREnvelope const& extent, city::City const& city) {
    city::Point const low{extent.MinX, extent.MinY};
    city::Point const high{extent.MaxX, extent.MaxY};
    auto const swapped = [](city::Point p) { return city::Point{p.y, p.x}; };
    auto const fits = [&](std::string const& crs, bool swap) {
        std::optional<OGRSpatialReference> source;
        if (crs != "network") source = make_reference(crs, "");
        ToNetwork const to_network(source, city.projection, "");
        return near_roads(to_network(swap ? swapped(low) : low), to_network(swap ? swapped(high) : high),
                          city.road_extent);
    };
    struct Reading {
        std::string crs;
        char const* what;
    };
    std::vector<Reading> readings;
    if (city.projection.known())
        readings = {{"EPSG:4326", "degrees"}, {city.projection.proj_string, "the network's projection"}};
    readings.push_back({"network", "network coordinates"});
    for (auto const& reading : readings)
        for (bool swap : {false, true})
            if (fits(reading.crs, swap))
                return fmt::format("the numbers would fit as {}{}: try --buildings-crs \"{}\"{}", reading.what,
                                   swap ? " with swapped axes" : "", reading.crs, swap ? " --swap-axes" : "");
    return {};
}

}  // namespace hacthanh::io
