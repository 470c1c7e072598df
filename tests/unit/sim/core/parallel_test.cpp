/// Blocks of work on several threads. Under the thread sanitizer (preset tsan) also: that what stands before and after
/// them is in order with them.

#include "sim/core/parallel.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace hacthanh {
namespace {

TEST(ParallelTest, BlocksCoverEverythingOnceInOrderWithWhatStandsAround) {
    for (int const threads : {1, 2, 5}) {
        Parallel const parallel(threads);
        std::vector<int> values(10007, 0);
        for (int round = 1; round <= 20; ++round) {
            std::iota(values.begin(), values.end(), round);  // before
            parallel.for_blocks(values.size(), 64, [&](std::size_t begin, std::size_t end) {
                ASSERT_EQ(begin % 64, 0U);
                for (std::size_t n = begin; n < end; ++n) values[n] *= 2;
            });
            for (std::size_t n = 0; n < values.size(); ++n)  // after
                ASSERT_EQ(values[n], 2 * (static_cast<int>(n) + round)) << threads << " threads";
        }
    }
}

TEST(ParallelTest, SumsHaveTheSameBitsForAnyNumberOfThreads) {
    std::vector<double> values(5003);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = std::sin(static_cast<double>(n)) * 1e10;
    auto const bits = [&](int threads) {
        return std::bit_cast<std::uint64_t>(
            Parallel(threads).sum_blocks(values.size(), 50, [&](std::size_t begin, std::size_t end) {
                double sum = 0;
                for (std::size_t n = begin; n < end; ++n) sum += values[n];
                return sum;
            }));
    };
    EXPECT_EQ(bits(2), bits(1));
    EXPECT_EQ(bits(7), bits(1));
}

TEST(ParallelTest, ErrorsOfABlockComeToTheCaller) {
    for (int const threads : {1, 3})
        EXPECT_THROW(Parallel(threads).for_blocks(1000, 10,
                                                  [](std::size_t begin, std::size_t) {
                                                      if (begin == 500) throw std::runtime_error("block");
                                                  }),
                     std::runtime_error);
}

}  // namespace
}  // namespace hacthanh
