/// What goes wrong on a cluster, done to real members on a real Slurm: killed members, a lost node, a controller that
/// restarts, pilots that race. HACTHANH_STUDY_MEMBERS says with how many members (1,000 in `./do test --all`).

#include "tests/e2e/study/slurm_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t few_members = 16;
constexpr std::size_t most_compared = 100;  ///< above, the same study is not run once more on this machine alone

constexpr auto study_text = R"([study]
title = "Faults"
scenario = "{}/scenarios/tutorial/town.toml"
seeds = {}
[set]
traffic.end_s = 60
mesh.cell_size_m = 60
mesh.levels = 4
output.interval_s = 60
[executor]
tasks = 4
time_limit = "60"
memory_mb = 300
)";

class SlurmFaultsTest : public SlurmFixture {
protected:
    void write_study(std::size_t seeds) {
        write_file(scratch_ / "study.toml", fmt::format(fmt::runtime(study_text), HACTHANH_SOURCE_DIR, seeds));
    }

    std::size_t n_done(std::string const& folder) const {
        std::size_t n = 0;
        std::istringstream ids(read_file(scratch_ / folder / "ids.txt"));
        for (std::string id; ids >> id;)
            n += fs::exists(scratch_ / folder / "members" / id.substr(0, 2) / id / "done.json") ? 1U : 0U;
        return n;
    }

    static void wait_until(Command& command, std::function<bool()> const& condition) {
        while (command.running() && !condition()) std::this_thread::sleep_for(10ms);
        ASSERT_TRUE(command.running()) << command.wait().err;
    }

    /// Whether a process lives; one that has ended and was not yet collected (a zombie) takes signals too.
    static bool lives(int pid) {
        std::ifstream stat(fmt::format("/proc/{}/stat", pid));
        std::string const line((std::istreambuf_iterator<char>(stat)), {});
        auto const name_end = line.rfind(')');
        return name_end != std::string::npos && line.size() > name_end + 2 && line[name_end + 2] != 'Z';
    }

    /// Kills the process of a member that runs now.
    bool kill_a_member(std::string const& folder) const {
        auto const now = status(folder);
        for (auto const& row : now["rows"]) {
            if (row["attempts"].empty() || row["attempts"].back()["outcome"] != "open") continue;
            int const pid = row["attempts"].back()["pid"].get<int>();
            if (kill(pid, SIGSTOP) != 0 || !lives(pid)) continue;  // tiny members end while the table is read
            return kill(pid, SIGKILL) == 0;
        }
        return false;
    }
};

TEST_F(SlurmFaultsTest, MembersKilledANodeLostAndAControllerRestartedLeaveTheStudyWhole) {
    char const* const asked = std::getenv("HACTHANH_STUDY_MEMBERS");
    std::size_t const n_members = asked != nullptr ? std::stoul(asked) : few_members;
    write_study(n_members);
    auto const begin = std::chrono::steady_clock::now();
    Command command(study("slurm", {"--executor", "slurm", "--wait"}));
    wait_until(command, [&] { return fs::exists(scratch_ / "slurm/ids.txt") && n_done("slurm") >= 1; });
    wait_until(command, [&] { return kill_a_member("slurm"); });
    cluster_.end_controller();
    std::this_thread::sleep_for(500ms);
    cluster_.start("controller");
    auto const before = n_done("slurm");
    wait_until(command, [&] { return n_done("slurm") > before; });
    cluster_.lose("node1");
    if (n_members > few_members) {
        std::this_thread::sleep_for(10s);
        cluster_.start("node1");
    }
    auto const ended = command.wait(std::chrono::hours(2));
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    double const wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    auto const all = status("slurm");
    EXPECT_EQ(all["done"], n_members);
    auto counts = outcomes(all);
    fmt::print("{} members in {:.0f} s; attempts: done {}, killed {}, lost {}\n", n_members, wall_s, counts["done"],
               counts["killed"], counts["lost"]);
    EXPECT_EQ(counts["done"], n_members) << "each is made once";
    EXPECT_EQ(counts["killed"], 1U);
    EXPECT_LE(counts["lost"], 2U) << "the slots of the lost node";
    EXPECT_EQ(counts["failed"] + counts["corrupt"] + counts["open"], 0U);
    EXPECT_EQ(nlohmann::json::parse(read_file(scratch_ / "slurm/summary.json"))["merged"], n_members);
    if (n_members > most_compared) return;
    auto const calm = run_command(study("calm", {"--executor", "local", "--slots", "2", "--quiet"}));
    ASSERT_EQ(calm.exit_code, 0) << calm.err;
    EXPECT_TRUE(read_file(scratch_ / "slurm/summary.json") == read_file(scratch_ / "calm/summary.json"));
}

TEST_F(SlurmFaultsTest, FourPilotsRacingForOneMemberRunItOnce) {
    write_study(1);
    auto const prepared = run_command(study("f", {"--executor", "local", "--dry-run"}));
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    auto const raced = run_command({"sbatch", "--wait", "--array=0-3", "--mem=300M", "--output=/dev/null",
                                    "--wrap=exec '" + program_ + "' study pilot '" + (scratch_ / "f").string() + "'"});
    EXPECT_EQ(raced.exit_code, 0) << raced.err << "every pilot ends well, also those that had nothing to do";
    auto const all = status("f");
    EXPECT_EQ(all["done"], 1);
    EXPECT_EQ(all["rows"][0]["attempts"].size(), 1U) << all.dump();
}

}  // namespace
}  // namespace hacthanh::test
