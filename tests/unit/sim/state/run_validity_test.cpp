#include "sim/state/run_validity.hpp"

#include <gtest/gtest.h>

namespace hacthanh::state {
namespace {

TEST(RunValidityTest, AFreeRunIsValid) {
    auto const validity = validity_of({.departed = 1000, .waiting = 52, .teleported = 10});
    EXPECT_TRUE(validity.valid()) << "exactly 1 % and just under 5 %";
    EXPECT_TRUE(validity.reasons().empty());
    EXPECT_TRUE(validity_of({}).valid()) << "no traffic at all";
}

TEST(RunValidityTest, TeleportsAndWaitingVehiclesAreReasons) {
    auto const teleported = validity_of({.departed = 1000, .teleported = 11});
    EXPECT_FALSE(teleported.valid());
    ASSERT_EQ(teleported.reasons().size(), 1U);
    EXPECT_NE(teleported.reasons()[0].find("1.1 %"), std::string::npos);
    auto const waiting = validity_of({.departed = 900, .waiting = 100});
    EXPECT_DOUBLE_EQ(waiting.uninserted_share, 0.1);
    EXPECT_FALSE(waiting.valid());
    EXPECT_NE(waiting.reasons().at(0).find("10.0 %"), std::string::npos);
}

}  // namespace
}  // namespace hacthanh::state
