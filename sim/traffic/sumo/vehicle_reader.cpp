#include "sim/traffic/sumo/vehicle_reader.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <libsumo/libsumo.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace hacthanh::traffic::sumo {

namespace {

constexpr double kg_per_mg = 1e-6;
constexpr double shortest_jump_m = 30;            ///< a longer move than this and two steps' driving is a jump
constexpr double standing_speed = 0.5;            ///< [m/s] SUMO calls a vehicle stopped below 0.1 m/s
constexpr double usual_acceleration = 4.5;        ///< [m/s2] beyond it SUMO is asked: collisions set speeds
constexpr std::uint32_t edge_check_period = 16;   ///< steps after which the edge is asked again anyhow
constexpr std::uint64_t count_check_period = 64;  ///< steps after which our list is compared with SUMO's

}  // namespace

Network Network::read() {
    Network network;
    network.edges = libsumo::Edge::getIDList();
    for (std::string const& edge : network.edges) {
        double length = std::numeric_limits<double>::infinity();
        int const n_lanes = libsumo::Edge::getLaneNumber(edge);
        for (int i = 0; i < n_lanes; ++i) {
            std::string const lane = fmt::format("{}_{}", edge, i);
            length = std::min(length, libsumo::Lane::getLength(lane));
            auto const shape = libsumo::Lane::getShape(lane).value;
            for (auto const& point : shape) network.flat = network.flat && point.z == shape.front().z;
        }
        network.edge_length.push_back(length);
    }
    return network;
}

VehicleReader::VehicleReader(Network network, Settings settings)
    : network_(std::move(network)), settings_(settings), emissions_(settings.learn_emissions, network_.flat) {
    for (std::size_t i = 0; i < network_.edges.size(); ++i)
        edge_index_.emplace(network_.edges[i], static_cast<std::uint32_t>(i));
    list_all();  // a loaded state brings vehicles
    n_at_start_ = vehicles_.size();
}

std::size_t VehicleReader::read(VehicleArrays const& out, std::size_t capacity) {
    std::size_t n = 0;
    for (Vehicle& vehicle : vehicles_) {
        if (vehicle.gone) continue;
        if (n == capacity) throw RunError(fmt::format("more than {} vehicles are on the road at once", capacity));
        if (read_vehicle(vehicle, out, n)) ++n;
    }
    if (++steps_ % count_check_period == 0 && static_cast<std::size_t>(libsumo::Vehicle::getIDCount()) != n) list_all();
    return n;
}

void VehicleReader::take_changes() {
    using libsumo::Simulation;
    for (std::string const& id : Simulation::getDepartedIDList()) add(id);
    for (std::string const& id : Simulation::getArrivedIDList()) {
        Vehicle const* vehicle = find(id);
        if (vehicle == nullptr) continue;
        arrived_trip_steps_ += steps_ - vehicle->departed_step;
        remove(id);
    }
    for (std::string const& id : Simulation::getStopStartingVehiclesIDList())
        if (Vehicle* vehicle = find(id)) vehicle->has_stops = true;
    // A vehicle may leave the road and come back elsewhere within one step.
    for (std::string const& id : Simulation::getEndingTeleportIDList())
        if (Vehicle* vehicle = find(id)) vehicle->seen_before = false;
    std::size_t const untidy = vehicles_.size() - n_sorted_ + n_gone_;
    if (untidy > 16 + vehicles_.size() / 16) sort();
}

void VehicleReader::list_all() {
    for (std::string const& id : libsumo::Vehicle::getIDList())
        if (find(id) == nullptr) add(id);
}

void VehicleReader::add(std::string const& id) {
    if (Vehicle const* known = find(id); known != nullptr && !known->gone) return;
    Vehicle vehicle;
    vehicle.id = id;
    vehicle.number = next_number_++;
    vehicle.departed_step = steps_;
    vehicles_.push_back(std::move(vehicle));
}

void VehicleReader::remove(std::string const& id) {
    Vehicle* vehicle = find(id);
    if (vehicle == nullptr || vehicle->gone) return;
    vehicle->gone = true;
    ++n_gone_;
}

void VehicleReader::sort() {
    auto const by_id = [](Vehicle const& a, Vehicle const& b) { return a.id < b.id; };
    auto const middle = vehicles_.begin() + static_cast<std::ptrdiff_t>(n_sorted_);
    std::sort(middle, vehicles_.end(), by_id);
    std::inplace_merge(vehicles_.begin(), middle, vehicles_.end(), by_id);
    std::erase_if(vehicles_, [](Vehicle const& vehicle) { return vehicle.gone; });
    n_sorted_ = vehicles_.size();
    n_gone_ = 0;
}

VehicleReader::Vehicle* VehicleReader::find(std::string const& id) {
    auto const middle = vehicles_.begin() + static_cast<std::ptrdiff_t>(n_sorted_);
    auto const sorted =
        std::lower_bound(vehicles_.begin(), middle, id,
                         [](Vehicle const& vehicle, std::string const& wanted) { return vehicle.id < wanted; });
    if (sorted != middle && sorted->id == id && !sorted->gone) return &*sorted;
    auto const recent = std::find_if(middle, vehicles_.end(),
                                     [&](Vehicle const& vehicle) { return vehicle.id == id && !vehicle.gone; });
    return recent == vehicles_.end() ? nullptr : &*recent;
}

