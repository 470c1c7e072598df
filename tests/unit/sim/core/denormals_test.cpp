#include "sim/core/parallel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <mutex>
#include <set>
#include <thread>

namespace hacthanh {
namespace {

/// The product of the smallest normal number and a half, worked out at run time: 0 where denormal numbers are flushed.
float denormal() {
    float volatile least = std::numeric_limits<float>::min();
    float volatile half = 0.5F;
    return least * half;
}

/// A denormal number made before, times two: 0 where denormal operands count as zero.
float twice(float given) {
    float volatile small = given;
    return small * 2;
}

/// Every thread that works has the settings of the one that asked, also when it is another one.
TEST(Denormals, AreZeroOnWorkerThreadsToo) {
#if !defined(__SSE2__)
    GTEST_SKIP() << "this processor has no such setting";
#endif
    float const small = denormal();
    ASSERT_GT(small, 0) << "the setting was there before";
    flush_denormals_to_zero();
    Parallel const parallel(4);
    std::mutex guard;
    std::set<std::thread::id> threads;
    std::size_t wrong = 0;
    for (int round = 0; round < 200 && threads.size() < 2; ++round)  // until another thread has joined in
        parallel.for_blocks(64, 1, [&](std::size_t, std::size_t) {
            bool const flushed = denormal() == 0 && twice(small) == 0;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
            std::lock_guard const lock(guard);
            threads.insert(std::this_thread::get_id());
            wrong += flushed ? 0U : 1U;
        });
    EXPECT_GE(threads.size(), 2U);
    EXPECT_EQ(wrong, 0U);
    bool of_a_new_thread = false;
    std::thread([&] { of_a_new_thread = denormal() == 0 && twice(small) == 0; }).join();
    EXPECT_TRUE(of_a_new_thread);
}

}  // namespace
}  // namespace hacthanh
