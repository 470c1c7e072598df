#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/state/vehicle_states.hpp"
#include "sim/traffic/emission_function.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hacthanh::traffic::sumo {

/// What the reader needs to know of a vehicle in this step.
struct EmissionQuery {
    std::string const& vehicle;
    std::uint32_t type;
    double speed;           ///< [m/s]
    double acceleration;    ///< [m/s2]
    double previous_speed;  ///< [m/s]
    bool has_stops;         ///< in its plan, so its engine may be off while it stands
    bool check;             ///< compare with SUMO
};

/// Emissions of SUMO's vehicles: from learnt functions where they are exact, else from SUMO's getters.
///
/// A type is learnt from its first vehicle that has driven a while, through libsumo alone:
/// Vehicle::setPreviousSpeed sets speed and acceleration, the emission getters answer for them, and the same call
/// puts both back. It touches nothing else (SUMO 1.15, MSVehicle::setPreviousSpeed), so the simulation goes on with
/// the same bits; a test compares whole runs.
class EmissionReader {
public:
    EmissionReader(bool learn, bool flat_network) : learn_(learn), flat_(flat_network) {}

    /// Index of a type by its SUMO id; a new one is read from SUMO.
    std::uint32_t type_index(std::string const& type);

    /// Emission of one vehicle on the road [mg/s], as SUMO has it now.
    PerReported read(EmissionQuery const& query);

    /// What SUMO's getters say of a vehicle now [mg/s].
    static PerReported ask(std::string const& vehicle);

    std::vector<state::VehicleType> const& types() const { return types_; }
    /// Complaints since the last call: learnt values that SUMO did not confirm.
    std::vector<std::string> take_warnings();

private:
    enum class State { waiting, learnt, ask };
    struct Type {
        State state = State::waiting;
        int seen = 0;                      ///< vehicle-steps before learning
        int tries = 0;                     ///< failed attempts to learn
        bool engine_may_idle_off = false;  ///< automatic engine stop while standing
        std::optional<EmissionFunction> function;
    };

    void learn(Type& type, EmissionQuery const& query);
    std::optional<PerReported> evaluate(Type const& type, EmissionQuery const& query) const;
    void compare(Type& type, EmissionQuery const& query, PerReported const& ours);

    bool learn_;
    bool flat_;
    std::unordered_map<std::string, std::uint32_t> index_;
    std::vector<state::VehicleType> types_;
    std::vector<Type> details_;
    std::vector<std::string> warnings_;
};

}  // namespace hacthanh::traffic::sumo
