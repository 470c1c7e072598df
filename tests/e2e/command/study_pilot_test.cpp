/// Pilots that are stopped, merges with few open files, and shares of the variance that are known beforehand.

#include "io/hdf5.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <chrono>
#include <csignal>
#include <iterator>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

class StudyPilotTest : public ::testing::Test {
protected:
    void write(std::string const& head, std::string const& more = {}) {
        write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() + "\"\n" + head +
                                           "[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 60\nmesh.levels = 4\n"
                                           "output.interval_s = 60\n" +
                                           more);
    }
    std::string where() const { return (folder_ / "f").string(); }
    CommandResult study(std::vector<std::string> const& more) {
        std::vector<std::string> command = {"study", (folder_ / "s.toml").string(), "--folder", where(), "--quiet"};
        command.insert(command.end(), more.begin(), more.end());
        return hacthanh(command);
    }
    nlohmann::json row() {
        auto const shown = hacthanh({"study", "status", where(), "--json"});
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        return nlohmann::json::parse(shown.out)["rows"][0];
    }
    std::vector<std::string> ids() {
        std::istringstream lines(read_file(folder_ / "f/ids.txt"));
        return {std::istream_iterator<std::string>(lines), {}};
    }
    fs::path member(std::string const& id) { return folder_ / "f/members" / id.substr(0, 2) / id; }
    ScratchFolder folder_;
};

