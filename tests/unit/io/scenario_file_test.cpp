#include "io/scenario_file.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

#include <cmath>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// The smallest scenario of the user guide, as printed there.
constexpr char const* smallest = R"([traffic]
sumo_config = "bologna_joined/run.sumocfg"   # relative to this file
begin_s = 0
end_s = 3600
[mesh]
cell_size_m = 20
[weather]
wind_speed_m_s = 2.0        # at 10 m over open ground at the met site (met_site_roughness_m, default 0.03)
wind_from_deg = 230
[emission]
allow_default_emission_class = true          # default false
[output]
interval_s = 300
)";

class ScenarioFileTest : public SumoFilesTest {
protected:
    ScenarioFileTest() {
        std::filesystem::create_directory(folder_ / "bologna_joined");
        write("bologna_joined/run.sumocfg", "<configuration/>");
    }
    LoadedScenario load(std::string const& text, std::vector<std::string> const& overrides = {}) {
        return load_scenario(write("town.toml", text), overrides);
    }
    std::string refusal(std::string const& text, std::vector<std::string> const& overrides = {}) {
        return message_of([&] { load(text, overrides); });
    }
};

TEST_F(ScenarioFileTest, TheSmallestScenarioLoads) {
    auto const loaded = load(smallest);
    auto const& s = loaded.scenario;
    EXPECT_EQ(s.traffic.sumo_config, "bologna_joined/run.sumocfg");
    EXPECT_EQ(loaded.resolve(s.traffic.sumo_config), folder_ / "bologna_joined/run.sumocfg");
    EXPECT_EQ(s.traffic.begin_s, 0);
    EXPECT_EQ(s.traffic.end_s, 3600);
    EXPECT_EQ(s.mesh.cell_size_m, 20);
    EXPECT_EQ(s.weather.wind_speed_m_s, 2);
    EXPECT_EQ(s.weather.wind_from_deg, 230);
    EXPECT_TRUE(s.emission.allow_default_emission_class);
    EXPECT_EQ(s.output.interval_s, 300);
    EXPECT_EQ(s.output.species.size(), n_reported);
    EXPECT_EQ(s.about.title, "town");
    EXPECT_EQ(s.about.title_vi, "town");
    EXPECT_EQ(loaded.text, smallest);
    EXPECT_EQ(loaded.folder, folder_.path());
    EXPECT_THAT(loaded.notes, testing::Contains("time.date = \"2026-01-15\" (default)"));
    EXPECT_THAT(loaded.notes, Not(testing::Contains(HasSubstr("traffic.end_s"))));
}

TEST_F(ScenarioFileTest, TheResolvedTextLoadsToTheSameScenario) {
    auto const loaded = load(smallest, {"mesh.extent=[0.1, -20, 300, 400.5]", "traffic.seed=7", "run.spin_up_s=0",
                                        "weather.monin_obukhov_length_m=-120.25", "output.species=[\"PM\", \"NOx\"]",
                                        "scenario.note=a \"quoted\" \\ note", "output.concentration_error=1e-7"});
    auto const again = load_scenario_text(loaded.resolved, loaded.file);
    EXPECT_EQ(again.resolved, loaded.resolved);
    EXPECT_EQ(again.scenario.mesh.extent->y_max, 400.5);
    EXPECT_EQ(again.scenario.about.note, "a \"quoted\" \\ note");
    EXPECT_EQ(again.scenario.traffic.seed, 7);
    EXPECT_EQ(again.scenario.output.species, (std::vector{Pollutant::pm, Pollutant::nox}));
    EXPECT_EQ(again.scenario.output.concentration_error, 1e-7);
}

TEST_F(ScenarioFileTest, VietnameseTextIsKeptByteForByte) {
    std::string const title = "Thanh Hoá buổi sáng — quảng trường Lam Sơn";
    auto const loaded = load("[scenario]\ntitle_vi = \"" + title + "\"\n" + smallest);
    EXPECT_EQ(loaded.scenario.about.title_vi, title);
    EXPECT_EQ(load_scenario_text(loaded.resolved, loaded.file).scenario.about.title_vi, title);
    EXPECT_EQ(load(smallest, {"scenario.title=" + title}).scenario.about.title, title);
}

TEST_F(ScenarioFileTest, OverridesWinInOrder) {
    auto const loaded = load(smallest, {"traffic.scale=1.2", "mesh.cell_size_m=10", "mesh.cell_size_m=25",
                                        "emission.allow_default_emission_class=false", "output.species=NOx,PM"});
    EXPECT_EQ(loaded.scenario.traffic.scale, 1.2);
    EXPECT_EQ(loaded.scenario.mesh.cell_size_m, 25);
    EXPECT_FALSE(loaded.scenario.emission.allow_default_emission_class);
    EXPECT_EQ(loaded.scenario.output.species, (std::vector{Pollutant::nox, Pollutant::pm}));
    EXPECT_EQ(loaded.overrides.size(), 5U);
}

