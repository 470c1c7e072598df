/// Reports through the real command, of a what-if of the tutorial town.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A what-if with five seeds, made once for all tests.
class ReportTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;  // NOLINT: lives as long as the suite
        write_file(*folder_ / "closure.toml",
                   "[about]\ntitle = \"Close <a> street\"\ntitle_vi = \"Cấm một tuyến phố\"\n"
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nwindows = [\"07:04-07:08\"]\n"
                   "[[expect]]\nindicator = \"vehicle_km\"\nplace = \"place\"\nsign = \"-\"\n");
        auto const made =
            hacthanh({"whatif", tutorial_scenario(), (*folder_ / "closure.toml").string(), "--seeds", "5", "--quiet",
                      "--set", "output.keep_fields=false", "--set", "output.concentration_error=0", "--set",
                      "mesh.cell_size_m=100", "-o", (*folder_ / "out").string()});
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }

    static std::string report(std::vector<std::string> const& options, std::string const& input = "out") {
        auto const file = (*folder_ / "report.html").string();
        std::vector<std::string> arguments{"report", (*folder_ / input).string(), "-o", file, "--force", "--no-maps"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto const made = hacthanh(arguments);
        EXPECT_EQ(made.exit_code, 0) << made.err;
        return read_file(file);
    }
    static std::filesystem::path base() { return *folder_ / "out" / "base.s42.nc"; }

    static ScratchFolder* folder_;
};
ScratchFolder* ReportTest::folder_ = nullptr;

TEST_F(ReportTest, ShowsWhatTheWhatifFound) {
    auto const html = report({});
    auto const whatif = nlohmann::json::parse(read_file(*folder_ / "out" / "whatif.json"));
    auto const& difference = whatif.at("variants").at("closure").at("differences").at("time_per_km_s");
    EXPECT_THAT(html, HasSubstr("Cấm một tuyến phố"));
    EXPECT_THAT(html, HasSubstr("Close &lt;a&gt; street"));
    EXPECT_THAT(html, HasSubstr("Thị trấn hướng dẫn"));
    EXPECT_THAT(html, HasSubstr("15/01/2026"));
    std::string const percent = fmt::format("{:.1f}", std::abs(100 * difference.at("relative").get<double>()));
    ASSERT_EQ(difference.at("verdict"), "more");
    EXPECT_THAT(html, HasSubstr("+" + percent));
    EXPECT_THAT(html, HasSubstr("đúng như dự kiến"));
    EXPECT_THAT(html, HasSubstr("Chưa có số liệu"));  // no monitors
}

TEST_F(ReportTest, WarnsOfWhatNoTrafficMeasureDoesAndOfTrafficThatIsNotValid) {
    std::filesystem::copy(*folder_ / "out", *folder_ / "edited");
    auto whatif = nlohmann::ordered_json::parse(read_file(*folder_ / "out" / "whatif.json"));
    auto& variant = whatif.at("variants").at("closure");
    auto& particles = variant.at("differences").at("ground_ug_m3.PM");
    double const base_ug_m3 = particles.at("base").get<double>();
    EXPECT_THAT(report({}), Not(HasSubstr("class=\"warning\">Cần kiểm tra")));
    particles.at("difference") = -0.149 * base_ug_m3;
    write_file(*folder_ / "edited" / "whatif.json", whatif.dump());
    EXPECT_THAT(report({}, "edited"), Not(HasSubstr("Cần kiểm tra")));
    particles.at("difference") = -0.151 * base_ug_m3;
    variant.at("invalid_because") = {"closure, seed 42: 7.0 % of the vehicles were teleported"};
    write_file(*folder_ / "edited" / "whatif.json", whatif.dump());
    auto const html = report({}, "edited");
    EXPECT_THAT(html, HasSubstr("Cần kiểm tra: phương án “Cấm một tuyến phố” giảm bụi toàn thành phố 15,1 %"));
    EXPECT_THAT(html, HasSubstr("7.0 % of the vehicles were teleported"));
    EXPECT_THAT(html, HasSubstr("không hợp lệ, không dùng để xếp hạng"));
}

/// What the files alone tell is what the what-if told, which looked at the same steps.
TEST_F(ReportTest, OfResultsPairsThemBySeedAndAgreesWithTheWhatif) {
    std::vector<std::string> arguments{"report"};
    for (char const* member : {"base", "closure"})
        for (int seed = 42; seed < 47; ++seed)
            arguments.push_back((*folder_ / "out" / fmt::format("{}.s{}.nc", member, seed)).string());
    for (auto const& more : {std::string("--no-maps"), std::string("-o"), (*folder_ / "files.html").string()})
        arguments.push_back(more);
    auto const made = hacthanh(arguments);
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto const of_files = read_file(*folder_ / "files.html");
    auto const of_whatif = report({});
    for (char const* row : {"Thời gian mỗi km (s)", "Quãng đường xe chạy (km)", "Thời gian chậm trễ (giờ)",
                            "Phát thải, NOx (kg)", "Gần mặt đất, trung bình toàn vùng, NOx (µg/m³)"}) {
        auto const begin = of_whatif.find(fmt::format("<th scope=\"row\">{}</th>", row));
        ASSERT_NE(begin, std::string::npos) << row;
        auto const change =
            of_whatif.find("</td>", begin);  // stored means are rounded to 5e-4: the baseline's last digit
        auto const text = of_whatif.substr(change, of_whatif.find("</tr>", begin) - change);
        EXPECT_THAT(of_files, HasSubstr(fmt::format("<th scope=\"row\">{}</th>", row)));
        EXPECT_THAT(of_files, HasSubstr(text)) << row;
    }
}

