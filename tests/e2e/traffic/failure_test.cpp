/// SUMO may fail in any way: the program gets an error that says what happened, and nothing is left behind.

#include "sim/core/error.hpp"
#include "tests/e2e/traffic/small_town.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace hacthanh::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using traffic::LibsumoTrafficSource;

template <class Error, class Body>
std::string message_of(Body body) {
    try {
        body();
    } catch (Error const& error) {
        return error.what();
    } catch (std::exception const& error) {
        return std::string("(another kind of error) ") + error.what();
    }
    return "(no error)";
}

void run_to_end(LibsumoTrafficSource& source) {
    while (source.next_step()) {
    }
}

/// True when the process is gone within some seconds (a zombie of another parent counts as gone).
bool disappears(int pid) {
    for (int i = 0; i < 500; ++i) {
        if (kill(pid, 0) != 0) return true;
        auto const stat = read_file("/proc/" + std::to_string(pid) + "/stat");
        if (stat.empty() || stat.find(") Z ") != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

TEST(WorkerDeath, AKillIsAnErrorThatNamesTheSecondAndTheSignal) {
    SmallTown const town;
    LibsumoTrafficSource source(town.settings());
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(source.next_step());
    kill(source.worker_pid(), SIGKILL);
    std::string const message = message_of<RunError>([&] { run_to_end(source); });
    EXPECT_THAT(message, AllOf(HasSubstr("killed by signal 9"), HasSubstr("traffic second"), HasSubstr("safe")));
}

TEST(WorkerDeath, AnAbortTellsWhatSumoSaidLast) {
    SmallTown const town;
    LibsumoTrafficSource source(town.settings());
    ASSERT_TRUE(source.next_step());
    kill(source.worker_pid(), SIGABRT);
    EXPECT_THAT(message_of<RunError>([&] { run_to_end(source); }), HasSubstr("killed by signal 6 (Aborted)"));
}

TEST(WorkerDeath, TwentyKillsAtAnyMomentAreTwentyErrors) {
    SmallTown const town({.options = {}, .end_s = 300});
    for (int i = 0; i < 20; ++i) {
        LibsumoTrafficSource source(town.settings());
        std::thread killer([pid = source.worker_pid(), i] {
            std::this_thread::sleep_for(std::chrono::microseconds(700 * i));
            kill(pid, SIGKILL);
        });
        std::string const message = message_of<RunError>([&] { run_to_end(source); });
        killer.join();
        EXPECT_THAT(message, testing::AnyOf(HasSubstr("killed by signal 9"), testing::Eq("(no error)")));
    }
}

TEST(WorkerDeath, TheWorkerDiesWithItsParent) {
    SmallTown const town({.options = {}, .end_s = 100000});
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    pid_t const parent = fork();
    if (parent == 0) {
        LibsumoTrafficSource source(town.settings());
        source.next_step();
        int const worker = source.worker_pid();
        if (write(pipe_ends[1], &worker, sizeof worker) != sizeof worker) _exit(1);
        pause();
    }
    int worker = 0;
    ASSERT_EQ(read(pipe_ends[0], &worker, sizeof worker), static_cast<ssize_t>(sizeof worker));
    EXPECT_EQ(kill(worker, 0), 0);
    kill(parent, SIGKILL);
    waitpid(parent, nullptr, 0);
    EXPECT_TRUE(disappears(worker));
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

TEST(WorkerDeath, AnAbandonedSourceLeavesNoWorkerAndNoFiles) {
    ScratchFolder const temporary;
    setenv("TMPDIR", temporary.path().c_str(), 1);
    int worker = 0;
    {
        SmallTown const town;
        LibsumoTrafficSource source(town.settings());
        source.next_step();
        worker = source.worker_pid();
    }
    unsetenv("TMPDIR");
    EXPECT_TRUE(disappears(worker));
    EXPECT_THAT(listing(temporary.path()), testing::IsEmpty());
}

TEST(SumoFailure, ABrokenRouteFileMetDuringTheRunIsARunError) {
    SmallTown const town;
    auto routes = read_file(town.folder() / "town.rou.xml");
    // Routes are read piece by piece, some hundred seconds ahead: SUMO meets the last one in the middle of the run.
    routes.replace(routes.find("</routes>"), 9,
                   R"(<vehicle id="good" depart="500"><route edges="n01n11"/></vehicle>
                      <vehicle id="bad" depart="800"><route edges="nowhere"/></vehicle></routes>)");
    write_file(town.folder() / "town.rou.xml", routes);
    LibsumoTrafficSource source(town.settings());
    double last = 0;
    std::string const message = message_of<RunError>([&] {
        while (auto const step = source.next_step()) last = step->end_time_s;
    });
    EXPECT_GT(last, 50);
    EXPECT_LT(last, 801);
    EXPECT_THAT(message, AllOf(HasSubstr("failed at traffic second"), HasSubstr("nowhere"), HasSubstr("safe")));
}

struct BadStart {
    char const* name;
    char const* file;      ///< that is spoilt
    char const* content;   ///< nullptr = removed
    char const* expected;  ///< in the message
};

class RefusedConfiguration : public testing::TestWithParam<BadStart> {};

TEST_P(RefusedConfiguration, IsAnInputErrorWithSumosWords) {
    SmallTown const town;
    auto const file = town.folder() / GetParam().file;
    if (GetParam().content != nullptr)
        write_file(file, GetParam().content);
    else
        std::filesystem::remove(file);
    std::string const message = message_of<InputError>([&] { LibsumoTrafficSource source(town.settings()); });
    EXPECT_THAT(message, AllOf(HasSubstr("town.sumocfg"), HasSubstr(GetParam().expected)));
    EXPECT_THAT(message, Not(HasSubstr("another kind of error")));
}

INSTANTIATE_TEST_SUITE_P(
    Starts, RefusedConfiguration,
    testing::Values(BadStart{"no_config", "town.sumocfg", nullptr, "cannot be read"},
                    BadStart{"broken_config", "town.sumocfg", "<configuration><input>", "SUMO refuses"},
                    BadStart{"unknown_option", "town.sumocfg",
                             "<configuration><input><nett-file value=\"a\"/></input></configuration>", "nett-file"},
                    BadStart{"no_net", "town.net.xml", nullptr, "town.net.xml"},
                    BadStart{"broken_net", "town.net.xml", "<net><edge id=", "SUMO refuses"},
                    BadStart{"no_routes", "town.rou.xml", nullptr, "town.rou.xml"},
                    BadStart{"broken_additional", "town.add.xml",
                             "<additional><busStop id=\"b\" lane=\"x\"/></additional>", "SUMO refuses"},
                    BadStart{
                        "mesoscopic", "town.sumocfg",
                        "<configuration><net-file value=\"town.net.xml\"/><mesosim value=\"true\"/></configuration>",
                        "mesoscopic"}),
    [](auto const& each) { return each.param.name; });

TEST(RefusedSettings, AreInputErrors) {
    SmallTown const town;
    auto settings = town.settings();
    settings.end_s = 0;
    EXPECT_THAT(message_of<InputError>([&] { LibsumoTrafficSource source(settings); }), HasSubstr("traffic.end_s"));
    settings = town.settings();
    settings.scale = 0;
    EXPECT_THAT(message_of<InputError>([&] { LibsumoTrafficSource source(settings); }), HasSubstr("traffic.scale"));
    settings = town.settings();
    settings.end_s = 100.3;
    EXPECT_THAT(message_of<InputError>([&] { LibsumoTrafficSource source(settings); }), HasSubstr("whole number"));
    settings = town.settings();
    settings.worker = "/no/such/program";
    EXPECT_THAT(message_of<RunError>([&] { LibsumoTrafficSource source(settings); }), HasSubstr("/no/such/program"));
}

}  // namespace
}  // namespace hacthanh::test
