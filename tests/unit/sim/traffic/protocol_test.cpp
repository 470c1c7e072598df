#include "sim/traffic/protocol.hpp"

#include "sim/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

namespace hacthanh::traffic {
namespace {

StepMessage sample_step() {
    StepMessage message;
    message.slot = 3;
    message.n_vehicles = 12;
    message.end_time_s = 0.1;
    message.totals.departed = 99;
    message.totals.vehicle_seconds = 1e9 + 0.25;
    message.totals.first_warnings = {"", "đèn đỏ"};
    message.new_types = {{"xe", "motorcycle", "HBEFA4/MC_4S_le250cc_Euro-3", 2.2, 0.9, 1.5}};
    return message;
}

std::pair<Channel, Channel> connected() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    return {Channel(ends[0]), Channel(ends[1])};
}

TEST(Protocol, DecodingGivesBackWhatWasEncoded) {
    auto const back = decode<StepMessage>(encode(sample_step()));
    EXPECT_EQ(back.slot, 3U);
    EXPECT_EQ(back.end_time_s, 0.1);
    EXPECT_EQ(back.totals.departed, 99U);
    EXPECT_EQ(back.totals.vehicle_seconds, 1e9 + 0.25);
    EXPECT_THAT(back.totals.first_warnings, testing::ElementsAre("", "đèn đỏ"));
    ASSERT_EQ(back.new_types.size(), 1U);
    EXPECT_EQ(back.new_types[0].emission_class, "HBEFA4/MC_4S_le250cc_Euro-3");
    EXPECT_EQ(back.new_types[0].height_m, 1.5);
}

TEST(Protocol, EveryTruncatedMessageIsRefused) {
    std::string const whole = encode(sample_step());
    for (std::size_t n = 0; n < whole.size(); ++n)
        EXPECT_THROW(decode<StepMessage>(std::string_view(whole).substr(0, n)), RunError) << n;
    EXPECT_THROW(decode<StepMessage>(whole + "x"), RunError);
}

TEST(Protocol, AHugeListSizeInADamagedMessageIsRefusedWithoutAllocating) {
    std::string damaged(8, '\xff');
    EXPECT_THROW(decode<BeginMessage>(damaged), RunError);
}

TEST(Channel, CarriesMessagesLargerThanTheSocketsBuffer) {
    auto [here, there] = connected();
    StartedMessage big;
    big.sumo_version = "SUMO 1.15.0";
    big.edges.assign(100000, "an edge with a rather long name");
    std::thread sender([&] { EXPECT_TRUE(here.send(big)); });
    auto const frame = there.receive();
    sender.join();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, MessageKind::started);
    EXPECT_EQ(decode<StartedMessage>(frame->payload).edges, big.edges);
}

TEST(Channel, TheOtherEndsDeathIsNoticedOnBothWays) {
    auto [here, there] = connected();
    { Channel const dies(std::move(there)); }
    EXPECT_FALSE(here.receive());
    EXPECT_FALSE(here.send(ReleaseMessage{1}));
}

}  // namespace
}  // namespace hacthanh::traffic
