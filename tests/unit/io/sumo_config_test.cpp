#include "io/sumo_config.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

#include <cstdlib>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SumoConfigTest : public SumoFilesTest {
protected:
    SumoConfigTest() {
        write("n.net.xml", two_edges);
        write("a.rou.xml", "<routes/>");
        write("b.rou.xml", "<routes/>");
    }
    SumoConfig read(std::string const& body) { return read_sumo_config(write("run.sumocfg", body)); }
    std::string refusal(std::string const& body) {
        return message_of([&] { read(body); });
    }
};

TEST_F(SumoConfigTest, ReadsFilesTimesAndNumbers) {
    auto const config = read(
        "<configuration><input><net-file value=\"n.net.xml\"/>"
        "<route-files value=\"a.rou.xml, b.rou.xml\"/></input>"
        "<time><begin value=\"0:01:00\"/><end value=\"3600\"/><step-length value=\"0.5\"/></time>"
        "<processing><lateral-resolution value=\"0.4\"/><scale value=\"1.5\"/></processing>"
        "<random_number><seed value=\"42\"/></random_number></configuration>");
    EXPECT_EQ(config.net_file, folder_ / "n.net.xml");
    EXPECT_THAT(config.route_files, ElementsAre(folder_ / "a.rou.xml", folder_ / "b.rou.xml"));
    EXPECT_TRUE(config.additional_files.empty());
    EXPECT_EQ(config.begin_s, 60);
    EXPECT_EQ(config.end_s, 3600);
    EXPECT_EQ(config.step_length_s, 0.5);
    EXPECT_EQ(config.lateral_resolution_m, 0.4);
    EXPECT_EQ(config.seed, 42);
    EXPECT_EQ(config.scale, 1.5);
}

TEST_F(SumoConfigTest, DefaultsAreSumos) {
    auto const config = read("<configuration><net-file value=\"n.net.xml\"/></configuration>");
    EXPECT_EQ(config.step_length_s, 1);
    EXPECT_FALSE(config.begin_s || config.end_s || config.lateral_resolution_m || config.seed);
    EXPECT_TRUE(config.outputs.empty());
}

TEST_F(SumoConfigTest, EverySpellingThatSumoTakes) {
    for (char const* spelling : {"<configuration><input><net value='n.net.xml'/></input></configuration>",
                                 "<configuration><n value='n.net.xml'/></configuration>",
                                 "<configuration><net-file v='n.net.xml'/></configuration>",
                                 "<configuration><net-file>\n n.net.xml\n</net-file></configuration>",
                                 "<sumoConfiguration><net-file value=' n.net.xml '/></sumoConfiguration>",
                                 "<any><other><net-file value='n.net.xml'/></other></any>"})
        EXPECT_EQ(read(spelling).net_file, folder_ / "n.net.xml") << spelling;
    auto const config = read("<c><n value='n.net.xml'/><r value='a.rou.xml'/><a value='b.rou.xml'/></c>");
    EXPECT_THAT(config.route_files, ElementsAre(folder_ / "a.rou.xml"));
    EXPECT_THAT(config.additional_files, ElementsAre(folder_ / "b.rou.xml"));
}

TEST_F(SumoConfigTest, EnvironmentVariablesAreFilledIn) {
    setenv("HACTHANH_TEST_NET", "n.net", 1);
    EXPECT_EQ(read("<c><net-file value='${HACTHANH_TEST_NET}.xml'/></c>").net_file, folder_ / "n.net.xml");
    unsetenv("HACTHANH_TEST_NET");
}

TEST_F(SumoConfigTest, ListsTheOptionsThatWriteFiles) {
    auto const config = read(
        "<c><net-file value='n.net.xml'/><output><tripinfo value='t.xml'/><summary-output value=''/>"
        "<save-state.prefix value='s'/><save-state.period value='60'/><device.ssm.file value='x'/></output>"
        "<report><log value='l.txt'/><no-step-log value='true'/></report></c>");
    std::vector<std::string> names;
    for (auto const& output : config.outputs) names.push_back(output.name);
    EXPECT_THAT(names, ElementsAre("tripinfo-output", "save-state.period", "device.ssm.file", "log"));
    ASSERT_NE(config.find("save-state.prefix"), nullptr);
    EXPECT_EQ(config.find("save-state.prefix")->value, "s");
}

TEST_F(SumoConfigTest, BadConfigurationsAreRefused) {
    EXPECT_THAT(refusal("<c>\n<net-file value='gone.net.xml'/></c>"),
                AllOf(HasSubstr("run.sumocfg:2"), HasSubstr("net-file"), HasSubstr("gone.net.xml"),
                      HasSubstr("not found"), HasSubstr("relative to the configuration")));
    EXPECT_THAT(refusal("<c><net-file value='n.net.xml'/>\n\n<route-files value='a.rou.xml,x.rou.xml'/></c>"),
                AllOf(HasSubstr("run.sumocfg:3"), HasSubstr("route-files"), HasSubstr("x.rou.xml")));
    EXPECT_THAT(refusal("<c><net-file value='.'/></c>"), HasSubstr("is a folder"));
    EXPECT_THAT(refusal("<c/>"), AllOf(HasSubstr("no network"), HasSubstr("net-file")));
    EXPECT_THAT(refusal("<c><net-file value='n.net.xml'/>\n<n value='n.net.xml'/></c>"),
                AllOf(HasSubstr("run.sumocfg:2"), HasSubstr("twice"), HasSubstr("line 1")));
    EXPECT_THAT(refusal(two_edges), AllOf(HasSubstr("<net>"), HasSubstr(".sumocfg")));
    for (char const* broken : {"begin value='1:30'", "begin value='soon'", "step-length value='0'",
                               "step-length value='nan'", "seed value='1.5'", "seed value='99999999999'"}) {
        std::string const text = broken;
        EXPECT_THAT(refusal("<c><net-file value='n.net.xml'/>\n<" + text + "/></c>"),
                    AllOf(HasSubstr("run.sumocfg:2"), HasSubstr(text.substr(0, text.find(' '))), HasSubstr("must be")))
            << broken;
    }
}

TEST(SumoTimeTest, SecondsAndClockTimes) {
    EXPECT_EQ(parse_sumo_time("90"), 90);
    EXPECT_EQ(parse_sumo_time("1.5"), 1.5);
    EXPECT_EQ(parse_sumo_time("0:01:30"), 90);
    EXPECT_EQ(parse_sumo_time("1:00:00:10"), 86410);
    for (char const* none : {"", "1:30", "1:2:3:4:5", "triggered", "inf", "1,5"})
        EXPECT_FALSE(parse_sumo_time(none)) << none;
}

}  // namespace
}  // namespace hacthanh::io
