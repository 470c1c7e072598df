#pragma once

#include "sim/traffic/interventions.hpp"
#include "sim/traffic/sumo/vehicle_reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Which level of the fleet table each vehicle is of, while some measure tells levels apart. Otherwise vehicles have
/// none and give off the mean of their class.
class LevelControl {
public:
    explicit LevelControl(VehicleReader& reader) : reader_(reader) {}

    /// New shares and seed; nothing is active.
    void begin(std::vector<LevelShares> levels, std::uint64_t seed);

    /// @name From now on levels matter to the classes of this change / do not.
    /// @{
    void start(Intervention const& change);
    void stop(Intervention const& change);
    /// @}
    bool any() const { return !active_.empty(); }

    void departed(std::string const& vehicle) { assign(vehicle); }
    /// To the end of its trip.
    void change_vehicle(std::string const& vehicle, std::string const& level);

    /// "" when nothing divides its class.
    std::string level_of(std::string const& vehicle, std::string const& type, std::string const& vehicle_class) const;

private:
    void assign(std::string const& vehicle);

    VehicleReader& reader_;
    std::vector<LevelShares> levels_;
    std::uint64_t seed_ = 0;
    std::vector<Intervention const*> active_;
    std::map<std::string, std::string> changed_;
};

}  // namespace hacthanh::traffic::sumo
