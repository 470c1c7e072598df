/// The folder of a plan is there whole or not at all.

#include "io/demand/plan_record.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/support/simulate.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <future>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

class PlanningFolderTest : public testing::Test {
protected:
    static PlanInput tutorial(Simulate simulate) {
        EquilibriumSettings settings;
        settings.end_s = 300;
        settings.interval_s = 300;
        return {read_sumo_config(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.sumocfg"), settings,
                std::move(simulate), "town.toml"};
    }
    /// Names in the cache and in the plan's folder.
    static std::vector<std::string> names(fs::path const& folder) {
        std::vector<std::string> all;
        for (auto const& entry : fs::directory_iterator(folder)) all.push_back(entry.path().filename().string());
        std::ranges::sort(all);
        return all;
    }
    test::ScratchFolder folder_;
    fs::path const cache_ = folder_ / "cache";
    fs::path const plan_ = cache_ / "plan-0123";
};

TEST_F(PlanningFolderTest, AFailureLeavesWhatStoodThereAndNothingBeside) {
    fs::create_directories(plan_);
    test::write_file(plan_ / "earlier", "of another program");
    auto const fails = [this](SimulationOrder const&) {
        EXPECT_EQ(names(plan_), std::vector<std::string>{"earlier"}) << "nothing is written in place";
        throw RunError("the disk is full");
    };
    EXPECT_THROW(plan_base(tutorial(fails), plan_), RunError);
    EXPECT_EQ(names(plan_), std::vector<std::string>{"earlier"});
    EXPECT_EQ(names(cache_), std::vector<std::string>{"plan-0123"});

    auto const made = plan_base(tutorial(test::simulate), plan_);
    EXPECT_FALSE(fs::exists(plan_ / "earlier"));
    EXPECT_EQ(names(cache_), std::vector<std::string>{"plan-0123"});
    for (auto const& file :
         {made.traffic.config, made.traffic.network, made.traffic.routes, made.traffic.types, made.traffic.furniture})
        EXPECT_TRUE(fs::exists(file) && file.parent_path() == plan_) << file;
    EXPECT_TRUE(read_finished_plan(plan_));
    read_sumo_config(made.traffic.config);  // it names files that are there
}

TEST_F(PlanningFolderTest, TwoMayMakeOnePlanAtOnce) {
    std::vector<std::future<PlannedTraffic>> makers;
    for (int n = 0; n < 2; ++n)
        makers.push_back(std::async(std::launch::async, [this] { return plan_base(tutorial(test::simulate), plan_); }));
    for (auto& maker : makers) EXPECT_EQ(maker.get().traffic.folder, plan_);
    EXPECT_TRUE(read_finished_plan(plan_));
    EXPECT_EQ(names(cache_), std::vector<std::string>{"plan-0123"});
}

}  // namespace
}  // namespace hacthanh::io
