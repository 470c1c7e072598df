#pragma once

#include "sim/core/constants.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/emission/options.hpp"
#include "sim/state/class_emission.hpp"
#include "sim/state/fleet.hpp"
#include "sim/state/vehicle_states.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace hacthanh::emission {

/// Mass that every vehicle gives off during one traffic step [kg], >= 0, one array per pollutant. Arrays of
/// pollutants that were not asked for are empty.
using EmittedMass = std::array<std::vector<double>, n_pollutants>;

/// From what vehicles do to what they give off.
class EmissionModel {
public:
    virtual ~EmissionModel() = default;

    /// The masses of one step, as long as `vehicles`. The reference is valid until the next call.
    /// @param types  all vehicle types met so far, indexed with VehicleTypeId
    virtual EmittedMass const& emitted(state::VehicleStates const& vehicles,
                                       std::span<state::VehicleType const> types) = 0;

    /// Takes note of a step whose masses nobody wants (a run that is resumed passes over its past).
    virtual void pass(state::VehicleStates const& vehicles) = 0;
    /// When each vehicle began its trip, by its number (NaN: not yet): what a run that goes on elsewhere must know of
    /// the past. Empty for models that do not ask.
    virtual std::vector<double> trip_begins() const { return {}; }
    virtual void set_trip_begins(std::vector<double> /*begin_s*/) {}

    /// What each class drove and gave off since the last call, in order of appearance.
    std::vector<state::ClassEmission> take_classes();

protected:
    /// Adds the step at hand to the account of each vehicle's class. @param class_of  index by vehicle type
    /// @param electric_share  of the distance, by vehicle type; empty = not known
    void add_to_classes(state::VehicleStates const& vehicles, EmittedMass const& mass,
                        std::span<std::size_t const> class_of, std::span<double const> electric_share = {});
    /// The place in the account of the class of that name, to which vehicles of this type belong.
    std::size_t class_index(std::string const& name, state::VehicleType const& type);
    /// Adds what a start gave to the account. @param class_index  of the vehicle
    void add_start(std::size_t class_index, Pollutant pollutant, double mass) {
        classes_[class_index].started_kg[index(pollutant)] += mass;
    }

private:
    std::vector<state::ClassEmission> classes_;
};

/// Takes the emission rates that the traffic source reports (SUMO's model of the vehicle's emission class).
///
/// Mass = max(rate, 0) x step length: fitted functions (HBEFA4) turn negative at some speeds, about 3 % of the
/// positive part for CO and HC, and a vehicle does not take pollutants up (SUMO issue #15079). NO2 and NO are
/// `no2_share` of the NOx and the rest of it, for every vehicle alike.
/// Cost O(vehicles). One thread per object.
class ReportedEmission final : public EmissionModel {
public:
    /// @param species  the pollutants that are wanted; the reported six are always worked out
    explicit ReportedEmission(std::vector<Pollutant> const& species = {}, double no2_share = 0);

    EmittedMass const& emitted(state::VehicleStates const& vehicles,
                               std::span<state::VehicleType const> types) override;
    void pass(state::VehicleStates const&) override {}

private:
    void split_nitrogen_oxides();

    double no2_share_;
    std::array<bool, n_pollutants> wanted_{};
    EmittedMass mass_;
    std::vector<std::size_t> class_of_type_;
};

/// Mass of NO in NOx counted as NO2, when all of it is NO [1].
inline constexpr double no_in_nox = constants::molar_mass_no / constants::molar_mass_no2;

/// FleetEmission when there is a fleet, else ReportedEmission.
/// @param fleet    may be null; must outlive the model
/// @param species  the pollutants that are wanted; the reported six are always worked out
std::unique_ptr<EmissionModel> make_emission_model(state::Fleet const* fleet, EmissionOptions const& options,
                                                   std::vector<Pollutant> const& species);

}  // namespace hacthanh::emission
