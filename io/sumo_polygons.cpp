#include "io/sumo_polygons.hpp"

#include "io/detail/lane_shape.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace hacthanh::io {
namespace {

constexpr std::size_t max_polygons = 2'000'000;
constexpr std::size_t max_parameters = 1000;  ///< of one polygon

class PolygonReader {
public:
    PolygonReader(std::filesystem::path const& file, city::Point net_offset) : file_(file), net_offset_(net_offset) {}

    std::vector<SumoPolygon> read() {
        read_xml(file_, {.start = [this](XmlElement const& element) { start(element); },
                         .end = [this](std::string_view name) { in_polygon_ = in_polygon_ && name != "poly"; },
                         .text = {}});
        return std::move(polygons_);
    }

private:
    void start(XmlElement const& element) {
        if (element.depth() == 0)
            validate(element.name() == "additional" || element.name() == "shapes", at_line(file_, element.line()),
                     fmt::format("no file of polygons (root element <{}>)", element.name()),
                     "name the .poly.xml that polyconvert wrote");
        else if (element.depth() == 1 && element.name() == "location")
            read_location(element);
        else if (element.depth() == 1 && element.name() == "poly")
            read_polygon(element);
        else if (in_polygon_ && element.name() == "param")
            read_parameter(element);
    }

    void read_location(XmlElement const& element) {
        auto const offset = detail::parse_shape(element.get("netOffset"));
        validate(offset && offset->points.size() == 1, at_line(file_, element.line()),
                 fmt::format("netOffset = \"{:.60}\" (must be two numbers x,y)", element.get("netOffset")));
        shift_ = {net_offset_.x - offset->points[0].x, net_offset_.y - offset->points[0].y};
    }

    void read_polygon(XmlElement const& element) {
        SumoPolygon polygon;
        polygon.id = element.get("id");
        polygon.type = element.get("type");
        polygon.geo = element.get("geo") == "1" || element.get("geo") == "true";
        auto shape = detail::parse_shape(element.get("shape"));
        validate(shape.has_value(), at_line(file_, element.line()),
                 fmt::format("polygon \"{}\": shape = \"{:.60}\" (must be points x,y of finite numbers)", polygon.id,
                             element.get("shape")));
        validate(!polygon.id.empty(), at_line(file_, element.line()), "a polygon has no id");
        auto& ring = shape->points;
        bool const closed = ring.size() > 1 && ring.front().x == ring.back().x && ring.front().y == ring.back().y;
        if (closed) ring.pop_back();
        bool const filled = element.get("fill") == "1" || element.get("fill") == "true";
        if (!closed && !filled) return;
        if (!polygon.geo)
            for (city::Point& p : ring) p = {p.x + shift_.x, p.y + shift_.y};
        polygon.ring = std::move(ring);
        validate(polygons_.size() < max_polygons, file_.string(), fmt::format("more than {} polygons", max_polygons));
        polygons_.push_back(std::move(polygon));
        in_polygon_ = true;
    }

    void read_parameter(XmlElement const& element) {
        auto& parameters = polygons_.back().parameters;
        if (parameters.size() < max_parameters) parameters.emplace(element.get("key"), element.get("value"));
    }

    std::filesystem::path const& file_;
    city::Point net_offset_;
    city::Point shift_;
    std::vector<SumoPolygon> polygons_;
    bool in_polygon_ = false;
};

}  // namespace

std::vector<SumoPolygon> read_sumo_polygons(std::filesystem::path const& file, city::Point net_offset) {
    return PolygonReader(file, net_offset).read();
}

}  // namespace hacthanh::io
