#include "io/sumo_network.hpp"

#include "io/detail/lane_shape.hpp"
#include "io/detail/numbers.hpp"
#include "io/sumo_classes.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr double default_lane_width_m = 3.2;  // SUMO 1.15, SUMO_const_laneWidth

struct Lane {
    detail::Shape shape;
    double length_m = 0;
    double width_m = 0;
    double speed_limit = 0;
};

/// Says what a file with this root element is, and what to do with it.
std::pair<std::string_view, std::string_view> other_root(std::string_view root) {
    if (root == "routes") return {"a route file", "name it under route-files"};
    if (root == "additional") return {"an additional file", "name it under additional-files"};
    if (root == "configuration" || root == "sumoConfiguration") return {"a configuration", "name the .net.xml file"};
    if (root == "osm") return {"an OpenStreetMap extract", "convert it with netconvert --osm-files"};
    if (root == "nodes" || root == "edges" || root == "connections" || root == "types")
        return {"an input of netconvert", "convert it with netconvert"};
    return {"no SUMO file that we know", "name the .net.xml file"};
}

/// Builds the city from the elements of one network file.
class NetworkReader {
public:
    explicit NetworkReader(std::filesystem::path const& file) : file_(file) {}

    city::City read() {
        read_xml(file_, {.start = [this](XmlElement const& element) { start(element); },
                         .end = [this](std::string_view name) { end(name); },
                         .text = {}});
        validate(!city_.roads.empty(), file_.string(), "the network has no roads",
                 "build it again with netconvert and look at its warnings");
        city_.road_extent = extent();
        return std::move(city_);
    }

private:
    void start(XmlElement const& element) {
        if (element.depth() == 0) return check_root(element);
        if (element.depth() == 1 && element.name() == "location") return read_location(element);
        if (element.depth() == 1 && element.name() == "edge") return start_edge(element);
        if (in_edge_ && element.name() == "lane") return read_lane(element);
    }
    void end(std::string_view name) {
        if (in_edge_ && name == "edge") finish_edge();
    }

    void check_root(XmlElement const& element) const {
        if (element.name() == "net") return;
        auto const [what, remedy] = other_root(element.name());
        refuse(element, fmt::format("this is {}, not a network (root element <{}>)", what, element.name()), remedy);
    }

    void read_location(XmlElement const& element) {
        std::string_view const projection = element.get("projParameter");
        constexpr std::array<std::string_view, 6> none = {"", "!", "-", ".", "DHDN", "DHDN_UTM"};
        if (std::find(none.begin(), none.end(), projection) != none.end()) return;
        auto const offset = detail::parse_shape(element.get("netOffset"));
        if (!offset || offset->points.size() != 1)
            refuse(element, fmt::format("netOffset = \"{}\" (must be two numbers x,y)", element.get("netOffset")));
        city_.projection = {std::string(projection), offset->points[0].x, offset->points[0].y};
    }

    void start_edge(XmlElement const& element) {
        std::string_view const function = element.get("function");
        if (function == "crossing" || function == "walkingarea") return;
        in_edge_ = true;
        road_ = {};
        lanes_.clear();
        road_.name = element.get("id");
        road_.street_name = element.get("name");
        road_.internal = function == "internal";
        edge_line_ = element.line();
        if (road_.name.empty()) refuse(element, "an edge has no id");
        if (!names_.insert(road_.name).second) refuse(element, fmt::format("edge \"{}\" is there twice", road_.name));
    }

    void read_lane(XmlElement const& element) {
        for (char const* key : {"allow", "disallow", "changeLeft", "changeRight"}) check_classes(element, key);
        Lane lane;
        auto shape = detail::parse_shape(element.get("shape"));
        if (!shape || shape->points.size() < 2)
            refuse(element, fmt::format("lane \"{}\": shape = \"{:.60}\" (must be two or more points x,y of finite "
                                        "numbers)",
                                        element.get("id"), element.get("shape")));
        lane.shape = std::move(*shape);
        lane.length_m = positive(element, "length");
        lane.width_m = element.find("width") ? positive(element, "width") : default_lane_width_m;
        lane.speed_limit = element.find("speed") ? positive(element, "speed") : 0;
        lanes_.push_back(std::move(lane));
    }

    void check_classes(XmlElement const& element, char const* key) const {
        auto const list = element.find(key);
        if (!list) return;
        if (auto const unknown = unknown_permission(*list))
            refuse(element,
                   fmt::format("lane \"{}\": {} names the vehicle class \"{}\", which SUMO 1.15 does not know",
                               element.get("id"), key, *unknown),
                   "take the name out of every allow and disallow, or build the network with netconvert 1.15");
    }

    double positive(XmlElement const& element, char const* key) const {
        auto const value = detail::parse_number(element.get(key));
        if (!value || *value <= 0)
            refuse(element, fmt::format("lane \"{}\": {} = \"{}\" (must be a number > 0)", element.get("id"), key,
                                        element.get(key)));
        return *value;
    }

    void finish_edge() {
        in_edge_ = false;
        validate(!lanes_.empty(), at_line(file_, edge_line_), fmt::format("edge \"{}\" has no lanes", road_.name),
                 "build the network again with netconvert");
        auto const& left = lanes_[lanes_.size() / 2].shape.points;
        auto const& right = lanes_[(lanes_.size() - 1) / 2].shape.points;
        road_.axis = lanes_.size() % 2 == 1 ? left : detail::mean_line(left, right);
        road_.length_m = lanes_.front().length_m;
        road_.n_lanes = static_cast<int>(lanes_.size());
        for (Lane const& lane : lanes_) {
            road_.width_m += lane.width_m;
            road_.speed_limit = std::max(road_.speed_limit, lane.speed_limit);
            for (double z : lane.shape.heights) city_.flat = city_.flat && z == 0;
        }
        city_.roads.push_back(std::move(road_));
    }

    city::Rectangle extent() const {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        city::Rectangle box{infinity, infinity, -infinity, -infinity};
        for (auto const& road : city_.roads)
            for (city::Point p : road.axis)
                box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x),
                       std::max(box.y_max, p.y)};
        return box;
    }

    [[noreturn]] void refuse(XmlElement const& element, std::string_view broken,
                             std::string_view remedy = "build the network again with netconvert") const {
        throw InputError(at_line(file_, element.line()), broken, remedy);
    }

    std::filesystem::path const& file_;
    city::City city_;
    city::Road road_;
    std::vector<Lane> lanes_;
    std::unordered_set<std::string> names_;
    std::uint64_t edge_line_ = 0;
    bool in_edge_ = false;
};

}  // namespace

city::City read_sumo_network(std::filesystem::path const& file) { return NetworkReader(file).read(); }

}  // namespace hacthanh::io
