#include "io/demand/new_trips.hpp"

#include "io/demand/zones.hpp"
#include "io/demand_tables.hpp"
#include "io/sumo_tools.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/demand/draw.hpp"
#include "sim/demand/trip_changes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace hacthanh::io {
namespace {

using demand::Trip;

constexpr std::uint64_t lot_of_type = 31;
constexpr std::uint64_t lot_of_pair = 32;
constexpr std::size_t most_pairs = 600;  ///< of network ends, to draw routes from; our choice

KnownNames type_names(SumoTrips const& base) {
    KnownNames names;
    for (auto const& [type, vehicle_class] : base.class_of_type) names.push_back(type);
    return names;
}

/// Gives trips types: their own, else by the shares, else the only one that there is.
class TypeChooser {
public:
    TypeChooser(DemandOrder const& order, SumoTrips const& base) : base_(base), seed_(order.seed) {
        shares_ = parse_type_shares(order.options.vehicle_shares, "demand.vehicle_shares", type_names(base));
        if (shares_.empty() && base.class_of_type.size() == 1) shares_ = {{base.class_of_type.begin()->first, 1}};
    }

    std::vector<TypeShare> const& shares() const {
        validate(!shares_.empty(), "demand.vehicle_shares", "must be given: the tables do not name the vehicle types",
                 fmt::format("types are {}; for example \"{}=1\"", fmt::join(type_names(base_), ", "),
                             base_.class_of_type.empty() ? "car" : base_.class_of_type.begin()->first));
        return shares_;
    }

    void set_type(Trip& trip, std::string const& own) const {
        trip.type = own;
        if (own.empty()) {
            double rest = demand::draw(seed_, trip.id, lot_of_type);
            for (TypeShare const& share : shares()) {
                if (share.share <= 0) continue;
                trip.type = share.type;
                if ((rest -= share.share) < 0) break;
            }
        }
        trip.vehicle_class = base_.class_of_type.at(trip.type);
    }

private:
    SumoTrips const& base_;
    std::int64_t seed_;
    std::vector<TypeShare> shares_;
};

/// SUMO's advice for vehicles that begin on a road: the best lane, at the speed of those before them.
std::vector<std::pair<std::string, std::string>> begin_attributes() {
    return {{"departLane", "best"}, {"departSpeed", "max"}};
}

std::vector<Trip> trips_of_table(DemandOrder const& order, city::City const& city, SumoTrips const& base) {
    TypeChooser const types(order, base);
    std::vector<Trip> trips;
    for (auto const& row :
         read_trip_table(order.options.trips, order.start_clock_s, road_names(city), type_names(base))) {
        if (row.depart_s < order.begin_s || row.depart_s >= order.end_s) continue;
        Trip trip{fmt::format("trip.{}", row.line),
                  row.depart_s,
                  {},
                  {},
                  {row.from, row.to},
                  false,
                  false,
                  {},
                  begin_attributes()};
        types.set_type(trip, row.type);
        trips.push_back(std::move(trip));
    }
    return trips;
}

/// One matrix file for od2trips: counts by span, of one type.
std::string relations_xml(std::vector<MatrixCell> const& cells, std::vector<ProfileSpan> const& spans,
                          std::string const& type, double share) {
    std::string text = "<data>\n";
    for (ProfileSpan const& span : spans) {
        text +=
            fmt::format("<interval id=\"{}\" begin=\"{}\" end=\"{}\">\n", xml_escaped(type), span.begin_s, span.end_s);
        for (MatrixCell const& cell : cells) {
            if (!cell.type.empty() && cell.type != type) continue;
            double const trips = cell.trips * span.share * (cell.type.empty() ? share : 1);
            if (trips > 0)
                text += fmt::format("<tazRelation from=\"{}\" to=\"{}\" count=\"{:.6f}\"/>\n", xml_escaped(cell.from),
                                    xml_escaped(cell.to), trips);
        }
        text += "</interval>\n";
    }
    return text + "</data>\n";
}

/// The trips that od2trips wrote.
void take_trips(std::filesystem::path const& file, std::string const& type, SumoTrips const& base,
                std::vector<Trip>& trips) {
    read_xml(file, {.start =
                        [&](XmlElement const& element) {
                            if (element.name() != "trip") return;
                            trips.push_back({std::string(element.get("id")),
                                             parse_sumo_time(element.get("depart")).value_or(0),
                                             type,
                                             base.class_of_type.at(type),
                                             {std::string(element.get("from")), std::string(element.get("to"))},
                                             false,
                                             false,
                                             {},
                                             begin_attributes()});
                        },
                    .end = {},
                    .text = {}});
}

/// The spans that lie in the run, each with what part of all trips falls into it.
std::vector<ProfileSpan> spans_of_run(DemandOrder const& order) {
    std::vector<ProfileSpan> spans = {{order.begin_s, order.end_s, 1}};
    if (!order.options.profile.empty()) spans = read_profile(order.options.profile, order.start_clock_s);
    std::vector<ProfileSpan> cut;
    for (ProfileSpan const& span : spans) {
        ProfileSpan inside{std::max(span.begin_s, order.begin_s), std::min(span.end_s, order.end_s), 0};
        if (inside.end_s <= inside.begin_s || span.share <= 0) continue;
        inside.share = span.share * (inside.end_s - inside.begin_s) / (span.end_s - span.begin_s);
        cut.push_back(inside);
    }
    validate(!cut.empty(), order.options.profile.string(), "no trips fall into the time of the run",
             "look at time.start_clock, traffic.begin_s and traffic.end_s");
    return cut;
}

std::vector<Trip> trips_of_matrix(DemandOrder const& order, city::City const& city, SumoTrips const& base,
                                  std::filesystem::path const& folder) {
    auto const zones = read_zones(order.options.zones, order.options.zone_field, city);
    KnownNames zone_names;
    for (Zone const& zone : zones) zone_names.push_back(zone.id);
    auto const cells = read_matrix(order.options.matrix, zone_names, type_names(base));
    auto const spans = spans_of_run(order);
    std::map<std::string, double> share_of_type;
    bool const some_untyped = std::ranges::any_of(cells, [](auto const& cell) { return cell.type.empty(); });
    TypeChooser const types(order, base);
    if (some_untyped)
        for (auto const& [type, share] : types.shares()) share_of_type[type] = share;
    for (MatrixCell const& cell : cells)
        if (!cell.type.empty()) share_of_type.emplace(cell.type, 0);
    write_zones(folder / "zones.taz.xml", zones);
    std::vector<Trip> trips;
    for (auto const& [type, share] : share_of_type) {
        auto const matrix = folder / "matrix.xml";
        auto const answer = folder / "matrix.trips.xml";
        write_text(matrix, relations_xml(cells, spans, type, share));
        run_sumo_tool(
            {"od2trips", "--taz-files", (folder / "zones.taz.xml").string(), "--tazrelation-files", matrix.string(),
             "--output-file", answer.string(), "--prefix", type + ".", "--seed", fmt::format("{}", order.seed),
             "--different-source-sink", "--xml-validation", "never", "--no-step-log"},
            folder / "od2trips.log", "see what od2trips says of the matrix");
        take_trips(answer, type, base, trips);
    }
    return trips;
}

}  // namespace

