#include "sim/core/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh {
namespace {

using Words = std::array<std::uint32_t, 4>;

// Known answers of the authors' own tests (Random123, kat_vectors).
TEST(Philox, HasTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, UniformNumbersAreUniform) {
    constexpr std::uint32_t n = 100000;
    double sum = 0;
    double squares = 0;
    double neighbours = 0;
    double before = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
        double const u = uniform(philox({k, 0, 0, 0}, {1, 2})[0]) - 0.5;
        sum += u;
        squares += u * u;
        neighbours += u * before;
        before = u;
    }
    EXPECT_NEAR(sum / n, 0, 4 * std::sqrt(1.0 / 12 / n));
    EXPECT_NEAR(squares / n, 1.0 / 12, 4 * std::sqrt(1.0 / 180 / n));
    EXPECT_NEAR(neighbours / n, 0, 4.0 / 12 / std::sqrt(n));
}

TEST(Philox, UniformNumbersNeverReachTheirEnds) {
    EXPECT_GT(uniform(0), 0);
    EXPECT_LE(uniform(0xffffffff), 1);
}

}  // namespace
}  // namespace hacthanh
