#include "sim/run/spin_up.hpp"

#include "sim/core/error.hpp"
#include "sim/run/simulation.hpp"

#include <gtest/gtest.h>

namespace hacthanh::run {
namespace {

class SpinUpTest : public testing::Test {
protected:
    static mesh::MeshOptions mesh_options() {
        mesh::MeshOptions options;
        options.cell_size_m = 20;
        options.levels = 4;
        options.first_layer_m = 10;
        options.top_m = 40;
        return options;
    }

    mesh::CityMesh mesh_{{0, 0, 1000, 400}, mesh_options()};
    state::InflowProfile inflow_ = [] {
        state::InflowProfile inflow;
        inflow.speed = {1, 2, 5, 8};
        return inflow;
    }();
    scenario::Scenario scenario_;
};

TEST_F(SpinUpTest, IsWarmUpPlusOneAndAHalfPassagesAtHalfHeight) {
    scenario_.traffic.end_s = 7200;
    auto const spin_up = plan_spin_up(scenario_, mesh_, inflow_);
    EXPECT_DOUBLE_EQ(spin_up.length_s, 300 + 1.5 * 1000 / 5);
    EXPECT_FALSE(spin_up.shortened());
}

TEST_F(SpinUpTest, TakesNoMoreThanHalfOfTheRun) {
    scenario_.traffic.end_s = 600;
    auto const spin_up = plan_spin_up(scenario_, mesh_, inflow_);
    EXPECT_DOUBLE_EQ(spin_up.length_s, 300);
    EXPECT_DOUBLE_EQ(spin_up.wanted_s, 600);
    EXPECT_TRUE(spin_up.shortened());
}

TEST_F(SpinUpTest, IsWhatTheScenarioSays) {
    scenario_.traffic.end_s = 600;
    scenario_.run.spin_up_s = 450;
    EXPECT_DOUBLE_EQ(plan_spin_up(scenario_, mesh_, inflow_).length_s, 450);
    scenario_.run.spin_up_s = 0;
    EXPECT_DOUBLE_EQ(plan_spin_up(scenario_, mesh_, inflow_).length_s, 0);
}

TEST_F(SpinUpTest, CouplingMustBeWholeTrafficSteps) {
    scenario_.run.coupling_interval_s = 10;
    EXPECT_EQ(steps_per_coupling(scenario_, 0.5), 20U);
    EXPECT_EQ(steps_per_coupling(scenario_, 0.1), 100U);
    EXPECT_THROW(steps_per_coupling(scenario_, 3), InputError);
    EXPECT_THROW(steps_per_coupling(scenario_, 20), InputError);
}

}  // namespace
}  // namespace hacthanh::run
