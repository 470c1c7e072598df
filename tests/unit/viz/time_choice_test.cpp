#include "viz/time_choice.hpp"

#include "sim/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::viz {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Property;
using ::testing::ThrowsMessage;

/// Traffic second 0 is 07:00 local time; four steps of 5 minutes, the first of them spin-up.
LocalClock const morning("2024-01-15 00:00:00", "+07:00");
StepTimes const steps{{0, 300, 600, 900}, {300, 600, 900, 1200}, {true, false, false, false}};

std::vector<std::size_t> chosen(std::string_view text) { return choose_steps(parse_time_choice(text), steps, morning); }

TEST(TimeChoice, ReadsAllForms) {
    EXPECT_EQ(parse_time_choice("mean").kind, TimeChoice::Kind::mean);
    EXPECT_EQ(parse_time_choice("last").kind, TimeChoice::Kind::last);
    EXPECT_EQ(parse_time_choice("12").step, 12U);
    EXPECT_EQ(parse_time_choice("07:30").seconds_of_day, 27000);
    EXPECT_EQ(parse_time_choice("7:30:15").seconds_of_day, 27015);
}

TEST(TimeChoice, RefusesWhatIsNoTime) {
    for (auto text : {"", "noon", "-1", "7:60", "24:00", "7:", ":30", "07:30x", "1.5", "07:30:99", "1:2:3:4"})
        EXPECT_THROW(parse_time_choice(text), InputError) << text;
}

TEST(TimeChoice, MeanLeavesOutSpinUp) { EXPECT_THAT(chosen("mean"), ElementsAre(1, 2, 3)); }

TEST(TimeChoice, AClockTimeBelongsToTheStepThatBeginsThen) {
    EXPECT_THAT(chosen("07:00"), ElementsAre(0));
    EXPECT_THAT(chosen("07:04:59"), ElementsAre(0));
    EXPECT_THAT(chosen("07:05"), ElementsAre(1));
    EXPECT_THAT(chosen("07:20"), ElementsAre(3));  // the end of the last step
}

TEST(TimeChoice, NumbersAndLast) {
    EXPECT_THAT(chosen("0"), ElementsAre(0));
    EXPECT_THAT(chosen("last"), ElementsAre(3));
}

TEST(TimeChoice, OutsideTheFileSaysWhatItHolds) {
    for (auto text : {"06:59", "07:21", "4", "19:00"})
        EXPECT_THAT([&] { chosen(text); }, ThrowsMessage<InputError>(HasSubstr("07:00–07:20 in 4 steps (0 to 3)")))
            << text;
}

TEST(TimeChoice, MeanOfSpinUpAloneIsRefused) {
    StepTimes const young{{0}, {300}, {true}};
    EXPECT_THROW(choose_steps(parse_time_choice("mean"), young, morning), InputError);
    EXPECT_THROW(choose_steps(parse_time_choice("last"), StepTimes{}, morning), InputError);
}

TEST(TimeChoice, CrossesMidnight) {
    LocalClock const night("2024-12-31 16:50:00", "+07:00");  // 23:50 local time
    StepTimes const two{{0, 600}, {600, 1200}, {false, false}};
    EXPECT_THAT(choose_steps(parse_time_choice("23:55"), two, night), ElementsAre(0));
    EXPECT_THAT(choose_steps(parse_time_choice("00:05"), two, night), ElementsAre(1));
    EXPECT_EQ(night.iso(1200), "2025-01-01T00:10:00+07:00");
}

}  // namespace
}  // namespace hacthanh::viz
