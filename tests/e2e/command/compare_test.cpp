/// `hacthanh compare` and what it adds to reports, through the real command, of a what-if of the tutorial town.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace hacthanh::test
