#include "sim/traffic/shared_snapshots.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hacthanh::traffic {
namespace {

TEST(SharedSnapshots, WhatOneMappingWritesTheOtherReads) {
    SharedSnapshots const writer(3, 1000);
    SharedSnapshots const reader(dup(writer.file_descriptor()), 3, 1000);
    for (std::uint32_t slot = 0; slot < 3; ++slot) {
        VehicleArrays const out = writer.arrays(slot);
        for (std::uint32_t i = 0; i < 1000; ++i) {
            out.vehicle[i] = slot + i;
            out.edge[i] = i % 7 == 0 ? EdgeId::unset : i;
            out.acceleration[i] = slot * 0.5;
            out.emission_rate[5][i] = -1.0 * i;
        }
    }
    for (std::uint32_t slot = 0; slot < 3; ++slot) {
        auto const states = reader.states(slot, 1000);
        ASSERT_EQ(states.size(), 1000U);
        EXPECT_EQ(states.vehicle[999], slot + 999);
        EXPECT_FALSE(states.edge[7]);
        EXPECT_EQ(states.edge[8], EdgeId(8));
        EXPECT_EQ(states.acceleration[500], slot * 0.5);
        EXPECT_EQ(states.emission_rate[5][999], -999.0);
    }
}

TEST(SharedSnapshots, ArraysOfASlotDoNotOverlap) {
    SharedSnapshots const memory(2, 1025);
    auto const a = memory.arrays(1);
    std::vector<std::pair<std::byte*, std::size_t>> pieces;
    for (auto* integers : {a.vehicle, a.edge, a.type}) pieces.emplace_back(reinterpret_cast<std::byte*>(integers), 4);
    for (auto* doubles : {a.x_from, a.y_from, a.x, a.y, a.z, a.speed, a.acceleration})
        pieces.emplace_back(reinterpret_cast<std::byte*>(doubles), 8);
    for (auto* doubles : a.emission_rate) pieces.emplace_back(reinterpret_cast<std::byte*>(doubles), 8);
    ASSERT_EQ(pieces.size(), 10 + n_reported);
    for (std::size_t i = 1; i < pieces.size(); ++i)
        EXPECT_GE(pieces[i].first, pieces[i - 1].first + 1025 * pieces[i - 1].second);
}

TEST(SharedSnapshots, UntouchedMemoryCostsNothing) {
    SharedSnapshots const memory(16, 1U << 20);
    memory.arrays(15).speed[0] = 1;
    struct stat info {};
    ASSERT_EQ(fstat(memory.file_descriptor(), &info), 0);
    EXPECT_GT(info.st_size, 1LL << 30);
    EXPECT_LE(info.st_blocks * 512, 4 << 20);
}

}  // namespace
}  // namespace hacthanh::traffic
