// Threads, processors, repetition and scale: what must not change the projected wind.

#include "sim/wind/detail/defect_correction.hpp"
#include "sim/wind/detail/kernel_choice.hpp"
#include "sim/wind/projection.hpp"
#include "tests/support/wind_cases.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <span>

namespace hacthanh::test {
namespace {

using wind::Projection;
using wind::ProjectionOptions;

/// Several chunks and strips, none of them whole; blocks that end on many levels, some of them with partly open faces.
mesh::CityMesh town() {
    auto const plain = open_mesh(75, 101, 13, 5, 90, 3);
    auto openness = with_solid(plain, [](mesh::CellIndex c) {
                        return c.i % 12 > 6 && c.j % 9 > 4 && c.k < 2 + (c.i / 12 * 5 + c.j / 9 * 3) % 7;
                    }).openness();
    for (std::size_t f = 0; f < openness.x_face.size(); f += 7) openness.x_face[f] /= 3;
    return mesh::CityMesh(plain, std::move(openness));
}

bool same_bits(state::WindField const& a, state::WindField const& b) {
    auto const same = [](std::span<double const> left, std::span<double const> right) {
        return std::memcmp(left.data(), right.data(), left.size_bytes()) == 0;
    };
    return same(a.x(), b.x()) && same(a.y(), b.y()) && same(a.z(), b.z());
}

TEST(ProjectionBits, OneTwoAndThreeThreads) {
    auto const mesh = town();
    std::vector<state::WindField> winds;
    for (int threads : {1, 2, 3}) {  // one after the other: the fewest threads alive would limit all
        Parallel const parallel(threads);
        winds.push_back(log_wind(mesh, 4, 2));
        Projection(mesh, {}, parallel).project(winds.back());
    }
    EXPECT_FALSE(same_bits(winds[0], log_wind(mesh, 4, 2)));
    EXPECT_TRUE(same_bits(winds[0], winds[1]));
    EXPECT_TRUE(same_bits(winds[0], winds[2]));
}

TEST(ProjectionBits, EveryInstructionSet) {
    auto const mesh = town();
    Parallel const parallel(1);
    std::vector<state::WindField> winds;
    for (auto const* kernels : wind::detail::usable_kernels()) {
        winds.push_back(log_wind(mesh, 4, 2));
        wind::detail::DefectCorrection(mesh, {.alpha_ratio = 0.7}, parallel, *kernels).project(winds.back());
        EXPECT_TRUE(same_bits(winds.front(), winds.back())) << kernels->name;
    }
}

TEST(ProjectionBits, AUsedObjectIsAsGoodAsANewOne) {
    auto const mesh = town();
    Parallel const parallel(1);
    Projection const projection(mesh, {}, parallel);
    auto other = log_wind(mesh, -1, 5);
    projection.project(other);
    auto again = log_wind(mesh, 4, 2);
    auto const report = projection.project(again);
    auto fresh = log_wind(mesh, 4, 2);
    auto const fresh_report = Projection(mesh, {}, parallel).project(fresh);
    EXPECT_TRUE(same_bits(again, fresh));
    EXPECT_EQ(report.iterations, fresh_report.iterations);
}

TEST(ProjectionBits, ProjectingTwiceChangesNothing) {
    auto const mesh = town();
    Parallel const parallel(1);
    Projection const projection(mesh, {}, parallel);
    auto once = log_wind(mesh, 4, 2);
    projection.project(once);
    auto twice = once;
    projection.project(twice);
    double largest = 0;
    for (std::size_t f = 0; f < once.x().size(); ++f) largest = std::max(largest, std::abs(once.x()[f] - twice.x()[f]));
    EXPECT_LT(largest, 1e-9);
}

// A storm and a breath: single precision inside must not see the difference.
TEST(ProjectionBits, WindsOfAnyStrengthScale) {
    auto const mesh = town();
    Parallel const parallel(1);
    Projection const projection(mesh, {}, parallel);
    auto usual = log_wind(mesh, 4, 2);
    projection.project(usual);
    for (double factor : {0x1p-40, 0x1p10}) {
        auto scaled = log_wind(mesh, 4 * factor, 2 * factor);
        projection.project(scaled);
        double largest = 0;
        for (std::size_t f = 0; f < usual.x().size(); ++f)
            largest = std::max(largest, std::abs(usual.x()[f] - scaled.x()[f] / factor));
        EXPECT_LT(largest, 1e-8) << factor;
    }
}

}  // namespace
}  // namespace hacthanh::test
