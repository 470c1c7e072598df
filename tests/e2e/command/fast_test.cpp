/// Answers without a run, through the real command: `transfer`, then `year` and `whatif --fast` with its tables.

#include "tests/e2e/command/fixture.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <sstream>

namespace hacthanh::test {
namespace {

constexpr double table_wind_m_s = 6;

/// A town with a west wind, and its tables: of the run and of the four winds, of which "from 270" is the run's own.
class FastAnswers : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        std::vector<std::string> run{"run", tutorial_scenario(), "-o", path("town.nc"), "--quiet"};
        run.insert(run.end(), settings.begin(), settings.end());
        auto const ran = hacthanh(run);
        ASSERT_EQ(ran.exit_code, 0) << ran.err;
        auto const built = hacthanh(
            {"transfer", path("town.nc"), "-o", path("tables"), "--spacing", "12", "--directions", "4", "--json"});
        ASSERT_EQ(built.exit_code, 0) << built.err;
    }
    static void TearDownTestSuite() { delete folder_; }

    static std::string path(std::string const& name) { return (*folder_ / name).string(); }

    static std::string written(std::string const& name, std::string const& text) {
        write_file(path(name), text);
        return path(name);
    }

    /// Observations of the first `n_hours` of 2025 in local time, all alike.
    static std::string weather(std::string const& name, double speed_m_s, double from_deg, int n_hours = 8760) {
        using namespace std::chrono;
        std::string text = "time,wind_speed_m_s,wind_from_deg\n";
        for (int h = 0; h < n_hours; ++h) {
            year_month_day const day{sys_days(2025y / January / 1) + days(h / 24)};
            text += fmt::format("{}-{:02}-{:02}T{:02}:00,{},{}\n", int(day.year()), unsigned(day.month()),
                                unsigned(day.day()), h % 24, speed_m_s, from_deg);
        }
        return written(name, text);
    }