TEST_F(ScenarioFileTest, OverridesNeedNoQuotesAroundWords) {
    write("other.sumocfg", "<configuration/>");
    auto const s =
        load(smallest, {"traffic.sumo_config=other.sumocfg", "time.date=2026-07-01", "time.utc_offset=+01:00",
                        "time.start_clock=07:30", "scenario.title=123", "mesh.extent=0,0,500,500"})
            .scenario;
    EXPECT_EQ(s.traffic.sumo_config, "other.sumocfg");
    EXPECT_EQ(s.time.date, "2026-07-01");
    EXPECT_EQ(s.time.utc_offset, "+01:00");
    EXPECT_EQ(s.time.start_clock, "07:30");
    EXPECT_EQ(s.about.title, "123");
    EXPECT_EQ(s.mesh.extent->x_max, 500);
}

TEST_F(ScenarioFileTest, AnOverrideGivesWhatTheFileLeavesOut) {
    auto const without = with(smallest, "wind_from_deg = 230\n", "");
    EXPECT_THAT(refusal(without), HasSubstr("weather.wind_from_deg"));
    EXPECT_EQ(load(without, {"weather.wind_from_deg=90"}).scenario.weather.wind_from_deg, 90);
}

TEST_F(ScenarioFileTest, ByteOrderMarkAndDosLinesAreFine) {
    std::string dos = "\xEF\xBB\xBF";
    for (char const* c = smallest; *c != '\0'; ++c) dos += *c == '\n' ? std::string("\r\n") : std::string(1, *c);
    EXPECT_EQ(load(dos).resolved, load(smallest).resolved);
}

TEST_F(ScenarioFileTest, BareDatesAreDates) {
    auto const s = load(std::string("[time]\ndate = 2026-02-28\nstart_clock = 06:30:00\n") + smallest).scenario;
    EXPECT_EQ(s.time.date, "2026-02-28");
    EXPECT_EQ(s.time.start_clock, "06:30");
}

TEST_F(ScenarioFileTest, MissingOptionsAreListedTogether) {
    EXPECT_THAT(
        refusal("[mesh]\nlevels = 20\n"),
        AllOf(HasSubstr("town.toml"), HasSubstr("required"), HasSubstr("traffic.sumo_config"),
              HasSubstr("weather.wind_speed_m_s"), HasSubstr("weather.wind_from_deg"), Not(HasSubstr("cell_size_m"))));
}

TEST_F(ScenarioFileTest, ProblemsAreListedTogetherInFileOrder) {
    auto const message =
        refusal("[weather]\nwind_speed_m_s = -1\nwind_from = 3\n[mesh]\nlevels = \"many\"\n", {"traffic.scale=-1"});
    auto const first = message.find("town.toml:2: weather.wind_speed_m_s = -1");
    auto const second = message.find("town.toml:3: unknown key \"weather.wind_from\"");
    auto const third = message.find("town.toml:5: mesh.levels must be a whole number, found a string");
    auto const fourth = message.find("--set traffic.scale=-1 (must be > 0)");
    EXPECT_LT(first, second) << message;
    EXPECT_LT(second, third) << message;
    EXPECT_LT(third, fourth) << message;
    EXPECT_NE(fourth, std::string::npos) << message;
}

TEST_F(ScenarioFileTest, FilesThatAreNoScenarios) {
    EXPECT_THAT(refusal(""), AllOf(HasSubstr("town.toml"), HasSubstr("empty")));
    EXPECT_THAT(refusal(" \n"), HasSubstr("empty"));
    EXPECT_THAT(refusal(std::string("[a]\n\0", 5)), AllOf(HasSubstr("town.toml:2"), HasSubstr("zero byte")));
    EXPECT_THAT(refusal("# a\n# \xC3\x28\n"), AllOf(HasSubstr("town.toml:2"), HasSubstr("not UTF-8")));
    EXPECT_THAT(refusal("[scenario]\ntitle = \"Ho\xE1\"\n"), AllOf(HasSubstr("town.toml:2"), HasSubstr("not UTF-8")));
    EXPECT_THAT(message_of([&] { load_scenario(folder_ / "none.toml"); }),
                AllOf(HasSubstr("none.toml"), HasSubstr("not found")));
    EXPECT_THAT(message_of([&] { load_scenario(folder_.path()); }), HasSubstr("is a folder"));
}

}  // namespace
}  // namespace hacthanh::io
