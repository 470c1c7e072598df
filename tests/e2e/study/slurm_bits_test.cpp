/// Measures x weathers x seeds: killed twice and resumed, and through Slurm, a study gives the bits of an undisturbed
/// one. HACTHANH_STUDY_FILE names another study than the small one here (`./do test --all`: measures of Thanh Hoá).

#include "tests/support/command.hpp"
#include "tests/support/slurm_cluster.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto study_text = R"([study]
scenario = "{}/scenarios/tutorial/town.toml"
seeds = 3
rank = ["ground_ug_m3.PM", "time_per_km_s"]
[set]
traffic.end_s = 90
mesh.cell_size_m = 30
mesh.levels = 4
output.interval_s = 30
[[weather]]
name = "south_west"
[[weather]]
name = "east"
set = {{ weather.wind_from_deg = 90, weather.wind_speed_m_s = 1.5 }}
[[measure]]
files = ["slow.toml"]
[merge]
fields = ["PM_mean_surface"]
limits = [1]
[executor]
tasks = 2
time_limit = "5"
memory_mb = 500
)";

class SlurmBitsTest : public testing::Test {
protected:
    SlurmBitsTest() {
        write_file(scratch_ / "slow.toml",
                   "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 15\n"
                   "polygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
        write_file(scratch_ / "study.toml", fmt::format(fmt::runtime(study_text), HACTHANH_SOURCE_DIR));
        if (char const* const asked = std::getenv("HACTHANH_STUDY_FILE")) file_ = asked;
    }

    std::vector<std::string> study(std::string const& folder, std::vector<std::string> const& more) const {
        std::vector<std::string> command = {std::string(HACTHANH_BINARY_DIR) + "/hacthanh",
                                            "study",
                                            file_.string(),
                                            "--folder",
                                            (scratch_ / folder).string(),
                                            "--quiet"};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }

    fs::path member(std::string const& folder, std::string const& id) const {
        return scratch_ / folder / "members" / id.substr(0, 2) / id;
    }

    std::vector<std::string> ids(std::string const& folder) const {
        std::vector<std::string> all;
        std::istringstream lines(read_file(scratch_ / folder / "ids.txt"));
        for (std::string id; lines >> id;) all.push_back(id);
        return all;
    }

    std::size_t n_done(std::string const& folder) const {
        auto const all = ids(folder);
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [&](std::string const& id) { return fs::exists(member(folder, id) / "done.json"); }));
    }

    /// Starts the study and cuts its power when so many members are done. False when it was too late.
    bool cut_after(std::size_t done) const {
        Command pool(study("cut", {"--executor", "local", "--slots", "1"}));
        while (pool.running() && !(fs::exists(scratch_ / "cut/ids.txt") && n_done("cut") >= done))
            std::this_thread::sleep_for(5ms);
        bool const in_time = pool.running();
        pool.send(SIGKILL);
        pool.wait();
        return in_time;
    }

    void expect_bits_of_calm(std::string const& folder) const {
        ASSERT_EQ(ids(folder), ids("calm"));
        for (auto const& id : ids("calm"))
            EXPECT_EQ(read_file(member(folder, id) / "indicators.json"),
                      read_file(member("calm", id) / "indicators.json"));
        for (char const* const merged : {"summary.json", "ranking.csv", "fields.nc"}) {
            if (merged == std::string("fields.nc") && file_ != scratch_ / "study.toml") continue;  // not asked for
            auto const calm = read_file(scratch_ / "calm" / merged);
            ASSERT_FALSE(calm.empty()) << merged;
            EXPECT_TRUE(read_file(scratch_ / folder / merged) == calm) << folder << ": " << merged;
        }
    }

    CommandResult run(std::string const& folder, std::vector<std::string> const& more) const {
        return Command(study(folder, more)).wait(1h);
    }

    ScratchFolder scratch_;
    fs::path file_ = scratch_ / "study.toml";
};

TEST_F(SlurmBitsTest, KilledTwiceAndResumedOrThroughSlurmTheBitsAreThoseOfAnUndisturbedStudy) {
    auto const calm = run("calm", {"--executor", "local", "--slots", "2"});
    ASSERT_EQ(calm.exit_code, 0) << calm.err;
    auto const n_members = ids("calm").size();
    ASSERT_GE(n_members, 12U) << "2 weathers x (baseline and a measure) x 3 seeds";
    ASSERT_EQ(n_done("calm"), n_members);

    ASSERT_TRUE(cut_after(n_members / 4));
    ASSERT_TRUE(cut_after(n_members / 2));
    auto const resumed = run("cut", {"--executor", "local", "--slots", "2"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    expect_bits_of_calm("cut");

    SlurmCluster const cluster(scratch_ / "cluster", 2, 1);
    if (!cluster.missing().empty()) GTEST_SKIP() << "skipped slurm: " << cluster.missing();
    auto const through = run("slurm", {"--executor", "slurm", "--wait"});
    ASSERT_EQ(through.exit_code, 0) << through.err;
    expect_bits_of_calm("slurm");
}

}  // namespace
}  // namespace hacthanh::test
