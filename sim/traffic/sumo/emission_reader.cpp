#include "sim/traffic/sumo/emission_reader.hpp"

#include <fmt/format.h>

#include <libsumo/libsumo.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::traffic::sumo {

namespace {

constexpr int steps_before_learning = 128;  ///< a type of a few vehicle-steps is cheaper asked than learnt
constexpr int most_tries = 4;
constexpr double standing_speed = 0.5;  ///< [m/s] above SUMO's halting speed of 0.1 m/s
constexpr double agreement = 1e-9;      ///< of the largest sample

/// The models whose form EmissionFunction knows; the others read files, or warn of odd speeds.
bool can_be_learnt(std::string const& emission_class) {
    return emission_class.starts_with("HBEFA") || emission_class.starts_with("Zero") ||
           emission_class.starts_with("Energy");
}

/// Lets SUMO answer for other speeds and accelerations of a vehicle; puts its own back at the end.
class BorrowedVehicle {
public:
    BorrowedVehicle(std::string const& vehicle, double speed, double acceleration)
        : vehicle_(vehicle), speed_(speed), acceleration_(acceleration) {}
    BorrowedVehicle(BorrowedVehicle const&) = delete;
    BorrowedVehicle& operator=(BorrowedVehicle const&) = delete;
    ~BorrowedVehicle() { libsumo::Vehicle::setPreviousSpeed(vehicle_, speed_, acceleration_); }

    PerReported sample(double speed, double acceleration) const {
        libsumo::Vehicle::setPreviousSpeed(vehicle_, speed, acceleration);
        return EmissionReader::ask(vehicle_);
    }

private:
    std::string const& vehicle_;
    double speed_;
    double acceleration_;
};

}  // namespace

std::uint32_t EmissionReader::type_index(std::string const& type) {
    auto const [entry, is_new] = index_.try_emplace(type, static_cast<std::uint32_t>(types_.size()));
    if (!is_new) return entry->second;
    using libsumo::VehicleType;
    types_.push_back({.name = type,
                      .vehicle_class = VehicleType::getVehicleClass(type),
                      .emission_class = VehicleType::getEmissionClass(type),
                      .length_m = VehicleType::getLength(type),
                      .width_m = VehicleType::getWidth(type),
                      .height_m = VehicleType::getHeight(type)});
    Type details;
    details.state = learn_ && can_be_learnt(types_.back().emission_class) ? State::waiting : State::ask;
    details.engine_may_idle_off = !VehicleType::getParameter(type, "shutOffAutoDuration").empty();
    details_.push_back(std::move(details));
    return entry->second;
}

PerReported EmissionReader::read(EmissionQuery const& query) {
    Type& type = details_[query.type];
    bool const stands = std::min(query.speed, query.previous_speed) < standing_speed;
    bool const engine_may_be_off = stands && (query.has_stops || type.engine_may_idle_off);
    if (type.state == State::waiting && ++type.seen > steps_before_learning && !stands) learn(type, query);
    if (type.state != State::learnt || engine_may_be_off) return ask(query.vehicle);
    auto const values = evaluate(type, query);
    if (!values) return ask(query.vehicle);
    if (query.check) compare(type, query, *values);
    return *values;
}

std::optional<PerReported> EmissionReader::evaluate(Type const& type, EmissionQuery const& query) const {
    bool const sloping = !flat_ && type.function->depends_on_slope(query.speed, query.acceleration);
    double const slope = sloping ? libsumo::Vehicle::getSlope(query.vehicle) : 0.0;
    return type.function->evaluate(query.speed, query.acceleration, slope);
}

void EmissionReader::learn(Type& type, EmissionQuery const& query) {
    double const slope = flat_ ? 0.0 : libsumo::Vehicle::getSlope(query.vehicle);
    {
        BorrowedVehicle const vehicle(query.vehicle, query.speed, query.acceleration);
        type.function = EmissionFunction::learn([&](double v, double a) { return vehicle.sample(v, a); }, slope);
    }
    if (type.function)
        type.state = State::learnt;
    else if (++type.tries == most_tries)
        type.state = State::ask;
    type.seen = 0;
}

void EmissionReader::compare(Type& type, EmissionQuery const& query, PerReported const& ours) {
    PerReported const theirs = ask(query.vehicle);
    PerReported const& scale = type.function->scale();
    for (std::size_t p = 0; p < n_reported; ++p) {
        if (std::abs(ours[p] - theirs[p]) <= agreement * scale[p]) continue;
        type.state = State::ask;
        warnings_.push_back(fmt::format(
            "the learnt emission of vehicle type '{}' gives {} mg/s of {} where SUMO has {} (vehicle '{}', {} m/s, "
            "{} m/s2); SUMO is asked for this type from now on",
            types_[query.type].name, ours[p], pollutant_names[p], theirs[p], query.vehicle, query.speed,
            query.acceleration));
        return;
    }
}

PerReported EmissionReader::ask(std::string const& vehicle) {
    using libsumo::Vehicle;
    PerReported values{};
    values[index(Pollutant::co2)] = Vehicle::getCO2Emission(vehicle);
    values[index(Pollutant::co)] = Vehicle::getCOEmission(vehicle);
    values[index(Pollutant::hc)] = Vehicle::getHCEmission(vehicle);
    values[index(Pollutant::nox)] = Vehicle::getNOxEmission(vehicle);
    values[index(Pollutant::pm)] = Vehicle::getPMxEmission(vehicle);
    values[index(Pollutant::fuel)] = Vehicle::getFuelConsumption(vehicle);
    return values;
}

std::vector<std::string> EmissionReader::take_warnings() { return std::exchange(warnings_, {}); }

}  // namespace hacthanh::traffic::sumo
