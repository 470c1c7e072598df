#include "sim/traffic/vehicle_draw.hpp"

#include <fmt/format.h>

#include <gtest/gtest.h>

#include <map>

namespace hacthanh::traffic {
namespace {

constexpr int n_vehicles = 20000;

TEST(VehicleDrawTest, IsUniformAndItsOwnForEveryDrawAndSeed) {
    double sum = 0;
    double product = 0;
    for (int i = 0; i < n_vehicles; ++i) {
        auto const id = fmt::format("motorbike.to_work.0.{}", i);
        double const u = draw_of(1, 3, id);
        ASSERT_GE(u, 0);
        ASSERT_LT(u, 1);
        EXPECT_EQ(u, draw_of(1, 3, id));
        sum += u;
        product += (u - 0.5) * (draw_of(1, 4, id) - 0.5) + (u - 0.5) * (draw_of(2, 3, id) - 0.5);
    }
    EXPECT_NEAR(sum / n_vehicles, 0.5, 0.01);       // 5 sigma
    EXPECT_NEAR(product / n_vehicles, 0.0, 0.006);  // independent
}

TEST(VehicleDrawTest, LevelsComeInTheirShares) {
    LevelShares const shares{"motorcycle", {"level 1", "level 2", "electric"}, {0.2, 0.7, 0.1}};
    auto const count = [&](double electric_share) {
        std::map<std::string, double> n;
        for (int i = 0; i < n_vehicles; ++i)
            n[level_of(shares, 1, fmt::format("v{}", i), "electric", electric_share)] += 1.0 / n_vehicles;
        return n;
    };
    auto usual = count(-1);
    EXPECT_NEAR(usual["level 1"], 0.2, 0.015);
    EXPECT_NEAR(usual["electric"], 0.1, 0.012);
    auto more = count(0.4);
    EXPECT_NEAR(more["electric"], 0.4, 0.018);
    EXPECT_NEAR(more["level 1"], 0.6 * 0.2 / 0.9, 0.015);
    auto none = count(0);
    EXPECT_EQ(none["electric"], 0);
    EXPECT_NEAR(none["level 2"], 0.7 / 0.9, 0.018);
    EXPECT_NEAR(count(1)["electric"], 1, 1e-9);
}

TEST(VehicleDrawTest, WhoIsElectricStaysSoWhenThereAreMore) {
    LevelShares const shares{"motorcycle", {"level 1", "electric"}, {0.9, 0.1}};
    for (int i = 0; i < 2000; ++i) {
        auto const id = fmt::format("v{}", i);
        if (level_of(shares, 1, id, "electric", 0.3) != "electric") continue;
        EXPECT_EQ(level_of(shares, 1, id, "electric", 0.6), "electric");
    }
}

TEST(VehicleDrawTest, PurposesAreWholeWordsBetweenDots) {
    EXPECT_TRUE(names_purpose("motorbike.to_work.0.17", "to_work"));
    EXPECT_TRUE(names_purpose("to_work", "to_work"));
    EXPECT_FALSE(names_purpose("motorbike.to_workshop.0", "to_work"));
    EXPECT_FALSE(names_purpose("", "to_work"));
}

}  // namespace
}  // namespace hacthanh::traffic
