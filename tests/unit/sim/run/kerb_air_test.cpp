#include "sim/run/kerb_air.hpp"

#include "sim/dispersion/finite_volume_transport.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace hacthanh::run {
namespace {

/// A street of 200 m to the east between 12 m walls 14 m apart, both directions, and one in the open.
city::City street_city() {
    city::City city;
    auto const road = [](city::Polyline axis) {
        city::Road made;
        made.axis = std::move(axis);
        made.length_m = 200;
        made.width_m = 3.2;
        return made;
    };
    city.roads = {road({{300, 298.4}, {500, 298.4}}), road({{500, 301.6}, {300, 301.6}}),
                  road({{300, 120}, {500, 120}})};
    city.buildings = {test::box_building(290, 307, 510, 320, 12), test::box_building(290, 280, 510, 293, 12)};
    return city;
}

class KerbAirTest : public testing::Test {
protected:
    KerbAirTest() {
        inflow_.wind_from_deg = 180;  // across
        inflow_.friction_velocity = 0.3;
        inflow_.mixing_height = 800;
        inflow_.speed.assign(mesh_.nz(), 2.5);
        kerbs_.set_flow(flow_, inflow_);
        for (auto& emitted : roads_.emitted) emitted = {2e-3, 1e-3, 3e-3};
        for (auto& group : roads_.groups) group.vehicle_metres = group.vehicle_seconds = {10, 10, 10};
        summary_.species.resize(2);
    }

    double total(std::size_t s) const {
        auto const cells = emission_.species(s);
        return std::accumulate(cells.begin(), cells.end(), 0.0);
    }

