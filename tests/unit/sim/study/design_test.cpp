#include "sim/study/design.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

namespace hacthanh::study {
namespace {

using testing::ElementsAre;

TEST(DesignTest, FactorialHasEveryCombinationWithTheLastFactorFastest) {
    EXPECT_THAT(factorial({2, 3}), ElementsAre(LevelPoint{0, 0}, LevelPoint{0, 1}, LevelPoint{0, 2}, LevelPoint{1, 0},
                                               LevelPoint{1, 1}, LevelPoint{1, 2}));
    EXPECT_THAT(factorial({}), ElementsAre(LevelPoint{}));
}

TEST(DesignTest, OneAtATimeMovesOneFactorFromTheFirstPoint) {
    EXPECT_THAT(one_at_a_time({2, 3}),
                ElementsAre(LevelPoint{0, 0}, LevelPoint{1, 0}, LevelPoint{0, 1}, LevelPoint{0, 2}));
}

TEST(DesignTest, LatinHypercubeHasOnePointInEveryStratumOfEveryFactor) {
    constexpr std::size_t n = 50;
    auto const points = latin_hypercube(n, 4, 7);
    ASSERT_EQ(points.size(), n);
    for (std::size_t f = 0; f < 4; ++f) {
        std::set<int> strata;
        for (auto const& point : points) strata.insert(static_cast<int>(std::floor(point[f] * n)));
        EXPECT_EQ(strata.size(), n) << "factor " << f;
        EXPECT_EQ(*strata.begin(), 0);
        EXPECT_EQ(*strata.rbegin(), static_cast<int>(n) - 1);
    }
    EXPECT_EQ(points, latin_hypercube(n, 4, 7)) << "the same seed";
    EXPECT_NE(points, latin_hypercube(n, 4, 8)) << "another seed";
    double product = 0;  // two factors have orders of their own
    for (auto const& point : points) product += (point[0] - 0.5) * (point[1] - 0.5);
    EXPECT_LT(std::abs(12 * product / n), 0.5);
}

}  // namespace
}  // namespace hacthanh::study
