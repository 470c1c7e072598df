/// `hacthanh compare` and what it adds to reports, through the real command, of a what-if of the tutorial town.

#include "io/city_folder.hpp"
#include "io/hdf5.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;

/// A what-if with five seeds, made once for all tests.
class CompareTest : public testing::Test {
protected:
    static CommandResult whatif(std::string const& name, int seeds, std::vector<std::string> const& options) {
        std::vector<std::string> arguments{"whatif",
                                           tutorial_scenario(),
                                           (*folder_ / "closure.toml").string(),
                                           "--seeds",
                                           std::to_string(seeds),
                                           "--quiet",
                                           "--set",
                                           "output.keep_fields=false",
                                           "-o",
                                           (*folder_ / name).string()};
        for (auto const& option : options) arguments.insert(arguments.end(), {"--set", option});
        return hacthanh(arguments);
    }
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;  // NOLINT: lives as long as the suite
        write_file(*folder_ / "closure.toml",
                   "[about]\ntitle = \"Closure\"\ntitle_vi = \"Cấm đường\"\n"
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nwindows = [\"07:04-07:08\"]\n");
        auto const made = whatif("out", 5, {"mesh.cell_size_m=100"});
        ASSERT_EQ(made.exit_code, 0) << made.err;
        auto const finer = whatif("finer", 1, {"mesh.cell_size_m=50"});
        ASSERT_EQ(finer.exit_code, 0) << finer.err;
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }
    static std::string file(std::string const& name) { return (*folder_ / name).string(); }
    static nlohmann::json compared(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "compare");
        arguments.emplace_back("--json");
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out);
    }

    static ScratchFolder* folder_;
};
ScratchFolder* CompareTest::folder_ = nullptr;

TEST_F(CompareTest, AgreesWithTheWhatif) {
    auto const found = compared({file("out")});
    EXPECT_EQ(found.at("options").at("closure").at("pairs"), 5);
    auto const whatif = nlohmann::json::parse(read_file(*folder_ / "out" / "whatif.json"));
    auto const& differences = whatif.at("variants").at("closure").at("differences");
    auto const& indicators = found.at("indicators");
    EXPECT_TRUE(indicators.at("emitted_kg.NOx").contains("base"));
    EXPECT_TRUE(indicators.at("time_per_km").at("options").at("closure").contains("systematic_ci"));
    // The closure begins with the compared time here only if the what-if's does.
    EXPECT_TRUE(differences.contains("emitted_kg.NOx"));
}

TEST_F(CompareTest, MarksWhatIsMissing) {
    auto const found = compared({file("out")});
    EXPECT_EQ(found.at("has_population"), 0);
    auto const& people = found.at("indicators").at("people_mean.PM25");
    EXPECT_FALSE(people.contains("base"));
    EXPECT_THAT(people.at("base_missing").get<std::string>(), HasSubstr("no data"));
    for (auto const& limit : found.at("limits")) {
        EXPECT_FALSE(limit.at("base").contains("people_above")) << limit.dump();
        EXPECT_TRUE(limit.at("base").contains("missing"));
    }
}

TEST_F(CompareTest, ClaimsNothingWithFewerThanFivePairs) {
    auto const found = compared({file("out/base.s42.nc"), file("out/closure.s42.nc")});
    for (auto const& [id, row] : found.at("indicators").items())
        for (auto const& [option, change] : row.at("options").items())
            EXPECT_THAT((std::array{"less", "more"}), testing::Not(testing::Contains(change.value("verdict", ""))))
                << id;
}

TEST_F(CompareTest, RefusesWhatCannotBeCompared) {
    auto const refusal = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "compare");
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 2);
        return result.err;
    };
    EXPECT_THAT(refusal({file("out/base.s42.nc"), file("finer/closure.s42.nc")}),
                testing::AllOf(HasSubstr("only runs of the same mesh, period and schema"), HasSubstr("50 m")));
    EXPECT_THAT(refusal({file("out/base.s42.nc"), file("out/closure.s43.nc")}), HasSubstr("has seed 43"));
    EXPECT_THAT(refusal({file("out/base.s42.nc"), file("out/base.s42.nc")}), HasSubstr("second run"));
    EXPECT_THAT(refusal({file("out/base.s42.nc")}), HasSubstr("there is no option"));
    EXPECT_THAT(refusal({file("out"), "--evidence", "weather=S"}), HasSubstr("must be TERM="));
    write_file(*folder_ / "costs.csv",
               "option,public_investment_vnd,recurrent_vnd,counterpart_vnd,private_vnd,running_vnd_per_year,hours_per_"
               "year,cheap,"
               "evidence\nno_such,1,0,0,0,0,500,no,M\n");
    EXPECT_THAT(refusal({file("out"), "--costs", file("costs.csv")}), HasSubstr("names the option \"no_such\""));
}

