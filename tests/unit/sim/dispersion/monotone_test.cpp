// Positive, no new extremes, constants stay constant.

#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::test {
namespace {

struct Range {
    float least;
    float most;
};

Range range(state::ConcentrationField const& field) {
    auto const [least, most] = std::ranges::minmax(field.species[0].values());
    return {least, most};
}

/// Sharp blocks of 1 in 0, with a checkerboard inside: the hardest field for a limiter.
void fill_blocks(state::ConcentrationField& field) {
    auto const& mesh = field.species[0].mesh();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                bool const block = i > 4 && i < 11 && j > 3 && j < 12 && k > 1;
                bool const board = i > 12 && (i + j + k) % 2 == 0;
                field.species[0].at({i, j, k}) = block || board ? 1.0F : 0.0F;
            }
}

class Monotone : public testing::TestWithParam<double> {};

TEST_P(Monotone, NothingBelowTheLeastOrAboveTheMost) {
    auto const mesh = box(18, 16, 10, 15, 60, 2);
    auto flow = steady_flow(mesh, 2, -1.4, 3, 6);
    add_eddies(flow, mesh, 3);
    Twin twin(mesh, flow, {0.0}, 1, GetParam());
    fill_blocks(twin.field);
    for (int call = 0; call < 12; ++call) {
        twin.advance(twin.model.longest_step_s() * (call % 3 + 0.99));
        EXPECT_GE(range(twin.field).least, 0.0F) << call;
        EXPECT_LE(range(twin.field).most, 1.0F + 3e-6F) << call;
    }
}

TEST_P(Monotone, AlsoWithoutMixing) {
    auto const mesh = box(18, 16, 10, 15, 150);
    auto flow = steady_flow(mesh, -1, 0.5);
    add_eddies(flow, mesh, 5);
    Twin twin(mesh, flow, {0.0}, 1, GetParam());
    fill_blocks(twin.field);
    for (int call = 0; call < 40; ++call) {
        twin.advance(twin.model.longest_step_s());
        EXPECT_GE(range(twin.field).least, 0.0F) << call;
        EXPECT_LE(range(twin.field).most, 1.0F + 3e-6F) << call;
    }
}

INSTANTIATE_TEST_SUITE_P(CourantNumbers, Monotone, testing::Values(0.3, 0.9, 1.0));

// Horizontal mixing strong against the wind: the step follows it.
TEST(Positivity, HoldsWhereDiffusionRules) {
    auto const mesh = box(20, 20, 6, 10, 30);
    Twin twin(mesh, steady_flow(mesh, 0.4, 0.1, 50, 60));
    fill_blocks(twin.field);
    EXPECT_LE(60 / 100.0 * twin.model.longest_step_s(), 0.5);
    for (int call = 0; call < 10; ++call) twin.advance(twin.model.longest_step_s());
    EXPECT_GE(range(twin.field).least, 0.0F);
    EXPECT_LE(range(twin.field).most, 1.0F + 3e-6F);
}

TEST(Freestream, ConstantFieldStaysConstantInSwirlingWind) {
    auto const mesh = box(20, 18, 12, 15, 120, 3);
    auto flow = steady_flow(mesh, 2.1, 1.3, 5, 4);
    add_eddies(flow, mesh, 2);
    Twin twin(mesh, flow);
    for (float& value : twin.field.species[0].values()) value = 1.0F;
    twin.inflow = {1.0};
    auto const report = twin.advance(60);
    EXPECT_GE(report.steps, 10U);
    EXPECT_NEAR(range(twin.field).least, 1, 1e-6);
    EXPECT_NEAR(range(twin.field).most, 1, 1e-6);
}

TEST(Freestream, ConstantFieldStaysExactlyConstantInUniformWind) {
    auto const mesh = box(20, 18, 12, 15, 120, 3);
    Twin twin(mesh, steady_flow(mesh, 3.7, -1.9, 0, 4));
    for (float& value : twin.field.species[0].values()) value = 0.37F;
    twin.inflow = {static_cast<double>(0.37F)};
    twin.advance(200);
    EXPECT_NEAR(range(twin.field).least, 0.37F, 1e-7);
    EXPECT_NEAR(range(twin.field).most, 0.37F, 1e-7);
}

// A lid that the wind blows through exchanges air like a side.
TEST(Freestream, WindThroughTheLidCarriesTheInflow) {
    auto const mesh = box(8, 8, 6, 10, 60);
    auto flow = steady_flow(mesh, 0, 0, 1, 0);
    for (std::size_t k = 1; k <= mesh.nz(); ++k)
        for (std::size_t n = 0; n < 64; ++n) flow.wind.z()[k * 64 + n] = n % 8 < 4 ? -0.4 : 0.4;
    for (std::size_t j = 0; j < 8; ++j)  // the ground closes the circle: what comes down flows west to east
        for (std::size_t i = 1; i < 8; ++i)
            flow.wind.x()[flow.wind.x_face(i, j, 0)] = 0.4 * static_cast<double>(i < 5 ? i : 8 - i);
    Twin twin(mesh, flow);
    for (float& value : twin.field.species[0].values()) value = 1.0F;
    twin.inflow = {1.0};
    twin.start();
    twin.advance(100);
    EXPECT_NEAR(range(twin.field).least, 1, 1e-6);
    EXPECT_NEAR(range(twin.field).most, 1, 1e-6);
    EXPECT_GT(twin.budget[0].inflow, 0);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
}

TEST(Background, FillsTheDomainInTheEnd) {
    auto const mesh = box(16, 12, 8, 20, 80, 3);
    auto flow = steady_flow(mesh, 4, 2, 3, 2);
    Twin twin(mesh, flow, {0.0, 0.0});
    twin.inflow = {4e-8, 0.0};
    for (float& value : twin.field.species[1].values()) value = 1.0F;
    twin.advance(600);
    for (float value : twin.field.species[0].values()) EXPECT_NEAR(value, 4e-8, 4e-13);
    for (float value : twin.field.species[1].values()) EXPECT_LT(value, 1e-5);
}

}  // namespace
}  // namespace hacthanh::test
