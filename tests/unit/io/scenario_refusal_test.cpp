/// A table of bad scenarios with the words that each message must hold.

#include "io/scenario_file.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

#include <string>
#include <vector>

namespace hacthanh::io {
namespace {

/// Lines 1 to 9; a bad line is put in as line 10 in section [extra].
constexpr char const* good = R"([traffic]
sumo_config = "run.sumocfg"
[weather]
wind_speed_m_s = 2
wind_from_deg = 230
[output]
interval_s = 300

)";

struct BadLine {
    std::string line;                ///< after the good lines: "[section]\nkey = value"
    std::vector<std::string> words;  ///< of the message
};

class BadLineTest : public SumoFilesTest, public testing::WithParamInterface<BadLine> {};

TEST_P(BadLineTest, IsRefusedWithItsWords) {
    write("run.sumocfg", "<configuration/>");
    auto const file = write("town.toml", good + GetParam().line + "\n");
    auto const message = message_of([&] { load_scenario(file); });
    for (std::string const& word : GetParam().words) EXPECT_THAT(message, testing::HasSubstr(word));
}

INSTANTIATE_TEST_SUITE_P(Syntax, BadLineTest,
                         testing::Values(BadLine{"[mesh]\nlevels = = 3", {"town.toml:10:10", "not valid TOML"}},
                                         BadLine{"[mesh]\nlevels = 3\nlevels = 4",
                                                 {"town.toml:11", "not valid TOML", "levels"}},
                                         BadLine{"[traffic]\nscale = 2", {"town.toml:9", "not valid TOML", "traffic"}},
                                         BadLine{"[mesh\nlevels = 3", {"town.toml:9", "not valid TOML"}},
                                         BadLine{"[mesh]\ntop_m = 1_", {"town.toml:10", "not valid TOML"}},
                                         BadLine{"[scenario]\ntitle = \"open", {"town.toml:10", "not valid TOML"}}));

INSTANTIATE_TEST_SUITE_P(
    Keys, BadLineTest,
    testing::Values(BadLine{"[mesh]\ncell_size = 3",
                            {"town.toml:10", "unknown key \"mesh.cell_size\"", "mesh.cell_size_m"}},
                    BadLine{"[mesh]\nbegin_s = 3", {"town.toml:10", "unknown key \"mesh.begin_s\"", "traffic.begin_s"}},
                    BadLine{"[whether]\nx = 1", {"town.toml:9", "unknown section [whether]", "[weather]"}},
                    BadLine{"[mesh]\nLevels = 3", {"unknown key \"mesh.Levels\"", "mesh.levels"}},
                    BadLine{"[[mesh]]\nlevels = 3", {"town.toml:", "mesh must be a section, found a list"}},
                    BadLine{"[mesh.deep]\nlevels = 3", {"unknown key \"mesh.deep\"", "hacthanh schema"}}));

INSTANTIATE_TEST_SUITE_P(
    Types, BadLineTest,
    testing::Values(
        BadLine{"[mesh]\ntop_m = \"x\"", {"town.toml:10", "mesh.top_m must be a number, found a string"}},
        BadLine{"[mesh]\nlevels = 3.5", {"mesh.levels must be a whole number, found a number"}},
        BadLine{"[mesh]\nlevels = true", {"mesh.levels must be a whole number, found true or false"}},
        BadLine{"[mesh]\nextent = 3", {"mesh.extent must be a list of numbers, found a whole number"}},
        BadLine{"[mesh]\nextent = [1, \"2\"]", {"mesh.extent must be a list of numbers, found a list"}},
        BadLine{"[emission]\nallow_default_emission_class = 1", {"must be true or false, found a whole number"}},
        BadLine{"[scenario]\ntitle = 2026-01-01", {"scenario.title must be a string, found a date"}},
        BadLine{"[time]\ndate = \"tomorrow\"", {"town.toml:10", "time.date = \"tomorrow\"", "YYYY-MM-DD"}}));

INSTANTIATE_TEST_SUITE_P(
    Ranges, BadLineTest,
    testing::Values(
        BadLine{"[mesh]\ntop_m = nan", {"town.toml:10", "mesh.top_m = nan", "must be finite"}},
        BadLine{"[mesh]\nmargin_m = inf", {"mesh.margin_m = inf", "must be finite"}},
        BadLine{"[mesh]\nextent = [0, 0, inf, 9]", {"mesh.extent", "must be finite"}},
        BadLine{"[mesh]\ncell_size_m = -20", {"mesh.cell_size_m = -20 (must be > 0)", "5-50"}},
        BadLine{"[mesh]\nlevels = 99999999999", {"mesh.levels = 99999999999 (must be 2 to 500)"}},
        BadLine{"[mesh]\nextent = [0, 0, 10]", {"mesh.extent = [0, 0, 10]", "four numbers"}},
        BadLine{"[mesh]\nextent = [0, 9, 9, 0]", {"y_min < y_max"}},
        BadLine{"[mesh]\nextent = [0, 0, 30, 900]", {"mesh.cell_size_m = 20, the default", "30"}},
        BadLine{"[mesh]\nfirst_layer_m = 20", {"town.toml:10", "mesh.first_layer_m = 20", "mesh.top_m = 500"}},
        BadLine{"[run]\ncoupling_interval_s = 7",
                {"town.toml:7: output.interval_s = 300", "multiple of run.coupling_interval_s = 7", "301"}},
        BadLine{"[run]\nspin_up_s = 3600", {"town.toml:10", "run.spin_up_s = 3600", "< the run of 3600 s"}},
        BadLine{"[time]\ndate = \"2026-02-29\"", {"time.date", "calendar date"}},
        BadLine{"[time]\nutc_offset = \"7\"", {"time.utc_offset = \"7\"", "+hh:mm"}},
        BadLine{"[time]\nutc_offset = \"+15:00\"", {"time.utc_offset", "+14:00"}},
        BadLine{"[time]\nstart_clock = \"24:00\"", {"time.start_clock = \"24:00\"", "hh:mm"}},
        BadLine{"[dispersion]\nmax_courant_number = 1.5", {"dispersion.max_courant_number = 1.5", "<= 1"}}));

struct BadEdit {
    std::string old_part;
    std::string new_part;
    std::vector<std::string> words;
};

class BadEditTest : public SumoFilesTest, public testing::WithParamInterface<BadEdit> {};

TEST_P(BadEditTest, IsRefusedWithItsWords) {
    write("run.sumocfg", "<configuration/>");
    auto const file = write("town.toml", with(good, GetParam().old_part, GetParam().new_part));
    auto const message = message_of([&] { load_scenario(file); });
    for (std::string const& word : GetParam().words) EXPECT_THAT(message, testing::HasSubstr(word));
}

INSTANTIATE_TEST_SUITE_P(
    Values, BadEditTest,
    testing::Values(
        BadEdit{"run.sumocfg", "gone.sumocfg", {"town.toml:2: traffic.sumo_config = \"gone.sumocfg\"", "not found"}},
        BadEdit{"run.sumocfg", ".", {"town.toml:2", "found a folder"}},
        BadEdit{"= 230", "= 361", {"town.toml:5: weather.wind_from_deg = 361 (must be 0 to 360)"}},
        BadEdit{"m_s = 2", "m_s = -1", {"town.toml:4: weather.wind_speed_m_s = -1", "must be >= 0 and < 75"}},
        BadEdit{"m_s = 2", "m_s = 75", {"must be >= 0 and < 75"}},
        BadEdit{"[weather]",
                "[weather]\nroughness_length_m = -0.1",
                {"town.toml:4: weather.roughness_length_m = -0.1", "must be > 0", "typical city values are 0.5-2"}},
        BadEdit{"[weather]",
                "[weather]\ndisplacement_height_m = 70",
                {"weather.blending_height_m = 60, the default", "70.8"}},
        BadEdit{"[weather]", "[weather]\nmonin_obukhov_length_m = 0", {"<= -1 or >= 1", "neutral"}},
        BadEdit{"[weather]",
                "begin_s = 3600\n[weather]",
                {"traffic.end_s = 3600, the default", "> traffic.begin_s = 3600"}},
        BadEdit{"[weather]", "recording = \"r.nc\"\n[weather]", {"town.toml:3: traffic.recording", "keep one"}},
        BadEdit{"interval_s = 300", "interval_s = 3610", {"town.toml:7", "longer than the run of 3600 s"}},
        BadEdit{"interval_s = 300", "species = [\"NOX\"]", {"town.toml:7", "CO2, CO, HC, NOx", "closest", "\"NOx\""}},
        BadEdit{"interval_s = 300", "species = []", {"output.species = []", "one or more"}},
        BadEdit{"interval_s = 300", "species = [\"CO\", \"CO\"]", {"none twice"}},
        BadEdit{"interval_s = 300", "fields_up_to_m = 900", {"output.fields_up_to_m = 900", "mesh.top_m = 500"}},
        BadEdit{"[traffic]", "cell_size_m = 3\n[traffic]", {"unknown key \"cell_size_m\"", "[mesh]"}}));

struct BadOverride {
    std::string text;
    std::vector<std::string> words;
};

class BadOverrideTest : public SumoFilesTest, public testing::WithParamInterface<BadOverride> {};

TEST_P(BadOverrideTest, IsRefusedWithItsWords) {
    write("run.sumocfg", "<configuration/>");
    auto const file = write("town.toml", good);
    auto const message = message_of([&] { load_scenario(file, {GetParam().text}); });
    EXPECT_THAT(message, testing::HasSubstr("--set " + GetParam().text));
    for (std::string const& word : GetParam().words) EXPECT_THAT(message, testing::HasSubstr(word));
}

INSTANTIATE_TEST_SUITE_P(
    Overrides, BadOverrideTest,
    testing::Values(
        BadOverride{"mesh.levels", {"must be section.name=value"}}, BadOverride{"=3", {"must be section.name=value"}},
        BadOverride{"mesh.level=3", {"unknown key \"mesh.level\"", "mesh.levels"}},
        BadOverride{"traffic.scale=big", {"traffic.scale must be a number, found \"big\""}},
        BadOverride{"traffic.scale=", {"must be a number"}}, BadOverride{"traffic.scale=1\nx=2", {"must be a number"}},
        BadOverride{"traffic.scale=-1", {"must be > 0"}}, BadOverride{"traffic.scale=nan", {"must be finite"}},
        BadOverride{"traffic.end_s=0", {"must be > 0"}}, BadOverride{"mesh.extent=1,2,3", {"four numbers"}},
        BadOverride{"output.species=NO3", {"\"NO3\"", "\"NOx\""}},
        BadOverride{"output.interval_s=305", {"multiple of run.coupling_interval_s = 10", "310"}},
        BadOverride{"traffic.sumo_config=no.sumocfg", {"not found", "relative to the scenario file"}}));

}  // namespace
}  // namespace hacthanh::io
