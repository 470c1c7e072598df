#include "io/monitor_file.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::io {
namespace {

constexpr double vietnam_s = 7 * 3600;

MonitorTable read(std::string const& text) {
    test::ScratchFolder const folder;
    test::write_file(folder / "stations.csv", text);
    return read_monitors(folder / "stations.csv", vietnam_s);
}

TEST(ReadMonitors, TakesLocalTimesAndTheProgramsNamesOfSpecies) {
    auto const table = read(
        "station,begin,species,value_ug_m3,hours,lon,lat\n"
        "Lam Sơn,2026-01-15T07:00,PM2.5,61.5,,105.77,19.80\n"
        "Lam Sơn,2026-01-15T00:00Z,NO2,48,1,,\n"
        "Lam Sơn,2026-01-15T08:00,NO2,NA,,,\n");
    ASSERT_EQ(table.values.size(), 2U);
    EXPECT_EQ(table.values[0].species, "PM25");
    EXPECT_EQ(table.values[0].hours, 1);
    EXPECT_EQ(table.values[0].begin_utc_s, table.values[1].begin_utc_s);  // 07:00 local is 00:00 UTC
    EXPECT_EQ(table.n_empty, 1U);
    ASSERT_EQ(table.places.size(), 1U);
    EXPECT_TRUE(table.places[0].on_earth);
    EXPECT_EQ(table.places[0].y, 19.80);
    EXPECT_FALSE(table.places[0].height_m);
}

TEST(ReadMonitors, NeedsNoPlace) {
    EXPECT_TRUE(read("station,begin,species,value_ug_m3\nA,2026-01-15 07:00,CO,900\n").places.empty());
}

struct BadTable {
    char const* name;
    char const* rows;
    char const* must_say;
};
void PrintTo(BadTable const& bad, std::ostream* out) { *out << bad.name; }  // NOLINT: a hook of GoogleTest

class ReadMonitorsRefuses : public testing::TestWithParam<BadTable> {};

TEST_P(ReadMonitorsRefuses, WithLineAndRule) {
    try {
        read(std::string("station,begin,species,value_ug_m3,hours,lon,lat,x_m,y_m\n") + GetParam().rows);
        FAIL() << "was accepted";
    } catch (InputError const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr(GetParam().must_say));
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadMonitorsRefuses,
    testing::Values(BadTable{"Negative", "A,2026-01-15T07:00,CO,-1,,,,,\n", ":2: value_ug_m3 = \"-1\" (must be"},
                    BadTable{"NoNumber", "A,2026-01-15T07:00,CO,much,,,,,\n", "value_ug_m3 = \"much\""},
                    BadTable{"DecimalComma", "A,2026-01-15T07:00,CO,\"1,5\",,,,,\n", "value_ug_m3 = \"1,5\""},
                    BadTable{"NoTime", "A,15/01/2026,CO,1,,,,,\n", "must be ISO 8601"},
                    BadTable{"Twice", "A,2026-01-15T07:00,CO,1,,,,,\nA,2026-01-15T07:00,CO,2,,,,,\n",
                             ":3: CO of station"},
                    BadTable{"TwoPlaces", "A,2026-01-15T07:00,CO,1,,105,19,,\nA,2026-01-15T08:00,CO,2,,105.1,19,,\n",
                             "stands in two places"},
                    BadTable{"BothSystems", "A,2026-01-15T07:00,CO,1,,105,19,5,6\n", "both lon, lat and x_m, y_m"},
                    BadTable{"Latitude", "A,2026-01-15T07:00,CO,1,,105,95,,\n", "lat = \"95\""},
                    BadTable{"ZeroHours", "A,2026-01-15T07:00,CO,1,0,,,,\n", "hours = \"0\""},
                    BadTable{"NoStation", ",2026-01-15T07:00,CO,1,,,,,\n", "station must not be empty"},
                    BadTable{"Nothing", "A,2026-01-15T07:00,CO,NA,,,,,\n", "holds no measured value"}),
    [](auto const& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hacthanh::io
