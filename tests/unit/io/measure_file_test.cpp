#include "io/measure_file.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/measure_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::io {
namespace {

using scenario::MeasureKind;
using scenario::MeasureMode;

TEST(MeasureFileTest, ReadsWhatAPlannerSays) {
    auto const file = read_measures_text(R"(
[about]
title = "Closure"
title_vi = "Đóng đường"
ring_m = 300
[[measure]]
kind = "close_edge"
edges = ["a", "-a"]
windows = ["18:00-23:00", "06:30-07:00:30"]
classes = ["passenger"]
compliance = 1
[[measure]]
kind = "demand_scale"
factor = 1.2
[[expect]]
indicator = "vehicle_km"
place = "ring"
sign = "+"
)",
                                         "closure.toml");
    EXPECT_EQ(file.title_vi, "Đóng đường");
    EXPECT_EQ(file.ring_m, 300);
    ASSERT_EQ(file.measures.size(), 2U);
    auto const& closure = file.measures[0];
    EXPECT_EQ(closure.kind, MeasureKind::close_edge);
    EXPECT_EQ(closure.edges, (std::vector<std::string>{"a", "-a"}));
    auto const windows = closure.clock_windows();
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_EQ(windows[0].from_s, 6.5 * 3600);
    EXPECT_EQ(windows[0].to_s, 7 * 3600 + 30);
    EXPECT_EQ(closure.mode(), MeasureMode::operational);
    EXPECT_EQ(closure.where("edges"), "closure.toml:8: measure.edges");
    EXPECT_EQ(file.measures[1].mode(), MeasureMode::planning);
    EXPECT_EQ(file.mode(), MeasureMode::planning);
    ASSERT_EQ(file.expectations.size(), 1U);
    EXPECT_EQ(file.expectations[0].place, "ring");
}

TEST(MeasureFileTest, TheTitleIsTheFilesNameByDefault) {
    EXPECT_EQ(read_measures_text("[[measure]]\nkind = \"electrify\"\nshare = 0.3\n", "here/e_moto.toml").title,
              "e_moto");
}

struct Broken {
    char const* name;
    char const* text;
    std::vector<std::string> must_say;
};
void PrintTo(Broken const& broken, std::ostream* out) { *out << broken.name; }  // NOLINT: a hook of GoogleTest

class BrokenMeasureTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenMeasureTest, IsRefusedWithPlaceAndRemedy) {
    try {
        read_measures_text(GetParam().text, "m.toml");
        FAIL() << "was taken";
    } catch (InputError const& error) {
        for (auto const& words : GetParam().must_say)
            EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << words << "\nin: " << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenMeasureTest,
    testing::Values(
        Broken{"NoMeasure", "[about]\ntitle = \"x\"\n", {"no [[measure]]"}},
        Broken{"Kind", "[[measure]]\nkind = \"close_edgs\"\n", {"m.toml:2", "closest is close_edge"}},
        Broken{"Key", "[[measure]]\nkind = \"electrify\"\nshar = 0.3\n", {"m.toml:3", "measure.shar", "is share"}},
        Broken{"KeyOfAnotherKind",
               "[[measure]]\nkind = \"electrify\"\nshare = 0.3\nspeed_km_h = 30\n",
               {"m.toml:4", "speed_km_h does not go with electrify"}},
        Broken{"ShareOf130", "[[measure]]\nkind = \"electrify\"\nshare = 1.3\n", {"measure.share = 1.3", "0 to 1"}},
        Broken{"ShareOf130Percent", "[[measure]]\nkind = \"electrify\"\nshare = 130\n", {"share = 130", "30 % is 0.3"}},
        Broken{"Compliance",
               "[[measure]]\nkind = \"close_edge\"\nedges = [\"a\"]\ncompliance = -0.1\n",
               {"compliance", "0 to 1"}},
        Broken{"OverlappingWindows",
               "[[measure]]\nkind = \"electrify\"\nshare = 0.3\nwindows = [\"06:00-09:00\", \"08:00-10:00\"]\n",
               {"m.toml:4: measure.windows", "must not overlap"}},
        Broken{"OverlappingMeasures",
               "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 30\nedges = [\"a\"]\nwindows = [\"06:00-09:00\"]\n"
               "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 40\nedges = [\"a\"]\nwindows = [\"08:00-10:00\"]\n",
               {"m.toml:10: measure.windows", "line 1 on a"}},
        Broken{"WindowEndsBeforeItBegins",
               "[[measure]]\nkind = \"electrify\"\nshare = 0.3\nwindows = [\"23:00-02:00\"]\n",
               {"measure.windows", "the end after the start"}},
        Broken{"NoPlace", "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 30\n", {"needs a place", "polygon_m"}},
        Broken{"Missing", "[[measure]]\nkind = \"speed_limit\"\nedges = [\"a\"]\n", {"measure.speed_km_h", "needs it"}},
        Broken{"TwoPoints",
               "[[measure]]\nkind = \"low_emission_zone\"\npolygon_m = [0, 0, 10, 10]\n",
               {"polygon_m", "at least three points"}},
        Broken{"Phase",
               "[[measure]]\nkind = \"signal_program\"\nsignals = [\"s\"]\nphases = [\"36 GGxr\"]\n",
               {"measure.phases", "letters of G g y r"}},
        Broken{"Class",
               "[[measure]]\nkind = \"electrify\"\nshare = 0.3\nclasses = [\"motorbike\"]\n",
               {"no vehicle class \"motorbike\"", "motorcycle"}},
        Broken{"Type", "[[measure]]\nkind = \"electrify\"\nshare = \"many\"\n", {"must be a number, found a string"}},
        Broken{"Expectation",
               "[[measure]]\nkind = \"electrify\"\nshare = 0.3\n[[expect]]\nindicator = \"x\"\nsign = \"up\"\n",
               {"expect.sign"}},
        Broken{"Section", "[measures]\nkind = \"electrify\"\n", {"write [about], [[measure]] and [[expect]]"}}),
    [](auto const& test) { return std::string(test.param.name); });

TEST(MeasureTableTest, EveryKindHasItsRowsAndEveryRowAMemberOfItsOwn) {
    for (std::size_t k = 0; k < scenario::measure_kind_names.size(); ++k)
        EXPECT_GE(scenario::keys_of(static_cast<MeasureKind>(k)).size(), 3U) << scenario::measure_kind_names[k];
    for (auto const& key : scenario::measure_keys())
        for (auto const kind : key.needed_by)
            EXPECT_EQ(std::ranges::count(key.kinds, kind), 1) << key.option.key << " is needed but not known";
}

}  // namespace
}  // namespace hacthanh::io
