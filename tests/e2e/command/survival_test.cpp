/// Kills, interrupts and a full disk: every output step that was reported stays readable.

#include "tests/e2e/command/fixture.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <random>
#include <thread>

namespace hacthanh::test {
namespace {

/// The tutorial with output every 10 s, so that there are many steps to lose.
std::vector<std::string> run_arguments(std::filesystem::path const& file) {
    return {hacthanh_program(),     "run",   tutorial_scenario(),           "-o", file.string(), "--set",
            "output.interval_s=10", "--set", "output.concentration_error=0"};
}

/// All values of the first `steps` output steps are there, and are those of the undisturbed run.
void expect_right(std::filesystem::path const& part, int steps, io::ResultReader const& whole) {
    if (steps == 0) return;
    auto const info = info_of(part);
    EXPECT_FALSE(info.at("complete").get<bool>());
    EXPECT_GE(info.at("steps_written").get<int>(), steps);
    io::ResultReader const reader(part.string());
    ASSERT_GE(reader.n_steps(), static_cast<std::size_t>(steps));
    for (std::size_t step = 0; step < reader.n_steps(); ++step) {
        ASSERT_EQ(reader.times().end_s[step], whole.times().end_s[step]);
        for (std::size_t species = 0; species < reader.facts().species.size(); ++species) {
            ASSERT_TRUE(reader.concentration(species, step) == whole.concentration(species, step)) << "step " << step;
            ASSERT_TRUE(reader.road_emission(species, step) == whole.road_emission(species, step)) << "step " << step;
        }
    }
}

/// Kills of each kind; HACTHANH_KILLS asks for more, each then gone on with to its end.
int n_kills() {
    char const* const wanted = std::getenv("HACTHANH_KILLS");
    return wanted == nullptr ? 12 : std::max(1, std::atoi(wanted));
}

class SurvivalTest : public testing::Test {
protected:
    /// The run that nothing disturbs.
    io::ResultReader const& whole() {
        if (!whole_) {
            EXPECT_EQ(run_command(run_arguments(folder_ / "undisturbed.nc")).exit_code, 0);
            whole_.emplace((folder_ / "undisturbed.nc").string());
        }
        return *whole_;
    }

    /// Goes on with a run that was killed; its end must be that of the undisturbed one, to the bit.
    void expect_same_end(std::filesystem::path const& file) {
        if (!std::filesystem::exists(file.string() + ".checkpoint")) return;  // killed before its first step
        auto arguments = run_arguments(file);
        arguments.emplace_back("--resume");
        auto const resumed = run_command(arguments);
        ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
        EXPECT_TRUE(all_concentrations(folder_ / "undisturbed.nc") == all_concentrations(file)) << file;
        EXPECT_EQ(hacthanh({"verify", file.string()}).exit_code, 0);
        std::filesystem::remove(file);
    }

    void wait_for_steps(Command& command, int steps) const {
        while (command.running() && reported_steps(command.err_so_far()) < steps)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }

    ScratchFolder folder_;
    std::mt19937 random_{20261123};
    std::optional<io::ResultReader> whole_;
};

TEST_F(SurvivalTest, EveryReportedStepSurvivesAKillOfTheCommand) {
    whole();
    for (int round = 0; round < n_kills(); ++round) {
        auto const file = folder_ / ("kill" + std::to_string(round) + ".nc");
        Command command(run_arguments(file));
        wait_for_steps(command, std::uniform_int_distribution<>(0, 40)(random_));
        std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<>(0, 30000)(random_)));
        auto const workers = children_named(command.pid(), "hacthanh-traffic");
        command.send(SIGKILL);
        auto const result = command.wait();
        if (result.exit_code == 0) continue;  // it was faster than the kill
        ASSERT_NO_FATAL_FAILURE(expect_right(file.string() + ".part", reported_steps(result.err), whole()));
        for (int const worker : workers) {  // no orphan is left
            for (int tries = 0; tries < 2000 && kill(worker, 0) == 0; ++tries)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            std::string const status = read_file("/proc/" + std::to_string(worker) + "/status");
            EXPECT_TRUE(status.empty() || status.find("State:\tZ") != std::string::npos) << status;
        }
        if (round % 4 == 0 || n_kills() > 50) {
            ASSERT_NO_FATAL_FAILURE(expect_same_end(file));
        }
    }
}