TEST_F(StudyPilotTest, AStoppedPilotGivesItsClaimBackHoweverOften) {
    write("seeds = 1\n");
    ASSERT_EQ(study({"--dry-run"}).exit_code, 0);
    constexpr std::size_t stops = 4;  // more than a member may fail
    for (std::size_t n = 1; n <= stops; ++n) {
        Command pilot({hacthanh_program(), "study", "pilot", where(), "--quiet"});
        auto const claim = member(ids()[0]) / ("claim." + std::to_string(n));
        while (pilot.running() && !fs::exists(claim)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        ASSERT_TRUE(pilot.running()) << pilot.wait().err;
        pilot.send(SIGTERM);  // as Slurm ends a job
        auto const ended = pilot.wait(std::chrono::seconds(60));
        EXPECT_GE(ended.exit_code, 0) << "it ends by itself, not by the signal";
        auto const now = row();
        ASSERT_EQ(now["attempts"].size(), n) << now.dump();
        EXPECT_EQ(now["attempts"].back()["outcome"], "stopped") << now.dump();
        EXPECT_EQ(now["state"], "missing") << "free for the next, and no failure counted";
    }
    ASSERT_EQ(hacthanh({"study", "pilot", where(), "--quiet"}).exit_code, 0);
    EXPECT_EQ(row()["state"], "done");
    EXPECT_EQ(row()["attempts"].size(), stops + 1);
}

TEST_F(StudyPilotTest, AMergeOpensFewFilesHoweverManyMembersThereAre) {
    constexpr std::size_t n_members = 80;
    write("seeds = " + std::to_string(n_members) + "\n", "[merge]\nfields = [\"NOx_mean_surface\", \"NOx\"]\n");
    ASSERT_EQ(study({"--dry-run"}).exit_code, 0);
    auto const all = ids();
    ASSERT_EQ(all.size(), static_cast<std::size_t>(n_members));
    for (std::size_t n : {0U, 1U}) ASSERT_EQ(hacthanh({"study", "run-member", where(), all[n]}).exit_code, 0);
    // The machinery is what is tested: the others get the files of the first two.
    for (std::size_t n = 2; n < n_members; ++n)
        for (char const* file : {"result.nc", "indicators.json", "done.json"})
            fs::copy_file(member(all[n % 2]) / file, member(all[n]) / file);
    auto const merged =
        run_command({"sh", "-c", "ulimit -n 40; exec '" + hacthanh_program() + "' study merge '" + where() + "'"});
    ASSERT_EQ(merged.exit_code, 0) << merged.err;
    auto const fields = io::hdf5::File::open((folder_ / "f/fields.nc").string());
    auto const read = [&](char const* name) {
        return io::hdf5::read<float>(io::hdf5::open_dataset(fields.id(), name).get());
    };
    auto const one = io::ResultReader((member(all[0]) / "result.nc").string()).mean_surface(3);
    auto const two = io::ResultReader((member(all[1]) / "result.nc").string()).mean_surface(3);
    auto const mean = read("NOx_mean_surface_mean");
    auto const n = read("NOx_mean_surface_n");
    ASSERT_EQ(mean.size(), one.size());
    for (std::size_t c = 0; c < mean.size(); ++c) {
        EXPECT_EQ(n[c], static_cast<float>(n_members));
        EXPECT_NEAR(mean[c], (one[c] + two[c]) / 2, 1e-5F * (one[c] + two[c]));
    }
}

/// Transport is linear: the mean of the air at the ground is that of the traffic plus the background that comes in. So
/// each background alone decides on its own species, and the indices are those of the points' coordinates, which are
/// known: the estimators of Saltelli et al. 2010 (doi:10.1016/j.cpc.2009.09.018) applied to f = u.
TEST_F(StudyPilotTest, SobolIndicesAreThoseOfALinearAnswer) {
    write("seeds = 1\ndesign = \"sobol\"\nsamples = 5\nrank = [\"ground_ug_m3.NOx\", \"ground_ug_m3.CO\"]\n",
          "background.kind = \"rural\"\nbackground.source = \"made up\"\n"
          "background.NOx_ug_m3 = 10\nbackground.CO_ug_m3 = 100\n"
          "[[factor]]\nkey = \"background.NOx_ug_m3\"\nlow = 10\nhigh = 60\n"
          "[[factor]]\nkey = \"background.CO_ug_m3\"\nlow = 100\nhigh = 900\n");
    auto const done = study({"--slots", "2"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const design = nlohmann::json::parse(read_file(folder_ / "f/study.json")).at("sensitivity");
    auto const unit = design.at("unit").get<std::vector<double>>();
    auto const found = nlohmann::json::parse(read_file(folder_ / "f/summary.json")).at("sensitivity");
    ASSERT_EQ(found.size(), 2U);
    constexpr std::size_t n = 5;
    ASSERT_EQ(unit.size(), n * 4 * 2);
    std::vector<std::string> const keys = {"background.NOx_ug_m3", "background.CO_ug_m3"};
    for (std::size_t species = 0; species < 2; ++species) {
        auto const u = [&](std::size_t row) { return unit[row * 2 + species]; };
        double mean = 0, variance = 0, first = 0, total = 0;
        for (std::size_t row = 0; row < 2 * n; ++row) mean += u(row) / (2 * n);
        for (std::size_t row = 0; row < 2 * n; ++row) variance += (u(row) - mean) * (u(row) - mean) / (2 * n);
        for (std::size_t row = 0; row < n; ++row) {  // where its own factor comes from B, the answer is that of B
            double const a = u(row), b = u(n + row);
            first += (b - mean) * (b - a) / n / variance;
            total += (a - b) * (a - b) / (2 * n) / variance;
        }
        auto const& indices = found[species].at("factors");
        auto const index = [&](std::size_t factor, char const* name) {
            return indices.at(keys[factor]).at(name).at("value").get<double>();
        };
        EXPECT_NEAR(index(species, "first"), first, 2e-3) << found[species].dump();
        EXPECT_NEAR(index(species, "total"), total, 2e-3);
        EXPECT_NEAR(index(1 - species, "first"), 0, 2e-3) << "the other background is a dummy";
        EXPECT_NEAR(index(1 - species, "total"), 0, 1e-4);
        EXPECT_NEAR(first, 1, 0.8) << "of so few samples";
    }
}

}  // namespace
}  // namespace hacthanh::test
