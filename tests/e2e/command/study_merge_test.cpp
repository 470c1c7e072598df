/// What a merge makes beside the summary: indices of sensitivity, the best package, fields of all members.

#include "io/city_folder.hpp"
#include "io/hdf5.hpp"
#include "tests/e2e/command/fixture.hpp"
#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr char const* tiny =
    "[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 60\nmesh.levels = 4\noutput.interval_s = 60\n";

class StudyMergeTest : public ::testing::Test {
protected:
    void write(std::string const& head, std::string const& more) {
        write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() + "\"\n" + head + tiny + more);
    }
    CommandResult study(std::string const& where, std::string const& slots = "2") {
        return hacthanh({"study", (folder_ / "s.toml").string(), "--folder", (folder_ / where).string(), "--slots",
                         slots, "--quiet"});
    }
    nlohmann::json summary(std::string const& where) {
        return nlohmann::json::parse(read_file(folder_ / where / "summary.json"));
    }
    ScratchFolder folder_;
};

TEST_F(StudyMergeTest, MorrisTellsWhichFactorMatters) {
    write("seeds = 1\ndesign = \"morris\"\nsamples = 3\nrank = [\"vehicle_km\", \"ground_ug_m3.NOx\"]\n",
          "[[factor]]\nkey = \"traffic.scale\"\nlow = 0.5\nhigh = 1.5\n"
          "[[factor]]\nkey = \"weather.wind_speed_m_s\"\nlow = 1\nhigh = 4\n");
    auto const done = study("morris");
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const found = summary("morris").at("sensitivity");
    ASSERT_EQ(found.size(), 2U);
    auto const& driven = found[0].at("factors");
    EXPECT_GT(driven.at("traffic.scale").at("mu_star").at("value").get<double>(), 0);
    EXPECT_EQ(driven.at("weather.wind_speed_m_s").at("mu_star").at("value").get<double>(), 0)
        << "wind moves no vehicle";
    EXPECT_EQ(driven.at("weather.wind_speed_m_s").at("mu_star").at("high").get<double>(), 0);
    auto const& air = found[1].at("factors");
    EXPECT_GT(air.at("traffic.scale").at("mu").at("value").get<double>(), 0);
    EXPECT_LT(air.at("weather.wind_speed_m_s").at("mu").at("value").get<double>(), 0) << "wind thins";
    for (auto const& [factor, indices] : air.items())
        for (auto const& [name, index] : indices.items()) {
            EXPECT_LE(index.at("low").get<double>(), index.at("value").get<double>() + 1e-12) << factor << name;
            EXPECT_GE(index.at("high").get<double>(), index.at("value").get<double>() - 1e-12) << factor << name;
        }
    EXPECT_THAT(read_file(folder_ / "morris/sensitivity.csv"),
                testing::StartsWith("indicator,weather,variant,factor,index,value,low,high\nvehicle_km,"));
    auto const once = read_file(folder_ / "morris/sensitivity.csv");
    fs::remove(folder_ / "morris/sensitivity.csv");
    ASSERT_EQ(hacthanh({"study", "merge", (folder_ / "morris").string()}).exit_code, 0);
    EXPECT_EQ(read_file(folder_ / "morris/sensitivity.csv"), once);
}

