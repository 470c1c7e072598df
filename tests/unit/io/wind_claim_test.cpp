// A wind that several processes want at once is solved by one of them; who dies over it blocks nobody.

#include "io/wind_catalogue.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/uniform_wind.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class WindClaimTest : public testing::Test {
protected:
    WindCatalogueFolder catalogue() const { return {folder_ / "winds", mesh_, {}, "uniform", 1U << 30}; }
    fs::path file() const { return catalogue().file_of("from", inflow_); }

    /// What every run does with a wind; a solver leaves a line, then takes `solving`.
    bool get(WindCatalogueFolder& winds, std::function<void()> const& solving) const {
        if (winds.load("from", inflow_, mesh_)) return true;
        { std::ofstream(folder_ / "solved", std::ios::app) << "one\n"; }
        solving();
        winds.save("from", inflow_, wind::UniformWind(mesh_).solve(inflow_));
        return true;
    }
    pid_t start(std::function<void()> const& solving) const {
        pid_t const pid = fork();
        if (pid != 0) return pid;
        auto winds = catalogue();
        _exit(get(winds, solving) && winds.load("from", inflow_, mesh_) ? 0 : 1);
    }
    static bool is_good(pid_t pid) {
        int status = 0;
        waitpid(pid, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    std::ptrdiff_t solved() const {
        return fs::exists(folder_ / "solved") ? std::ranges::count(test::read_file(folder_ / "solved"), '\n') : 0;
    }
    bool until_solving() const {
        for (int n = 0; n < 3000 && solved() == 0; ++n) std::this_thread::sleep_for(10ms);
        return solved() > 0;
    }
    /// Files of the folder beside the wind itself.
    std::vector<std::string> others() const {
        std::vector<std::string> all;
        for (auto const& entry : fs::directory_iterator(file().parent_path()))
            if (entry.path().extension() != ".h5") all.push_back(entry.path().filename().string());
        return all;
    }

    test::ScratchFolder folder_;
    mesh::CityMesh mesh_ = [] {
        mesh::MeshOptions options;
        options.cell_size_m = 50;
        options.levels = 3;
        options.top_m = 60;
        return mesh::CityMesh({0, 0, 400, 300}, options);
    }();
    state::InflowProfile inflow_ = weather::make_inflow_profile({}, mesh_, 0.8);
};

TEST_F(WindClaimTest, IsSolvedByOneWhileTheOthersWait) {
    std::vector<pid_t> children;
    for (int n = 0; n < 4; ++n) children.push_back(start([] { std::this_thread::sleep_for(500ms); }));
    for (pid_t const pid : children) EXPECT_TRUE(is_good(pid));
    EXPECT_EQ(solved(), 1);
    EXPECT_THAT(others(), testing::IsEmpty()) << "claims go when the wind is there";
}

TEST_F(WindClaimTest, AKilledSolverIsFollowedByOneOfThoseWhoWait) {
    pid_t const first = start([] { std::this_thread::sleep_for(1h); });
    ASSERT_TRUE(until_solving());
    std::vector<pid_t> waiting;
    for (int n = 0; n < 3; ++n) waiting.push_back(start([] { std::this_thread::sleep_for(500ms); }));
    std::this_thread::sleep_for(500ms);
    EXPECT_EQ(solved(), 1) << "they wait";
    kill(first, SIGKILL);
    EXPECT_FALSE(is_good(first));
    for (pid_t const pid : waiting) EXPECT_TRUE(is_good(pid));
    EXPECT_EQ(solved(), 2) << "the killed one, and one of the three";
    EXPECT_THAT(others(), testing::IsEmpty());
}

TEST_F(WindClaimTest, ASilentSolverOfAnotherHostIsGivenUp) {
    fs::path const claim = file().string() + ".claim.1";
    test::write_file(claim, R"({"host": "elsewhere", "pid": 1, "process_start": "7"})");
    pid_t const waiting = start([] {});
    std::this_thread::sleep_for(800ms);
    EXPECT_EQ(solved(), 0) << "it has spoken a moment ago";
    fs::last_write_time(claim, fs::file_time_type::clock::now() - 2min);
    EXPECT_TRUE(is_good(waiting));
    EXPECT_EQ(solved(), 1);
    test::write_file(claim, "rubbish");
    fs::last_write_time(claim, fs::file_time_type::clock::now() - 2min);
    fs::remove(file());
    EXPECT_TRUE(is_good(start([] {}))) << "a damaged claim blocks nobody";
}

TEST_F(WindClaimTest, WhoGivesUpLetsTheOthersSolve) {
    auto winds = std::make_unique<WindCatalogueFolder>(folder_ / "winds", mesh_, std::span<city::Building const>{},
                                                       "uniform", 1U << 30);
    ASSERT_FALSE(winds->load("from", inflow_, mesh_));
    pid_t const waiting = start([] {});
    std::this_thread::sleep_for(500ms);
    EXPECT_EQ(solved(), 0);
    winds.reset();
    EXPECT_TRUE(is_good(waiting));
    EXPECT_EQ(solved(), 1);
}

TEST_F(WindClaimTest, WhereNothingCanBeWrittenWindsAreSolvedAllTheSame) {
    auto winds = catalogue();
    fs::remove_all(file().parent_path());
    fs::remove_all(folder_ / "winds");
    EXPECT_FALSE(winds.load("from", inflow_, mesh_)) << "the caller's to solve";
    EXPECT_TRUE(get(winds, [] {}));
}

}  // namespace
}  // namespace hacthanh::io
