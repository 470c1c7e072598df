#include "io/demand/traffic_case.hpp"
#include "io/sumo_network.hpp"
#include "io/xml.hpp"

#include <cmath>

namespace hacthanh::io {
namespace {

city::Point middle_of(city::Polyline const& axis) {
    double length = 0;
    for (std::size_t i = 1; i < axis.size(); ++i)
        length += std::hypot(axis[i].x - axis[i - 1].x, axis[i].y - axis[i - 1].y);
    double rest = 0.5 * length;
    for (std::size_t i = 1; i < axis.size(); ++i) {
        double const piece = std::hypot(axis[i].x - axis[i - 1].x, axis[i].y - axis[i - 1].y);
        if (piece >= rest && piece > 0) {
            double const t = rest / piece;
            return {axis[i - 1].x + t * (axis[i].x - axis[i - 1].x), axis[i - 1].y + t * (axis[i].y - axis[i - 1].y)};
        }
        rest -= piece;
    }
    return axis.back();
}

/// Takes up what read_sumo_network leaves out.
class FactsReader {
public:
    explicit FactsReader(NetworkFacts& facts) : facts_(facts) {}

    void start(XmlElement const& element) {
        if (element.depth() == 1 && element.name() == "edge") {
            auto const road = facts_.roads.find(std::string(element.get("id")));
            if (road == facts_.roads.end()) return;
            road->second.from = element.get("from");
            road->second.to = element.get("to");
        } else if (element.depth() == 1 && element.name() == "connection") {
            if (!element.get("from").starts_with(':'))
                facts_.connections.emplace(element.get("from"), element.get("to"));
        } else if (element.depth() == 1 && element.name() == "tlLogic") {
            signal_ = element.get("id");
        } else if (element.name() == "phase" && !signal_.empty()) {
            facts_.signal_links[signal_] = element.get("state").size();
        }
    }
    void end(std::string_view name) {
        if (name == "tlLogic") signal_.clear();
    }

private:
    NetworkFacts& facts_;
    std::string signal_;
};

}  // namespace

bool NetworkFacts::can_drive(std::vector<std::string> const& route) const {
    for (std::size_t i = 0; i < route.size(); ++i)
        if (!has(route[i]) || (i > 0 && !connections.contains({route[i - 1], route[i]}))) return false;
    return true;
}

std::map<std::string, double> NetworkFacts::free_flow_s() const {
    std::map<std::string, double> times;
    for (auto const& [edge, road] : roads) times.emplace_hint(times.end(), edge, road.free_flow_s);
    return times;
}

std::string NetworkFacts::opposite(std::string const& edge) const {
    auto const road = roads.find(edge);
    if (road == roads.end() || road->second.from.empty()) return {};
    for (auto const& [other, facts] : roads)
        if (facts.from == road->second.to && facts.to == road->second.from) return other;
    return {};
}

std::string NetworkFacts::nearest(city::Point place) const {
    std::string best;
    double least = INFINITY;
    for (auto const& [edge, road] : roads) {
        if (road.from.empty()) continue;
        double const distance = std::hypot(road.middle.x - place.x, road.middle.y - place.y);
        if (distance < least) {
            least = distance;
            best = edge;
        }
    }
    return best;
}

NetworkFacts read_network_facts(std::filesystem::path const& network) {
    NetworkFacts facts;
    for (auto const& road : read_sumo_network(network).roads)
        facts.roads[road.name] = {road.speed_limit > 0 ? road.length_m / road.speed_limit : 0, middle_of(road.axis), "",
                                  ""};
    FactsReader reader(facts);
    read_xml(network, {.start = [&](XmlElement const& element) { reader.start(element); },
                       .end = [&](std::string_view name) { reader.end(name); },
                       .text = {}});
    return facts;
}

}  // namespace hacthanh::io
