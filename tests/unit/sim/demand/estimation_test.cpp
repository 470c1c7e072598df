/// Counts to demand: GEH, the most likely matrix, whole vehicles.

#include "sim/demand/geh.hpp"
#include "sim/demand/matrix_estimation.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace hacthanh::demand {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(GehTest, KnownValues) {
    EXPECT_DOUBLE_EQ(geh(0, 0), 0);
    EXPECT_NEAR(geh(1000, 850), 4.932, 1e-3);  // sqrt(2 x 150^2 / 1850)
    EXPECT_DOUBLE_EQ(geh(850, 1000), geh(1000, 850));
    EXPECT_NEAR(geh(100, 0), 14.142, 1e-3);
}

TEST(EstimationTest, CountsThatAgreeAreMet) {
    // Two routes share a counted road, one of them passes another one.
    std::vector<CountedPath> const paths = {{50, {{0, 1}, {1, 1}}}, {50, {{0, 1}}}};
    auto const vehicles = estimate_demand(paths, {120, 30});
    EXPECT_NEAR(vehicles[0], 30, 1e-3);
    EXPECT_NEAR(vehicles[1], 90, 1e-3);
}

TEST(EstimationTest, OneCountKeepsTheProportionsOfThePrior) {
    std::vector<CountedPath> const paths = {{30, {{0, 1}}}, {10, {{0, 1}}}};
    auto const vehicles = estimate_demand(paths, {80});
    EXPECT_NEAR(vehicles[0] / vehicles[1], 3, 1e-9);
    EXPECT_NEAR(vehicles[0] + vehicles[1], 80, 1e-3);
}

TEST(EstimationTest, UncountedPathsKeepTheirPrior) {
    auto const vehicles = estimate_demand({{7, {}}, {10, {{0, 1}}}}, {20});
    EXPECT_DOUBLE_EQ(vehicles[0], 7);
    EXPECT_NEAR(vehicles[1], 20, 1e-3);
}

TEST(EstimationTest, CountsThatContradictEachOtherSettleBetween) {
    auto const vehicles = estimate_demand({{10, {{0, 1}, {1, 1}}}}, {10, 40});
    EXPECT_GT(vehicles[0], 10);
    EXPECT_LT(vehicles[0], 40);
}

TEST(EstimationTest, NoPathChangesBeyondItsLimit) {
    EstimationOptions options;
    options.most_change = 3;
    auto const vehicles = estimate_demand({{10, {{0, 1}}}, {10, {{1, 1}}}}, {1000, 0}, options);
    EXPECT_THAT(vehicles, ElementsAre(DoubleNear(30, 1e-9), DoubleNear(10.0 / 3, 1e-9)));
}

TEST(EstimationTest, WholeVehiclesKeepTheSum) {
    std::vector<double> const vehicles = {0.4, 0.4, 0.4, 2.7, 0.1};
    auto const whole = whole_vehicles(vehicles);
    double real = 0;
    int counted = 0;
    for (std::size_t i = 0; i < vehicles.size(); ++i) {
        real += vehicles[i];
        counted += whole[i];
        EXPECT_LE(std::abs(real - counted), 0.5 + 1e-12);
    }
    EXPECT_EQ(counted, 4);
}

}  // namespace
}  // namespace hacthanh::demand