bool VehicleReader::read_vehicle(Vehicle& vehicle, VehicleArrays const& out, std::size_t at) {
    using SumoVehicle = libsumo::Vehicle;
    double speed = 0;
    try {
        speed = SumoVehicle::getSpeed(vehicle.id);
    } catch (libsumo::TraCIException const&) {  // removed without having arrived
        remove(vehicle.id);
        ++n_lost_;
        return false;
    }
    if (speed == libsumo::INVALID_DOUBLE_VALUE) {  // off the road, on a teleport
        vehicle.seen_before = false;
        return false;
    }
    bool const appears = !vehicle.seen_before;
    if (appears) {
        vehicle.type = emissions_.type_index(SumoVehicle::getTypeID(vehicle.id));
        vehicle.reported_type = reported_type(vehicle.type, vehicle.level);
        vehicle.has_stops = vehicle.has_stops || !SumoVehicle::getNextStops(vehicle.id).empty();
        // SUMO keeps track of the engine being off only for vehicles that were asked for their emission once.
        if (vehicle.has_stops) SumoVehicle::getCO2Emission(vehicle.id);
    }
    // Parked off the road; but one that waits to drive off again has its engine on.
    if (vehicle.has_stops && speed < standing_speed && SumoVehicle::getLaneID(vehicle.id).empty() &&
        EmissionReader::ask(vehicle.id) == PerReported{}) {
        vehicle.seen_before = false;
        return false;
    }
    auto const position = SumoVehicle::getPosition3D(vehicle.id);
    double const moved = std::hypot(position.x - vehicle.x, position.y - vehicle.y);
    bool const jumped = appears || moved > std::max(2 * speed * settings_.step_s, shortest_jump_m);
    double acceleration = (speed - vehicle.speed) / settings_.step_s;
    if (jumped || std::abs(acceleration) > usual_acceleration) acceleration = SumoVehicle::getAcceleration(vehicle.id);
    follow_edge(vehicle, speed);
    PerReported const emission =
        emissions_.read({.vehicle = vehicle.id,
                         .type = vehicle.type,
                         .speed = speed,
                         .acceleration = acceleration,
                         .previous_speed = appears ? 0 : vehicle.speed,
                         .has_stops = vehicle.has_stops,
                         .check = settings_.check_every != 0 && vehicle.number % settings_.check_every == 0});

    out.vehicle[at] = vehicle.number;
    out.edge[at] = vehicle.edge;
    out.type[at] = vehicle.reported_type;
    out.x_from[at] = jumped ? position.x : vehicle.x;
    out.y_from[at] = jumped ? position.y : vehicle.y;
    out.x[at] = vehicle.x = position.x;
    out.y[at] = vehicle.y = position.y;
    out.z[at] = position.z;
    out.speed[at] = vehicle.speed = speed;
    out.acceleration[at] = acceleration;
    for (std::size_t p = 0; p < n_reported; ++p) out.emission_rate[p][at] = emission[p] * kg_per_mg;
    vehicle.seen_before = true;
    return true;
}

void VehicleReader::for_each(std::function<void(std::string const&)> const& use) {
    std::vector<std::string> ids;  // `use` may remove some
    ids.reserve(vehicles_.size());
    for (Vehicle const& vehicle : vehicles_)
        if (!vehicle.gone) ids.push_back(vehicle.id);
    for (std::string const& id : ids) use(id);
}

void VehicleReader::set_level(std::string const& id, std::string const& level) {
    Vehicle* const vehicle = find(id);
    if (vehicle == nullptr) return;
    vehicle->level = level;
    if (vehicle->seen_before) vehicle->reported_type = reported_type(vehicle->type, level);
}

std::uint32_t VehicleReader::reported_type(std::uint32_t type, std::string const& level) {
    auto const [entry, is_new] = reported_types_.try_emplace({type, level}, static_cast<std::uint32_t>(types_.size()));
    if (!is_new) return entry->second;
    types_.push_back(emissions_.types()[type]);
    if (!level.empty()) types_.back().name = state::with_level(types_.back().name, level);
    return entry->second;
}

void VehicleReader::follow_edge(Vehicle& vehicle, double speed) {
    vehicle.edge_left_m -= std::max(speed, vehicle.speed) * settings_.step_s;
    bool const ask = !vehicle.seen_before || vehicle.edge_left_m <= 0 || ++vehicle.steps_on_edge >= edge_check_period;
    if (!ask) return;
    auto const edge = edge_index_.find(libsumo::Vehicle::getRoadID(vehicle.id));
    vehicle.edge = edge == edge_index_.end() ? EdgeId::unset : edge->second;
    vehicle.edge_left_m = edge == edge_index_.end()
                              ? 0
                              : network_.edge_length[vehicle.edge] - libsumo::Vehicle::getLanePosition(vehicle.id);
    vehicle.steps_on_edge = 0;
}

}  // namespace hacthanh::traffic::sumo
