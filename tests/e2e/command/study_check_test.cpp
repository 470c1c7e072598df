/// `hacthanh study check`: every member is priced with its own settings.

#include "tests/e2e/command/fixture.hpp"

#include <algorithm>
#include <string>

namespace hacthanh::test {
namespace {

class StudyCheckTest : public ::testing::Test {
protected:
    nlohmann::json check(std::string const& parts, std::string const& seeds = "1") {
        write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() + "\"\nseeds = " + seeds +
                                           "\n[set]\nmesh.cell_size_m = 40\noutput.interval_s = 60\n" + parts);
        auto const done = hacthanh({"study", "check", (folder_ / "s.toml").string(), "--json", "--slots", "2"});
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }
    /// What `hacthanh check` says of one member's scenario.
    static nlohmann::json alone(std::vector<std::string> const& overrides) {
        std::vector<std::string> arguments = {"check", tutorial_scenario(),   "--json", "--set", "mesh.cell_size_m=40",
                                              "--set", "output.interval_s=60"};
        for (auto const& text : overrides) arguments.insert(arguments.end(), {"--set", text});
        auto const done = hacthanh(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }
    static void expect_price_of(nlohmann::json const& price, nlohmann::json const& plan) {
        EXPECT_EQ(price["cells"], plan["cells"]);
        EXPECT_DOUBLE_EQ(price["memory_bytes"].get<double>(), plan["memory_bytes"].get<double>());
        EXPECT_DOUBLE_EQ(price["disk_bytes"].get<double>(), plan["file_bytes"].get<double>());
        auto const& estimate = plan["estimate"];
        EXPECT_DOUBLE_EQ(price["core_s"].get<double>(),
                         estimate["traffic_cpu_s"].get<double>() + estimate["transport_cpu_s"].get<double>());
    }
    ScratchFolder folder_;
};

TEST_F(StudyCheckTest, TwiceTheTimeCostsMoreForThatLevelAlone) {
    auto const priced = check("[[factor]]\nkey = \"traffic.end_s\"\nvalues = [240, 480]\n", "3");
    auto const& all = priced["settings"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["levels"]["traffic.end_s"], "240");
    EXPECT_DOUBLE_EQ(all[1]["disk_bytes"].get<double>(), 2 * all[0]["disk_bytes"].get<double>())
        << "8 output steps of the same size instead of 4";
    expect_price_of(all[0], alone({"traffic.end_s=240"}));
    expect_price_of(all[1], alone({"traffic.end_s=480"}));
    EXPECT_DOUBLE_EQ(priced["disk_bytes"].get<double>(), (3 * 1 + 3 * 2) * all[0]["disk_bytes"].get<double>());
    EXPECT_DOUBLE_EQ(3600 * priced["core_hours"].get<double>(),
                     3 * all[0]["core_s"].get<double>() + 3 * all[1]["core_s"].get<double>());
    double const a = all[0]["wall_s"];
    double const b = all[1]["wall_s"];
    ASSERT_LT(b, 2 * a);
    // Two slots, in order: a a | a b | b b: one slot has a, a, b, the other a, b, b.
    EXPECT_DOUBLE_EQ(priced["wall_s"].get<double>(), a + b + b);
}

TEST_F(StudyCheckTest, WeatherMeshAirDemandAndSpeciesArePricedAsTheyAre) {
    write_file(folder_ / "less.toml", "[[measure]]\nkind = \"demand_scale\"\nmode = \"operational\"\nfactor = 0.5\n");
    auto const priced = check(
        "[[weather]]\nname = \"calm\"\nset = { weather.wind_speed_m_s = 1 }\n"
        "[[weather]]\nname = \"storm\"\nset = { weather.wind_speed_m_s = 12, weather.stability = \"neutral\" }\n"
        "[[factor]]\nkey = \"mesh.cell_size_m\"\nvalues = [40, 20]\n"
        "[[measure]]\nfiles = [\"less.toml\"]\n[executor]\nshare_warm_up = false\n");
    auto const& all = priced["settings"];
    ASSERT_EQ(all.size(), 8U) << "2 cell sizes x 2 weathers x 2 variants";
    expect_price_of(all[0], alone({"weather.wind_speed_m_s=1"}));
    expect_price_of(all[2], alone({"weather.wind_speed_m_s=12", "weather.stability=neutral"}));
    expect_price_of(all[4], alone({"weather.wind_speed_m_s=1", "mesh.cell_size_m=20"}));
    // The domain of 1,130 m: 29 cells of 40 m or 57 of 20 m on a side, 16 layers.
    EXPECT_EQ(all[0]["cells"], 29 * 29 * 16);
    EXPECT_EQ(all[4]["cells"], 57 * 57 * 16);
    EXPECT_GT(all[2]["core_s"], all[0]["core_s"]) << "a faster wind wants shorter steps";
    EXPECT_LT(all[1]["core_s"], all[0]["core_s"]) << "half the trips of a part of the run";
    EXPECT_EQ(all[1]["memory_bytes"], all[0]["memory_bytes"]);
    EXPECT_EQ(priced["member_memory_bytes"], all[4]["memory_bytes"]) << "of the largest";

    auto const scaled = check("[[factor]]\nkey = \"traffic.scale\"\nvalues = [1, 2]\n")["settings"];
    auto const plan = alone({"traffic.scale=2"});
    expect_price_of(scaled[1], plan);
    EXPECT_DOUBLE_EQ(scaled[1]["core_s"].get<double>() - scaled[0]["core_s"].get<double>(),
                     scaled[0]["core_s"].get<double>() - 0.5 - plan["estimate"]["transport_cpu_s"].get<double>())
        << "twice the vehicles: twice SUMO's part but for its start of 0.5 s";

    auto const few =
        check("[[factor]]\nkey = \"output.species\"\nvalues = [\"[\\\"PM\\\"]\", \"[\\\"PM\\\", \\\"NOx\\\"]\"]\n")
            ["settings"];
    EXPECT_EQ(few[1]["memory_bytes"].get<double>() - few[0]["memory_bytes"].get<double>(), 29 * 29 * 16 * 4 * 2)
        << "two fields of 4 bytes more";
    auto const line = check("[[factor]]\nkey = \"dispersion.model\"\nvalues = [\"finite_volume\", \"line_source\"]\n");
    expect_price_of(line["settings"][1], alone({"dispersion.model=line_source"}));
    EXPECT_LT(line["settings"][1]["disk_bytes"], line["settings"][0]["disk_bytes"]) << "one layer of 16";
}

TEST_F(StudyCheckTest, ASharedWarmUpIsCountedOncePerGroupAndItsAirKeptTwice) {
    write_file(folder_ / "slow.toml",
               "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 15\npolygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
    auto const priced = check("traffic.end_s = 240\n[[measure]]\nfiles = [\"slow.toml\"]\n", "2");
    auto const& all = priced["settings"];
    ASSERT_EQ(all.size(), 2U);
    for (auto const& price : all) EXPECT_EQ(price["shared"], 0.5) << "the spin-up is half of the run";
    double const core_s = all[0]["core_s"];
    EXPECT_EQ(all[1]["core_s"], core_s);
    EXPECT_DOUBLE_EQ(3600 * priced["core_hours"].get<double>(), 2 * 1.5 * core_s)
        << "two seeds, one and a half runs each";
    EXPECT_DOUBLE_EQ(priced["wall_s"].get<double>(), 1.5 * all[0]["wall_s"].get<double>()) << "a group on each slot";
    EXPECT_EQ(priced["member_memory_bytes"].get<double>() - alone({"traffic.end_s=240"})["memory_bytes"].get<double>(),
              2 * 6 * 4 * 29 * 29 * 16)
        << "six species of 4 bytes a cell, twice";
}

TEST_F(StudyCheckTest, SaysWhatEachSettingTakesAndWhichMemberHasNone) {
    check("[[factor]]\nkey = \"traffic.scale\"\nvalues = [1, 2]\n");
    auto const text = hacthanh({"study", "check", (folder_ / "s.toml").string()});
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_NE(text.out.find("1 x base, scenario, traffic.scale = 2"), std::string::npos) << text.out;
    write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() +
                                       "\"\n[[factor]]\nkey = \"mesh.cell_size_m\"\nvalues = [40, 5000]\n");
    auto const wrong = hacthanh({"study", "check", (folder_ / "s.toml").string()});
    EXPECT_EQ(wrong.exit_code, 2) << wrong.out;
    EXPECT_NE(wrong.err.find("mesh.cell_size_m"), std::string::npos) << wrong.err;
}

}  // namespace
}  // namespace hacthanh::test
