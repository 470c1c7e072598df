#include "sim/study/column_statistics.hpp"

#include "sim/core/error.hpp"
#include "sim/core/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace hacthanh::study {
namespace {

ColumnStatistics of(std::vector<std::vector<float>> const& members, ColumnOptions const& options, int threads = 1) {
    auto const read = [&](std::size_t m, std::size_t begin, std::span<float> out) {
        std::copy_n(members[m].begin() + static_cast<std::ptrdiff_t>(begin), out.size(), out.begin());
    };
    ColumnStatistics all{{},
                         {},
                         {},
                         std::vector<std::vector<double>>(options.probabilities.size()),
                         std::vector<std::vector<double>>(options.limits.size())};
    auto const append = [](auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); };
    auto const take = [&](std::size_t begin, ColumnStatistics const& slab) {
        EXPECT_EQ(begin, all.n.size()) << "slab after slab";
        append(all.n, slab.n), append(all.mean, slab.mean), append(all.variance, slab.variance);
        for (std::size_t p = 0; p < slab.quantiles.size(); ++p) append(all.quantiles[p], slab.quantiles[p]);
        for (std::size_t l = 0; l < slab.exceedance.size(); ++l) append(all.exceedance[l], slab.exceedance[l]);
    };
    column_statistics(members.size(), members.empty() ? 3 : members[0].size(), read, options, Parallel(threads), take);
    return all;
}

std::vector<std::vector<float>> random_members(std::size_t n_members, std::size_t n_cells) {
    std::vector<std::vector<float>> members(n_members, std::vector<float>(n_cells));
    for (std::size_t m = 0; m < n_members; ++m)
        for (std::size_t c = 0; c < n_cells; ++c)
            members[m][c] =
                100 * uniform(philox({static_cast<std::uint32_t>(m), static_cast<std::uint32_t>(c), 0, 0}, {1, 2})[0]);
    return members;
}

std::vector<std::uint64_t> bits_of(ColumnStatistics const& s) {
    std::vector<std::uint64_t> bits(s.n.begin(), s.n.end());
    auto const take = [&](std::vector<double> const& column) {
        for (double const value : column) bits.push_back(std::bit_cast<std::uint64_t>(value));
    };
    take(s.mean);
    take(s.variance);
    for (auto const& column : s.quantiles) take(column);
    for (auto const& column : s.exceedance) take(column);
    return bits;
}

TEST(ColumnStatisticsTest, AgreesWithAWorkedExample) {
    auto const s = of({{4, 1}, {1, 1}, {3, 1}, {2, 1}}, {{0, 0.5, 0.25, 1}, {2.0, 1.0}});
    EXPECT_EQ(s.n, (std::vector<std::uint32_t>{4, 4}));
    EXPECT_NEAR(s.mean[0], 2.5, 1e-14);
    EXPECT_NEAR(s.variance[0], 5.0 / 3, 1e-14);
    EXPECT_EQ(s.variance[1], 0);
    EXPECT_EQ(s.quantiles[0][0], 1);
    EXPECT_EQ(s.quantiles[1][0], 2.5);
    EXPECT_EQ(s.quantiles[2][0], 1.75);
    EXPECT_EQ(s.quantiles[3][0], 4);
    EXPECT_EQ(s.exceedance[0][0], 0.5);  // 2 is not above 2
    EXPECT_EQ(s.exceedance[1][1], 0.0);
}

TEST(ColumnStatisticsTest, LeavesOutWhatIsMissing) {
    float const gap = std::numeric_limits<float>::quiet_NaN();
    auto const s = of({{gap, gap, 1}, {7, gap, 3}}, {{0.5}, {2}});
    EXPECT_EQ(s.n, (std::vector<std::uint32_t>{1, 0, 2}));
    EXPECT_EQ(s.mean[0], 7);
    EXPECT_TRUE(std::isnan(s.variance[0]));
    EXPECT_TRUE(std::isnan(s.mean[1]) && std::isnan(s.quantiles[0][1]) && std::isnan(s.exceedance[0][1]));
    EXPECT_EQ(s.mean[2], 2);
    EXPECT_EQ(s.exceedance[0][2], 0.5);
    EXPECT_EQ(of({}, {}).n, (std::vector<std::uint32_t>{0, 0, 0}));
}

TEST(ColumnStatisticsTest, KeepsTheVarianceOfSmallDifferencesOfLargeNumbers) {
    auto const s = of({{1000000.0F}, {1000000.5F}, {1000001.0F}}, {});
    EXPECT_NEAR(s.variance[0], 0.25, 1e-9);
}

TEST(ColumnStatisticsTest, ThreadsAndMemoryChangeNoBit) {
    auto const members = random_members(11, 3001);
    ColumnOptions options{{0.05, 0.5, 0.95}, {30, 60}};
    auto const reference = bits_of(of(members, options, 1));
    EXPECT_EQ(bits_of(of(members, options, 4)), reference);
    options.memory_bytes = 11 * sizeof(float) * 1400;
    EXPECT_EQ(bits_of(of(members, options, 3)), reference);
    options.memory_bytes = 0;
    EXPECT_EQ(bits_of(of(members, options, 2)), reference);
}

TEST(ColumnStatisticsTest, QuantilesAreThoseOfSortedValues) {
    auto const members = random_members(41, 50);  // 0.05, 0.5 and 0.95 of 40 are whole: order statistics 2, 20, 38
    auto const s = of(members, {{0.05, 0.5, 0.95}, {}});
    for (std::size_t c = 0; c < 50; ++c) {
        std::vector<float> sorted;
        for (auto const& member : members) sorted.push_back(member[c]);
        std::ranges::sort(sorted);
        EXPECT_NEAR(s.quantiles[0][c], sorted[2], 1e-9);
        EXPECT_NEAR(s.quantiles[1][c], sorted[20], 1e-9);
        EXPECT_NEAR(s.quantiles[2][c], sorted[38], 1e-4);
    }
}

TEST(ColumnStatisticsTest, RefusesWhatIsNoProbabilityOrLimit) {
    EXPECT_THROW(of({{1}}, {{1.5}, {}}), InputError);
    EXPECT_THROW(of({{1}}, {{std::nan("")}, {}}), InputError);
    EXPECT_THROW(of({{1}}, {{}, {std::nan("")}}), InputError);
}

}  // namespace
}  // namespace hacthanh::study
