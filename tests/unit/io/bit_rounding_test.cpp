#include "io/detail/bit_rounding.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace hacthanh::io::detail {
namespace {

TEST(BitRounding, KeepsTheFewestBitsThatHoldTheBound) {
    EXPECT_EQ(kept_bits(5e-4), 10);
    EXPECT_EQ(kept_bits(4.8e-4), 11);
    EXPECT_EQ(kept_bits(0.5), 0);
    EXPECT_EQ(kept_bits(0), 23);
    EXPECT_EQ(kept_bits(1e-30), 23);
}

TEST(BitRounding, RelativeErrorStaysWithinTheBoundForAllMagnitudes) {
    for (double bound : {0.1, 4e-3, 5e-4, 1e-6}) {
        int const bits = kept_bits(bound);
        double worst = 0;
        for (std::uint64_t pattern = 0; pattern < 0x7F800000ULL; pattern += 12347) {
            auto const value = std::bit_cast<float>(static_cast<std::uint32_t>(pattern));
            float const rounded = round_mantissa(value, bits);
            ASSERT_TRUE(std::isfinite(rounded)) << value;
            if (value != 0) worst = std::max(worst, std::abs(double(rounded) - double(value)) / double(value));
            ASSERT_EQ(round_mantissa(-value, bits), -rounded);
        }
        EXPECT_LE(worst, bound);
        EXPECT_GT(worst, bound / 4);  // it does round
    }
}

TEST(BitRounding, LeavesSpecialAndDenormalNumbersAlone) {
    using limits = std::numeric_limits<float>;
    EXPECT_TRUE(std::isnan(round_mantissa(limits::quiet_NaN(), 10)));
    EXPECT_EQ(round_mantissa(limits::infinity(), 10), limits::infinity());
    EXPECT_EQ(round_mantissa(-limits::infinity(), 10), -limits::infinity());
    EXPECT_EQ(round_mantissa(limits::max(), 10), limits::max());
    EXPECT_EQ(std::bit_cast<std::uint32_t>(round_mantissa(limits::denorm_min(), 10)), 1U);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(round_mantissa(-0.0F, 10)), 0x80000000U);
}

TEST(BitRounding, TiesGoToTheEvenNeighbour) {
    float const step = std::ldexp(1.0F, -10);
    EXPECT_EQ(round_mantissa(1 + step / 2, 10), 1.0F);
    EXPECT_EQ(round_mantissa(1 + 3 * step / 2, 10), 1 + 2 * step);
    EXPECT_EQ(round_mantissa(1 + step / 2 + step / 64, 10), 1 + step);
}

TEST(BitRounding, IsIdempotentAndLeavesZerosInTheCutBits) {
    for (float value : {1.2345678F, 9.87e-20F, 3.3e20F}) {
        float const once = round_mantissa(value, 7);
        EXPECT_EQ(round_mantissa(once, 7), once);
        EXPECT_EQ(std::bit_cast<std::uint32_t>(once) & 0xFFFFU, 0U);
    }
}

}  // namespace
}  // namespace hacthanh::io::detail