    static CommandResult year_command(std::string const& observed, std::vector<std::string> const& more = {},
                                      double eight_o_clock = 1) {
        std::string factors;
        for (int hour = 0; hour < 24; ++hour)
            factors += fmt::format("{}{}", hour == 0 ? "" : ",", hour == 8 ? eight_o_clock : 1);
        std::vector<std::string> arguments{"year",           path("tables"), "--weather", observed,
                                           "--hour-factors", factors,        "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return hacthanh(arguments);
    }
    static nlohmann::json year(std::string const& observed, std::vector<std::string> const& more = {},
                               double eight_o_clock = 1) {
        auto const said = year_command(observed, more, eight_o_clock);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        return nlohmann::json::parse(said.out);
    }

    static CommandResult whatif_command(std::string const& measure, std::vector<std::string> const& more = settings) {
        std::vector<std::string> arguments{"whatif", tutorial_scenario(), measure, "--fast", path("tables"), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return hacthanh(arguments);
    }
    static nlohmann::json whatif(std::string const& measure) {
        auto const said = whatif_command(measure);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        return nlohmann::json::parse(said.out);
    }

    static std::string nothing() {  // the town has no trams
        return written("nothing.toml",
                       "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nclasses = [\"tram\"]\n");
    }

    static std::vector<std::string> const settings;
    static ScratchFolder* folder_;
};
std::vector<std::string> const FastAnswers::settings{
    "--set", "weather.wind_speed_m_s=6", "--set", "weather.wind_from_deg=270", "--set", "mesh.cell_size_m=20"};
ScratchFolder* FastAnswers::folder_ = nullptr;

double of(nlohmann::json const& document, char const* statistic, char const* which = "mean_of_places") {
    return document.at("years").at(0).at("species").at("NOx").at(statistic).at(which).get<double>();
}

TEST_F(FastAnswers, AYearOfTheRunsOwnWindIsWhatTheWhatifCallsTheBase) {
    auto const same = year(weather("same.csv", table_wind_m_s, 270));
    double const base = whatif(nothing()).at("variants").at(0).at("base_ug_m3");
    ASSERT_GT(base, 0);
    EXPECT_NEAR(of(same, "annual_mean"), base, 1e-3 * base);  // half precision, and two tables of one wind
    EXPECT_NEAR(of(same, "highest_hour"), base, 1e-3 * base);
    EXPECT_EQ(same.at("years").at(0).at("hours"), 8760);
    EXPECT_EQ(same.at("years").at(0).at("coverage"), 1);
    EXPECT_EQ(same.at("years").at(0).at("calm_hours"), 0);
}

TEST_F(FastAnswers, AYearFollowsWindEmissionAndBackground) {
    auto const same = year(weather("same.csv", table_wind_m_s, 270));
    double const base = of(same, "annual_mean");
    EXPECT_NEAR(of(year(weather("half.csv", table_wind_m_s / 2, 270)), "annual_mean"), 2 * base, 1e-4 * base);
    EXPECT_NEAR(of(year(weather("calm.csv", 0.1, 270), {"--min-wind", "3"}), "annual_mean"), 2 * base, 1e-4 * base);
    EXPECT_NEAR(of(year(path("same.csv"), {"--background", "NOx=10"}), "annual_mean"), base + 10, 1e-4 * base);

    auto const busy = year(path("same.csv"), {}, 25);  // one hour of a day, 25 times as much
    EXPECT_NEAR(of(busy, "annual_mean"), 2 * base, 1e-3 * base);
    EXPECT_NEAR(of(busy, "highest_hour"), 25 * base, 1e-3 * 25 * base);
    EXPECT_NEAR(of(busy, "highest_day"), 2 * base, 1e-3 * base);
    EXPECT_NEAR(of(busy, "highest_8_hours"), 4 * base, 1e-3 * 4 * base);

    year(path("same.csv"), {"--series", path("hours.csv")}, 25);
    std::istringstream series(read_file(path("hours.csv")));
    std::vector<std::string> rows;
    for (std::string row; std::getline(series, row);) rows.push_back(row);
    ASSERT_EQ(rows.size(), 8761U);
    EXPECT_EQ(rows[9].substr(0, 16), "2025-01-01T08:00");
    auto const sum = [](std::string const& row) {
        std::istringstream values(row.substr(17));
        double all = 0;
        for (std::string value; std::getline(values, value, ',');) all += std::stod(value);
        return all;
    };
    EXPECT_NEAR(sum(rows[9]), 25 * sum(rows[8]), 1e-3 * sum(rows[9]));  // the eight-o-clock of 25 times as much

    double const north = of(year(weather("north.csv", table_wind_m_s, 0)), "annual_mean");
    double const between = of(year(weather("between.csv", table_wind_m_s, 315)), "annual_mean");
    EXPECT_GT(std::abs(north - base), 0.01 * base) << "the two winds must differ for this to say something";
    EXPECT_NEAR(between, (north + base) / 2, 1e-3 * base);
}

TEST_F(FastAnswers, SeveralSpeciesAndYearsComeFromOneProduct) {
    auto const both = weather("both.csv", table_wind_m_s, 270, 2 * 8760);  // 2025 and 2026
    auto const said = year(both, {"--year", "2025,2026", "--species", "NOx,PM", "--background", "PM=20"});
    ASSERT_EQ(said.at("years").size(), 2U);
    auto const& species = said.at("years").at(1).at("species");
    double const nox = species.at("NOx").at("annual_mean").at("mean_of_places");
    double const pm = species.at("PM").at("annual_mean").at("mean_of_places");
    EXPECT_GT(nox, 0);
    EXPECT_GT(pm, 20);  // its background, and traffic
    EXPECT_NEAR(species.at("PM").at("highest_nowcast").at("mean_of_places").get<double>(), pm, 1e-3 * pm);
    EXPECT_FALSE(species.at("NOx").contains("highest_nowcast"));
    auto const range = said.at("range").at("NOx").at("annual_mean").at("mean_of_places");
    EXPECT_NEAR(range.at(0).get<double>(), nox, 1e-4 * nox);
    EXPECT_NEAR(range.at(1).get<double>(), nox, 1e-4 * nox);
    auto const unknown = year_command(both, {"--species", "CH4"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_NE(unknown.err.find("the tables have no CH4"), std::string::npos) << unknown.err;
    auto const inert = year_command(both, {"--species", "O3"});
    EXPECT_EQ(inert.exit_code, 2);
    EXPECT_NE(inert.err.find("O3 cannot be formed: the tables have no age of the air"), std::string::npos) << inert.err;
}

TEST_F(FastAnswers, AYearNeedsItsHours) {
    auto const said = year_command(weather("half_a_year.csv", 3, 270, 4380));
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_NE(said.err.find("covers 50 % of the hours of 2025"), std::string::npos) << said.err;
    auto const empty = hacthanh({"year", folder_->path().string(), "--weather", path("half_a_year.csv"),
                                 "--hour-factors", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"});
    EXPECT_EQ(empty.exit_code, 2);
    EXPECT_NE(empty.err.find("holds no tables of wind directions"), std::string::npos) << empty.err;
}

TEST_F(FastAnswers, AMeasureWithoutEffectChangesNothingAndAClosureDoes) {
    auto const unchanged = whatif(nothing());
    // What the rows leave out (0.01) and half precision's rounding, when no road gives off more than it did.
    EXPECT_LE(unchanged.at("truncation_bound").get<double>(), 0.012);
    auto const same = unchanged.at("variants").at(0);
    EXPECT_EQ(same.at("base_ug_m3"), same.at("variant_ug_m3"));
    EXPECT_EQ(same.at("greatest_rise_ug_m3"), 0);
    EXPECT_EQ(same.at("greatest_fall_ug_m3"), 0);
    auto const closed = whatif(written("closure.toml", "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n"));
    EXPECT_LT(closed.at("variants").at(0).at("greatest_fall_ug_m3"), 0);
    EXPECT_TRUE(closed.at("against_run").contains("within_10_percent"));
    // A bound that holds for any emission: it grows with the road that grew most.
    EXPECT_GE(closed.at("truncation_bound"), unchanged.at("truncation_bound"));
}

TEST_F(FastAnswers, WhatChangesTheAirOrTheRoutesIsRefused) {
    auto const refused = [](CommandResult const& said, std::string const& reason) {
        EXPECT_EQ(said.exit_code, 2);
        EXPECT_NE(said.err.find(reason), std::string::npos) << said.err;
    };
    auto turned = settings;
    turned.at(3) = "weather.wind_from_deg=100";
    refused(whatif_command(nothing(), turned), "another geometry, wind or program");
    auto coarser = settings;
    coarser.at(5) = "mesh.cell_size_m=25";
    refused(whatif_command(nothing(), coarser), "another geometry, wind or program");
    refused(whatif_command(written("growth.toml", "[[measure]]\nkind = \"demand_scale\"\nfactor = 1.3\n")),
            "equilibrium (planning mode)");
    refused(whatif_command(written("trees.toml", "[[measure]]\nkind = \"street_trees\"\nedges = [\"C2B2\"]\n")),
            "the model has no plants");
}

}  // namespace
}  // namespace hacthanh::test
