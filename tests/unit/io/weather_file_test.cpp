#include "io/weather_file.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

constexpr double midnight_utc_s = 1768410000;  // 2026-01-15 00:00 at +07:00
constexpr double vietnam_s = 7 * 3600;

std::filesystem::path sample(char const* name) {
    return std::filesystem::path(HACTHANH_SOURCE_DIR) / "tests/data/weather" / name;
}

WeatherFileOptions reading(std::string format = "auto") {
    return {std::move(format), vietnam_s, midnight_utc_s + 7 * 3600, midnight_utc_s + 9 * 3600};
}

double at(double local_hour) { return midnight_utc_s + 3600 * local_hour; }

/// What is said of a file with this content.
std::string refusal(std::string const& text, std::string format = "auto") {
    test::ScratchFolder const folder;
    test::write_file(folder / "wx", text);
    try {
        read_weather_file(folder / "wx", reading(std::move(format)));
    } catch (InputError const& error) {
        return error.what();
    }
    return "not refused";
}

TEST(WeatherCsv, ReadsNamedColumns) {
    auto const record = read_weather_file(sample("hours.csv"), reading());
    EXPECT_EQ(record.format, "csv");
    ASSERT_EQ(record.observations.size(), 5U);
    auto const& first = record.observations[0];
    EXPECT_EQ(first.time_utc_s, at(6));
    EXPECT_EQ(first.line, 3U);
    EXPECT_EQ(first.wind_speed, 2.5);
    EXPECT_EQ(first.wind_from_deg, 30);
    EXPECT_EQ(first.temperature, 14 + 273.15);
    EXPECT_EQ(first.cloud_cover, 0.25);
    EXPECT_EQ(first.mixing_height, 200);
    EXPECT_EQ(record.observations[2].wind_speed, 0);
    EXPECT_FALSE(record.observations[2].wind_from_deg);
    EXPECT_FALSE(record.observations[2].cloud_cover);
    EXPECT_EQ(record.observations[3].wind_speed, 1.5);
    EXPECT_FALSE(record.observations[3].wind_from_deg);  // VRB
}

TEST(WeatherCsv, TimesWithAnOffsetDoNotDependOnTheClock) {
    test::ScratchFolder const folder;
    test::write_file(folder / "wx.csv",
                     "time;wind_speed_m_s;wind_from_deg;remark\n2026-01-14T23:00:00Z;1;10;a\n"
                     "2026-01-15T07:00+07:00;2;20;b\n2026-01-15 08:00:30.5;3;360;c\n");
    auto const record = read_weather_file(folder / "wx.csv", reading());
    EXPECT_EQ(record.observations[0].time_utc_s, at(6));
    EXPECT_EQ(record.observations[1].time_utc_s, at(7));
    EXPECT_EQ(record.observations[2].time_utc_s, at(8) + 30.5);
    EXPECT_EQ(record.observations[2].wind_from_deg, 360);
    EXPECT_THAT(record.notes, Contains(HasSubstr("remark")));
}

