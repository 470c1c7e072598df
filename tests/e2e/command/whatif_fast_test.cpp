/// `whatif --fast` of other scenario files, what it keeps, and what it refuses, through the real command.

#include "tests/e2e/command/fixture.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <utility>

namespace hacthanh::test {
namespace {

/// Number of places with air of the traffic, and the fractional bias of the last column of places.csv there.
std::pair<std::size_t, double> bias_at_places_with_air(std::string const& places, std::string const& result) {
    io::ResultReader const run(result);
    auto const& grid = run.grid();
    auto const surface = run.mean_surface(0);
    std::vector<std::pair<double, double>> pairs;
    std::istringstream lines(read_file(places));
    std::string line;
    std::getline(lines, line);
    double all = 0;
    while (std::getline(lines, line)) {
        std::vector<double> numbers;
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, ',');) numbers.push_back(std::stod(field));
        auto const nearest = [](std::vector<double> const& centres, double at) {
            auto const by = [&](double a, double b) { return std::abs(a - at) < std::abs(b - at); };
            return static_cast<std::size_t>(std::ranges::min_element(centres, by) - centres.begin());
        };
        auto const i = nearest(grid.x_centre, numbers.at(0) - grid.network_offset_x);
        auto const j = nearest(grid.y_centre, numbers.at(1) - grid.network_offset_y);
        pairs.emplace_back(numbers.back(), surface[j * grid.nx() + i]);
        all += pairs.back().second;
    }
    double const least = 0.01 * all / static_cast<double>(pairs.size());
    std::erase_if(pairs, [&](auto const& pair) { return pair.second < least; });
    double product = 0, full = 0;
    for (auto const& [there, here] : pairs) product += there, full += here;
    return {pairs.size(), 2 * (product - full) / (product + full)};
}

