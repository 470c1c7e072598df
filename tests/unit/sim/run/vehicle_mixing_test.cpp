#include "sim/run/vehicle_mixing.hpp"

#include "sim/core/constants.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/dispersion/street_air.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace hacthanh::run {
namespace {

/// A road of 400 m to the east, another beside it whose exhaust a box holds, and one that leaves the mesh.
city::City three_roads() {
    city::City city;
    auto const road = [](city::Polyline axis, double length) {
        city::Road made;
        made.axis = std::move(axis);
        made.length_m = length;
        made.width_m = 7;
        return made;
    };
    city.roads = {road({{0, 155}, {400, 155}}, 400), road({{0, 205}, {400, 205}}, 400),
                  road({{-100, 55}, {100, 55}}, 200)};
    return city;
}

class VehicleMixingTest : public testing::Test {
protected:
    VehicleMixingTest() { mixing_.set_flow(flow_); }

    /// Motorcycles at 7 m/s: so many metres of them in ten seconds on every road.
    state::RoadSeries traffic(double metres) const {
        state::RoadSeries roads(3, 1);
        auto& motorcycles = roads.groups[static_cast<std::size_t>(state::VehicleGroup::motorcycle)];
        motorcycles.vehicle_metres = {metres, metres, metres};
        motorcycles.vehicle_seconds = {metres / 7, metres / 7, metres / 7};
        return roads;
    }

    /// @return whether the flow changed in a window
    bool drive(VehicleMixing& mixing, double metres) const {
        bool changed = false;
        for (int n = 0; n < 30; ++n) changed = mixing.add(traffic(metres), 10) || changed;
        return changed;
    }

    double k_z(VehicleMixing const& mixing, std::size_t j, std::size_t k) const {
        return static_cast<double>(mixing.flow().turbulence.vertical_diffusivity.z()[mesh_.cell({20, j, k})]);
    }

    city::City city_ = three_roads();
    mesh::CityMesh mesh_ = test::box(40, 30, 10, 10, 40, 2);
    state::Flow flow_ = test::steady_flow(mesh_, 0, 0.3, 0.05, 0.1);
    scenario::Scenario scenario_;
    VehicleMixing mixing_{scenario_, city_, mesh_, {0, 1, 0}};
};

TEST_F(VehicleMixingTest, WithoutTrafficTheFlowIsTheWindsOwn) {
    EXPECT_FALSE(drive(mixing_, 0));
    EXPECT_EQ(&mixing_.flow(), &flow_);
    scenario_.dispersion.vehicle_mixing = false;
    VehicleMixing off(scenario_, city_, mesh_, {0, 1, 0});
    off.set_flow(flow_);
    EXPECT_FALSE(drive(off, 1e4));
    EXPECT_EQ(&off.flow(), &flow_);
    EXPECT_TRUE(off.memory().empty());
}

/// What the street of one cell's width gets is the canyon's formula; the wind's share adds by squares.
TEST_F(VehicleMixingTest, IsTheFormulaOfCanyonsInTheStreetsCells) {
    ASSERT_TRUE(drive(mixing_, 2000));
    std::array<double, state::n_vehicle_groups> driven{}, speed{};
    driven[0] = 2000 / 10.0 / 400;
    speed[0] = 7;
    double const sigma = dispersion::vehicle_turbulence(driven, speed, mesh_.cell_size());
    double const height = std::min(mesh_.z_faces()[1], dispersion::wake_height_m);
    double const added = sigma * constants::von_karman * height / (1.3 * scenario_.dispersion.schmidt_number);
    EXPECT_NEAR(k_z(mixing_, 15, 1), std::hypot(0.05, added), 1e-6);
    EXPECT_NEAR(k_z(mixing_, 15, 3), k_z(mixing_, 15, 1), 1e-6) << "above the wake it stays";
    EXPECT_FLOAT_EQ(static_cast<float>(k_z(mixing_, 25, 1)), 0.05F) << "beside the street";
    EXPECT_FLOAT_EQ(static_cast<float>(k_z(mixing_, 20, 1)), 0.05F) << "a box holds this road's exhaust";
    EXPECT_EQ(mixing_.flow().wind.y()[0], 0.3);
    EXPECT_TRUE(drive(mixing_, 0)) << "still again";
    EXPECT_EQ(&mixing_.flow(), &flow_);
}

/// sigma^2 summed over plan area does not depend on the mesh; of the road that leaves it, the part inside counts.
TEST_F(VehicleMixingTest, WhatIsStirredDoesNotDependOnTheMesh) {
    auto const stirred = [&](double cell) {
        auto const n = static_cast<std::size_t>(400 / cell);
        auto const mesh = test::box(n, n * 3 / 4, 10, cell, 40, 2);
        auto const flow = test::steady_flow(mesh, 0, 0.3, 0, 0);
        VehicleMixing mixing(scenario_, city_, mesh, {0, 1, 0});
        mixing.set_flow(flow);
        EXPECT_TRUE(drive(mixing, 2000));
        double sum = 0;
        auto const k = mixing.flow().turbulence.vertical_diffusivity.z();
        for (std::size_t c = 0; c < n * (n * 3 / 4); ++c)
            sum += std::pow(static_cast<double>(k[c + n * (n * 3 / 4)]), 2) * cell * cell;
        return sum;
    };
    double const coarse = stirred(20);
    EXPECT_GT(coarse, 0);
    EXPECT_NEAR(stirred(5) / coarse, 1, 1e-5);
}

/// The more traffic, the lower its concentration at the ground per emission; mass is kept.
TEST_F(VehicleMixingTest, MoreTrafficIsDilutedMore) {
    Parallel const parallel(2);
    auto const at_ground = [&](double metres) {
        VehicleMixing mixing(scenario_, city_, mesh_, {0, 1, 0});
        mixing.set_flow(flow_);
        drive(mixing, metres);
        dispersion::FiniteVolumeTransport transport(scenario_.dispersion, mixing.flow(), mesh_, {{}}, parallel);
        state::ConcentrationField air(mesh_, {"NOx"});
        state::EmissionField emission(mesh_, 1, 1);
        emission.duration_s = 200;
        for (std::size_t i = 0; i < 40; ++i) emission.species(0)[mesh_.cell({i, 15, 0})] = 1e-3;
        auto const report = transport.advance(air, emission, {0.0}, 200);
        auto const& mass = report.species[0];
        EXPECT_NEAR(mass.in_domain + mass.outflow, mass.emitted, 1e-6 * mass.emitted);
        return static_cast<double>(air.species[0].at({20, 15, 0}));
    };
    double const still = at_ground(0);
    double const some = at_ground(500);
    double const much = at_ground(5000);
    EXPECT_LT(some, 0.99 * still);
    EXPECT_LT(much, 0.97 * some);
}

TEST_F(VehicleMixingTest, AResumedRunHasTheSameFlow) {
    drive(mixing_, 2000);
    for (int n = 0; n < 11; ++n) mixing_.add(traffic(700), 10);
    VehicleMixing resumed(scenario_, city_, mesh_, {0, 1, 0});
    auto const memory = mixing_.memory();
    ASSERT_EQ(memory.size(), resumed.memory_size());
    resumed.remember(memory);
    resumed.set_flow(flow_);
    EXPECT_EQ(k_z(resumed, 15, 1), k_z(mixing_, 15, 1));
    for (int n = 0; n < 19; ++n) EXPECT_EQ(mixing_.add(traffic(700), 10), resumed.add(traffic(700), 10));
    EXPECT_EQ(k_z(resumed, 15, 1), k_z(mixing_, 15, 1));
}

}  // namespace
}  // namespace hacthanh::run
