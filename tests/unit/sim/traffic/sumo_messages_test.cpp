#include "sim/traffic/sumo_messages.hpp"

#include <fmt/format.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::traffic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(SumoMessages, CountsAllWarningsAndKeepsTheFirstTwenty) {
    SumoMessages messages;
    for (int i = 0; i < 1000; ++i) messages.add(fmt::format("Warning: number {}\n", i));
    EXPECT_EQ(messages.warnings(), 1000U);
    ASSERT_THAT(messages.first_warnings(), SizeIs(20));
    EXPECT_EQ(messages.first_warnings().back(), "number 19");
    EXPECT_THAT(messages.last_errors(), IsEmpty());
}

TEST(SumoMessages, TextMayComeInAnyPieces) {
    std::string const text = "Warning: one\nError: two\r\n\nQuitting (on error).\nWarning: three\nthe end";
    for (std::size_t piece = 1; piece < text.size(); ++piece) {
        SumoMessages messages;
        for (std::size_t at = 0; at < text.size(); at += piece) messages.add(std::string_view(text).substr(at, piece));
        EXPECT_THAT(messages.first_warnings(), ElementsAre("one", "three"));
        EXPECT_THAT(messages.last_errors(), ElementsAre("two", "the end"));
    }
}

TEST(SumoMessages, KeepsTheLastTenErrors) {
    SumoMessages messages;
    for (int i = 0; i < 30; ++i) messages.add(fmt::format("Error: number {}\n", i));
    ASSERT_THAT(messages.last_errors(), SizeIs(10));
    EXPECT_EQ(messages.last_errors().front(), "number 20");
}

}  // namespace
}  // namespace hacthanh::traffic
