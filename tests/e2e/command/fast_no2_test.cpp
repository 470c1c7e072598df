/// NO2 without a run: ages in the tables, NO2 formed after the product, and a year of it, through the real command.

#include "io/result_reader.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <sstream>

namespace hacthanh::test {
namespace {

constexpr double molar_mass_no = 30.006, molar_mass_no2 = 46.005, molar_mass_o3 = 47.997;
constexpr double nox_outside = 15, no2_outside = 12, o3_outside = 60;  // [ug/m3]

/// A reacting town with coarse cells in a west wind, and its tables: of the run and of the west wind.
class FastNo2 : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        for (char const* setting :
             {"mesh.cell_size_m=30", "weather.wind_from_deg=0", "weather.wind_speed_m_s=4", "chemistry.model=no-no2-o3",
              "emission.no2_share=0.1", "background.kind=rural", "background.source=made up", "background.NOx_ug_m3=15",
              "background.NO2_ug_m3=12", "background.O3_ug_m3=60", "weather.latitude_deg=19.8",
              "weather.longitude_deg=105.8", "time.utc_offset=+07:00", "time.start_clock=09:00",
              "output.species=[\"NOx\",\"NO2\",\"O3\"]"}) {
            settings_.emplace_back("--set");
            settings_.emplace_back(setting);
        }
        std::vector<std::string> run{"run", tutorial_scenario(), "-o", path("town.nc"), "--quiet"};
        run.insert(run.end(), settings_.begin(), settings_.end());
        auto const ran = hacthanh(run);
        ASSERT_EQ(ran.exit_code, 0) << ran.err;
        auto const built = hacthanh(
            {"transfer", path("town.nc"), "-o", path("tables"), "--spacing", "1", "--directions", "1", "--json"});
        ASSERT_EQ(built.exit_code, 0) << built.err;
        built_ = nlohmann::json::parse(built.out);
    }
    static void TearDownTestSuite() { delete folder_; }

    static std::string path(std::string const& name) { return (*folder_ / name).string(); }

    /// 2025 with the run's wind in every hour, its sky without clouds.
    static std::string weather() {
        using namespace std::chrono;
        std::string text = "time,wind_speed_m_s,wind_from_deg,cloud_cover\n";
        for (int h = 0; h < 8760; ++h) {
            year_month_day const day{sys_days(2025y / January / 1) + days(h / 24)};
            text += fmt::format("{}-{:02}-{:02}T{:02}:00,4,0,0\n", int(day.year()), unsigned(day.month()),
                                unsigned(day.day()), h % 24);
        }
        write_file(path("met.csv"), text);
        return path("met.csv");
    }

