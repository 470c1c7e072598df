#include "sim/run/removal.hpp"

#include "sim/dispersion/deposition.hpp"

#include <gtest/gtest.h>

namespace hacthanh::run {
namespace {

mesh::CityMesh small_mesh() {
    mesh::MeshOptions options;
    options.cell_size_m = 20;
    options.levels = 5;
    options.first_layer_m = 3;
    options.top_m = 60;
    return {{0, 0, 100, 100}, options};
}

state::InflowProfile wind() {
    state::InflowProfile inflow;
    inflow.friction_velocity = 0.4;
    inflow.roughness_length = 0.8;
    return inflow;
}

TEST(Removal, ParticlesDepositInTheWindOfTheMomentAndGasesDoNot) {
    auto const removal = removal_of({}, {Pollutant::nox, Pollutant::pm10_wear}, wind(), small_mesh());
    EXPECT_EQ(removal[0].deposition_velocity, 0);
    auto const expected = dispersion::dry_deposition(Pollutant::pm10_wear, {0.4, 0.8, 0, 1.5});
    EXPECT_EQ(removal[1].deposition_velocity, expected.deposition_velocity);
    EXPECT_EQ(removal[1].settling_velocity, expected.settling_velocity);
    EXPECT_EQ(removal[1].loss_rate, 0);
}

TEST(Removal, WhatHasABackgroundDepositsOnlyWhereAVelocityIsGiven) {
    dispersion::RemovalOptions options;
    std::vector<Pollutant> const species = {Pollutant::pm10, Pollutant::pm25};
    auto removal = removal_of(options, species, wind(), small_mesh(), {true, false});
    EXPECT_EQ(removal[0].deposition_velocity, 0);
    EXPECT_EQ(removal[0].settling_velocity, 0);
    EXPECT_GT(removal[1].deposition_velocity, 0);
    options.deposition_m_s[index(Pollutant::pm10)] = 0.003;
    removal = removal_of(options, species, wind(), small_mesh(), {true, false});
    EXPECT_EQ(removal[0].deposition_velocity, 0.003);
}

TEST(Removal, WhatIsGivenReplacesWhatIsComputed) {
    dispersion::RemovalOptions options;
    options.deposition_m_s[index(Pollutant::pm10)] = 1e-6;
    options.deposition_m_s[index(Pollutant::nox)] = 0.002;
    options.loss_1_h[index(Pollutant::nox)] = 0.36;
    auto removal = removal_of(options, {Pollutant::nox, Pollutant::pm10, Pollutant::pm}, wind(), small_mesh());
    EXPECT_EQ(removal[0].deposition_velocity, 0.002);
    EXPECT_NEAR(removal[0].loss_rate, 1e-4, 1e-18);
    EXPECT_EQ(removal[1].deposition_velocity, 1e-6);
    EXPECT_LE(removal[1].settling_velocity, 1e-6);
    EXPECT_GT(removal[2].deposition_velocity, 0);
    options.dry_deposition = false;
    removal = removal_of(options, {Pollutant::nox, Pollutant::pm10, Pollutant::pm}, wind(), small_mesh());
    EXPECT_EQ(removal[0].deposition_velocity, 0.002);
    EXPECT_EQ(removal[2].deposition_velocity, 0);
}

}  // namespace
}  // namespace hacthanh::run
