#include "sim/core/aligned_array.hpp"
#include "sim/core/error.hpp"
#include "sim/core/id.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/core/quantity.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace hacthanh {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
static_assert(Addable<Metres, Metres>);
static_assert(!Addable<Metres, Seconds>, "quantities of different units must not add");
static_assert(!std::is_convertible_v<Id<struct One>, Id<struct Two>>, "ids of different kinds must not mix");

TEST(IdTest, UnsetIsAState) {
    EXPECT_FALSE(EdgeId());
    EXPECT_TRUE(EdgeId(0U));
    EXPECT_EQ(EdgeId(3U).value(), 3U);
}

TEST(PollutantTest, NamesAndIndicesAgree) {
    for (std::size_t p = 0; p < n_pollutants; ++p) EXPECT_EQ(index(find_pollutant(pollutant_names[p]).value()), p);
    for (Pollutant pollutant : reported_pollutants) EXPECT_TRUE(is_reported(pollutant));
    EXPECT_FALSE(is_reported(Pollutant::no2_primary));
    EXPECT_EQ(find_pollutant("nox"), std::nullopt);
}

TEST(InputErrorTest, SaysWhereWhatAndWhatToDo) {
    InputError const error("a.toml:3", "x = -1 (must be > 0)", "give 0.5-2");
    EXPECT_STREQ(error.what(), "a.toml:3: x = -1 (must be > 0); give 0.5-2");
}

TEST(AlignedArrayTest, AlignsCopiesAndMoves) {
    AlignedArray<float> large(1 << 20, 2.0F);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(large.data()) % (std::size_t(2) << 20), 0U);
    AlignedArray<float> const copy = large;
    large[5] = 7;
    EXPECT_EQ(copy[5], 2.0F);
    AlignedArray<float> const moved = std::move(large);
    EXPECT_EQ(moved[5], 7.0F);
    EXPECT_EQ(AlignedArray<float>().size(), 0U);
}

TEST(AlignedArrayTest, AssignmentKeepsTheMemoryWhenTheSizesAgree) {
    AlignedArray<float> target(1000, 1.0F);
    float const* const memory = target.data();
    AlignedArray<float> source(1000, 2.0F);
    target = source;
    source[3] = 9;
    EXPECT_EQ(target.data(), memory);
    EXPECT_EQ(target[3], 2.0F);
    AlignedArray<float> const& itself = target;
    target = itself;
    EXPECT_EQ(target[999], 2.0F);
    target = AlignedArray<float>(3, 5.0F);
    ASSERT_EQ(target.size(), 3U);
    EXPECT_EQ(target[2], 5.0F);
    target = source;
    ASSERT_EQ(target.size(), 1000U);
    EXPECT_EQ(target[3], 9.0F);
}

TEST(ParallelTest, EveryIndexIsVisitedOnce) {
    for (int threads : {1, 2, 5}) {
        std::vector<std::atomic<int>> visits(1001);
        Parallel(threads).for_blocks(visits.size(), 7, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) ++visits[i];
        });
        for (auto const& count : visits) ASSERT_EQ(count, 1);
    }
}

TEST(ParallelTest, SumsHaveTheSameBitsForAnyNumberOfThreads) {
    std::mt19937_64 random(1);
    std::vector<double> values(100'000);
    for (double& value : values) value = std::uniform_real_distribution<>(-1e6, 1e-6)(random);
    auto const sum = [&](int threads) {
        return Parallel(threads).sum_blocks(values.size(), 1000, [&](std::size_t begin, std::size_t end) {
            return std::accumulate(values.data() + begin, values.data() + end, 0.0);
        });
    };
    EXPECT_EQ(sum(1), sum(2));
    EXPECT_EQ(sum(1), sum(7));
}

TEST(ParallelTest, ErrorsReachTheCaller) {
    EXPECT_THROW(Parallel(2).for_blocks(10, 1, [](std::size_t, std::size_t) { throw RunError("no"); }), RunError);
}

TEST(LogTest, TheSinkGetsWhatIsAtOrAboveTheLevel) {
    std::vector<std::string> lines;
    auto old_sink = log::set_sink([&](log::Level, std::string_view line) { lines.emplace_back(line); });
    log::set_level(log::Level::warning);
    log::info("not {}", 1);
    log::warning("yes {}", 2);
    log::set_level(log::Level::info);
    log::set_sink(std::move(old_sink));
    EXPECT_EQ(lines, std::vector<std::string>{"yes 2"});
}

}  // namespace
}  // namespace hacthanh
