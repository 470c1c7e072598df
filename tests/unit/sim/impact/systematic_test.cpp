#include "sim/impact/systematic.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::impact {
namespace {

SystematicErrors errors_of(double range) {
    Rules rules;
    for (char const* term : {"emission_factor", "fleet_share", "counts", "background", "dispersion", "occupancy"})
        rules.errors.push_back({term, {}, {range, range, range, range}, {}});
    return {rules, {}};
}

TEST(SystematicErrors, LieInTheirRangeIn95PerCent) {
    auto const errors = errors_of(0.5);
    auto const [low, high] = errors.interval([](ErrorDraw const& draw) { return draw.dispersion; });
    EXPECT_NEAR(low, 1 / 1.5, 0.04);  // a quantile of 1000 draws
    EXPECT_NEAR(high, 1.5, 0.09);
}

TEST(SystematicErrors, AreTheSameEveryTimeAndNoneWithoutRules) {
    auto const one = errors_of(0.3);
    auto const other = errors_of(0.3);
    for (std::size_t n = 0; n < SystematicErrors::n_draws; ++n)
        EXPECT_EQ(one.draws()[n].counts, other.draws()[n].counts);
    SystematicErrors const none(Rules{}, {});
    EXPECT_TRUE(
        std::ranges::all_of(none.draws(), [](ErrorDraw const& d) { return d.counts == 1 && d.background == 1; }));
}

TEST(SystematicErrors, CancelInADifferenceWhereBothHaveThem) {
    auto const errors = errors_of(0.5);
    // Background 30 in both: of it nothing is left; of the traffic's 10 and 9 the difference keeps its relative error.
    auto const total = [](ErrorDraw const& d, double traffic) { return 30 * d.background + traffic * d.dispersion; };
    auto const [low, high] = errors.interval([&](ErrorDraw const& d) { return total(d, 9) - total(d, 10); });
    EXPECT_GT(low, -1.65);
    EXPECT_LT(high, -0.6);
}

TEST(SystematicErrors, OfGroupsPartlyCancel) {
    auto const errors = errors_of(0.5);
    auto const width = [&](std::array<double, state::n_vehicle_groups> const& shares) {
        auto const [low, high] = errors.interval([&](ErrorDraw const& d) { return d.emission(shares) / d.counts; });
        return high - low;
    };
    EXPECT_LT(width({0.5, 0.5, 0, 0, 0, 0}), width({1, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace hacthanh::impact
