#include "sim/study/best_package.hpp"

#include "sim/core/error.hpp"
#include "sim/core/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace hacthanh::study {
namespace {

/// The largest sum by trying every choice.
double by_trying(std::vector<PackageOption> const& options, double budget, std::vector<Incompatible> const& pairs) {
    double best = 0;
    for (std::size_t set = 0; set < std::size_t{1} << options.size(); ++set) {
        double cost = 0;
        double effect = 0;
        for (std::size_t i = 0; i < options.size(); ++i)
            if ((set >> i & 1U) != 0) {
                cost += options[i].cost;
                effect += options[i].effects[0];
            }
        bool const fits = cost <= budget && std::ranges::none_of(pairs, [&](Incompatible const& pair) {
                              return (set >> pair.first & 1U) != 0 && (set >> pair.second & 1U) != 0;
                          });
        if (fits) best = std::max(best, effect);
    }
    return best;
}

double draw(std::uint32_t what, std::uint32_t i, std::uint32_t problem) {
    return static_cast<double>(uniform(philox({what, i, problem, 0}, {7, 7})[0]));
}

TEST(BestPackageTest, IsTheBestOfAllChoices) {
    for (std::uint32_t problem = 0; problem < 60; ++problem) {
        std::vector<PackageOption> options;
        double whole = 0;
        for (std::uint32_t i = 0; i < 10; ++i) {
            options.push_back({1e9 * (draw(0, i, problem) - 0.1), {draw(1, i, problem) - 0.2}});
            whole += std::max(options.back().cost, 0.0);
        }
        std::vector<Incompatible> const pairs = {{problem % 10, (problem + 3) % 10},
                                                 {problem % 10, (problem + 5) % 10}};
        double const budget = whole * draw(2, 0, problem);
        BestPackage const best = best_package(options, budget, pairs);
        EXPECT_NEAR(best.effect, by_trying(options, budget, pairs), 1e-9) << problem;
        EXPECT_LE(best.cost, budget) << problem;
        for (auto const& [a, b] : pairs)
            EXPECT_FALSE(std::ranges::count(best.chosen, a) > 0 && std::ranges::count(best.chosen, b) > 0) << problem;
        EXPECT_EQ(best.same_share, 1) << problem;
    }
}

TEST(BestPackageTest, DoesNotTakeWhatIsDearestPerEffectFirst) {
    // By effect per cost the first alone would be taken (6 of 4); the other two fill the budget and bring more.
    std::vector<PackageOption> const options = {{4, {6, 6}}, {3, {4.2, 4.2}}, {3, {4.2, 4.2}}};
    BestPackage const best = best_package(options, 6, {});
    EXPECT_EQ(best.chosen, (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(best.cost, 6);
    EXPECT_NEAR(best.effect, 8.4, 1e-12);
    EXPECT_NEAR(best.half_width, 0, 1e-12);
}

TEST(BestPackageTest, ShowsWhatItOwesToLuck) {
    std::vector<PackageOption> const options = {{1, {3, 1, 3, 3}}, {1, {2, 2, 2, 2}}};
    BestPackage const best = best_package(options, 1, {});
    EXPECT_EQ(best.chosen, (std::vector<std::size_t>{0}));
    EXPECT_NEAR(best.effect, 2.5, 1e-12);
    EXPECT_NEAR(best.half_width, 3.182 * 0.5, 1e-3);  // t(3) times standard deviation 1 over sqrt 4
    EXPECT_EQ(best.same_share, 0.75);
    EXPECT_EQ(best.held_share, (std::vector<double>{0.75, 0.25}));
    EXPECT_TRUE(std::isinf(best_package(std::vector<PackageOption>{{1, {3}}}, 1, {}).half_width));
}

TEST(BestPackageTest, KeepsTheBudgetWithoutATolerance) {
    std::vector<PackageOption> const options = {{1, {2}}, {1 + 1e-12, {3}}, {0.5, {1}}};
    BestPackage const best = best_package(options, 2, {});
    EXPECT_EQ(best.chosen, (std::vector<std::size_t>{1, 2}));
    EXPECT_LE(best.cost, 2);
}

TEST(BestPackageTest, BuysNothingThatDoesNotHelp) {
    EXPECT_TRUE(best_package(std::vector<PackageOption>{{0, {-1}}, {0, {0}}}, 5, {}).chosen.empty());
    EXPECT_TRUE(best_package(std::vector<PackageOption>{{2, {1}}}, 1, {}).chosen.empty());
    EXPECT_TRUE(best_package({}, 1, {}).chosen.empty());
    EXPECT_EQ(best_package(std::vector<PackageOption>{{0, {1}}}, 0, {}).chosen, (std::vector<std::size_t>{0}));
}

TEST(BestPackageTest, RefusesWhatIsNoProblem) {
    std::vector<PackageOption> const two = {{1, {1}}, {1, {1}}};
    EXPECT_THROW(best_package(two, -1, {}), InputError);
    EXPECT_THROW(best_package(two, std::nan(""), {}), InputError);
    EXPECT_THROW(best_package(two, 1, std::vector<Incompatible>{{0, 2}}), InputError);
    EXPECT_THROW(best_package(two, 1, std::vector<Incompatible>{{1, 1}}), InputError);
    EXPECT_THROW(best_package(std::vector<PackageOption>{{1, {1}}, {1, {1, 2}}}, 1, {}), InputError);
    EXPECT_THROW(best_package(std::vector<PackageOption>{{1, {}}}, 1, {}), InputError);
    EXPECT_THROW(best_package(std::vector<PackageOption>{{1, {std::nan("")}}}, 1, {}), InputError);
}

}  // namespace
}  // namespace hacthanh::study