std::vector<std::string> road_names(city::City const& city) {
    std::vector<std::string> names;
    for (auto const& road : city.roads)
        if (!road.internal) names.push_back(road.name);
    return names;
}

std::vector<Trip> new_trips(DemandOrder const& order, city::City const& city, SumoTrips const& base,
                            std::filesystem::path const& folder) {
    std::vector<Trip> trips;
    if (!order.options.trips.empty()) trips = trips_of_table(order, city, base);
    if (!order.options.matrix.empty()) {
        auto of_matrix = trips_of_matrix(order, city, base, folder);
        trips.insert(trips.end(), of_matrix.begin(), of_matrix.end());
    }
    demand::sort_by_departure(trips);
    return trips;
}

std::vector<Trip> candidate_trips(DemandOrder const& order, NetworkFacts const& facts, SumoTrips const& base,
                                  double interval_s) {
    std::set<std::string> with_before;
    std::set<std::string> with_after;
    for (auto const& [from, to] : facts.connections) {
        if (facts.opposite(from) == to) continue;  // a turn-around leads nowhere new
        with_after.insert(from);
        with_before.insert(to);
    }
    std::vector<std::string> starts;
    std::vector<std::string> goals;
    for (auto const& [edge, road] : facts.roads) {
        if (road.from.empty()) continue;
        if (!with_before.contains(edge)) starts.push_back(edge);
        if (!with_after.contains(edge)) goals.push_back(edge);
    }
    validate(!starts.empty() && !goals.empty(), "demand.counts", "the network has no roads that lead in or out",
             "give demand.trips or demand.matrix beside the counts");
    TypeChooser const types(order, base);
    double const kept = static_cast<double>(most_pairs) / static_cast<double>(starts.size() * goals.size());
    std::vector<Trip> trips;
    for (double begin = order.begin_s; begin < order.end_s; begin += interval_s)
        for (auto const& start : starts)
            for (auto const& goal : goals) {
                std::string const pair = start + "_to_" + goal;
                if (facts.opposite(start) == goal || demand::draw(order.seed, pair, lot_of_pair) >= kept) continue;
                Trip trip{fmt::format("{}.{:.0f}", pair, begin),
                          0,
                          {},
                          {},
                          {start, goal},
                          false,
                          false,
                          {},
                          begin_attributes()};
                double const lot = demand::draw(order.seed, trip.id, lot_of_pair);
                trip.depart_s = begin + std::floor(10 * lot * std::min(interval_s, order.end_s - begin)) / 10;
                types.set_type(trip, "");
                trips.push_back(std::move(trip));
            }
    demand::sort_by_departure(trips);
    return trips;
}

}  // namespace hacthanh::io