    static CommandResult year(std::vector<std::string> const& more) {
        std::string factors = "1";
        for (int h = 1; h < 24; ++h) factors += ",1";
        std::vector<std::string> arguments{"year",           path("tables"), "--weather", weather(),
                                           "--hour-factors", factors,        "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return hacthanh(arguments);
    }

    /// Every hour's mean over places of one species.
    static std::vector<double> hours(std::string const& species, std::vector<std::string> more) {
        auto const file = path(species + ".csv");
        more.insert(more.end(), {"--species", species, "--series", file});
        auto const said = year(more);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        std::istringstream rows(read_file(file));
        std::string row;
        std::getline(rows, row);
        std::vector<double> means;
        while (std::getline(rows, row)) {
            std::istringstream fields(row.substr(17));
            double sum = 0;
            int n = 0;
            for (std::string field; std::getline(fields, field, ','); ++n)
                sum += field.empty() ? std::nan("") : std::stod(field);
            means.push_back(sum / n);
        }
        return means;
    }

    static ScratchFolder* folder_;
    static std::vector<std::string> settings_;
    static nlohmann::json built_;
};
ScratchFolder* FastNo2::folder_ = nullptr;
std::vector<std::string> FastNo2::settings_;
nlohmann::json FastNo2::built_;

std::vector<std::string> const place_and_air{"--latitude", "19.8",         "--longitude",
                                             "105.8",      "--background", "NOx=15,NO2=12,O3=60"};

TEST_F(FastNo2, IsTheRunsWithinTheAimAndBetterThanWithoutTravelTime) {
    auto const run = built_.at(0);
    EXPECT_EQ(run.at("ages"), true);
    EXPECT_LE(run.at("age_truncation_error").get<double>(), 0.01);
    auto const no2 = run.at("against_run").at("no2");
    auto const bias = [&](char const* how) { return std::abs(no2.at(how).at("fractional_bias").get<double>()); };
    EXPECT_LE(bias("formed"), 0.05);
    EXPECT_GT(bias("photostationary"), bias("formed"));
    EXPECT_GT(bias("unreacted"), bias("formed"));
    EXPECT_GT(no2.at("formed").at("receptors"), 100);
    EXPECT_EQ(built_.at(1).at("ages"), true);
    EXPECT_NE(run.at("against_run").at("text").get<std::string>().find("NO2: bias"), std::string::npos);
}

TEST_F(FastNo2, AYearKeepsNitrogenAndOxidantAndFollowsTheSun) {
    auto const nox = hours("NOx", {"--background", "NOx=15"}), no = hours("NO", place_and_air),
               no2 = hours("NO2", place_and_air), o3 = hours("O3", place_and_air);
    for (auto const* series : {&nox, &no, &no2, &o3}) ASSERT_EQ(series->size(), 8760U);
    // Ox: what came in, and a tenth of the traffic's NOx.
    for (std::size_t h = 0; h < 48; ++h) {
        EXPECT_NEAR(nox[h], no2[h] + no[h] * molar_mass_no2 / molar_mass_no, 2e-3 * nox[h]);
        double const ox = no2_outside + 0.1 * (nox[h] - nox_outside) + o3_outside * molar_mass_no2 / molar_mass_o3;
        EXPECT_NEAR(no2[h] + o3[h] * molar_mass_no2 / molar_mass_o3, ox, 2e-3 * ox);
        if (h % 24 >= 5) continue;  // by day the sun takes NO2 from the background too
        EXPECT_LT(o3[h], o3_outside);
        EXPECT_GT(no2[h], no2_outside + 0.1 * (nox[h] - nox_outside));
    }
    EXPECT_GT(no2[24], 1.02 * no2[36]) << "at midnight more NO2 than at noon";
    EXPECT_GT(o3[36], o3[24]);
    EXPECT_NEAR(no2[24], no2[48], 1e-3 * no2[24]);
}

TEST_F(FastNo2, TheAirOutsideComesHourByHour) {
    std::string air = "time,NOx_ug_m3,NO2_ug_m3,O3_ug_m3\n";
    for (int h = 0; h < 24; ++h)  // of one day; its morning has more ozone
        air += fmt::format("2025-01-01T{:02}:00,15,12,{}\n", h, h < 6 ? 90 : 30);
    air += "2025-01-02T00:00,15,12,30\n2025-12-31T23:00,15,12,30\n";
    write_file(path("air.csv"), air);
    auto const short_of_air =
        year({"--species", "NO2", "--latitude", "19.8", "--longitude", "105.8", "--background-file", path("air.csv")});
    EXPECT_EQ(short_of_air.exit_code, 2) << "the file is silent for most of the year";
    EXPECT_NE(short_of_air.err.find("air.csv: it covers"), std::string::npos) << short_of_air.err;

    using namespace std::chrono;
    air = "time,NOx_ug_m3,NO2_ug_m3,O3_ug_m3\n";
    for (int h = 0; h < 8760; ++h) {
        year_month_day const day{sys_days(2025y / January / 1) + days(h / 24)};
        air += fmt::format("{}-{:02}-{:02}T{:02}:00,15,12,{}\n", int(day.year()), unsigned(day.month()),
                           unsigned(day.day()), h % 24, h % 24 < 4 ? 90 : 30);
    }
    write_file(path("air.csv"), air);
    auto const no2 = hours("NO2", {"--latitude", "19.8", "--longitude", "105.8", "--background-file", path("air.csv")});
    ASSERT_EQ(no2.size(), 8760U);
    EXPECT_GT(no2[26], 1.05 * no2[29]) << "two dark hours, the first with three times the ozone";
}

TEST_F(FastNo2, AWhatifFormsItForBaseAndVariantAndMakesMapsOfIt) {
    write_file(path("closure.toml"), "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n");
    std::vector<std::string> arguments{
        "whatif", tutorial_scenario(), path("closure.toml"), "--fast", path("tables"), "-o", path("closure"), "--json"};
    arguments.insert(arguments.end(), settings_.begin(), settings_.end());
    auto const said = hacthanh(arguments);
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const document = nlohmann::json::parse(said.out);
    EXPECT_EQ(document.at("no2").at("formed"), true);
    auto const formed = document.at("variants").at(0).at("formed");
    ASSERT_EQ(formed.size(), 3U);
    EXPECT_EQ(formed.at(0).at("name"), "NO2");
    EXPECT_LT(formed.at(0).at("greatest_fall_ug_m3"), 0);
    EXPECT_GT(formed.at(2).at("greatest_rise_ug_m3"), 0) << "less NO leaves more ozone";

    std::istringstream places(read_file(path("closure/places.csv")));
    std::string first;
    std::getline(places, first);
    EXPECT_EQ(first,
              "x_m,y_m,base_ug_m3,closure_ug_m3,base_NO2_ug_m3,base_NO_ug_m3,base_O3_ug_m3,closure_NO2_ug_m3,"
              "closure_NO_ug_m3,closure_O3_ug_m3");

    // The baseline is the run: its map of NO2 beside the run's own.
    io::ResultReader const fast(path("closure/base.nc")), full(path("town.nc"));
    ASSERT_EQ(fast.facts().species, (std::vector<std::string>{"NOx", "NO2", "O3"}));
    auto const product = fast.mean_surface(1), run = full.mean_surface(1);
    double sum_product = 0, sum_run = 0;
    for (std::size_t c = 0; c < run.size(); ++c) {
        sum_product += static_cast<double>(product[c]);
        sum_run += static_cast<double>(run[c]);
    }
    EXPECT_NEAR(sum_product / sum_run, 1, 0.05);
    EXPECT_NEAR(fast.facts().background.at(2).value(), o3_outside, 1e-6);
}

TEST_F(FastNo2, WhatItNeedsIsAskedFor) {
    auto const refused = [](CommandResult const& said, std::string const& reason) {
        EXPECT_EQ(said.exit_code, 2);
        EXPECT_NE(said.err.find(reason), std::string::npos) << said.err;
    };
    refused(year({"--species", "NO2", "--latitude", "19.8", "--longitude", "105.8"}), "nothing is said of its NOx");
    refused(year({"--species", "NO2", "--background", "NOx=15,NO2=12,O3=60"}), "give --latitude and --longitude");
    refused(
        year({"--species", "NO2", "--latitude", "19.8", "--longitude", "105.8", "--background", "NOx=10,NO2=12,O3=60"}),
        "check units and columns");
}

}  // namespace
}  // namespace hacthanh::test
