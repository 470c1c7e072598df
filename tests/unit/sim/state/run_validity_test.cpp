#include "sim/state/run_validity.hpp"

#include <gtest/gtest.h>

namespace hacthanh::state {
namespace {

TrafficTotals totals(std::uint64_t departed, std::uint64_t waiting, std::uint64_t teleported) {
    TrafficTotals totals;
    totals.departed = departed;
    totals.waiting = waiting;
    totals.teleported = teleported;
    return totals;
}

TEST(RunValidityTest, AFreeRunIsValid) {
    auto const validity = validity_of(totals(1000, 52, 10));
    EXPECT_TRUE(validity.valid()) << "exactly 1 % and just under 5 %";
    EXPECT_TRUE(validity.reasons().empty());
    EXPECT_TRUE(validity_of({}).valid()) << "no traffic at all";
}

TEST(RunValidityTest, TeleportsAndWaitingVehiclesAreReasons) {
    auto const teleported = validity_of(totals(1000, 0, 11));
    EXPECT_FALSE(teleported.valid());
    ASSERT_EQ(teleported.reasons().size(), 1U);
    EXPECT_NE(teleported.reasons()[0].find("1.1 %"), std::string::npos);
    auto const waiting = validity_of(totals(900, 100, 0));
    EXPECT_DOUBLE_EQ(waiting.uninserted_share, 0.1);
    EXPECT_FALSE(waiting.valid());
    EXPECT_NE(waiting.reasons().at(0).find("10.0 %"), std::string::npos);
}

}  // namespace
}  // namespace hacthanh::state
