/// Whole runs in memory: what follows the weather, the hour and the traffic while a run goes on.

#include "sim/run/simulation.hpp"

#include "sim/weather/inflow.hpp"
#include "tests/support/transport_cases.hpp"
#include "tests/unit/sim/run/fake_traffic.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::run {
namespace {

constexpr double midnight_utc_s = 1768410000;  // 2026-01-15 00:00 at +07:00

class Kept final : public state::ResultSink {
public:
    void write_step(state::OutputStep const& step) override {
        kerbs.push_back(step.kerbs);
        auto const& field = step.mean_concentration;
        air.emplace_back();
        for (auto const& species : field.species)
            air.back().emplace_back(species.data(), species.data() + species.mesh().n_cells());
    }
    void finish(state::RunSummary const&) override {}

    std::vector<state::KerbSeries> kerbs;
    std::vector<std::vector<std::vector<float>>> air;  ///< [step][species][cell]
};

class SimulationTest : public testing::Test {
protected:
    SimulationTest() {
        for (double const y : {60.0, 140.0}) {
            city::Road road;
            road.axis = {{30, y}, {170, y}};
            road.length_m = 140;
            road.width_m = 7;
            city_.roads.push_back(road);
        }
        scenario_.traffic.end_s = 1200;
        scenario_.output.interval_s = 300;
        scenario_.output.species = {Pollutant::nox};
        scenario_.run.coupling_interval_s = 10;
        scenario_.weather.update_interval_s = 600;
        scenario_.weather.meander_m_s = 0;
        scenario_.weather.latitude_deg = 19.8;
        scenario_.weather.longitude_deg = 105.8;
        background_.kind = "rural";
    }

    /// The wind from the south at this speed up to second 600, at that from then on.
    weather::Weather wind_of(double before, double after) const {
        state::WeatherRecord record;
        record.file = "hours.csv";
        for (auto const& [time_s, speed] :
             {std::pair{-3600.0, before}, {600.0, before}, {601.0, after}, {20000.0, after}}) {
            state::WeatherObservation row;
            row.time_utc_s = epoch_utc_s_ + time_s;
            row.wind_speed = speed;
            row.wind_from_deg = 180;
            record.observations.push_back(row);
        }
        auto options = scenario_.weather;
        options.max_gap_hours = 100;
        options.stability = "neutral";
        return {options, record, {epoch_utc_s_, 0, scenario_.traffic.end_s, {}, {}}};
    }

    state::RunSummary simulate(weather::Weather const& weather, Kept& kept,
                               std::vector<state::OtherSource> const& sources = {}) {
        FakeTraffic traffic(scenario_.traffic.end_s + 100);
        Stage stage{scenario_, city_, mesh_, weather, {}, "key"};
        stage.background = background_;
        stage.sources = sources;
        stage.local_epoch_s = epoch_utc_s_ + 7 * 3600;
        Ports const ports{traffic, kept};
        return run(stage, ports, Parallel(1));
    }

