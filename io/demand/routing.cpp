#include "io/demand/routing.hpp"

#include "io/edge_data.hpp"
#include "io/sumo_tools.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <unordered_map>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using demand::Trip;

struct Alternative {
    double cost = 0;
    std::string edges;
};

std::vector<std::string> words_of(std::string const& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        if (end > at) words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

/// The alternatives of every vehicle in duarouter's answer.
std::unordered_map<std::string, std::vector<Alternative>> read_alternatives(fs::path const& file) {
    std::unordered_map<std::string, std::vector<Alternative>> all;
    std::vector<Alternative>* open = nullptr;
    read_xml(file, {.start =
                        [&](XmlElement const& element) {
                            if (element.name() == "vehicle") open = &all[std::string(element.get("id"))];
                            if (element.name() != "route" || open == nullptr) return;
                            double const cost = parse_sumo_time(element.get("cost")).value_or(-1);
                            if (cost >= 0) open->push_back({cost, std::string(element.get("edges"))});
                        },
                    .end = [&](std::string_view name) { open = name == "vehicle" ? nullptr : open; },
                    .text = {}});
    return all;
}

std::optional<Way> way_of(Trip const& trip, std::vector<Alternative> const& alternatives) {
    if (alternatives.empty()) return std::nullopt;
    auto const* best = &alternatives.front();
    for (auto const& other : alternatives)
        if (other.cost < best->cost) best = &other;
    Way way{{best->cost, best->cost}, words_of(best->edges)};
    if (!trip.routed) return way;
    std::string const current = fmt::format("{}", fmt::join(trip.route, " "));
    for (auto const& other : alternatives)
        if (other.edges == current) {
            way.costs.current_s = other.cost;
            if (other.cost <= best->cost) way.best = trip.route;
            return way;
        }
    return std::nullopt;  // its route is not valid any more
}

/// One run of duarouter; what it finds is put into `ways`.
void route_group(fs::path const& folder, TrafficCase const& traffic, std::vector<Trip const*> const& trips,
                 fs::path const& weights, std::unordered_map<std::string, std::optional<Way>>& ways) {
    auto const input = folder / "trips.xml";
    auto const answer = folder / "ways.xml";
    write_sumo_trips(input, trips, TripStyle::alternatives);
    run_sumo_tool({"duarouter",
                   "--net-file",
                   traffic.network.string(),
                   "--route-files",
                   input.string(),
                   "--additional-files",
                   fmt::format("{},{}", traffic.types.string(), traffic.furniture.string()),  // buses name their stops
                   "--weight-files",
                   weights.string(),
                   "--weights.expand",
                   "--output-file",
                   (folder / "chosen.xml").string(),
                   "--alternatives-output",
                   answer.string(),
                   "--vtype-output",
                   (folder / "types_out.xml").string(),
                   "--gawron.beta",
                   "1",
                   "--keep-all-routes",
                   "--max-alternatives",
                   "5",
                   "--begin",
                   "0",
                   "--seed",
                   "1",
                   "--no-step-log",
                   "--ignore-errors",
                   "--xml-validation",
                   "never",
                   "--xml-validation.net",
                   "never",
                   "--xml-validation.routes",
                   "never"},
                  folder / "duarouter.log", "check the routes and types of the demand with duarouter");
    auto const all = read_alternatives(answer);
    for (Trip const* const trip : trips)
        if (auto const found = all.find(trip->id); found != all.end()) ways[trip->id] = way_of(*trip, found->second);
}

}  // namespace

std::vector<std::optional<Way>> find_ways(fs::path const& folder, TrafficCase const& traffic,
                                          std::vector<Trip> const& trips, demand::LearnedTimes const& times,
                                          std::vector<demand::Surcharge> const& surcharges) {
    fs::create_directories(folder);
    std::map<std::vector<bool>, std::vector<Trip const*>> groups;
    for (Trip const& trip : trips) {
        if (trip.fixed && trip.routed) continue;
        std::vector<bool> held;
        for (auto const& surcharge : surcharges) held.push_back(surcharge.filter.holds(trip));
        groups[held].push_back(&trip);
    }
    std::unordered_map<std::string, std::optional<Way>> ways;
    for (auto const& [held, group] : groups) {
        std::map<std::string, double> seconds;
        for (std::size_t i = 0; i < held.size(); ++i)
            if (held[i])
                for (auto const& [edge, added] : surcharges[i].seconds) seconds[edge] += added;
        auto const weights = folder / "weights.xml";
        write_edge_weights(weights, times, seconds);
        route_group(folder, traffic, group, weights, ways);
    }
    std::vector<std::optional<Way>> result;
    result.reserve(trips.size());
    for (Trip const& trip : trips) {
        auto const found = ways.find(trip.id);
        result.push_back(found == ways.end() ? std::nullopt : found->second);
    }
    return result;
}

}  // namespace hacthanh::io
