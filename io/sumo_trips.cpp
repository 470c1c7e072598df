#include "io/sumo_trips.hpp"

#include "io/detail/departure_times.hpp"
#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/demand/draw.hpp"
#include "sim/demand/trip_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace hacthanh::io {
namespace {

using demand::Stop;
using demand::Trip;

constexpr int max_include_depth = 16;
constexpr std::uint64_t lot_of_route = 1001;  // which of a vehicle's lots decides what
constexpr std::uint64_t lot_of_type = 1002;

/// Things on roads that a simulation needs; all else that is no demand measures or writes.
constexpr auto furniture_names = std::to_array<std::string_view>(
    {"busStop", "trainStop", "containerStop", "chargingStation", "parkingArea", "tlLogic", "WAUT", "wautJunction",
     "variableSpeedSign", "rerouter", "closingReroute"});
/// Attributes of vehicles and flows that become members of a Trip or departures.
constexpr auto taken_attributes =
    std::to_array<std::string_view>({"id", "depart", "type", "route", "from", "to", "via", "begin", "end", "number",
                                     "period", "vehsPerHour", "perHour", "probability"});

template <class List>
bool contains(List const& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    constexpr std::string_view blanks = " \t\r\n";
    while (true) {
        auto const begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return words;
        text.remove_prefix(begin);
        auto const end = std::min(text.find_first_of(blanks), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::string opening_tag(XmlElement const& element) {
    std::string text = fmt::format("<{}", element.name());
    element.for_each_attribute([&](std::string_view name, std::string_view value) {
        text += fmt::format(" {}=\"{}\"", name, xml_escaped(value));
    });
    return text;
}

/// A choice of things by weight.
struct Distribution {
    std::vector<std::pair<std::string, double>> members;

    std::string const& pick(double lot) const {
        double sum = 0;
        for (auto const& [member, weight] : members) sum += weight;
        double rest = lot * sum;
        for (auto const& [member, weight] : members)
            if ((rest -= weight) < 0) return member;
        return members.back().first;
    }
};

struct Route {
    std::vector<std::string> edges;
    std::vector<Stop> stops;
};

/// A vehicle, trip or flow as it stands in a file; routes and types may be defined after it.
struct Order {
    Trip trip;
    std::vector<double> departures;
    bool is_flow = false;
    std::string route_name;             ///< of a route or distribution
    std::vector<Distribution> choices;  ///< inline routeDistribution: names of routes of its own
    std::string where;
};

class TripReader {
public:
    TripReader(double begin_s, double end_s, std::int64_t seed) : begin_s_(begin_s), end_s_(end_s), seed_(seed) {}

    void read(std::filesystem::path const& file, int include_depth = 0) {
        read_xml(file, {.start = [&](XmlElement const& element) { start(element, file, include_depth); },
                        .end = [this](std::string_view name) { end(name); },
                        .text = {}});
    }

    SumoTrips finish() {
        for (Order& order : orders_) write_out(order);
        demand::sort_by_departure(result_.trips);
        return std::move(result_);
    }

private:
    [[noreturn]] static void refuse(std::string const& where, std::string const& what, std::string_view remedy) {
        throw InputError(where, what, remedy);
    }

    void start(XmlElement const& element, std::filesystem::path const& file, int include_depth) {
        std::string_view const name = element.name();
        if (element.depth() == 0) return;
        if (copy_ != nullptr) return copy_inside(element);
        auto const where = [&] { return at_line(file, element.line()); };
        if (name == "include") return include(element, file, include_depth);
        if (name == "person" || name == "personFlow" || name == "container" || name == "containerFlow")
            refuse(where(),
                   fmt::format("{} \"{}\": journeys of vehicles can be worked on, persons' cannot", name,
                               element.get("id")),
                   "take persons out of the demand of this scenario");
        if (name == "vType") return start_type(element);
        if (name == "vTypeDistribution") return start_distribution(element, types_, "vTypes");
        if (name == "routeDistribution") return start_distribution(element, route_choices_, "routes");
        if (name == "route") return add_route(element, where());
        if (name == "stop") return add_stop(element);
        if (name == "vehicle" || name == "trip" || name == "flow") return start_order(element, file);
        if (element.depth() != 1) return;
        if (contains(furniture_names, name))
            begin_copy(element, result_.furniture);
        else
            ++result_.left_out[std::string(name)];
    }

    void end(std::string_view name) {
        if (copy_ != nullptr) return end_copy(name);
        if (name == "vTypeDistribution" || name == "routeDistribution") open_distribution_ = nullptr;
        if (name == "vehicle" || name == "trip" || name == "flow") open_order_ = false;
        if (name == "route") open_route_.clear();
    }

    // --- XML that is kept as it is
    void begin_copy(XmlElement const& element, std::vector<std::string>& into) {
        copy_ = &into;
        copy_depth_ = 1;
        copy_text_ = opening_tag(element);
        tag_open_ = true;
    }
    void copy_inside(XmlElement const& element) {
        if (tag_open_) copy_text_ += ">";
        copy_text_ += opening_tag(element);
        tag_open_ = true;
        ++copy_depth_;
    }
    void end_copy(std::string_view name) {
        copy_text_ += tag_open_ ? "/>" : fmt::format("</{}>", name);
        tag_open_ = false;
        if (--copy_depth_ > 0) return;
        copy_->push_back(std::move(copy_text_));
        copy_ = nullptr;
    }

    void include(XmlElement const& element, std::filesystem::path const& file, int include_depth) {
        validate(include_depth < max_include_depth, at_line(file, element.line()), "includes are nested too deep",
                 "does a file include itself?");
        read(file.parent_path() / std::string(element.get("href")), include_depth + 1);
    }

    // --- types and routes
    void start_type(XmlElement const& element) {
        std::string const id(element.get("id"));
        result_.class_of_type[id] = element.find("vClass").value_or("passenger");
        if (open_distribution_ != nullptr) add_member(element, id);
        begin_copy(element, result_.types);
    }

    void start_distribution(XmlElement const& element, std::map<std::string, Distribution>& all, char const* list) {
        bool const is_inline = open_order_ && &all == &route_choices_;
        if (is_inline) orders_.back().choices.emplace_back();
        open_distribution_ = is_inline ? &orders_.back().choices.back() : &all[std::string(element.get("id"))];
        auto const members = words_of(element.get(list));
        auto const weights = words_of(element.get("probabilities"));
        for (std::size_t i = 0; i < members.size(); ++i) {
            auto const weight = i < weights.size() ? detail::parse_number(weights[i]) : std::nullopt;
            open_distribution_->members.emplace_back(members[i], weight.value_or(1));
        }
    }

    void add_member(XmlElement const& element, std::string const& id) const {
        double const weight = detail::parse_number(element.find("probability").value_or("1")).value_or(1);
        open_distribution_->members.emplace_back(id, weight);
    }

    void add_route(XmlElement const& element, std::string const& where) {
        std::string id(element.find("id").value_or(element.get("refId")));
        auto const edges = element.find("edges");
        bool const own = id.empty() || open_order_;
        if (own && edges) id = fmt::format("!{}", ++unnamed_);
        validate(!id.empty(), where, "a route has neither id nor edges");
        if (edges) routes_[id] = {words_of(*edges), {}};
        open_route_ = id;
        if (open_distribution_ != nullptr)
            add_member(element, id);
        else if (open_order_)
            orders_.back().route_name = id;
    }

    void add_stop(XmlElement const& element) {
        Stop stop;
        element.for_each_attribute(
            [&](std::string_view key, std::string_view value) { stop.attributes.emplace_back(key, value); });
        stop.edge = edge_of_lane(element.get("lane"));
        if (stop.edge.empty()) stop.edge = element.get("edge");
        if (!open_route_.empty() && open_route_.front() != '!')
            routes_[open_route_].stops.push_back(std::move(stop));
        else if (open_order_)
            orders_.back().trip.stops.push_back(std::move(stop));
    }

    // --- vehicles
    void start_order(XmlElement const& element, std::filesystem::path const& file) {
        Order order;
        Trip& trip = order.trip;
        order.where = at_line(file, element.line());
        trip.id = element.get("id");
        trip.type = element.find("type").value_or("DEFAULT_VEHTYPE");
        order.route_name = element.get("route");
        if (element.find("from") && element.find("to")) {
            trip.route = words_of(element.get("via"));
            trip.route.insert(trip.route.begin(), std::string(element.get("from")));
            trip.route.emplace_back(element.get("to"));
        }
        element.for_each_attribute([&](std::string_view key, std::string_view value) {
            if (key == "line") trip.fixed = true;
            if (!contains(taken_attributes, key)) trip.attributes.emplace_back(key, value);
        });
        order.is_flow = element.name() == "flow";
        if (order.is_flow) {
            order.departures = detail::departure_times(element, begin_s_, end_s_, seed_, file);
        } else {
            auto const depart = parse_sumo_time(element.get("depart"));
            if (!depart)
                refuse(order.where,
                       fmt::format("vehicle \"{}\": depart = \"{}\" (must be a time)", trip.id, element.get("depart")),
                       "departures on events cannot be worked on");
            if (*depart >= begin_s_ && *depart < end_s_) order.departures = {*depart};
        }
        orders_.push_back(std::move(order));
        open_order_ = true;
    }

    /// The trips of one order, with route and type drawn.
    void write_out(Order const& order) {
        for (std::size_t n = 0; n < order.departures.size(); ++n) {
            Trip trip = order.trip;
            if (order.is_flow) trip.id = fmt::format("{}.{}", order.trip.id, n);
            trip.depart_s = order.departures[n];
            choose_type(trip, order);
            choose_route(trip, order);
            if (!trip.stops.empty()) trip.fixed = true;
            result_.trips.push_back(std::move(trip));
        }
    }

    void choose_type(Trip& trip, Order const& order) const {
        auto const distribution = types_.find(trip.type);
        if (distribution != types_.end() && !distribution->second.members.empty())
            trip.type = distribution->second.pick(demand::draw(seed_, trip.id, lot_of_type));
        auto const known = result_.class_of_type.find(trip.type);
        if (known != result_.class_of_type.end())
            trip.vehicle_class = known->second;
        else if (trip.type == "DEFAULT_VEHTYPE")
            trip.vehicle_class = "passenger";
        else
            refuse(order.where, fmt::format("vehicle \"{}\": type \"{}\" is defined nowhere", trip.id, trip.type),
                   "add its vType");
    }

    void choose_route(Trip& trip, Order const& order) const {
        std::string name = order.route_name;
        double const lot = demand::draw(seed_, trip.id, lot_of_route);
        if (!order.choices.empty() && !order.choices.front().members.empty())
            name = order.choices.front().pick(lot);
        else if (auto const choice = route_choices_.find(name);
                 choice != route_choices_.end() && !choice->second.members.empty())
            name = choice->second.pick(lot);
        auto const route = routes_.find(name);
        if (route != routes_.end()) {
            trip.route = route->second.edges;
            trip.routed = true;
            trip.stops.insert(trip.stops.begin(), route->second.stops.begin(), route->second.stops.end());
        } else if (!name.empty()) {
            refuse(order.where, fmt::format("vehicle \"{}\": route \"{}\" is defined nowhere", trip.id, name),
                   "add the route, or give from and to");
        }
        if (trip.route.empty())
            refuse(order.where, fmt::format("vehicle \"{}\" has no route and no edges from and to", trip.id),
                   "zones and junctions in place of edges cannot be worked on: run od2trips or duarouter first");
    }

    double begin_s_;
    double end_s_;
    std::int64_t seed_;
    SumoTrips result_;
    std::map<std::string, Distribution> types_;
    std::map<std::string, Distribution> route_choices_;
    std::map<std::string, Route> routes_;
    std::vector<Order> orders_;
    bool open_order_ = false;
    Distribution* open_distribution_ = nullptr;
    std::string open_route_;
    std::size_t unnamed_ = 0;
    std::vector<std::string>* copy_ = nullptr;
    std::string copy_text_;
    int copy_depth_ = 0;
    bool tag_open_ = false;
};

/// Stops at named places get the edge that the place stands on.
void place_stops(SumoTrips& read) {
    std::map<std::string, std::string, std::less<>> edge_of_place;
    auto const attribute = [](std::string const& xml, std::string_view key) -> std::string {
        std::string const begin = fmt::format(" {}=\"", key);
        auto const at = xml.find(begin);
        if (at == std::string::npos) return {};
        auto const from = at + begin.size();
        return xml.substr(from, xml.find('"', from) - from);
    };
    for (auto const& xml : read.furniture)
        if (auto const lane = attribute(xml, "lane"); !lane.empty())
            edge_of_place[attribute(xml, "id")] = edge_of_lane(lane);
    for (Trip& trip : read.trips)
        for (Stop& stop : trip.stops)
            for (auto const& [key, value] : stop.attributes)
                if (auto const place = edge_of_place.find(value); stop.edge.empty() && place != edge_of_place.end())
                    stop.edge = place->second;
}

}  // namespace

std::string edge_of_lane(std::string_view lane) {
    auto const bar = lane.rfind('_');
    return bar == std::string_view::npos ? std::string() : std::string(lane.substr(0, bar));
}

SumoTrips read_sumo_trips(SumoConfig const& config, double begin_s, double end_s, std::int64_t seed) {
    TripReader reader(begin_s, end_s, seed);
    for (auto const& file : config.additional_files) reader.read(file);
    for (auto const& file : config.route_files) reader.read(file);
    auto result = reader.finish();
    place_stops(result);
    return result;
}

}  // namespace hacthanh::io
