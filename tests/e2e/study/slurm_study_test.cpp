/// `hacthanh study` on a real Slurm: the same bits as without, and its scripts shown.

#include "tests/support/command.hpp"
#include "tests/support/slurm_cluster.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr auto study_text = R"([study]
title = "Two winds"
scenario = "{}/scenarios/tutorial/town.toml"
seeds = 2
[set]
traffic.end_s = 60
mesh.cell_size_m = 20
output.interval_s = 30
[[factor]]
key = "weather.wind_speed_m_s"
values = [2.0, 4.0]
[executor]
kind = "slurm"
tasks = 2
time_limit = "5"
memory_mb = 500
)";

class SlurmStudyTest : public testing::Test {
protected:
    SlurmStudyTest() : cluster_(scratch_ / "cluster", 2, 1) {}

    void SetUp() override {
        if (!cluster_.missing().empty()) GTEST_SKIP() << "skipped slurm: " << cluster_.missing();
        write_file(scratch_ / "study.toml", fmt::format(fmt::runtime(study_text), HACTHANH_SOURCE_DIR));
    }

    std::vector<std::string> study(std::string const& folder, std::vector<std::string> const& more) const {
        std::vector<std::string> command = {std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "study",
                                            (scratch_ / "study.toml").string(), "--folder",
                                            (scratch_ / folder).string()};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }

    /// All that the merge and the members' numbers say.
    std::string numbers(std::string const& folder) const {
        std::string all = read_file(scratch_ / folder / "summary.json");
        std::vector<fs::path> files;
        for (auto const& entry : fs::recursive_directory_iterator(scratch_ / folder / "members"))
            if (entry.path().filename() == "indicators.json") files.push_back(entry.path());
        std::ranges::sort(files);
        EXPECT_EQ(files.size(), 4U);
        for (auto const& file : files) all += file.parent_path().filename().string() + read_file(file);
        return all;
    }

    ScratchFolder scratch_;
    SlurmCluster cluster_;
};

TEST_F(SlurmStudyTest, PilotsOnALosingClusterGiveTheBitsOfALocalRun) {
    auto const local = run_command(study("local", {"--executor", "local", "--slots", "2"}));
    ASSERT_EQ(local.exit_code, 0) << local.err;
    Command command(study("slurm", {"--wait"}));
    while (command.running() && command.err_so_far().find("pilots: 2 run") == std::string::npos &&
           !fs::exists(scratch_ / "slurm" / "slurm" / "pilot_1_0.log"))
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cluster_.lose("node1");
    auto const through = command.wait(std::chrono::seconds(120));
    ASSERT_EQ(through.exit_code, 0) << through.err;
    EXPECT_EQ(numbers("slurm"), numbers("local"));
}

TEST_F(SlurmStudyTest, DryRunShowsTheScriptsAndSubmitsNothing) {
    auto const shown = run_command(study("dry", {"--executor", "slurm", "--dry-run"}));
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("#SBATCH --array=0-1\n"));
    EXPECT_THAT(shown.out, HasSubstr("#SBATCH --mem=500M\n"));
    EXPECT_THAT(shown.out, HasSubstr("' study pilot '" + (scratch_ / "dry").string() + "'\n"));
    EXPECT_THAT(shown.out, HasSubstr("--dependency=afterany:PILOTS"));
    EXPECT_EQ(run_command({"squeue", "--noheader"}).out, "");
    EXPECT_FALSE(fs::exists(scratch_ / "dry" / "slurm"));
}

}  // namespace
}  // namespace hacthanh::test