TEST_F(SurvivalTest, AKillOfTheWorkerIsAnErrorAndLosesNothing) {
    whole();
    for (int round = 0; round < n_kills(); ++round) {
        auto const file = folder_ / ("worker" + std::to_string(round) + ".nc");
        Command command(run_arguments(file));
        wait_for_steps(command, std::uniform_int_distribution<>(1, 40)(random_));
        auto const workers = children_named(command.pid(), "hacthanh-traffic");
        for (int const worker : workers) kill(worker, SIGKILL);
        auto const result = command.wait();
        if (result.exit_code == 0) continue;  // traffic had ended already
        EXPECT_EQ(result.exit_code, 1) << result.err;
        EXPECT_NE(result.err.find("signal 9"), std::string::npos) << result.err;
        ASSERT_NO_FATAL_FAILURE(expect_right(file.string() + ".part", reported_steps(result.err), whole()));
        if (round % 4 == 0 || n_kills() > 50) {
            ASSERT_NO_FATAL_FAILURE(expect_same_end(file));
        }
    }
}

TEST_F(SurvivalTest, AnInterruptedRunResumesToTheSameBits) {
    auto const whole = folder_ / "whole.nc";
    ASSERT_EQ(run_command(run_arguments(whole)).exit_code, 0);
    auto const file = folder_ / "interrupted.nc";
    Command command(run_arguments(file));
    wait_for_steps(command, 15);
    command.send(SIGINT);
    auto const stopped = command.wait();
    ASSERT_EQ(stopped.exit_code, 1) << stopped.err;
    EXPECT_NE(stopped.err.find("--resume"), std::string::npos) << stopped.err;
    auto arguments = run_arguments(file);
    EXPECT_EQ(run_command(arguments).exit_code, 2) << "an unfinished run is not overwritten";
    arguments.emplace_back("--resume");
    auto const resumed = run_command(arguments);
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_TRUE(all_concentrations(whole) == all_concentrations(file));
    auto const a = info_of(whole);
    auto const b = info_of(file);
    for (char const* key : {"emitted_kg", "on_mesh_over_emitted", "mass_budget_relative_error", "vehicles_departed",
                            "vehicles_arrived", "steps_written", "complete"})
        EXPECT_EQ(a.at(key), b.at(key)) << key;
}

TEST_F(SurvivalTest, ARunKilledAnywhereResumesToTheSameBits) {
    auto const whole = folder_ / "whole.nc";
    ASSERT_EQ(run_command(run_arguments(whole)).exit_code, 0);
    auto const file = folder_ / "killed.nc";
    Command command(run_arguments(file));
    wait_for_steps(command, 23);
    command.send(SIGKILL);
    ASSERT_EQ(command.wait().exit_code, -SIGKILL);
    auto arguments = run_arguments(file);
    arguments.emplace_back("--resume");
    auto const resumed = run_command(arguments);
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_TRUE(all_concentrations(whole) == all_concentrations(file));
}

TEST_F(SurvivalTest, AFullDiskIsAnErrorAndLosesNothing) {
    // A small disk of our own, in a mount namespace that ends with the shell.
    std::string const disk = (folder_ / "disk").string();
    std::filesystem::create_directory(disk);
    std::string const mount = "mount -t tmpfs -o size=40m none '" + disk + "'";
    if (run_command({"unshare", "-rm", "bash", "-c", mount}).exit_code != 0)
        GTEST_SKIP() << "this machine does not let a test mount a small disk (unshare -rm)";
    auto const file = std::filesystem::path(disk) / "full.nc";
    std::string script = mount + " && { ";
    for (auto const& argument : run_arguments(file)) script += " '" + argument + "'";
    script += "; echo exit=$?; '" + hacthanh_program() + "' info '" + file.string() + ".part' --json; }";
    auto const result = run_command({"unshare", "-rm", "bash", "-c", script});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("exit=1"), std::string::npos) << result.out << result.err;
    EXPECT_NE(result.err.find("full.nc"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("space"), std::string::npos) << result.err;
    auto const json = result.out.find('{');
    ASSERT_NE(json, std::string::npos) << result.out << result.err;
    EXPECT_GE(nlohmann::json::parse(result.out.substr(json)).at("steps_written").get<int>(),
              reported_steps(result.err));
    EXPECT_GT(reported_steps(result.err), 0);
}

TEST_F(SurvivalTest, InfoReadsAFileWhileItGrows) {
    auto const file = folder_ / "growing.nc";
    Command command(run_arguments(file));
    int seen = 0;
    while (command.running()) {
        if (!std::filesystem::exists(file.string() + ".part") || reported_steps(command.err_so_far()) == 0) continue;
        auto const result = hacthanh({"info", file.string() + ".part", "--json"});
        if (result.exit_code != 0 && !std::filesystem::exists(file.string() + ".part")) break;  // renamed meanwhile
        ASSERT_EQ(result.exit_code, 0) << result.err;
        seen = std::max(seen, nlohmann::json::parse(result.out).at("steps_written").get<int>());
    }
    EXPECT_GT(seen, 0);
    EXPECT_EQ(command.wait().exit_code, 0);
}

}  // namespace
}  // namespace hacthanh::test
