#pragma once

#include "sim/traffic/interventions.hpp"
#include "sim/traffic/sumo/event_counts.hpp"
#include "sim/traffic/sumo/lane_links.hpp"
#include "sim/traffic/sumo/level_control.hpp"
#include "sim/traffic/sumo/open_edges.hpp"
#include "sim/traffic/sumo/vehicle_reader.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace hacthanh::traffic::sumo {

/// What vehicles do whose way is barred: another way, another vehicle, another destination, or no trip.
///
/// Ways are looked up on the travel times of the moment (length / mean speed of each edge, asked again when older than
/// a minute), which every vehicle that is rerouted knows. A vehicle that cannot brake any more for the next turn drives
/// through; one that has no other way is taken out. Everything is counted.
class RouteControl {
public:
    RouteControl(VehicleReader& reader, LevelControl& levels, EventCounts& events)
        : reader_(reader), levels_(levels), events_(events) {}

    /// From now on the change holds for every vehicle that meets it; those under way meet it now.
    void start(Intervention const& change, std::uint64_t seed, double time_s);
    void stop(Intervention const& change);
    bool any() const { return !barred_.empty(); }

    /// A vehicle that has just been inserted.
    void departed(std::string const& vehicle, double time_s);
    /// Due vehicles that can never start, because their first edge is closed, are given up.
    void give_up_waiting();

    std::uint64_t n_removed() const { return n_removed_; }
    /// How many of these arrivals are vehicles that were taken out here.
    std::uint64_t removed_among(std::vector<std::string> const& arrived);

private:
    struct Barred {
        Intervention const* change;
        std::uint64_t seed;
        double end_s;  ///< of the window
        std::unordered_set<std::string> edges;
        std::set<Turn> turns{};  ///< that closed lanes alone served

        bool holds(std::string const& edge) const { return edges.contains(edge); }
    };
    /// Where a vehicle is on its way.
    struct Trip {
        std::vector<std::string> route;
        std::size_t at = 0;
    };

    void meet(Barred const& barred, std::string const& vehicle, double time_s, bool just_departed);
    bool concerns(Barred const& barred, std::string const& vehicle, Trip const& trip) const;
    void avoid(Barred const& barred, std::string const& vehicle, Trip const& trip, double time_s);
    void reroute(Barred const& barred, std::string const& vehicle, double time_s);
    void end_elsewhere(Barred const& barred, std::string const& vehicle, Trip const& trip, std::size_t first,
                       double time_s);
    void pay(Barred const& barred, std::string const& vehicle, Trip const& trip, double time_s);
    void skip_stops(Barred const& barred, std::string const& vehicle);
    void remove(std::string const& vehicle, std::string_view reason);
    void refresh_travel_times(double time_s);
    static Trip trip_of(std::string const& vehicle);
    /// The first place on the way ahead that is barred; the length of the route when there is none.
    static std::size_t first_barred(Barred const& barred, Trip const& trip);

    VehicleReader& reader_;
    LevelControl& levels_;
    EventCounts& events_;
    OpenEdges open_edges_;
    std::vector<Barred> barred_;
    std::unordered_set<std::string> removed_;  ///< taken out, not yet reported by SUMO
    std::uint64_t n_removed_ = 0;
    double travel_times_of_s_ = -1e9;
};

}  // namespace hacthanh::traffic::sumo
