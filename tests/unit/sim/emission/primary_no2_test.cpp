/// Primary NO2: every class and level of a fleet has its own share, and NO is the rest.

#include "sim/core/constants.hpp"
#include "sim/emission/fleet_emission.hpp"

#include <gtest/gtest.h>

namespace hacthanh::emission {
namespace {

/// A motorbike, a car and a bus that give off 1, 2 and 4 mg of NOx in a second.
struct Three {
    std::vector<std::uint32_t> number{0, 1, 2};
    std::vector<EdgeId> edge{3, EdgeId(0U)};
    std::vector<VehicleTypeId> type{VehicleTypeId(0U), VehicleTypeId(1U), VehicleTypeId(2U)};
    std::vector<double> place{0, 0, 0}, speed{5, 5, 5};
    std::vector<double> nox{1e-6, 2e-6, 4e-6}, others{1e-6, 1e-6, 1e-6};

    state::VehicleStates at(double end_time_s) const {
        state::VehicleStates states{end_time_s, 1,     number, edge,  type,  place, place,
                                    place,      place, place,  speed, place, {}};
        for (std::size_t p = 0; p < n_reported; ++p)
            states.emission_rate[p] = p == index(Pollutant::nox) ? std::span<double const>(nox) : others;
        return states;
    }
};

std::vector<state::VehicleType> const types{{"m", "motorcycle", "HBEFA4/MC_4S_le250cc_Euro-3", 1.9, 0.7, 1.5},
                                            {"c", "passenger", "HBEFA4/PC_petrol_Euro-4", 4.5, 1.8, 1.5},
                                            {"b", "bus", "HBEFA4/UBus_Std_gt15-18t_Euro-IV_EGR", 12, 2.5, 3.4}};

state::FleetLevel level(double share, double no2_share, std::string name = "all") {
    state::FleetLevel made;
    made.name = std::move(name);
    made.source.fill(state::EmissionSource::traffic);
    made.share = share;
    made.no2_share = no2_share;
    return made;
}

TEST(PrimaryNo2, EveryClassAndLevelHasItsOwnShare) {
    state::Fleet const fleet{{{"motorcycle", {level(1, 0.04)}, {}},
                              {"passenger", {level(0.75, 0.03, "petrol"), level(0.25, 0.46, "diesel")}, {}},
                              {"bus", {level(1, 0.14)}, {}}}};
    FleetEmission model(fleet, {}, {Pollutant::no2, Pollutant::no, Pollutant::no2_primary});
    Three const three;
    auto const& mass = model.emitted(three.at(1), types);
    double const share[3] = {0.04, 0.75 * 0.03 + 0.25 * 0.46, 0.14};
    double const no_in_nox = constants::molar_mass_no / constants::molar_mass_no2;
    for (std::size_t v = 0; v < 3; ++v) {
        EXPECT_NEAR(mass[index(Pollutant::nox)][v], three.nox[v], 1e-18) << v;
        EXPECT_NEAR(mass[index(Pollutant::no2)][v], share[v] * three.nox[v], 1e-18) << v;
        EXPECT_NEAR(mass[index(Pollutant::no2_primary)][v], share[v] * three.nox[v], 1e-18) << v;
        EXPECT_NEAR(mass[index(Pollutant::no)][v], (1 - share[v]) * no_in_nox * three.nox[v], 1e-18) << v;
    }
}

TEST(PrimaryNo2, WithoutAFleetOneShareStandsForAll) {
    ReportedEmission model({Pollutant::no2, Pollutant::no, Pollutant::o3}, 0.1);
    Three const three;
    auto const& mass = model.emitted(three.at(1), types);
    double const no_in_nox = constants::molar_mass_no / constants::molar_mass_no2;
    for (std::size_t v = 0; v < 3; ++v) {
        EXPECT_NEAR(mass[index(Pollutant::no2)][v], 0.1 * three.nox[v], 1e-18) << v;
        EXPECT_NEAR(mass[index(Pollutant::no)][v], 0.9 * no_in_nox * three.nox[v], 1e-18) << v;
        EXPECT_EQ(mass[index(Pollutant::o3)][v], 0) << v;
    }
}

}  // namespace
}  // namespace hacthanh::emission