    std::vector<Pollutant> species_{Pollutant::nox, Pollutant::pm};
    scenario::Scenario scenario_ = [] {
        scenario::Scenario scenario;
        scenario.kerb.model = "street";
        return scenario;
    }();
    city::City city_ = street_city();
    mesh::CityMesh mesh_ = test::box(40, 30, 10, 20, 100, 3);
    state::Flow flow_ = test::steady_flow(mesh_, 0, 1.0, 0.5, 0.5);
    state::InflowProfile inflow_;
    WrittenSpecies written_{species_, species_};
    KerbAir kerbs_{scenario_, city_, mesh_, species_, written_};
    state::RoadSeries roads_{3, 2};
    state::EmissionField emission_{mesh_, 2, 2};
    state::EmissionField where_{mesh_, 2, 2};
    state::RunSummary summary_;
};

TEST_F(KerbAirTest, HoldsTheExhaustOfCanyonsAlone) { EXPECT_EQ(kerbs_.held(), (std::vector<char>{1, 1, 0})); }

/// Mass of box and cells together is what was emitted, at every moment, and all of it in the end.
TEST_F(KerbAirTest, BoxAndMeshTogetherHoldWhatWasEmittedOnce) {
    double emitted = 0;
    for (int n = 0; n < 30; ++n) {
        roads_.emitted[0] = {2e-3 * n, 1e-3, 3e-3};
        kerbs_.exchange(roads_, where_, 10, emission_, summary_);
        emitted += 2e-3 * n + 1e-3;
        ASSERT_NEAR(total(0) + summary_.species[0].in_streets_kg, emitted, 1e-12 * emitted);
    }
    EXPECT_GT(summary_.species[0].in_streets_kg, 0.01 * emitted);
    for (auto& roads : roads_.emitted) roads = {0, 0, 0};
    for (int n = 0; n < 1000; ++n) kerbs_.exchange(roads_, where_, 10, emission_, summary_);
    EXPECT_NEAR(total(0), emitted, 1e-12 * emitted);
}

/// A queue at the end of the street stays there.
TEST_F(KerbAirTest, WhatLeavesABoxIsSpreadLikeWhatWentIn) {
    std::size_t const queue = mesh_.cell({24, 14, 0});
    where_.species(0)[queue] = 3e-3;
    kerbs_.exchange(roads_, where_, 10, emission_, summary_);
    EXPECT_GT(total(0), 0);
    EXPECT_NEAR(emission_.species(0)[queue], total(0), 1e-15);
    EXPECT_LT(emission_.species(1)[queue], 0.5 * total(1)) << "nothing is said of this species: evenly";
}

/// In a steady state the kerb is the clean air around plus the street's own response, and the mesh's own contribution
/// of the street is gone: what is left of it is small beside what it was.
TEST_F(KerbAirTest, ReplacesTheStreetsContributionToItsCells) {
    Parallel const parallel(2);
    dispersion::FiniteVolumeTransport transport(scenario_.dispersion, flow_, mesh_, {{}, {}}, parallel);
    constexpr float background = 20e-9F;
    state::ConcentrationField air(mesh_, {"NOx", "PM"}, background);
    weather::Weather const weather(scenario_.weather);
    AirChemistry const chemistry(scenario_, mesh_, weather, parallel);
    for (int n = 0; n < 120; ++n) {
        emission_.clear();
        kerbs_.exchange(roads_, where_, 10, emission_, summary_);
        emission_.duration_s = 10;
        transport.advance(air, emission_, {background, background}, 10);
    }
    kerbs_.start(10);
    kerbs_.sample(0, 10, air, chemistry);
    auto const& kerb = kerbs_.value();
    double const line = 3e-3 / (200 * 10);  // both directions [kg/(m s)]
    dispersion::StreetWind wind;
    wind.speed = 2.5;
    wind.friction_velocity = 0.3;
    wind.mixing_height = 800;
    wind.vehicle_turbulence = std::sqrt(kerbs_.memory()[0]);
    auto const response = dispersion::canyon_response({14, 12}, wind);
    double const own = static_cast<double>(air.species[0].at({20, 14, 0})) - 20e-9;  // by the mesh
    double const leeward = static_cast<double>(kerb.leeward[0][0]) - 20e-9;
    double const windward = static_cast<double>(kerb.windward[0][0]) - 20e-9;
    EXPECT_NEAR(leeward, response.leeward * line, 0.05 * response.leeward * line + 0.3 * own);
    EXPECT_NEAR(windward, response.windward * line, 0.05 * response.windward * line + 0.3 * own);
    EXPECT_GT(leeward, 1.5 * windward);
    EXPECT_GT(leeward, 1.5 * own) << "a 20 m cell hides the kerb";
    EXPECT_EQ(kerb.leeward[0][0], kerb.leeward[0][1]) << "both directions share the street's air";
}

/// The line source has steady boxes: at once what a box comes to, nothing held, and the own part it is told taken off.
TEST_F(KerbAirTest, WithTheLineSourceBoxesAreSteadyAndTheOwnPartIsTakenOff) {
    scenario_.dispersion.model = "line_source";
    KerbAir steady(scenario_, city_, mesh_, species_, written_);
    steady.set_flow(flow_, inflow_);
    ASSERT_EQ(steady.streets().size(), 2U);
    weather::Weather const weather(scenario_.weather);
    AirChemistry const chemistry(scenario_, mesh_, weather, Parallel(1));
    state::EmissionField other_cells(mesh_, 2, 2);
    state::RunSummary other;
    other.species.resize(2);
    for (int n = 0; n < 400; ++n) {  // the turbulence of the traffic and the boxes of both come to rest
        kerbs_.exchange(roads_, where_, 10, emission_, summary_);
        steady.exchange(roads_, where_, 10, other_cells, other);
    }
    EXPECT_EQ(other.species[0].in_streets_kg, 0);
    auto const cells = other_cells.species(0);
    EXPECT_NEAR(std::accumulate(cells.begin(), cells.end(), 0.0), 400 * 3e-3, 1e-9) << "what canyons gave off";
    state::ConcentrationField air(mesh_, {"NOx", "PM"});
    kerbs_.start(10);
    kerbs_.sample(0, 10, air, chemistry);
    auto const settle = [&](float around, double own) {
        std::vector<OwnPart> parts;
        for (auto const& street : steady.streets()) {
            std::vector<std::vector<double>> const cells_of(2, std::vector<double>(street.canyon.size(), own));
            parts.push_back({{own, own}, cells_of, cells_of});
        }
        state::ConcentrationField map(mesh_, {"NOx", "PM"}, around);
        steady.settle(0, 10, map, chemistry, parts);
    };
    steady.start(10);
    settle(0, 0);  // of 4000 s of traffic: the mean of a constant
    steady.start(10);
    steady.exchange(roads_, where_, 10, other_cells, other);
    settle(0, 0);
    for (std::size_t road = 0; road < 3; ++road) {
        float const expected = kerbs_.value().leeward[0][road];
        EXPECT_GT(expected, 0);
        EXPECT_NEAR(steady.value().leeward[0][road], expected, 1e-4 * expected) << road;
        EXPECT_NEAR(steady.value().windward[0][road], kerbs_.value().windward[0][road], 1e-4 * expected) << road;
    }
    float const alone = steady.value().leeward[0][0];
    steady.start(10);
    steady.exchange(roads_, where_, 10, other_cells, other);
    settle(10e-9F, 4e-9);
    EXPECT_NEAR(steady.value().leeward[0][0], alone + 6e-9F, 1e-5F * alone);
}

TEST_F(KerbAirTest, AResumedRunGoesOnWithTheSameBits) {
    for (int n = 0; n < 5; ++n) kerbs_.exchange(roads_, where_, 10, emission_, summary_);
    KerbAir other(scenario_, city_, mesh_, species_, written_);
    other.set_flow(flow_, inflow_);
    other.remember(kerbs_.memory());
    kerbs_.exchange(roads_, where_, 10, emission_, summary_);
    other.exchange(roads_, where_, 10, emission_, summary_);
    EXPECT_EQ(other.memory(), kerbs_.memory());
}

TEST_F(KerbAirTest, WithoutAModelNothingIsHeldAndNothingIsSaid) {
    scenario_.kerb.model = "none";
    KerbAir none(scenario_, city_, mesh_, species_, written_);
    EXPECT_EQ(none.held(), (std::vector<char>{0, 0, 0}));
    none.exchange(roads_, where_, 10, emission_, summary_);
    EXPECT_EQ(total(0), 0);
    EXPECT_TRUE(none.value().empty());
}

}  // namespace
}  // namespace hacthanh::run
