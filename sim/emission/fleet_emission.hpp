#pragma once

#include "sim/emission/emission_model.hpp"
#include "sim/emission/rate_lookup.hpp"
#include "sim/emission/wear.hpp"

#include <cstdint>
#include <optional>

namespace hacthanh::emission {

/// Emission of a fleet table: every vehicle gives off the mean over the levels of its class, weighted with their
/// shares.
///
/// For each class the sum over the levels is formed once, so a vehicle-step costs a few products:
///   mass_p = traffic_p max(rate_p, 0) dt + per_metre_p v dt + table_p rate_table_p(v, a) dt + start_p dt / 120 s
/// the last one during the first 120 s after the vehicle appeared (a trip that ends sooner warms its engine for less
/// long). A standing vehicle whose engine the traffic simulation has switched off (it reports nothing) takes nothing
/// from the table. NO2_primary, NO2, NO, PM_exhaust, BC and CO2e are lines of the same form; wear see wear.hpp.
/// A fleet of the source `traffic` with scale 1 gives the bits of ReportedEmission.
/// Types that the table does not know are refused (InputError) when one first appears, unless they give off nothing.
/// Cost O(vehicles x wanted pollutants). One thread per object.
class FleetEmission final : public EmissionModel {
public:
    FleetEmission(state::Fleet const& fleet, EmissionOptions const& options, std::vector<Pollutant> const& species);

    EmittedMass const& emitted(state::VehicleStates const& vehicles,
                               std::span<state::VehicleType const> types) override;
    void pass(state::VehicleStates const& vehicles) override;
    std::vector<double> trip_begins() const override { return trip_begin_s_; }
    void set_trip_begins(std::vector<double> begin_s) override { trip_begin_s_ = std::move(begin_s); }

    /// Seconds over which a start is spread.
    static constexpr double start_duration_s = 120;

private:
    /// The mass of one pollutant as a line in what the vehicle does.
    struct Line {
        std::size_t base = 0;  ///< the reported pollutant that it hangs on
        double traffic = 0;
        double per_metre = 0;  ///< [kg/m]
        double table = 0;
        double start = 0;  ///< [kg] per trip
    };
    struct ClassModel {
        std::string name;
        std::array<Line, n_pollutants> lines{};
        std::optional<RateLookup> table;
        std::vector<std::pair<double, Wear>> wear;  ///< share and factors
    };

    /// @param level_name  of one level alone; any other word = all levels by their shares
    ClassModel make_model(state::FleetClass const& fleet_class, std::string const& level_name) const;
    static ClassModel make_clean(std::string const& name);
    void meet_types(std::span<state::VehicleType const> types);
    bool wanted(Pollutant pollutant) const { return wanted_[index(pollutant)]; }
    /// The part of the step that is within the start of the vehicle's trip [s].
    double start_seconds(std::uint32_t vehicle, double end_time_s, double step_s);
    void set_wear(ClassModel const& model, state::VehicleStates const& vehicles, std::size_t v);

    state::Fleet const& fleet_;
    std::optional<double> silt_load_g_m2_;
    std::array<bool, n_pollutants> wanted_{};
    std::vector<ClassModel> models_;          ///< by vehicle type
    std::vector<std::size_t> class_of_type_;  ///< in the account
    std::vector<double> electric_share_;      ///< by vehicle type
    std::vector<double> trip_begin_s_;        ///< by number of the vehicle; NaN before it appeared
    EmittedMass mass_;
};

}  // namespace hacthanh::emission