    double epoch_utc_s_ = midnight_utc_s + 12 * 3600;
    scenario::Scenario scenario_;
    city::City city_;
    mesh::CityMesh mesh_ = test::box(10, 10, 8, 20, 80, 3);
    state::Background background_{{}, {}, {}, {0.0}, {}, {}};
};

/// Twice the wind, half of what a street adds at its kerb.
TEST_F(SimulationTest, KerbsFollowTheWeather) {
    scenario_.kerb.model = "street";
    scenario_.dispersion.vehicle_mixing = false;  // which tells kerbs of the wind as well
    Kept kept;
    auto const summary = simulate(wind_of(2, 4), kept);
    EXPECT_TRUE(summary.complete);
    ASSERT_EQ(kept.kerbs.size(), 4U);
    auto const added = [&](std::size_t step) {
        return static_cast<double>(kept.kerbs[step].leeward[0][0] - kept.kerbs[step].windward[0][0]);
    };
    EXPECT_GT(added(1), 0);
    EXPECT_NEAR(added(3) / added(1), 0.5, 0.01);
}

/// The air that comes in is that of its hour.
TEST_F(SimulationTest, TheBackgroundChangesWithItsHours) {
    background_.concentration = {15e-9};
    background_.begin_s = {0, 600};
    background_.changing = {{10e-9}, {40e-9}};
    Kept kept;
    simulate(wind_of(3, 3), kept);
    std::size_t const upwind = mesh_.cell({5, 0, 4});
    EXPECT_NEAR(kept.air[1][0][upwind], 10e-9, 1e-12);
    EXPECT_NEAR(kept.air[3][0][upwind], 40e-9, 1e-11);
}

/// The traffic of 300 s stirs the next: until then nothing differs, after it the ground is cleaner.
TEST_F(SimulationTest, VehiclesStirTheAirFromTheSecondWindowOn) {
    Kept stirred, still;
    simulate(wind_of(0.5, 0.5), stirred);
    scenario_.dispersion.vehicle_mixing = false;
    simulate(wind_of(0.5, 0.5), still);
    std::size_t differs = 0;
    double more = 0, less = 0;
    for (std::size_t c = 0; c < mesh_.nx() * mesh_.ny(); ++c) {
        differs += stirred.air[0][0][c] != still.air[0][0][c] ? 1U : 0U;
        more += static_cast<double>(still.air[1][0][c]);  // before the weather's next interval
        less += static_cast<double>(stirred.air[1][0][c]);
    }
    EXPECT_EQ(differs, 0U);
    EXPECT_LT(less, 0.999 * more);
}

/// A source of the hour from 19:00 on gives off its mass when the run begins then by the local clock, and none at noon.
TEST_F(SimulationTest, OtherSourcesKeepLocalTime) {
    state::OtherSource kitchen;
    kitchen.name = "kitchen";
    kitchen.top_m = 5;
    kitchen.rate_kg_s[index(Pollutant::nox)] = 1e-6;
    kitchen.month.fill(1);
    kitchen.weekday.fill(1);
    kitchen.hour[19] = 24;
    kitchen.columns = {{55, 1.0}};
    auto const emitted = [&](double local_hour) {
        epoch_utc_s_ = midnight_utc_s + local_hour * 3600;
        Kept kept;
        auto const summary = simulate(wind_of(2, 2), kept, {kitchen});
        return summary.sources.at(0).emitted_kg[index(Pollutant::nox)];
    };
    EXPECT_NEAR(emitted(19), 24e-6 * 1200, 1e-12);
    EXPECT_EQ(emitted(12), 0);
}

/// A run that begins before sunrise and ends in the sun has less NO2 in the end than one under a black sky.
TEST_F(SimulationTest, SunlightFollowsTheClockOfTheRun) {
    scenario_.chemistry.model = "no-no2-o3";
    scenario_.emission.no2_share = 0.1;
    scenario_.output.species = {Pollutant::no2};
    scenario_.output.interval_s = 1800;
    scenario_.traffic.end_s = 3 * 3600;
    scenario_.weather.cloud_cover = 0;
    epoch_utc_s_ = midnight_utc_s + 6 * 3600;
    auto const carried = scenario::carried_species(scenario_);
    background_.concentration.assign(carried.size(), 0.0);
    for (std::size_t s = 0; s < carried.size(); ++s)
        background_.concentration[s] = carried[s] == Pollutant::no2 ? 40e-9 : carried[s] == Pollutant::o3 ? 20e-9 : 0.0;
    auto const last_and_first = [&] {
        Kept kept;
        simulate(wind_of(0.5, 0.5), kept);
        std::size_t const downwind = mesh_.cell({5, 9, 0});
        return std::pair{kept.air.back()[0][downwind], kept.air.front()[0][downwind]};
    };
    auto const [in_the_sun, before_sunrise] = last_and_first();
    scenario_.weather.latitude_deg = 85;  // the sun does not rise there in January
    auto const [in_the_dark, in_the_night] = last_and_first();
    EXPECT_NEAR(before_sunrise, in_the_night, 0.01 * in_the_night);
    EXPECT_LT(in_the_sun, 0.9 * in_the_dark);
}

}  // namespace
}  // namespace hacthanh::run
