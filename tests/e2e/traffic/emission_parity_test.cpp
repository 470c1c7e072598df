/// The emissions that vehicles bring along are SUMO's own, to 1e-6 of their sum.

#include "tests/e2e/traffic/small_town.hpp"
#include "tests/support/same_states.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace hacthanh::test {
namespace {

void expect_same(EmittedMass const& ours, EmittedMass const& sumos) {
    EXPECT_EQ(ours.vehicle_steps, sumos.vehicle_steps);
    for (std::size_t p = 0; p < n_reported; ++p) {
        EXPECT_GT(sumos.kg[p], 0) << pollutant_names[p];
        EXPECT_NEAR(ours.kg[p], sumos.kg[p], 1e-6 * sumos.kg[p]) << pollutant_names[p];
    }
}

struct NamedPlan {
    char const* name;
    TownPlan plan;
};

class TownEmission : public testing::TestWithParam<NamedPlan> {};

TEST_P(TownEmission, SumsToWhatSumoWrites) {
    SmallTown const town(GetParam().plan);
    traffic::LibsumoTrafficSource source(town.settings());
    auto const ours = emitted_by(source);
    EXPECT_GT(source.vehicle_types().size(), 9U);
    ScratchFolder const scratch;
    expect_same(ours, emitted_by_sumo(town.settings(), source.step_s(), scratch.path()));
}

// Every value, not only sums: with check_every = 1 the worker compares each learnt value with SUMO's getters and
// warns of any difference.
TEST_P(TownEmission, EqualsSumosGettersForEveryVehicleAndStep) {
    SmallTown const town(GetParam().plan);
    auto settings = town.settings();
    settings.check_every = 1;
    traffic::LibsumoTrafficSource source(settings);
    emitted_by(source);
    for (auto const& warning : source.totals().first_warnings)
        EXPECT_EQ(warning.find("learnt emission"), std::string::npos) << warning;
}

// Learning sets a vehicle's speed and sets it back: the run must not notice.
TEST_P(TownEmission, LearningLeavesTheTrafficAsItIs) {
    SmallTown const town(GetParam().plan);
    auto asking = town.settings();
    asking.learn_emissions = false;
    traffic::LibsumoTrafficSource with(town.settings());
    traffic::LibsumoTrafficSource without(asking);
    while (auto const a = with.next_step()) {
        auto b = without.next_step();
        ASSERT_TRUE(b);
        for (std::size_t p = 0; p < n_reported; ++p) {
            ASSERT_EQ(a->size(), b->size());
            for (std::size_t i = 0; i < a->size(); ++i)
                ASSERT_NEAR(a->emission_rate[p][i], b->emission_rate[p][i], 1e-12);
            b->emission_rate[p] = a->emission_rate[p];
        }
        ASSERT_EQ(difference(*a, *b), "") << a->end_time_s;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Plans, TownEmission,
    testing::Values(
        NamedPlan{"flat", {}}, NamedPlan{"hilly", {.hilly = true, .options = {}}},
        NamedPlan{"half_second_sublane",
                  {.options = {"--step-length", "0.5", "--lateral-resolution", "0.8"}, .end_s = 500}},
        NamedPlan{"ballistic", {.options = {"--step-method.ballistic", "true"}, .end_s = 500}},
        NamedPlan{"slow_reaction",
                  {.options = {"--step-length", "0.25", "--default.action-step-length", "1"}, .end_s = 300}},
        NamedPlan{"teleports", {.options = {"--time-to-teleport", "8"}, .end_s = 500, .scale = 2}},
        NamedPlan{"reroutes",
                  {.options = {"--device.rerouting.probability", "1", "--max-depart-delay", "60"}, .end_s = 500}}),
    [](auto const& each) { return each.param.name; });

struct RealCase {
    char const* name;
    char const* config;
    double end_s;
    double step_s;
};

class RealCaseEmission : public testing::TestWithParam<RealCase> {};

TEST_P(RealCaseEmission, SumsToWhatSumoWrites) {
    auto const data = data_folder();
    if (!data) GTEST_SKIP() << "the real cases are not here: set HACTHANH_DATA_DIR";
    traffic::LibsumoTrafficSettings settings;
    settings.worker = std::filesystem::path(HACTHANH_BINARY_DIR) / "hacthanh-traffic";
    settings.sumo_config = *data / "cases" / GetParam().config;
    settings.end_s = GetParam().end_s;
    auto const before = listing(settings.sumo_config.parent_path());
    traffic::LibsumoTrafficSource source(settings);
    EXPECT_EQ(source.step_s(), GetParam().step_s);
    auto const ours = emitted_by(source);
    ScratchFolder const scratch;
    expect_same(ours, emitted_by_sumo(settings, GetParam().step_s, scratch.path()));
    EXPECT_EQ(listing(settings.sumo_config.parent_path()), before);
}

INSTANTIATE_TEST_SUITE_P(Cases, RealCaseEmission,
                         testing::Values(RealCase{"bologna", "bologna_joined/run.sumocfg", 600, 1},
                                         RealCase{"hanoi", "hanoi_catlinh/hanoi_catlinh.sumocfg", 400, 0.5},
                                         RealCase{"adlershof", "berlin_adlershof/berlin_adlershof.sumocfg", 600, 0.5}),
                         [](auto const& each) { return each.param.name; });

}  // namespace
}  // namespace hacthanh::test