TEST_F(CompareTest, RefusesOtherPeriodsAndSchemas) {
    auto const shorter = whatif("shorter", 1, {"mesh.cell_size_m=100", "traffic.end_s=540"});
    ASSERT_EQ(shorter.exit_code, 0) << shorter.err;
    auto const period = hacthanh({"compare", file("out/base.s42.nc"), file("shorter/closure.s42.nc")});
    EXPECT_EQ(period.exit_code, 2);
    EXPECT_THAT(period.err, testing::AllOf(HasSubstr("only runs of the same mesh, period and schema"),
                                           HasSubstr("seconds 0 to 540")));
    std::filesystem::copy(file("out/closure.s42.nc"), file("older.nc"));
    std::filesystem::permissions(file("older.nc"), std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    io::hdf5::File older = io::hdf5::File::open_for_update(file("older.nc"));
    io::hdf5::set_attribute(older.id(), "schema", std::string("1.1"));
    older.close();
    for (char const* verb : {"compare", "report"}) {
        auto const schema = hacthanh({verb, file("out/base.s42.nc"), file("older.nc")});
        EXPECT_EQ(schema.exit_code, 2);
        EXPECT_THAT(schema.err, testing::AllOf(HasSubstr("only runs of the same mesh, period and schema"),
                                               HasSubstr("schema 1.1")));
    }
}

TEST_F(CompareTest, HoldsAgainstTablesOfTheUsersToo) {
    write_file(*folder_ / "ours" / "limits.csv",
               "standard,pollutant,averaging,limit_ug_m3,exceedances_per_year,valid_from,valid_to,evidence,source\n"
               "HOUSE,PM25,1h,12.5,3,2026-01-01,,S,a decision of the city\n"
               "LATER,PM25,1h,5,,2027-01-01,,S,of next year\n");
    auto const found = compared({file("out"), "--rules", file("ours")});
    auto const& limits = found.at("limits");
    auto const limit = [&](std::string const& standard) {
        return std::find_if(limits.begin(), limits.end(),
                            [&](nlohmann::json const& each) { return each.at("standard") == standard; });
    };
    ASSERT_NE(limit("HOUSE"), limits.end());
    EXPECT_EQ(limit("HOUSE")->at("limit_ug_m3"), 12.5);
    EXPECT_EQ(limit("HOUSE")->at("exceedances_per_year"), 3);
    EXPECT_NE(limit("QCVN_05_2023"), limits.end());  // on top of the program's
    EXPECT_EQ(limit("LATER"), limits.end());         // the run is of 2026
    auto const text = hacthanh({"compare", file("out"), "--rules", file("ours")});
    EXPECT_THAT(text.out, HasSubstr("HOUSE PM25"));
    EXPECT_THAT(text.out, HasSubstr("12.5 ug/m3; 3 a year may lie above"));
}

TEST_F(CompareTest, WritesTableMapsAndMoney) {
    write_file(*folder_ / "good.csv",
               "option,public_investment_vnd,recurrent_vnd,counterpart_vnd,private_vnd,running_vnd_per_year,hours_per_"
               "year,cheap,"
               "evidence\nclosure,1e9,0,0,0,1e7,500,yes,M\n");
    auto const found =
        compared({file("out"), "--costs", file("good.csv"), "--csv", file("table.csv"), "--rasters", file("maps")});
    EXPECT_EQ(found.at("money").at("closure").at("appraisal").size(), 3U);
    EXPECT_LT(found.at("money").at("closure").at("appraisal").at("usual").at("net_present_value_vnd"), 0);
    EXPECT_THAT(read_file(*folder_ / "table.csv"), testing::StartsWith("table,pillar,id,name_en"));
    EXPECT_THAT(read_file(*folder_ / "table.csv"), HasSubstr("health,Life,pm25_mort_hrapie,"));
    EXPECT_TRUE(std::filesystem::exists(*folder_ / "maps" / "closure_difference.tif"));
    auto const again = hacthanh({"compare", file("out"), "--rasters", file("maps")});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("exists already"));
}

