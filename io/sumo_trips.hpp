#pragma once

#include "io/sumo_config.hpp"
#include "sim/demand/trip.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hacthanh::io {

/// The demand of a SUMO configuration as single journeys, and what else its files hold.
struct SumoTrips {
    std::vector<demand::Trip> trips;                   ///< in order of departure
    std::vector<std::string> types;                    ///< XML of every vType
    std::map<std::string, std::string> class_of_type;  ///< vehicle class by vType id
    std::vector<std::string> furniture;                ///< XML of what stands on the roads: stops, signal programs…
    std::map<std::string, std::size_t> left_out;       ///< elements of other kinds, by name: detectors, outputs
};

/// Reads the additional and route files of the configuration and writes out every departure within [begin_s, end_s):
/// flows by the second (number, period, perHour, probability, exp(rate)), routes and types drawn from their
/// distributions. SUMO draws from the same distributions with random numbers of its own: the same demand, not the same
/// vehicles. Every lot belongs to (seed, id), so the same files give the same trips.
///
/// What is kept of a vehicle: id, departure, type, route (named, inline, from/via/to), stops, and every other
/// attribute. Throws InputError with file:line for persons and containers (their ways are not vehicles' ways), zones in
/// place of edges, departures on events, routes and types that are not there, and broken numbers.
SumoTrips read_sumo_trips(SumoConfig const& config, double begin_s, double end_s, std::int64_t seed);

/// How trips are written.
enum class TripStyle {
    vehicles,      ///< <vehicle> with its route, <trip> where there is none: for a simulation
    alternatives,  ///< <vehicle> with one route to weigh against others, <trip> where there is none: for duarouter
};

/// Writes a SUMO route file. Trips must be in order of departure. Throws RunError when it cannot be written.
void write_sumo_trips(std::filesystem::path const& file, std::vector<demand::Trip const*> const& trips,
                      TripStyle style);
void write_sumo_trips(std::filesystem::path const& file, std::vector<demand::Trip> const& trips, TripStyle style);

/// The lane or edge that an element stands on, as an edge id; "" when it names neither.
std::string edge_of_lane(std::string_view lane);

}  // namespace hacthanh::io
