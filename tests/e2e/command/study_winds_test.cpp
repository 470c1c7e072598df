/// Winds around buildings are solved once for all members of a study; the mesh is cut once for all of one process.

#include "tests/e2e/command/built_town.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

class StudyWindsTest : public ::testing::Test {
protected:
    StudyWindsTest() {
        write_built_town(folder_ / "CITY");
        write_file(folder_ / "slow.toml",
                   "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 15\n"
                   "polygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
        write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() + "\"\nseeds = 2\n" +
                                           "[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 20\n"
                                           "output.interval_s = 60\ncity.folder = \"" +
                                           (folder_ / "CITY").string() +
                                           "\"\n[[weather]]\nname = \"given\"\n"
                                           "[[weather]]\nname = \"east\"\nset = { weather.wind_from_deg = 90 }\n"
                                           "[[measure]]\nfiles = [\"slow.toml\"]\n");
    }
    /// Every wind on disk with the number of its file: a wind that is written again has another one.
    std::map<std::string, ino_t> winds(std::string const& where) const {
        std::map<std::string, ino_t> all;
        for (auto const& file : fs::recursive_directory_iterator(folder_ / where / "winds")) {
            struct stat facts {};
            if (file.is_regular_file() && stat(file.path().c_str(), &facts) == 0)
                all[file.path().filename().string()] = facts.st_ino;
        }
        return all;
    }
    std::vector<std::string> ids(std::string const& where) const {
        std::istringstream lines(read_file(folder_ / where / "ids.txt"));
        std::vector<std::string> all;
        for (std::string id; lines >> id;) all.push_back(id);
        return all;
    }
    fs::path result(std::string const& where, std::string const& id) const {
        return folder_ / where / "members" / id.substr(0, 2) / id / "result.nc";
    }
    ScratchFolder folder_;
};

TEST_F(StudyWindsTest, EveryWindIsSolvedOnceAndChangesNoBit) {
    auto const where = (folder_ / "f").string();
    ASSERT_EQ(hacthanh({"study", (folder_ / "s.toml").string(), "--folder", where, "--dry-run"}).exit_code, 0);
    auto const all = ids("f");  // weathers x variants x seeds
    ASSERT_EQ(all.size(), 8U);
    ASSERT_EQ(hacthanh({"study", "run-member", where, all[0]}).exit_code, 0);
    auto const first = winds("f");
    ASSERT_EQ(first.size(), 1U) << "one weather, one wind";
    auto const done = hacthanh({"study", (folder_ / "s.toml").string(), "--folder", where, "--slots", "1", "--quiet"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const last = winds("f");
    EXPECT_EQ(last.size(), 2U) << "two weathers, eight members";
    EXPECT_EQ(last.at(first.begin()->first), first.begin()->second) << "read by the others, not written again";

    auto const alone = (folder_ / "alone.nc").string();
    auto const run = hacthanh({"run", tutorial_scenario(), "-o", alone, "--quiet", "--set", "traffic.end_s=120",
                               "--set", "mesh.cell_size_m=20", "--set", "output.interval_s=60", "--set",
                               "city.folder=" + (folder_ / "CITY").string(), "--set", "weather.wind_from_deg=90",
                               "--measure", (folder_ / "slow.toml").string()});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_TRUE(all_concentrations(alone) == all_concentrations(result("f", all[6])))
        << "the first seed of the measure in the east wind, from a wind that another member had solved";
}

TEST_F(StudyWindsTest, AKilledSolverBlocksNobody) {
    auto const where = (folder_ / "f").string();
    ASSERT_EQ(hacthanh({"study", (folder_ / "s.toml").string(), "--folder", where, "--dry-run"}).exit_code, 0);
    auto const is_claimed = [&] {
        if (!fs::exists(folder_ / "f/winds")) return false;
        auto const all = winds("f");
        return std::ranges::any_of(all, [](auto const& w) { return w.first.find(".h5.claim.1") != std::string::npos; });
    };
    Command solver({hacthanh_program(), "study", "run-member", where, ids("f")[0]});
    for (int n = 0; n < 30000 && !is_claimed(); ++n) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ASSERT_TRUE(is_claimed()) << "the wind was solved before it could be killed";
    solver.send(SIGKILL);
    solver.wait();
    ASSERT_TRUE(is_claimed()) << "the claim outlives its process";
    auto const done = hacthanh({"study", (folder_ / "s.toml").string(), "--folder", where, "--slots", "2", "--quiet"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(winds("f").size(), 2U) << "two winds, no claims";
}

}  // namespace
}  // namespace hacthanh::test