TEST_F(CompareTest, IsInTheReport) {
    auto const made = hacthanh({"report", file("out"), "-o", file("report.html"), "--no-maps"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto const html = read_file(*folder_ / "report.html");
    for (char const* words : {"Đối chiếu quy chuẩn", "chưa đủ thời gian", "Độ chắc chắn của các thay đổi",
                              "Phơi nhiễm của người dân", "period too short", "ISO 37120"})
        EXPECT_THAT(html, HasSubstr(words));
}

/// Two typical days of the tutorial town: a winter day in a weak wind, 250 of them, and a summer day, 115.
class TypicalDaysTest : public testing::Test {
protected:
    std::string run(std::string const& name, std::string const& date, std::string const& wind, int days,
                    std::vector<std::string> const& more = {}) const {
        std::string const result = (folder_ / (name + ".nc")).string();
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", result, "--quiet"};
        for (std::string const& option :
             {std::string("scenario.title=Year"), std::string("scenario.title_vi=Năm"), "time.date=" + date,
              "weather.wind_speed_m_s=" + wind, "time.days_per_year=" + std::to_string(days),
              std::string("traffic.end_s=88200"), std::string("run.spin_up_s=1800"),
              std::string("output.interval_s=3600"), std::string("output.keep_fields=false"),
              std::string("mesh.cell_size_m=120"), std::string("mesh.levels=5"), std::string("background.NOx_ug_m3=20"),
              std::string("background.kind=rural"), std::string("background.source=a choice"),
              std::string("output.species=[\"NOx\"]")})
            arguments.insert(arguments.end(), {"--set", option});
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const done = hacthanh(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return result;
    }
    static nlohmann::json compared(std::vector<std::string> files) {
        files.insert(files.begin(), "compare");
        files.emplace_back("--json");
        auto const said = hacthanh(files);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        return nlohmann::json::parse(said.out);
    }
    /// The baseline's mean at the ground.
    static double ground(nlohmann::json const& found) {
        return found.at("indicators").at("ground_ug_m3.NOx").at("base").get<double>();
    }
    ScratchFolder folder_;
};

TEST_F(TypicalDaysTest, BecomeTheirYear) {
    write_file(folder_ / "closure.toml",
               "[about]\ntitle = \"Closure\"\n[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n");
    std::vector<std::string> const close{"--measure", (folder_ / "closure.toml").string()};
    auto const winter = run("winter", "2026-01-15", "1.5", 250);
    auto const summer = run("summer", "2026-07-15", "5", 115);
    auto const winter_closed = run("winter_closed", "2026-01-15", "1.5", 250, close);
    auto const summer_closed = run("summer_closed", "2026-07-15", "5", 115, close);
    auto const year = compared({winter, summer, winter_closed, summer_closed});
    EXPECT_EQ(year.at("is_year"), 1);
    EXPECT_EQ(year.at("options").at("winter_closed").at("pairs"), 1) << "two days of one seed are one pair";
    double const in_winter = ground(compared({winter, winter_closed}));
    double const in_summer = ground(compared({summer, summer_closed}));
    EXPECT_GT(in_winter, in_summer);
    EXPECT_NEAR(ground(year), (250 * in_winter + 115 * in_summer) / 365, 1e-6 * in_winter);

    auto const refused = [](std::vector<std::string> files) {
        files.insert(files.begin(), "compare");
        auto const said = hacthanh(files);
        EXPECT_EQ(said.exit_code, 2) << said.out;
        return said.err;
    };
    auto const rare = run("rare", "2026-07-15", "5", 30);
    auto const rare_closed = run("rare_closed", "2026-07-15", "5", 30, close);
    EXPECT_THAT(refused({winter, rare, winter_closed, rare_closed}), HasSubstr("stand for 280 days and are no year"));
    EXPECT_THAT(refused({winter, summer, winter_closed}),
                HasSubstr("is one of 1 typical day(s) of seed 42, and the baseline has 2"));

    // Maps of the year, and its report.
    auto const maps = (folder_ / "maps").string();
    compared({winter, summer, winter_closed, summer_closed, "--rasters", maps});
    auto const info = run_command({"gdalinfo", "-stats", maps + "/winter_closed_difference.tif"});
    EXPECT_THAT(info.out, HasSubstr("mean over the year of typical days"));
    auto const report = (folder_ / "year.html").string();
    auto const made = hacthanh({"report", winter, summer, winter_closed, summer_closed, "-o", report});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_THAT(read_file(report), testing::AllOf(HasSubstr("Ngày điển hình"), HasSubstr("của một ngày trung bình"),
                                                  HasSubstr("GeoTIFF của cả năm")));
}

/// Repeats of one seed in other weather are pairs of their own: what weather does is part of what is random.
TEST(OtherWeatherTest, IsARepeat) {
    ScratchFolder const folder;
    write_file(folder / "closure.toml",
               "[about]\ntitle = \"Closure\"\n[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n");
    auto const run = [&](std::string const& name, std::string const& wind, std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", (folder / (name + ".nc")).string(),
                                           "--quiet"};
        for (std::string const& option : {"weather.wind_speed_m_s=" + wind, std::string("output.keep_fields=false"),
                                          std::string("mesh.cell_size_m=120"), std::string("mesh.levels=5")})
            arguments.insert(arguments.end(), {"--set", option});
        arguments.insert(arguments.end(), more.begin(), more.end());
        EXPECT_EQ(hacthanh(arguments).exit_code, 0);
        return (folder / (name + ".nc")).string();
    };
    std::vector<std::string> const close{"--measure", (folder / "closure.toml").string()};
    auto const weak = run("weak", "1.5"), strong = run("strong", "5");
    auto const weak_closed = run("weak_closed", "1.5", close), strong_closed = run("strong_closed", "5", close);
    auto const ground = [](std::vector<std::string> files) {
        files.insert(files.begin(), "compare");
        files.emplace_back("--json");
        auto const said = hacthanh(files);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        auto const found = nlohmann::json::parse(said.out);
        return std::pair{
            found, found.at("indicators").at("ground_ug_m3.NOx").at("options").begin()->at("difference").get<double>()};
    };
    auto const [both, difference] = ground({weak, strong, weak_closed, strong_closed});
    EXPECT_EQ(both.at("options").at("weak_closed").at("pairs"), 2);
    EXPECT_NEAR(difference, (ground({weak, weak_closed}).second + ground({strong, strong_closed}).second) / 2,
                1e-9 * std::abs(difference));
    auto const refused = hacthanh({"compare", weak, strong_closed});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("no result of the baseline has both"));
    auto const twice = hacthanh({"compare", weak, weak, weak_closed});
    EXPECT_EQ(twice.exit_code, 2);
    EXPECT_THAT(twice.err, HasSubstr("second run"));
}

TEST_F(CompareTest, TakesStopsByOption) {
    io::CityFolder town;  // 300 people in one corner, 100 in the other
    town.about.name = "Town";
    town.network = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
    auto const zone = [](std::string const& id, double x, double residents) {
        return city::PopulationZone{
            id, {{{{x, x}, {x + 50, x}, {x + 50, x + 50}, {x, x + 50}}, {}}}, residents, city::Mark::sourced};
    };
    town.city.population = {zone("south-west", 0, 300), zone("north-east", 400, 100)};
    io::write_city_folder(*folder_ / "city", town);
    write_file(*folder_ / "stops.csv", "x_m,y_m,headway_min\n-300,0,10\n425,425,60\n");
    write_file(*folder_ / "new.csv", "x_m,y_m,headway_min\n-300,0,10\n425,800,10\n");
    auto const access = compared({file("out"), "--city", file("city"), "--bus-stops", file("stops.csv"), "--bus-stops",
                                  "closure=" + file("new.csv")})
                            .at("indicators")
                            .at("bus_access");
    EXPECT_NEAR(access.at("base").get<double>(), 75, 1e-6) << "a bus every 10 minutes within 500 m";
    EXPECT_NEAR(access.at("options").at("closure").at("difference").get<double>(), 25, 1e-6) << "the others too";
    auto const wrong = hacthanh(
        {"compare", file("out"), "--bus-stops", file("stops.csv"), "--bus-stops", "nobody=" + file("new.csv")});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("is no option of those compared"));
}

}  // namespace
}  // namespace hacthanh::test
