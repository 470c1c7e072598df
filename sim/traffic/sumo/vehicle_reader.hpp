#pragma once

#include "sim/traffic/shared_snapshots.hpp"
#include "sim/traffic/sumo/emission_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hacthanh::traffic::sumo {

/// The road network as the reader needs it.
struct Network {
    std::vector<std::string> edges;
    std::vector<double> edge_length;  ///< shortest lane [m]
    bool flat = true;                 ///< no height differences anywhere

    /// Of the loaded simulation.
    static Network read();
};

/// Reads all vehicles of the running simulation after each step, asking SUMO as little as exactness allows.
///
/// Most of the cost of a getter is SUMO finding the vehicle by its id in a sorted map. So the list of vehicles is
/// kept here (SUMO reports departures and arrivals) in the order of that map, which keeps the way to each vehicle
/// in the cache; acceleration is the difference of speeds, as SUMO computes it; the edge is asked again only when
/// the vehicle may have reached its end; emissions come from EmissionReader.
class VehicleReader {
public:
    struct Settings {
        std::uint32_t check_every = 0;
        bool learn_emissions = true;
        double step_s = 1;
    };

    VehicleReader(Network network, Settings settings);

    /// Takes note of who came and went in the step that SUMO has just made. Before read().
    void take_changes();
    /// Writes the vehicles of the step that SUMO has just made. Returns their number.
    /// Throws RunError when they are more than `capacity`.
    std::size_t read(VehicleArrays const& out, std::size_t capacity);

    /// The types that read() has written numbers of. A vehicle with a level has a type of its own, named
    /// "type@level".
    std::vector<state::VehicleType> const& types() const { return types_; }

    /// Calls use(id) for every vehicle in the network, in an order that the run alone decides.
    void for_each(std::function<void(std::string const&)> const& use);
    /// Gives a vehicle a level of the fleet table, or takes it away ("").
    void set_level(std::string const& id, std::string const& level);
    /// A vehicle is being taken out.
    void forget(std::string const& id) { remove(id); }

    std::uint64_t n_in_network() const { return vehicles_.size() - n_gone_; }
    std::uint64_t n_at_start() const { return n_at_start_; }  ///< of a loaded state
    std::uint64_t n_lost() const { return n_lost_; }          ///< gone from SUMO without having arrived
    /// Time from insertion to arrival of those that arrived and were seen to start, summed [s].
    double arrived_trip_s() const { return static_cast<double>(arrived_trip_steps_) * settings_.step_s; }

    std::vector<std::string> take_warnings() { return emissions_.take_warnings(); }

private:
    struct Vehicle {
        std::string id;
        double speed = 0;
        double x = 0;
        double y = 0;
        double edge_left_m = 0;  ///< what it may drive before it can have left its edge
        std::uint32_t number = 0;
        std::uint32_t type = 0;           ///< index of EmissionReader
        std::uint32_t reported_type = 0;  ///< index of types()
        std::string level;
        std::uint64_t departed_step = 0;
        std::uint32_t edge = 0;
        std::uint32_t steps_on_edge = 0;
        bool seen_before = false;  ///< on the road at the end of the step before
        bool has_stops = false;
        bool gone = false;
    };

    void list_all();
    void add(std::string const& id);
    void remove(std::string const& id);
    void sort();
    Vehicle* find(std::string const& id);
    bool read_vehicle(Vehicle& vehicle, VehicleArrays const& out, std::size_t at);
    void follow_edge(Vehicle& vehicle, double speed);
    std::uint32_t reported_type(std::uint32_t type, std::string const& level);

    Network network_;
    Settings settings_;
    EmissionReader emissions_;
    std::unordered_map<std::string, std::uint32_t> edge_index_;
    std::vector<Vehicle> vehicles_;  ///< by id up to n_sorted_, then the newest
    std::size_t n_sorted_ = 0;
    std::size_t n_gone_ = 0;
    std::uint32_t next_number_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t n_at_start_ = 0;
    std::uint64_t n_lost_ = 0;
    std::uint64_t arrived_trip_steps_ = 0;
    std::vector<state::VehicleType> types_;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> reported_types_;
};

}  // namespace hacthanh::traffic::sumo
