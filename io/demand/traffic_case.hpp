#pragma once

#include "io/sumo_config.hpp"
#include "io/sumo_trips.hpp"
#include "sim/city/geometry.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {

/// A SUMO case in a folder of its own. Everything a simulation needs is in it or named by an absolute path.
struct TrafficCase {
    std::filesystem::path folder;
    std::filesystem::path config;  ///< case.sumocfg
    std::filesystem::path network;
    std::filesystem::path routes;     ///< routes.rou.xml
    std::filesystem::path types;      ///< types.add.xml
    std::filesystem::path furniture;  ///< stops.add.xml: stops, signal programs
};

/// What must be known of a road to move trips onto it or off it.
struct RoadFacts {
    double free_flow_s = 0;
    city::Point middle;  ///< network coordinates [m]
    std::string from;    ///< junctions; "" for internal ones
    std::string to;
};

/// What must be known of a network to fit a demand to it.
struct NetworkFacts {
    std::map<std::string, RoadFacts> roads;                     ///< by edge id, internal ones too
    std::map<std::string, std::size_t> signal_links;            ///< length of a state by traffic light
    std::set<std::pair<std::string, std::string>> connections;  ///< from edge, to edge; no internal ones

    bool has(std::string const& edge) const { return roads.contains(edge); }
    /// Every road is there and one leads into the next.
    bool can_drive(std::vector<std::string> const& route) const;
    std::map<std::string, double> free_flow_s() const;
    /// The road between the same junctions in the other direction; "" when there is none.
    std::string opposite(std::string const& edge) const;
    /// The road (no internal one) whose middle is nearest; "" in an empty network.
    std::string nearest(city::Point place) const;
};

/// Reads what NetworkFacts says. Throws InputError when the file is no network.
NetworkFacts read_network_facts(std::filesystem::path const& network);

/// Writes types and furniture of a base demand, without stops on roads that the network does not have and signal
/// programs that do not fit it (both named in `dropped`), and a configuration with all options of `base` except inputs
/// and outputs. Routes are not written: see write_sumo_trips. Throws InputError when the base loads a saved state.
/// @param folder  made when missing
TrafficCase write_case(std::filesystem::path const& folder, SumoConfig const& base, SumoTrips const& demand,
                       std::filesystem::path const& network, NetworkFacts const& facts,
                       std::vector<std::string>& dropped);

/// One simulation that the demand asks for.
struct SimulationOrder {
    std::filesystem::path config;
    std::string additional_files;  ///< comma-separated, in place of the configuration's
    double begin_s = 0;
    double end_s = 0;
    std::int64_t seed = 0;
    std::filesystem::path outputs;  ///< folder where SUMO's output files go
};

/// Runs it to its end. Throws as the traffic source does.
using Simulate = std::function<void(SimulationOrder const&)>;

}  // namespace hacthanh::io