TEST(WeatherCsv, RefusesWithLineRuleAndRemedy) {
    std::string const head = "time,wind_speed_m_s,wind_from_deg\n";
    EXPECT_THAT(refusal(head + "yesterday,1,2\n"), AllOf(HasSubstr("wx:2"), HasSubstr("ISO 8601")));
    EXPECT_THAT(refusal(head + "2026-02-30T00:00,1,2\n"), AllOf(HasSubstr("wx:2"), HasSubstr("no date")));
    EXPECT_THAT(refusal(head + "2026-01-15T00:00,1\n"), AllOf(HasSubstr("2 fields"), HasSubstr("3")));
    EXPECT_THAT(refusal(head + "2026-01-15T00:00,1,2\n2026-01-15T00:00,1,2\n"),
                AllOf(HasSubstr("wx:3"), HasSubstr("time")));
    EXPECT_THAT(refusal(head + "2026-01-15T00:00,fast,2\n"), AllOf(HasSubstr("wind_speed_m_s"), HasSubstr("number")));
    EXPECT_THAT(refusal(head + "2026-01-15T00:00,-1,2\n"), HasSubstr("must be 0 to 75"));
    EXPECT_THAT(refusal(head + "2026-01-15T00:00,1,3600\n"), HasSubstr("must be 0 to 360"));
    EXPECT_THAT(refusal("time,wind_speed_m_s\n2026-01-15T00:00,1\n"), HasSubstr("no column wind_from_deg"));
    EXPECT_THAT(refusal(head), HasSubstr("no observations"));
    EXPECT_THAT(refusal(""), HasSubstr("empty"));
    EXPECT_THAT(refusal("once upon a time\n"), HasSubstr("no column time"));
    EXPECT_THAT(refusal("hello\n"), HasSubstr("no known weather format"));
    EXPECT_THAT(refusal(std::string("time\0x", 6)), HasSubstr("zero bytes"));
}

TEST(WeatherCsv, SeesUnitTraps) {
    EXPECT_THAT(refusal("time,wind_speed_kn,wind_from_deg\n2026-01-15T00:00,1,2\n"),
                AllOf(HasSubstr("wind_speed_kn"), HasSubstr("wind_speed_m_s"), HasSubstr("0.514444")));
    std::string const clouds = "time,wind_speed_m_s,wind_from_deg,cloud_cover\n";
    EXPECT_THAT(refusal(clouds + "2026-01-15T00:00,1,2,7\n"), HasSubstr("oktas / 8"));
    EXPECT_THAT(refusal("time,wind_speed_m_s,wind_from_deg,temperature_c\n2026-01-15T00:00,1,2,290\n"),
                HasSubstr("kelvin"));
    std::string tenths = "time,wind_speed_m_s,wind_from_deg\n";
    for (int h = 0; h < 24; ++h)
        tenths += "2026-01-15T" + std::string(h < 10 ? "0" : "") + std::to_string(h) + ":00,21,30\n";
    EXPECT_THAT(refusal(tenths), HasSubstr("tenths"));
}

TEST(IsdLite, ReadsTenthsAndMissingValues) {
    auto const record = read_weather_file(sample("isd_lite.txt"), reading());
    EXPECT_EQ(record.format, "isd-lite");
    ASSERT_EQ(record.observations.size(), 6U);
    auto const& rows = record.observations;
    EXPECT_EQ(rows[0].time_utc_s, at(6));
    EXPECT_EQ(rows[0].wind_speed, 2.5);
    EXPECT_EQ(rows[0].wind_from_deg, 30);
    EXPECT_NEAR(*rows[0].temperature, 14.2 + 273.15, 1e-9);
    EXPECT_EQ(rows[0].cloud_cover, 0.25);
    EXPECT_EQ(rows[2].wind_speed, 0);
    EXPECT_FALSE(rows[2].wind_from_deg);
    EXPECT_EQ(rows[2].cloud_cover, 1);
    EXPECT_EQ(rows[3].wind_speed, 1.5);
    EXPECT_FALSE(rows[3].wind_from_deg);  // variable
    EXPECT_FALSE(rows[3].temperature);
    EXPECT_EQ(rows[4].cloud_cover, 1);
    EXPECT_FALSE(rows[5].wind_speed);
    EXPECT_THAT(refusal("2026 01 15 00 150 121 10204 40 1.5 2 0 0\n"), HasSubstr("whole numbers"));
    EXPECT_THAT(refusal("2026 01 15 00 150\n", "isd-lite"), HasSubstr("12"));
}

