#include "sim/answers/transfer_rows.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace hacthanh::test {
namespace {

using answers::TransferRows;

/// Transfers that fall over many orders of magnitude, as those of streets near and far.
std::vector<std::vector<double>> random_rows(std::size_t n_receptors, std::size_t n_sources, unsigned seed) {
    std::mt19937 random(seed);
    std::lognormal_distribution<double> spread(-9, 2.5);
    std::vector<std::vector<double>> rows(n_receptors, std::vector<double>(n_sources));
    for (auto& row : rows)
        for (double& value : row) value = spread(random);
    return rows;
}

std::vector<double> random_emission(std::size_t n_sources, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> rate(1e-7, 1e-5);
    std::vector<double> emission(n_sources);
    for (double& value : emission) value = rate(random);
    return emission;
}

TransferRows packed(std::vector<std::vector<double>> const& rows, std::vector<double> const& reference, double share) {
    TransferRows packed(reference, share);
    for (auto const& row : rows) packed.add_row(row);
    return packed;
}

/// Emission states one after the other, as [source][state].
std::vector<float> side_by_side(std::vector<std::vector<double>> const& states) {
    std::vector<float> values;
    for (std::size_t s = 0; s < states.front().size(); ++s)
        for (auto const& state : states) values.push_back(static_cast<float>(state[s]));
    return values;
}

TEST(TransferRowsTest, LeavesOutNoMoreThanAskedAndStatesIt) {
    auto const rows = random_rows(40, 700, 1);
    auto const reference = random_emission(700, 2);
    auto const transfer = packed(rows, reference, 0.01);
    EXPECT_LT(transfer.n_pairs(), 40U * 700U / 2);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        double const whole = std::inner_product(rows[r].begin(), rows[r].end(), reference.begin(), 0.0);
        auto const kept = transfer.contributions(r, reference);
        double const missing = 1 - std::accumulate(kept.begin(), kept.end(), 0.0) / whole;
        EXPECT_LE(transfer.left_out(r), 0.01);
        EXPECT_GT(transfer.left_out(r), 0.001);
        EXPECT_NEAR(missing, transfer.left_out(r), 1.0 / 2048);
    }
}

TEST(TransferRowsTest, TheErrorOfAnotherEmissionStaysBelowItsBound) {
    auto const rows = random_rows(40, 700, 3);
    auto const transfer = packed(rows, random_emission(700, 4), 0.02);
    Parallel const parallel(1);
    double tightest = 0;
    for (unsigned seed = 10; seed < 15; ++seed) {
        auto const changed = random_emission(700, seed);
        auto const product = transfer.product(side_by_side({changed}), 1, parallel);
        auto const bounds = transfer.error_bounds(changed);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            double const whole = std::inner_product(rows[r].begin(), rows[r].end(), changed.begin(), 0.0);
            double const error = std::abs(static_cast<double>(product[r]) - whole);
            double const single = 700 * 6e-8 * whole;  // sums of 700 single-precision numbers
            EXPECT_LE(error, bounds[r] + single);
            tightest = std::max(tightest, error / bounds[r]);
        }
    }
    EXPECT_GT(tightest, 0.001);  // a bound of nothing would be no bound
}

TEST(TransferRowsTest, TheBoundGrowsWithWhatAGrownSourceCanHaveGivenAndIsReachedByTheWorst) {
    // 4 of 8 equal small sources of one row grow tenfold: no row can be worse than having left out those four.
    std::vector<double> const reference(9, 1e-6);
    std::vector<double> row(9, 1e-3);
    row[0] = 1;
    auto const transfer = packed({row}, reference, 0.01);
    ASSERT_EQ(transfer.n_pairs(), 1U);
    auto grown = reference;
    for (std::size_t s = 5; s < 9; ++s) grown[s] *= 10;
    double const left_out = 1e-3 * (4 * 1e-6 + 4 * 1e-5), rounding = 1e-6 / 2048;
    EXPECT_NEAR(transfer.error_bounds(grown)[0], left_out + rounding, 1e-6 * rounding + 1e-6 / (1 << 24));
    grown[0] *= 1000;  // kept: its growth is no error but for the rounding
    EXPECT_NEAR(transfer.error_bounds(grown)[0], left_out + 1000 * rounding, 1e-3 * rounding * 1000);
}

TEST(TransferRowsTest, NothingLeftOutIsTheSumToHalfPrecision) {
    auto const rows = random_rows(5, 50, 5);
    auto const emission = random_emission(50, 6);
    auto const transfer = packed(rows, emission, 0);
    EXPECT_EQ(transfer.n_pairs(), 250U);
    auto const product = transfer.product(side_by_side({emission}), 1, Parallel(1));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        double const whole = std::inner_product(rows[r].begin(), rows[r].end(), emission.begin(), 0.0);
        EXPECT_NEAR(product[r], whole, whole / 2048);
        EXPECT_EQ(transfer.left_out(r), 0);
    }
}

TEST(TransferRowsTest, ASourceWithoutReferenceEmissionIsKept) {
    std::vector<double> const reference{1e-6, 0, 1e-6};
    auto const transfer = packed({{1e-3, 1e-9, 1e-9}}, reference, 0.5);
    std::vector<double> const opened{0, 1, 0};
    EXPECT_NEAR(transfer.contributions(0, opened)[1], 1e-9, 1e-9 * 0.03);  // far below the row's greatest: subnormal
    EXPECT_EQ(transfer.contributions(0, {{1, 1, 1}})[2], 0);
}

TEST(TransferRowsTest, ManyStatesGiveTheBitsOfEachAloneForAnyNumberOfThreads) {
    auto const rows = random_rows(150, 300, 7);
    auto const transfer = packed(rows, random_emission(300, 8), 0.01);
    std::vector<std::vector<double>> states;
    for (unsigned n = 0; n < 45; ++n) states.push_back(random_emission(300, 20 + n));
    auto const together = transfer.product(side_by_side(states), states.size(), Parallel(1));
    EXPECT_EQ(together, transfer.product(side_by_side(states), states.size(), Parallel(2)));
    for (std::size_t n : {0U, 31U, 32U, 44U}) {
        auto const alone = transfer.product(side_by_side({states[n]}), 1, Parallel(1));
        for (std::size_t r = 0; r < rows.size(); ++r) EXPECT_EQ(alone[r], together[r * states.size() + n]);
    }
}

TEST(TransferRowsTest, RefusesMoreSourcesThanAnIndexNames) {
    EXPECT_NO_THROW(TransferRows(std::vector<double>(65'536, 1.0), 0.01));
    EXPECT_THROW(TransferRows(std::vector<double>(65'537, 1.0), 0.01), InputError);
}

}  // namespace
}  // namespace hacthanh::test
