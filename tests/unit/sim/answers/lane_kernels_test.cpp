// Kernels of the steady solver: every instruction set and every number of lanes has the same bits, and the sweep solves
// what it says.

#include "sim/answers/detail/kernel_choice.hpp"
#include "sim/answers/detail/sweep_matrix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace hacthanh::test {
namespace {

using namespace answers::detail;
using Matrix = SweepMatrix::Matrix;

constexpr std::size_t side = 12, height = 5, n = side * side * height;

std::size_t row_of(std::size_t i, std::size_t j, std::size_t k) { return (j * side + i) * height + k; }

/// Air that passes columns in the order of the rows, with random mixing up and down; backwards too when asked.
Matrix flow(bool backwards) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> part(0.1, 1);
    std::vector<Eigen::Triplet<double>> entries;
    auto const couple = [&](std::size_t from, std::size_t to, double rate) {
        entries.emplace_back(from, from, rate);
        entries.emplace_back(to, from, -rate);
    };
    for (std::size_t j = 0; j < side; ++j)
        for (std::size_t i = 0; i < side; ++i)
            for (std::size_t k = 0; k < height; ++k) {
                auto const here = row_of(i, j, k);
                entries.emplace_back(here, here, 0.05);
                if (k + 1 < height) couple(here, row_of(i, j, k + 1), 5 * part(random));
                if (k > 0) couple(here, row_of(i, j, k - 1), 5 * part(random));
                if (i + 1 < side) couple(here, row_of(i + 1, j, k), part(random));
                if (j + 1 < side) couple(here, row_of(i, j + 1, k), part(random));
                if (backwards && i > 0) couple(here, row_of(i - 1, j, k), 0.2 * part(random));
            }
    Matrix matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    return matrix;
}

SweepMatrix ordered(Matrix const& matrix) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    return {matrix, order};
}

std::vector<float> random_values(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> part(-1, 1);
    std::vector<float> values(count);
    for (float& value : values) value = part(random);
    return values;
}

TEST(LaneKernelsTest, TheSweepSolvesUpwindTransportWithMixingAlongLines) {
    auto const matrix = ordered(flow(false));
    auto const& kernels = best_kernels().one;
    auto const x = random_values(n, 2);
    std::vector<float> y(n), back(n);
    double squares = 0, with = 0, length = 0, error = 0;
    kernels.sweep(matrix.sweep(), x.data(), y.data());
    kernels.multiply(matrix.rows(), y.data(), back.data(), x.data(), &squares, &with);
    for (std::size_t r = 0; r < n; ++r) {
        length += static_cast<double>(x[r] * x[r]);
        error += std::pow(static_cast<double>(back[r] - x[r]), 2);
    }
    EXPECT_LT(std::sqrt(error / length), 1e-5);
}

TEST(LaneKernelsTest, SweepsConvergeWhereAirAlsoGoesAgainstTheOrder) {
    auto const matrix = ordered(flow(true));
    auto const& kernels = best_kernels().one;
    std::vector<double> const right(n, 1.0);
    std::vector<double> x(n);
    std::vector<float> rest(n), add(n);
    double squares = 0, first = 0, second = 0;
    double const one = 1;
    for (int correction = 0; correction <= 20; ++correction) {
        kernels.residual(matrix.rows(), right.data(), x.data(), rest.data(), &squares);
        if (correction == 0) first = squares;
        if (correction == 1) second = squares;
        kernels.sweep(matrix.sweep(), rest.data(), add.data());
        kernels.update(n, &one, add.data(), x.data());
    }
    EXPECT_GT(std::sqrt(second / first), 1e-5) << "or one sweep is all, as above";
    EXPECT_LT(std::sqrt(squares / first), 1e-3);
}

/// One round of all kernels on a block of vectors; lane l of the result has vector l.
std::vector<std::vector<double>> round_of(LaneKernels const& kernels, std::size_t first_vector) {
    auto const matrix = ordered(flow(true));
    std::size_t const lanes = kernels.lanes;
    std::vector<float> x(n * lanes), y(n * lanes), v(n * lanes), sum(n * lanes), r(n * lanes);
    std::vector<double> exact(n * lanes), right(n * lanes), squares(lanes), with(lanes), found(lanes);
    std::vector<float> factor(lanes), omega(lanes, 0.5F);
    for (std::size_t l = 0; l < lanes; ++l) {
        auto const values = random_values(n, static_cast<unsigned>(10 + first_vector + l));
        factor[l] = values[3];
        for (std::size_t row = 0; row < n; ++row) {
            x[row * lanes + l] = values[row];
            right[row * lanes + l] = 2.0 * static_cast<double>(values[row]);
        }
    }
    kernels.sweep(matrix.sweep(), x.data(), y.data());
    kernels.multiply(matrix.rows(), y.data(), v.data(), x.data(), squares.data(), with.data());
    kernels.add(n, factor.data(), y.data(), sum.data());
    kernels.correct(n, omega.data(), y.data(), v.data(), sum.data(), x.data(), v.data(), found.data(), with.data());
    kernels.turn(n, factor.data(), omega.data(), x.data(), v.data(), y.data());
    kernels.scaled(n, factor.data(), y.data(), sum.data());
    kernels.update(n, right.data(), sum.data(), exact.data());
    kernels.residual(matrix.rows(), right.data(), exact.data(), r.data(), squares.data());
    std::vector<std::vector<double>> by_lane(lanes);
    for (std::size_t l = 0; l < lanes; ++l) {
        for (std::size_t row = 0; row < n; ++row)
            by_lane[l].insert(by_lane[l].end(), {exact[row * lanes + l], static_cast<double>(r[row * lanes + l])});
        by_lane[l].insert(by_lane[l].end(), {squares[l], with[l], found[l]});
    }
    return by_lane;
}

TEST(LaneKernelsTest, EveryInstructionSetAndNumberOfLanesHasTheSameBits) {
    auto const expected = round_of(kernels_base.many, 0);
    for (auto const* set : usable_kernels()) {
        auto const found = round_of(set->many, 0);
        for (std::size_t l = 0; l < most_lanes; ++l) {
            EXPECT_EQ(found[l], expected[l]) << set->name << ", vector " << l;
            EXPECT_EQ(round_of(set->one, l)[0], expected[l]) << set->name << ", vector " << l << " alone";
        }
    }
}

}  // namespace
}  // namespace hacthanh::test
