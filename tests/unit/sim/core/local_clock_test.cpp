#include "sim/core/local_clock.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

namespace hacthanh {
namespace {

/// Traffic second 0 is 07:00 local time.
LocalClock const morning("2024-01-15 00:00:00", "+07:00");

TEST(LocalClock, WritesDatesInBothLanguages) {
    EXPECT_EQ(morning.time_of_day(1500), "07:25");
    EXPECT_EQ(morning.time_of_day(1501), "07:25:01");
    EXPECT_EQ(morning.date(0, Language::english), "15 January 2024");
    EXPECT_EQ(morning.date(0, Language::vietnamese), "15/01/2024");
    EXPECT_EQ(LocalClock("2024-03-01 02:00:00", "-05:00").date(0, Language::vietnamese), "29/02/2024");
}

TEST(LocalClock, RefusesBrokenTexts) {
    EXPECT_THROW(LocalClock("yesterday", "+07:00"), InputError);
    EXPECT_THROW(LocalClock("2024-13-01 00:00:00", "+07:00"), InputError);
    EXPECT_THROW(LocalClock("2024-01-01 00:00:00", "7"), InputError);
}

TEST(LocalClock, FindsTheTrafficTimeOfALocalMoment) {
    EXPECT_EQ(morning.traffic_time(*parse_utc("2024-01-15 07:25:00")), 1500);
    EXPECT_EQ(morning.traffic_time(*parse_utc("2024-01-15T06:59:00Z")), -60);
}

TEST(ParseClockTime, RefusesWhatIsNoTimeOfDay) {
    EXPECT_EQ(parse_clock_time("07:30"), 27000);
    for (auto text : {"", "24:00", "7:60", "7", "07:30:99"}) EXPECT_FALSE(parse_clock_time(text)) << text;
}

}  // namespace
}  // namespace hacthanh