TEST_F(ReportTest, OfOneResultGivesThePresentState) {
    auto const html = report({"--language", "vi"}, "out/base.s42.nc");
    EXPECT_THAT(html, HasSubstr("Chưa có phương án nào được so sánh"));
    EXPECT_THAT(html, Not(HasSubstr("<article lang=\"en\"")));
}

/// Stations that measured 1.2 times what the run says: FB = 2 * 0.2 / 2.2, NMSE = 0.04 / 1.2, FAC2 = 1.
TEST_F(ReportTest, ScoresStationsByHandMadeNumbers) {
    io::ResultReader const result(base().string());
    auto const& grid = result.grid();
    auto const& species = result.facts().species;
    auto const nox = static_cast<std::size_t>(std::ranges::find(species, "NOx") - species.begin());
    std::size_t const i = grid.nx() / 2, j = grid.ny() / 2;
    std::string table = "station,begin,species,value_ug_m3,hours,x_m,y_m\n";
    for (std::size_t step = 0; step < result.n_steps(); ++step) {
        if (result.times().spin_up[step]) continue;
        double const modelled = result.concentration_column(nox, step, i, j).front();
        table += fmt::format("Trạm A,2026-01-15T07:{:02}:00,NOx,{},{},{},{}\n", step, 1.2 * modelled, 1.0 / 60,
                             grid.x_centre[i] + grid.network_offset_x, grid.y_centre[j] + grid.network_offset_y);
    }
    table += "Trạm A,2026-01-15T06:00,NOx,5,,,\nTrạm A,2026-01-15T07:00,PM10,5,,,\n";
    write_file(*folder_ / "stations.csv", table);
    auto const made = hacthanh({"report", base().string(), "--monitors", (*folder_ / "stations.csv").string(),
                                "--no-maps", "--json", "-o", (*folder_ / "scored.html").string()});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto const scores = nlohmann::json::parse(made.out).at("monitors").at("NOx").at("stations").at("Trạm A");
    EXPECT_NEAR(scores.at("fb").get<double>(), 0.4 / 2.2, 1e-6);
    EXPECT_EQ(scores.at("fac2").get<double>(), 1);
    EXPECT_NEAR(scores.at("r").get<double>(), 1, 1e-6);
    auto const html = report({"--monitors", (*folder_ / "stations.csv").string(), "--language", "vi"});
    EXPECT_THAT(html, HasSubstr("<td class=\"number\" data-label=\"FB\">0,18</td>"));
    EXPECT_THAT(html, HasSubstr("<td class=\"number\" data-label=\"FAC2\">1</td>"));
    EXPECT_THAT(html, HasSubstr("lượt chạy không bao trùm thời gian này"));
    EXPECT_THAT(html, HasSubstr("lượt chạy không có PM10"));
}

TEST_F(ReportTest, ScoresCountsByGeh) {
    io::ResultReader const result(base().string());
    std::string const edge = "C2B2";
    auto const road = static_cast<std::size_t>(std::ranges::find(result.roads(), edge, &io::ResultRoad::name) -
                                               result.roads().begin());
    double vehicles = 0;
    for (std::size_t step = 0; step < result.n_steps(); ++step)
        if (!result.times().spin_up[step]) vehicles += result.road_series(io::RoadQuantity::flow, step).at(road) / 60;
    write_file(*folder_ / "counts.csv",
               fmt::format("edge,begin_s,end_s,vehicles\n{},300,600,{}\nB2C2,300,600,9999\n", edge, vehicles));
    auto const html = report({"--counts", (*folder_ / "counts.csv").string(), "--language", "en"});
    EXPECT_THAT(html, HasSubstr("GEH &lt; 5 at 50 % of 2 counts"));
    EXPECT_THAT(html, HasSubstr("not met"));
}

TEST_F(ReportTest, RefusesWhatItCannotUse) {
    auto const refused = [&](std::vector<std::string> arguments, std::string const& must_say) {
        arguments.insert(arguments.begin(), "report");
        arguments.insert(arguments.end(), {"--no-maps", "-o", (*folder_ / "no.html").string()});
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 2) << result.err;
        EXPECT_THAT(result.err, HasSubstr(must_say));
        EXPECT_FALSE(std::filesystem::exists(*folder_ / "no.html"));
    };
    write_file(*folder_ / "empty" / "x.txt", "x");
    write_file(*folder_ / "wrong" / "whatif.json", "{\"variants\": 3}");
    std::filesystem::copy(base(), *folder_ / "wrong" / "base.s1.nc");
    write_file(*folder_ / "nowhere.csv", "station,begin,species,value_ug_m3\nB,2026-01-15T07:05,NOx,5\n");
    refused({(*folder_ / "empty").string()}, "holds no whatif.json");
    refused({(*folder_ / "wrong").string()}, "whatif.json");
    refused({base().string(), "--monitors", (*folder_ / "nowhere.csv").string()}, "has no place and is no receptor");
    refused({base().string(), "--language", "fr"}, "--language");
    refused({base().string(), (*folder_ / "out" / "closure.s43.nc").string()}, "no result of the baseline has it");
    refused({base().string(), base().string()}, "is a second run of");
    auto const other = hacthanh({"run", tutorial_scenario(), "-o", (*folder_ / "other.nc").string(), "--quiet", "--set",
                                 "mesh.cell_size_m=60", "--set", "scenario.title=Other"});
    ASSERT_EQ(other.exit_code, 0) << other.err;
    refused({base().string(), (*folder_ / "other.nc").string()}, "only runs of the same mesh, period and schema");
    write_file(*folder_ / "there.html", "mine");
    auto const result = hacthanh({"report", base().string(), "-o", (*folder_ / "there.html").string()});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(read_file(*folder_ / "there.html"), "mine");
}

}  // namespace
}  // namespace hacthanh::test