TEST(Ghcnh, ReadsStationCloudsAndQuality) {
    auto const record = read_weather_file(sample("station.psv"), reading());
    EXPECT_EQ(record.format, "ghcnh");
    EXPECT_EQ(record.site, "MADE UP");
    EXPECT_EQ(record.latitude_deg, 19.75);
    EXPECT_EQ(record.longitude_deg, 105.78);
    ASSERT_EQ(record.observations.size(), 3U);
    auto const& rows = record.observations;
    EXPECT_EQ(rows[0].time_utc_s, at(7));
    EXPECT_EQ(rows[0].wind_speed, 1.0);  // the first of two rows of one time
    EXPECT_EQ(rows[0].cloud_cover, 7.0 / 8);
    EXPECT_EQ(rows[0].ceiling_height, 2400);
    EXPECT_FALSE(rows[1].wind_from_deg);
    EXPECT_EQ(rows[1].cloud_cover, 0);
    EXPECT_FALSE(rows[2].wind_speed);  // erroneous by its quality code
    EXPECT_EQ(rows[2].ceiling_height, 450);
    EXPECT_THAT(record.notes, Contains(HasSubstr("doubtful")));
    EXPECT_THAT(record.notes, Contains(HasSubstr("1 rows")));
}

TEST(Epw, LaysATypicalYearOverTheRun) {
    auto const record = read_weather_file(sample("typical.epw"), reading());
    EXPECT_EQ(record.format, "epw");
    EXPECT_EQ(record.site, "Made Up");
    EXPECT_EQ(record.latitude_deg, 19.75);
    ASSERT_EQ(record.observations.size(), 72U);
    auto const& row = record.observations[24 + 7];  // 15 January, hour 8
    EXPECT_EQ(row.time_utc_s, at(8));
    EXPECT_EQ(row.wind_from_deg, 80);
    EXPECT_NEAR(*row.wind_speed, 2.1, 1e-12);
    EXPECT_EQ(row.cloud_cover, 0.8);
    EXPECT_EQ(row.ceiling_height, 1000);
    EXPECT_FALSE(record.observations[24].ceiling_height);  // unlimited
    EXPECT_EQ(record.observations[24 + 12].global_radiation, 600);
    EXPECT_THAT(record.notes, Contains(HasSubstr("typical year")));
}

TEST(WeatherFile, DatesAreWholeNumbersHoweverLarge) {
    auto const epw = [](std::string const& month) {
        auto text = test::read_file(sample("typical.epw"));
        return refusal(text.replace(text.find("2009,1,14,1,") + 5, 1, month), "epw");
    };
    EXPECT_THAT(epw("1.5"), AllOf(HasSubstr("wx:9"), HasSubstr("month is 1.5 (must be a whole number)")));
    EXPECT_THAT(epw("3e128"), AllOf(HasSubstr("wx:9"), HasSubstr("whole number")));
    std::string const ghcnh = "Station_ID|Year|Month|Day|Hour|Minute|wind_speed|wind_direction\n";
    EXPECT_THAT(refusal(ghcnh + "X|2026|1|15|1e99|0|1|40\n", "ghcnh"), AllOf(HasSubstr("wx:2"), HasSubstr("Hour")));
    EXPECT_THAT(refusal("2026 01 15 1e99 150 121 10204 40 15 2 0 0\n", "isd-lite"), HasSubstr("whole numbers"));
}

TEST(WindRose, ReadsClassesWithTheirShare) {
    auto const record = read_weather_file(sample("rose.csv"), reading());
    EXPECT_EQ(record.format, "rose");
    ASSERT_EQ(record.rose.size(), 4U);
    EXPECT_NEAR(record.rose[0].frequency, 0.4, 1e-12);
    EXPECT_EQ(record.rose[2].stability, 'B');
    EXPECT_EQ(record.rose[1].mixing_height, 900);
    EXPECT_FALSE(record.rose[0].mixing_height);
    std::string const head = "wind_from_deg,wind_speed_m_s,stability,frequency\n";
    EXPECT_THAT(refusal(head + "30,1,D,0.4\n"), HasSubstr("add up to 0.4"));
    EXPECT_THAT(refusal(head + "30,1,G,1\n"), HasSubstr("Pasquill"));
}

}  // namespace
}  // namespace hacthanh::io
