/// Buildings from a city folder to the result file, through the real command, on the tutorial town.

#include "tests/e2e/command/built_town.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hacthanh::test {
namespace {

class BuildingsTest : public testing::Test {
protected:
    BuildingsTest() { n_buildings_ = write_built_town(folder_ / "CITY"); }

    std::vector<std::string> with_city(std::string const& verb, std::vector<std::string> const& more = {}) const {
        std::vector<std::string> arguments{verb, tutorial_scenario(), "--set",
                                           "city.folder=" + (folder_ / "CITY").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    ScratchFolder folder_;
    std::size_t n_buildings_ = 0;
};

TEST_F(BuildingsTest, CheckTellsWhatBecameOfThem) {
    auto const done = hacthanh(with_city("check", {"--json"}));
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const buildings = nlohmann::json::parse(done.out).at("buildings");
    EXPECT_EQ(buildings.at("in_mesh").get<std::size_t>(), n_buildings_);
    EXPECT_LE(buildings.at("volume_error").get<double>(), 1e-6);
    EXPECT_LE(buildings.at("volume_change").get<double>(), 1e-3);
    EXPECT_LE(buildings.at("worst_building_change").get<double>(), 0.02);
    EXPECT_GT(buildings.at("closed_cells").get<int>(), 0);
}

TEST_F(BuildingsTest, TheRoughnessOfTheCityIsTheDefaultAndAGivenOneHolds) {
    auto const plan_of = [&](std::vector<std::string> const& more) {
        auto const done = hacthanh(with_city("check", more));
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    };
    auto const taken = plan_of({"--json"});
    double const roughness = taken.at("morphology").at("roughness_length_m").get<double>();
    EXPECT_GT(roughness, 0.05);
    auto const resolved = taken.at("resolved_scenario").get<std::string>();
    double const used = std::stod(resolved.substr(resolved.find("\nroughness_length_m = ") + 22));
    EXPECT_NEAR(used, roughness, 0.005);
    auto const given = plan_of({"--json", "--set", "weather.roughness_length_m=0.5"});
    EXPECT_NE(given.at("resolved_scenario").get<std::string>().find("\nroughness_length_m = 0.5"), std::string::npos);
}

TEST_F(BuildingsTest, ARunAccountsForEverythingAndKeepsOutOfWalls) {
    auto const file = (folder_ / "built.nc").string();
    auto const done = hacthanh(with_city("run", {"-o", file, "--quiet", "--set", "traffic.end_s=180"}));
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const info = info_of(file);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    EXPECT_LE(info.at("worst_step_error").get<double>(), 1e-6);
    for (char const* species : {"CO2", "NOx"}) {
        EXPECT_NEAR(info.at("on_mesh_over_emitted").at(species).get<double>(), 1, 1e-9);
        EXPECT_GT(info.at("emitted_moved_kg").at(species).get<double>(), 0) << "roads lead through these buildings";
        EXPECT_LT(info.at("emitted_moved_kg").at(species).get<double>(),
                  info.at("emitted_inside_kg").at(species).get<double>());
    }
    std::size_t closed = 0;
    double greatest = 0;
    for (float const value : all_concentrations(file)) {
        if (std::isnan(value) || value > 9e36F) {  // a missing value: no air
            ++closed;
            continue;
        }
        ASSERT_GE(value, 0);
        greatest = std::max(greatest, static_cast<double>(value));
    }
    EXPECT_GT(closed, 0U);
    EXPECT_GT(greatest, 0);
}

TEST_F(BuildingsTest, OneAndTwoThreadsGiveTheSameBits) {
    std::vector<std::vector<float>> fields;
    for (char const* threads : {"1", "2"}) {
        auto const file = (folder_ / (std::string("t") + threads + ".nc")).string();
        auto const done = hacthanh(with_city("run", {"-o", file, "--quiet", "--threads", threads, "--set",
                                                     "traffic.end_s=60", "--set", "output.concentration_error=0"}));
        ASSERT_EQ(done.exit_code, 0) << done.err;
        fields.push_back(all_concentrations(file));
    }
    ASSERT_EQ(fields[0].size(), fields[1].size());
    EXPECT_EQ(std::memcmp(fields[0].data(), fields[1].data(), fields[0].size() * sizeof(float)), 0);
}

TEST_F(BuildingsTest, WindsAroundThemFollowTheWeatherThroughACatalogue) {
    write_file(folder_ / "hours.csv",
               "time,wind_speed_m_s,wind_from_deg,mixing_height_m\n2026-01-15T06:55,3.0,30,300\n"
               "2026-01-15T07:00,0.4,60,200\n2026-01-15T07:05,4.0,150,400\n");
    auto const run = [&](std::string const& name, std::string const& threads) {
        auto const file = (folder_ / name).string();
        auto arguments = with_city("run", {"-o", file, "--quiet", "--threads", threads});
        for (auto const& setting :
             {"weather.file=" + (folder_ / "hours.csv").string(), std::string("weather.stability=neutral"),
              std::string("weather.update_interval_s=60"), std::string("time.start_clock=06:58"),
              std::string("traffic.end_s=240"), std::string("output.concentration_error=0"),
              "wind.catalogue=" + (folder_ / "winds").string()})
            arguments.insert(arguments.end(), {"--set", setting});
        auto const done = hacthanh(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        EXPECT_LE(info_of(file).at("mass_budget_relative_error").get<double>(), 1e-5);
        return all_concentrations(file);
    };
    auto const solved = run("solved.nc", "2");
    EXPECT_FALSE(std::filesystem::is_empty(folder_ / "winds"));
    auto const read = run("read.nc", "1");
    ASSERT_EQ(solved.size(), read.size());
    EXPECT_EQ(std::memcmp(solved.data(), read.data(), solved.size() * sizeof(float)), 0);
}

TEST_F(BuildingsTest, WindThatBlowsThroughWallsIsRefused) {
    auto const done = hacthanh(with_city("check", {"--set", "wind.model=uniform"}));
    EXPECT_EQ(done.exit_code, 2);
    EXPECT_NE(done.err.find("wind.model"), std::string::npos) << done.err;
}

TEST_F(BuildingsTest, AMissingCityFolderIsNamed) {
    auto const done = hacthanh({"check", tutorial_scenario(), "--set", "city.folder=nowhere"});
    EXPECT_EQ(done.exit_code, 2);
    EXPECT_NE(done.err.find("nowhere"), std::string::npos) << done.err;
}

}  // namespace
}  // namespace hacthanh::test
