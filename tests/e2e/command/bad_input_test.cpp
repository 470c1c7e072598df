/// Bad input is a message with place, rule and remedy, exit code 2, and no file left behind.

#include "tests/e2e/command/fixture.hpp"

namespace hacthanh::test {
namespace {

struct BadInput {
    char const* name;
    std::vector<std::string> options;    ///< of `hacthanh run SCENARIO`
    std::vector<std::string> must_name;  ///< what the message must say
};

void PrintTo(BadInput const& input, std::ostream* out) { *out << input.name; }  // NOLINT: a hook of GoogleTest

class BadOptionTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadOptionTest, IsRefusedWithItsKey) {
    ScratchFolder folder;
    auto const file = folder / "out.nc";
    std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", file.string()};
    arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
    auto const result = hacthanh(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    for (auto const& word : GetParam().must_name) EXPECT_NE(result.err.find(word), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("terminate"), std::string::npos) << result.err;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

INSTANTIATE_TEST_SUITE_P(
    Options, BadOptionTest,
    testing::Values(
        BadInput{"negative_roughness",
                 {"--set", "weather.roughness_length_m=-0.1"},
                 {"weather.roughness_length_m", "-0.1", "> 0"}},
        BadInput{"cell_larger_than_domain", {"--set", "mesh.cell_size_m=5000"}, {"mesh.cell_size_m", "5000"}},
        BadInput{"unknown_key", {"--set", "weather.wind_sped_m_s=2"}, {"wind_sped_m_s", "wind_speed_m_s"}},
        BadInput{"missing_config", {"--set", "traffic.sumo_config=nowhere.sumocfg"}, {"nowhere.sumocfg"}},
        BadInput{"end_before_begin", {"--set", "traffic.end_s=-5"}, {"traffic.end_s"}},
        BadInput{"unknown_species", {"--set", "output.species=[\"NO3\"]"}, {"NO3", "NOx"}},
        BadInput{"fleet_species_without_fleet",
                 {"--set", "output.species=[\"PM10\"]"},
                 {"output.species", "PM10", "emission.fleet"}},
        BadInput{"fleet_that_is_not_there", {"--set", "emission.fleet=nowhere.csv"}, {"emission.fleet", "nowhere.csv"}},
        BadInput{"coupling_not_a_multiple",
                 {"--set", "run.coupling_interval_s=2.5", "--set", "output.interval_s=50"},
                 {"run.coupling_interval_s"}}),
    [](auto const& parameter) { return std::string(parameter.param.name); });

class BadCaseTest : public testing::Test {
protected:
    /// A copy of the tutorial that a test can break.
    BadCaseTest() {
        for (auto const& entry :
             std::filesystem::directory_iterator(std::filesystem::path(tutorial_scenario()).parent_path()))
            std::filesystem::copy(entry.path(), folder_.path());
    }

    void replace_in(std::string const& file, std::string const& old_text, std::string const& new_text) {
        auto text = read_file(folder_ / file);
        auto const at = text.find(old_text);
        ASSERT_NE(at, std::string::npos) << file << " does not hold " << old_text;
        write_file(folder_ / file, text.replace(at, old_text.size(), new_text));
    }

    CommandResult run() {
        return hacthanh({"run", (folder_ / "town.toml").string(), "-o", (folder_ / "out.nc").string()});
    }

    void expect_refused(std::vector<std::string> const& words, int exit_code = 2) {
        auto const result = run();
        EXPECT_EQ(result.exit_code, exit_code) << result.err;
        for (auto const& word : words)
            EXPECT_NE(result.err.find(word), std::string::npos) << word << "\n" << result.err;
    }

    ScratchFolder folder_;
};

TEST_F(BadCaseTest, AMissingNetworkIsNamed) {
    std::filesystem::remove(folder_ / "town.net.xml");
    expect_refused({"town.net.xml", "town.sumocfg"});
}

TEST_F(BadCaseTest, ATruncatedNetworkIsNamedWithItsLine) {
    auto const text = read_file(folder_ / "town.net.xml");
    write_file(folder_ / "town.net.xml", text.substr(0, text.size() / 2));
    expect_refused({"town.net.xml:"});
}

TEST_F(BadCaseTest, ATypeWithoutEmissionClassIsRefusedUnlessAllowed) {
    auto types = read_file(folder_ / "vtypes.add.xml");
    auto const motorcycle = types.find("vClass=\"motorcycle\"");
    ASSERT_NE(motorcycle, std::string::npos);
    auto const type_begin = types.rfind("<vType", motorcycle);
    auto const begin = types.find("emissionClass=", type_begin);
    auto const end = types.find('"', begin + 15) + 1;
    auto const id_begin = types.find("id=\"", type_begin) + 4;
    auto const id = types.substr(id_begin, types.find('"', id_begin) - id_begin);
    write_file(folder_ / "vtypes.add.xml", types.erase(begin, end - begin));
    expect_refused({id, "emissionClass", "allow_default_emission_class", "vtypes.add.xml:"});
    auto const allowed = hacthanh({"run", (folder_ / "town.toml").string(), "-o", (folder_ / "out.nc").string(),
                                   "--set", "emission.allow_default_emission_class=true"});
    EXPECT_EQ(allowed.exit_code, 0) << allowed.err;
    EXPECT_NE(allowed.err.find(id), std::string::npos) << "an allowed default is still warned of: " << allowed.err;
}

TEST_F(BadCaseTest, AVehicleThatSumoRefusesMidRunEndsTheRunAndKeepsTheSteps) {
    auto demand = read_file(folder_ / "demand.rou.xml");
    auto const end = demand.rfind("</routes>");
    ASSERT_NE(end, std::string::npos);
    demand.insert(end,
                  "<vehicle id=\"broken\" type=\"no_such_type\" depart=\"590\"><route edges=\"nowhere\"/></vehicle>\n");
    write_file(folder_ / "demand.rou.xml", demand);
    replace_in("town.toml", "interval_s = 60",
               "interval_s = 60  # vehicles with an unknown type have no emission class");
    auto const result = hacthanh({"run", (folder_ / "town.toml").string(), "-o", (folder_ / "out.nc").string(), "--set",
                                  "emission.allow_default_emission_class=true"});
    EXPECT_TRUE(result.exit_code == 1 || result.exit_code == 2) << result.err;
    EXPECT_EQ(result.err.find("terminate"), std::string::npos) << result.err;
    if (std::filesystem::exists(folder_ / "out.nc.part")) {
        EXPECT_FALSE(info_of(folder_ / "out.nc.part").at("complete").get<bool>());
    }
}

TEST_F(BadCaseTest, AUsersCaseFolderIsNotWrittenTo) {
    replace_in(
        "town.sumocfg", "</input>",
        "</input><output><tripinfo-output value=\"tripinfos.xml\"/><summary-output value=\"summary.xml\"/></output>"
        "<report><log value=\"sumo_log.txt\"/></report>");
    ScratchFolder out;
    auto const result = hacthanh({"run", (folder_ / "town.toml").string(), "-o", (out / "out.nc").string(), "--quiet"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    for (char const* name : {"tripinfos.xml", "summary.xml", "sumo_log.txt"})
        EXPECT_FALSE(std::filesystem::exists(folder_ / name)) << name;
    std::size_t files = 0;
    for ([[maybe_unused]] auto const& entry : std::filesystem::directory_iterator(out.path())) ++files;
    EXPECT_EQ(files, 1U) << "only the result is left";
}

TEST(BadCommandTest, WrongUsageIsExitCodeTwo) {
    EXPECT_EQ(hacthanh({}).exit_code, 2);
    EXPECT_EQ(hacthanh({"fly"}).exit_code, 2);
    EXPECT_EQ(hacthanh({"run"}).exit_code, 2);
    EXPECT_EQ(hacthanh({"run", "no-such-scenario.toml"}).exit_code, 2);
    EXPECT_EQ(hacthanh({"info", "no-such-result.nc"}).exit_code, 2);
    EXPECT_EQ(hacthanh({"info", tutorial_scenario()}).exit_code, 2) << "a scenario is no result";
}

/// `check` of the tutorial with the shipped Vietnamese fleet, one text of which is replaced.
class BadFleetTest : public BadCaseTest {
protected:
    BadFleetTest() {
        auto const fleets = std::filesystem::path(tutorial_scenario()).parent_path().parent_path() / "fleets";
        for (auto const& entry : std::filesystem::directory_iterator(fleets))
            std::filesystem::copy(entry.path(), folder_.path(), std::filesystem::copy_options::overwrite_existing);
    }
    CommandResult check() {
        return hacthanh({"check", (folder_ / "town.toml").string(), "--set", "emission.fleet=vietnam_hanoi.csv"});
    }
    void expect_check_refuses(std::vector<std::string> const& words) {
        auto const result = check();
        EXPECT_EQ(result.exit_code, 2) << result.err;
        for (auto const& word : words)
            EXPECT_NE(result.err.find(word), std::string::npos) << word << "\n" << result.err;
    }
};

TEST_F(BadFleetTest, TheShippedOneIsAccepted) { EXPECT_EQ(check().exit_code, 0) << check().err; }

TEST_F(BadFleetTest, AScaleBelowZero) {
    replace_in("vietnam_hanoi.csv", "passenger,Euro 2,scale,NOx,2.5", "passenger,Euro 2,scale,NOx,-1");
    expect_check_refuses({"vietnam_hanoi.csv:", "scale of NOx of passenger = \"-1\"", ">= 0"});
}

TEST_F(BadFleetTest, TwoRowsForOneClass) {
    replace_in("vietnam_hanoi.csv", "bus,,wear,,bus", "bus,,source,,sumo,a,S\nbus,,wear,,bus");
    expect_check_refuses({"vietnam_hanoi.csv:", "two rows for source of class \"bus\"", "keep one"});
}

TEST_F(BadFleetTest, APollutantNoOneKnows) {
    replace_in("vietnam_hanoi.csv", "passenger,Euro 2,scale,NOx,", "passenger,Euro 2,scale,NO9,");
    expect_check_refuses({"vietnam_hanoi.csv:", "pollutant \"NO9\"", "NOx"});
}

TEST_F(BadFleetTest, AVehicleTypeWithoutASource) {
    replace_in("vtypes.add.xml", "vClass=\"delivery\"", "vClass=\"custom1\"");
    expect_check_refuses({"vtypes.add.xml:", "vehicle type \"van\" (custom1)", "add rows of the class"});
}

}  // namespace
}  // namespace hacthanh::test