TEST_F(StudyMergeTest, FieldsOfAllMembersInTwoFiles) {
    io::CityFolder town;  // one house over whole cells: no air, no value
    town.about.name = "Town";
    town.network = fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
    town.city.buildings = {box_building(20, 20, 240, 240, 30)};
    io::write_city_folder(folder_ / "city", town);
    write("seeds = 3\n",
          "city.folder = \"" + (folder_ / "city").string() +
              "\"\n[merge]\nfields = [\"NOx_mean_surface\"]\nprobabilities = [0.5]\nlimits = [0.0, 1e9]\n"
              "[[measure]]\nname = \"closed\"\nfiles = [\"close.toml\"]\n");
    write_file(folder_ / "close.toml",
               "[about]\ntitle = \"Closure\"\n[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n");
    ASSERT_EQ(study("one", "1").exit_code, 0);
    auto const two = (folder_ / "two").string();  // the same from the last member to the first, two at a time
    ASSERT_EQ(hacthanh({"study", (folder_ / "s.toml").string(), "--folder", two, "--dry-run"}).exit_code, 0);
    auto const turned = run_command(
        {"sh", "-c",
         "tac '" + two + "/ids.txt' | xargs -P 2 -n 1 '" + hacthanh_program() + "' study run-member '" + two + "'"});
    ASSERT_EQ(turned.exit_code, 0) << turned.err;
    ASSERT_EQ(hacthanh({"study", "merge", two}).exit_code, 0);
    for (char const* file : {"summary.json", "fields.nc", "index.nc"})
        EXPECT_TRUE(read_file(folder_ / "one" / file) == read_file(folder_ / "two" / file))
            << file << ": the same bytes whatever the order in which members ended, and when they were merged";
    auto const header = run_command({"ncdump", "-h", (folder_ / "one/index.nc").string()});
    EXPECT_THAT(header.out, HasSubstr("float NOx_mean_surface(")) << header.err;

    auto const index = io::hdf5::File::open((folder_ / "one/index.nc").string());
    auto const fields = io::hdf5::File::open((folder_ / "one/fields.nc").string());
    auto const read = [](io::hdf5::File const& file, std::string const& name) {
        return io::hdf5::read<float>(io::hdf5::open_dataset(file.id(), "NOx_mean_surface" + name).get());
    };
    auto const members = read(index, "");
    auto const mean = read(fields, "_mean");
    auto const median = read(fields, "_quantile");
    auto const above = read(fields, "_exceedance");
    std::size_t const cells = members.size() / 6;
    ASSERT_EQ(mean.size(), 2 * cells);
    auto const n = read(fields, "_n");
    std::size_t air = 0, houses = 0;
    for (std::size_t variant = 0; variant < 2; ++variant)
        for (std::size_t c = 0; c < cells; ++c) {
            std::array<float, 3> seeds{};
            for (std::size_t seed = 0; seed < 3; ++seed) seeds[seed] = members[(3 * variant + seed) * cells + c];
            if (seeds[0] > 1e30F) {  // _FillValue: a house
                ++houses;
                EXPECT_EQ(n[variant * cells + c], 0);
                EXPECT_GT(mean[variant * cells + c], 1e30F) << "no member has air there";
                continue;
            }
            EXPECT_EQ(n[variant * cells + c], 3);
            ++air;
            EXPECT_NEAR(mean[variant * cells + c], (seeds[0] + seeds[1] + seeds[2]) / 3, 1e-5F * seeds[0] + 1e-12F);
            std::ranges::sort(seeds);
            EXPECT_EQ(median[variant * cells + c], seeds[1]);
            EXPECT_EQ(above[(2 * variant + 1) * cells + c], 0) << "nothing is above 1e9";
        }
    EXPECT_GT(air, cells);
    EXPECT_GT(houses, 0U);
}

TEST_F(StudyMergeTest, AFieldThatNoMemberHasLosesNoSummary) {
    write("seeds = 1\n", "[merge]\nfields = [\"SO2_mean_surface\"]\n");
    auto const done = study("f");
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_THAT(done.err, HasSubstr("has no variable SO2_mean_surface"));
    EXPECT_EQ(summary("f").at("merged"), 1);
    EXPECT_TRUE(fs::exists(folder_ / "f/ranking.csv"));
    EXPECT_FALSE(fs::exists(folder_ / "f/fields.nc"));
}

TEST_F(StudyMergeTest, TheBestPackageIsWhatTheBudgetBuys) {
    for (char const* edge : {"C2B2", "B2A2", "C1B1"})
        write_file(folder_ / (std::string(edge) + ".toml"), "[about]\ntitle = \"" + std::string(edge) +
                                                                "\"\n[[measure]]\nkind = \"close_edge\"\nedges = [\"" +
                                                                edge + "\"]\n");
    write("seeds = 2\n",
          "[package]\nindicator = \"emitted_kg.NOx\"\nbetter = \"less\"\nbudget = 5\n"
          "incompatible = [[\"C2B2\", \"B2A2\"]]\n"
          "[[measure]]\nfiles = [\"C2B2.toml\"]\ncost = 2\n[[measure]]\nfiles = [\"B2A2.toml\"]\ncost = 3\n"
          "[[measure]]\nfiles = [\"C1B1.toml\"]\ncost = 100\n");
    auto const done = study("package");
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const found = summary("package");
    auto const& package = found.at("package");
    ASSERT_FALSE(package.contains("missing")) << package.dump();
    EXPECT_EQ(package.at("pairs"), 2);
    std::map<std::string, double> gains;
    for (auto const& row : package.at("ranking"))
        gains[row.at("measure").get<std::string>()] = row.at("improvement").get<double>();
    ASSERT_EQ(gains.size(), 3U);
    double best = 0;  // of nothing; the third is beyond the budget, the first two exclude each other
    for (char const* one : {"C2B2", "B2A2"}) best = std::max(best, gains.at(one));
    EXPECT_NEAR(package.at("improvement").get<double>(), best, 1e-12);
    EXPECT_LE(package.at("cost").get<double>(), 5);
    // The improvement is the summary's own difference, turned.
    for (auto const& cell : found.at("cells"))
        if (gains.contains(cell.at("variant").get<std::string>())) {
            EXPECT_NEAR(gains.at(cell.at("variant").get<std::string>()),
                        -cell.at("indicators").at("emitted_kg.NOx").at("difference").at("mean").get<double>(), 1e-12);
        }
}

}  // namespace
}  // namespace hacthanh::test
