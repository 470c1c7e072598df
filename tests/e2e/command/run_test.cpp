/// The main job through the real command, on the tutorial town.

#include "io/schema.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <cmath>

namespace hacthanh::test {
namespace {

class RunTest : public testing::Test {
protected:
    /// Runs the tutorial with more options and returns its result file.
    std::filesystem::path run(std::string const& name, std::vector<std::string> const& options = {}) {
        auto const file = folder_ / name;
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", file.string(), "--quiet"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }

    ScratchFolder folder_;
};

TEST_F(RunTest, TheAccountClosesAndIsComplete) {
    auto const info = info_of(run("town.nc"));
    EXPECT_TRUE(info.at("complete").get<bool>());
    EXPECT_EQ(info.at("steps_written").get<int>(), 10);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    EXPECT_LE(info.at("worst_step_error").get<double>(), 1e-6);
    EXPECT_GT(info.at("vehicles_departed").get<int>(), 300);
    EXPECT_GT(info.at("vehicles_arrived").get<int>(), 100);
    for (char const* species : {"CO2", "CO", "HC", "NOx", "PM", "fuel"}) {
        EXPECT_GT(info.at("emitted_kg").at(species).get<double>(), 0) << species;
        EXPECT_NEAR(info.at("on_mesh_over_emitted").at(species).get<double>(), 1, 1e-9) << species;
        EXPECT_EQ(info.at("emitted_outside_kg").at(species).get<double>(), 0) << species;
    }
    for (char const* key : {"wall_s", "sumo_cpu_s", "transport_cpu_s"}) EXPECT_GT(info.at(key).get<double>(), 0) << key;
    EXPECT_EQ(info.at("schema").get<std::string>(), io::results_schema.text());
}

TEST_F(RunTest, ConcentrationsAreNowhereNegativeAndSomewherePositive) {
    double greatest = 0;
    for (float const value : all_concentrations(run("town.nc"))) {
        ASSERT_TRUE(std::isfinite(value));
        ASSERT_GE(value, 0);
        greatest = std::max(greatest, static_cast<double>(value));
    }
    EXPECT_GT(greatest, 0);
}

TEST_F(RunTest, OneAndTwoThreadsAndASecondRunGiveTheSameBits) {
    std::vector<std::string> const lossless{"--set", "output.concentration_error=0", "--threads"};
    auto const with = [&](char const* threads) {
        auto options = lossless;
        options.emplace_back(threads);
        return options;
    };
    auto const one = all_concentrations(run("one.nc", with("1")));
    EXPECT_TRUE(one == all_concentrations(run("two.nc", with("2"))));
    EXPECT_TRUE(one == all_concentrations(run("again.nc", with("2"))));
}

TEST_F(RunTest, TwiceTheTrafficEmitsAboutTwiceAsMuch) {
    auto const once = info_of(run("once.nc")).at("emitted_kg").at("CO2").get<double>();
    auto const twice = info_of(run("twice.nc", {"--set", "traffic.scale=2"})).at("emitted_kg").at("CO2").get<double>();
    EXPECT_GT(twice, 1.6 * once);
    EXPECT_LT(twice, 3.0 * once);
}

TEST_F(RunTest, ARecordingReplaysBitForBit) {
    auto const direct = run("direct.nc", {"--set", "output.concentration_error=0"});
    auto const recording = (folder_ / "town.traffic.h5").string();
    auto const recorded = hacthanh({"record", tutorial_scenario(), "-o", recording});
    ASSERT_EQ(recorded.exit_code, 0) << recorded.err;
    std::string scenario = read_file(tutorial_scenario());
    auto const begin = scenario.find("sumo_config");
    scenario.replace(begin, scenario.find('\n', begin) - begin, "recording = \"town.traffic.h5\"");
    write_file(folder_ / "replay.toml", scenario);
    auto const replayed =
        hacthanh({"run", (folder_ / "replay.toml").string(), "--quiet", "--set", "output.concentration_error=0"});
    ASSERT_EQ(replayed.exit_code, 0) << replayed.err;
    EXPECT_TRUE(all_concentrations(direct) == all_concentrations(folder_ / "replay.nc"));
    EXPECT_EQ(info_of(direct).at("emitted_kg"), info_of(folder_ / "replay.nc").at("emitted_kg"));
}

TEST_F(RunTest, AResultRepeatsItself) {
    auto const first = run("first.nc", {"--set", "weather.wind_from_deg=90"});
    auto const again = (folder_ / "again.nc").string();
    auto const repeated = hacthanh({"run", "--from", first.string(), "-o", again, "--quiet"});
    ASSERT_EQ(repeated.exit_code, 0) << repeated.err;
    EXPECT_TRUE(all_concentrations(first) == all_concentrations(again));
}

TEST_F(RunTest, AnExistingResultIsKept) {
    auto const file = run("town.nc");
    auto const refused = hacthanh({"run", tutorial_scenario(), "-o", file.string(), "--quiet"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
    EXPECT_TRUE(info_of(file).at("complete").get<bool>());
    EXPECT_EQ(hacthanh({"run", tutorial_scenario(), "-o", file.string(), "--quiet", "--force"}).exit_code, 0);
}

TEST_F(RunTest, JsonIsOneDocumentOnStandardOutput) {
    auto const result = hacthanh({"run", tutorial_scenario(), "-o", (folder_ / "town.nc").string(), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(nlohmann::json::parse(result.out).at("complete").get<bool>());
    EXPECT_NE(result.err.find("step 10 written"), std::string::npos) << result.err;
}

TEST_F(RunTest, CheckPlansTheCellsThatRunUses) {
    auto const checked = hacthanh({"check", tutorial_scenario(), "--json"});
    ASSERT_EQ(checked.exit_code, 0) << checked.err;
    auto const plan = nlohmann::json::parse(checked.out);
    EXPECT_EQ(plan.at("cells"), info_of(run("town.nc")).at("cells"));
    EXPECT_EQ(plan.at("output_steps").get<int>(), 10);
    EXPECT_GT(plan.at("memory_bytes").get<double>(), 0);
    EXPECT_GT(plan.at("file_bytes").get<double>(), 0);
}

TEST_F(RunTest, RenderDrawsBothLanguagesWithoutADisplay) {
    if (!std::filesystem::exists(std::string(HACTHANH_BINARY_DIR) + "/hacthanh-render"))
        GTEST_SKIP() << "this build has no renderer (preset without VTK)";
    auto const file = run("town.nc");
    auto const picture = (folder_ / "map.png").string();
    auto const result = run_command({"env", "-u", "DISPLAY", hacthanh_program(), "render", file.string(), "--field",
                                     "NOx", "--time", "mean", "--size", "800x600", "-o", picture});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    for (char const* name : {"map_vi.png", "map_en.png"}) {
        auto const bytes = read_file(folder_ / name);
        EXPECT_EQ(bytes.substr(1, 3), "PNG") << name;
        EXPECT_GT(bytes.size(), 10'000U) << name;
    }
    EXPECT_NE(read_file(folder_ / "map_vi.png"), read_file(folder_ / "map_en.png"));
    EXPECT_EQ(hacthanh({"render", file.string(), "--field", "NO3"}).exit_code, 2);
    EXPECT_EQ(hacthanh({"render", (folder_ / "none.nc").string()}).exit_code, 2);
}

TEST_F(RunTest, TheCommandIsNotLinkedToSumoOrVtk) {
    auto const libraries = run_command({"ldd", hacthanh_program()});
    ASSERT_EQ(libraries.exit_code, 0);
    EXPECT_EQ(libraries.out.find("sumocpp"), std::string::npos);
    EXPECT_EQ(libraries.out.find("libvtk"), std::string::npos);
}

TEST_F(RunTest, EveryVerbExplainsItself) {
    for (char const* verb : {"run", "check", "record", "info", "schema", "version"})
        EXPECT_EQ(hacthanh({verb, "--help"}).exit_code, 0) << verb;
    EXPECT_TRUE(nlohmann::json::accept(hacthanh({"schema", "--json"}).out));
    EXPECT_TRUE(nlohmann::json::accept(hacthanh({"version", "--json"}).out));
}

}  // namespace
}  // namespace hacthanh::test