/// The tutorial town with coarse cells, and its tables. Other scenarios are copies of its file with a line changed.
class WhatifFast : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        std::filesystem::copy(std::filesystem::path(tutorial_scenario()).parent_path(), folder_->path() / "town");
        write_file(path("town/town.toml"), changed("", ""));
        auto const ran = hacthanh({"run", path("town/town.toml"), "-o", path("town.nc"), "--quiet"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err;
        auto const built = hacthanh({"transfer", path("town.nc"), "-o", path("tables"), "--spacing", "12"});
        ASSERT_EQ(built.exit_code, 0) << built.err;
    }
    static void TearDownTestSuite() { delete folder_; }

    static std::string path(std::string const& name) { return (*folder_ / name).string(); }

    /// The town's scenario with one value of its own. @param key  "" = none
    static std::string changed(std::string const& key, std::string const& value) {
        std::string text =
            "[scenario]\ntitle = \"Town\"\nschematic = true\n\n[traffic]\nsumo_config = \"town.sumocfg\"\n";
        auto const line = [&](char const* name, char const* usual) {
            text += std::string(name) + " = " + (key == name ? value : usual) + "\n";
        };
        line("begin_s", "0");
        line("end_s", "600");
        line("scale", "1");
        text += "[mesh]\n";
        line("cell_size_m", "20");
        text += "[weather]\n";
        line("wind_speed_m_s", "6");
        text += "latitude_deg = 19.8\nlongitude_deg = 105.8\n";
        line("wind_from_deg", "270");
        text += "[output]\n";
        line("species", key == "chemistry" ? "[\"NOx\", \"NO2\"]" : "[\"NOx\"]");
        if (key == "chemistry")
            text += "[chemistry]\n" + value +
                    "\n[emission]\nno2_share = 0.1\n[background]\nkind = \"regional\"\nsource = \"made up\"\nsource_vi "
                    "= \"giả định\"\n"
                    "NOx_ug_m3 = 15\nNO2_ug_m3 = 12\nO3_ug_m3 = 40\n";
        return text;
    }

    static std::string scenario(std::string const& name, std::string const& key, std::string const& value) {
        write_file(path("town/" + name), changed(key, value));
        return path("town/" + name);
    }

    static CommandResult fast(std::vector<std::string> const& more) {
        std::vector<std::string> arguments{"whatif", path("town/town.toml"), "--fast", path("tables"), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return hacthanh(arguments);
    }
    static void refused(CommandResult const& said, std::string const& reason) {
        EXPECT_EQ(said.exit_code, 2);
        EXPECT_NE(said.err.find(reason), std::string::npos) << said.err;
    }

    static ScratchFolder* folder_;
};
ScratchFolder* WhatifFast::folder_ = nullptr;

TEST_F(WhatifFast, MoreVehiclesFromAScenarioFileMakeMoreAir) {
    auto const same = scenario("same.toml", "", "");
    auto const busy = scenario("busy.toml", "scale", "1.5");
    auto const said = fast({"--other", same, "--other", busy, "-o", path("kept")});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const variants = nlohmann::json::parse(said.out).at("variants");
    ASSERT_EQ(variants.size(), 2U);
    EXPECT_EQ(variants.at(0).at("change"), 0);
    double const grown = variants.at(1).at("change");
    EXPECT_GT(grown, 0.2);
    EXPECT_LT(grown, 1.0);
    EXPECT_EQ(nlohmann::json::parse(read_file(path("kept/whatif.json"))).at("variants"), variants);

    std::istringstream places(read_file(path("kept/places.csv")));
    std::string line;
    std::getline(places, line);
    EXPECT_EQ(line, "x_m,y_m,base_ug_m3,same_ug_m3,busy_ug_m3");
    double base = 0, more = 0;
    std::size_t n = 0;
    while (std::getline(places, line)) {
        std::istringstream fields(line);
        std::vector<double> numbers;
        for (std::string field; std::getline(fields, field, ',');) numbers.push_back(std::stod(field));
        ASSERT_EQ(numbers.size(), 5U);
        EXPECT_EQ(numbers[2], numbers[3]);
        base += numbers[2];
        more += numbers[4];
        ++n;
    }
    EXPECT_EQ(n, nlohmann::json::parse(said.out).at("receptors"));
    EXPECT_NEAR(more / base - 1, grown, 1e-3);
    refused(fast({"--other", same, "-o", path("kept")}), "exists already");
}

TEST_F(WhatifFast, SaysTheDifferenceToFullRunsOfSampledHours) {
    auto const same = scenario("again.toml", "", "");
    auto const unchecked = nlohmann::json::parse(fast({"--other", same}).out).at("against_sampled_hours");
    EXPECT_EQ(unchecked.at("checked"), false);
    EXPECT_NE(unchecked.at("text").get<std::string>().find("NOT CHECKED"), std::string::npos);

    std::vector<std::string> const check{"transfer", path("town.nc"), "-o", path("tables"), "--spacing",
                                         "12",       "--check-hours", "2",  "--json"};
    auto const made = hacthanh(check);
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto const said = fast({"--other", same});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const checked = nlohmann::json::parse(said.out).at("against_sampled_hours");
    EXPECT_EQ(checked.at("checked"), true);
    EXPECT_EQ(checked.at("hours"), 2);
    EXPECT_GT(checked.at("pairs"), 20);
    EXPECT_LT(std::abs(checked.at("fractional_bias").get<double>()), 0.5);
    EXPECT_LE(checked.at("within_10_percent"), checked.at("within_15_percent"));
    ASSERT_EQ(checked.at("each").size(), 2U);  // one in each half of 0.3 to 1, each with its seed
    EXPECT_LE(checked.at("each").at(0).at("volume"), 0.65);
    EXPECT_GE(checked.at("each").at(1).at("volume"), 0.65);
    EXPECT_NE(checked.at("each").at(0).at("seed"), checked.at("each").at(1).at("seed"));
    // The hour's bias by hand: its scenario run in full, and its emission through the table.
    auto const hour = checked.at("each").at(1);
    auto const busy = scenario("hour.toml", "scale", hour.at("volume").dump() + "\nseed = " + hour.at("seed").dump());
    ASSERT_EQ(hacthanh({"run", busy, "-o", path("hour.nc"), "--quiet"}).exit_code, 0);
    ASSERT_EQ(fast({"--other", busy, "-o", path("hour")}).exit_code, 0);
    auto const found = bias_at_places_with_air(path("hour/places.csv"), path("hour.nc"));
    EXPECT_EQ(found.first, hour.at("pairs"));
    EXPECT_NEAR(found.second, hour.at("fractional_bias").get<double>(), 1e-3);

    auto const again = hacthanh(check);  // hours that are known are not run again
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(nlohmann::json::parse(again.out).at(0).at("against_sampled_hours"), checked);
}

TEST_F(WhatifFast, AnotherWindIsRefusedWithBothWinds) {
    refused(fast({"--other", scenario("turned.toml", "wind_from_deg", "100")}), "their wind is 6 m/s from 270 degrees");
    refused(fast({"--other", scenario("weak.toml", "wind_speed_m_s", "3")}), "here 3 m/s from 270");
}

TEST_F(WhatifFast, AnotherGeometryIsRefused) {
    refused(fast({"--other", scenario("coarse.toml", "cell_size_m", "25")}),
            "the wind is the same, so mesh, buildings");
}

TEST_F(WhatifFast, AnotherChemistryIsRefused) {
    refused(fast({"--other", scenario("reactive.toml", "chemistry", "model = \"no-no2-o3\"")}),
            "its chemistry.model is no-no2-o3, the baseline's none");
}

TEST_F(WhatifFast, OtherScenariosNeedTheFastWay) {
    refused(hacthanh({"whatif", path("town/town.toml"), "--other", scenario("same.toml", "", "")}),
            "means nothing without --fast");
}

}  // namespace
}  // namespace hacthanh::test
