// Ground, bad numbers and step lengths.

#include "sim/core/error.hpp"
#include "tests/support/transport_cases.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace hacthanh::test {
namespace {

// One well-mixed layer: dC/dt = -v C / h. The scheme is backward Euler: C (1 + v dt / h)^-n exactly.
TEST(Deposition, EmptiesAColumnAsTheEquationSays) {
    auto const mesh = box(4, 4, 2, 10, 20);
    double const velocity = 0.05;
    auto flow = steady_flow(mesh, 0, 0, 1e7);  // both layers as one
    Twin twin(mesh, flow, {velocity, 0.0});
    for (auto& species : twin.field.species)
        for (float& value : species.values()) value = 1.0F;
    twin.start();
    int const steps = 400;
    for (int n = 0; n < steps; ++n) twin.advance(1.0);
    double const discrete = std::pow(1 + velocity / 20, -steps);
    EXPECT_NEAR(twin.field.species[0][0], discrete, 1e-5 * discrete);
    EXPECT_NEAR(twin.field.species[0][0], std::exp(-velocity * steps / 20), 2e-3);
    EXPECT_NEAR(twin.budget[0].deposited, 40 * 40 * 20 * (1 - discrete), 1e-5 * 40 * 40 * 20);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
    EXPECT_EQ(twin.budget[1].deposited, 0);
}

TEST(Deposition, StaysPositiveHoweverFast) {
    auto const mesh = box(4, 4, 8, 10, 20);
    Twin twin(mesh, steady_flow(mesh, 0, 0, 3), {1e6});
    for (float& value : twin.field.species[0].values()) value = 1.0F;
    twin.start();
    twin.advance(30);
    for (float value : twin.field.species[0].values()) EXPECT_GE(value, 0.0F);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
}

TEST(Steps, AreShortEnoughAndNoShorter) {
    auto const mesh = box(10, 10, 4, 20, 40);
    Twin const along(mesh, steady_flow(mesh, 5, 0));
    EXPECT_NEAR(along.model.longest_step_s(), 0.9 * 20 / 5, 1e-4);
    Twin const across(mesh, steady_flow(mesh, 5, 5));
    EXPECT_NEAR(across.model.longest_step_s(), 0.9 * 20 / 5, 1e-4);
    Twin careful(mesh, steady_flow(mesh, 5, 0), {0.0}, 1, 0.45);
    EXPECT_NEAR(careful.model.longest_step_s(), 0.45 * 20 / 5, 1e-4);
    EXPECT_EQ(careful.advance(18.0).steps, 10U);
    EXPECT_EQ(careful.advance(18.1).steps, 11U);
}

TEST(Steps, StillAirNeedsOne) {
    auto const mesh = box(4, 4, 4, 20, 40);
    Twin twin(mesh, steady_flow(mesh, 0, 0, 5));
    EXPECT_TRUE(std::isinf(twin.model.longest_step_s()));
    EXPECT_EQ(twin.advance(1000).steps, 1U);
}

TEST(BadNumbers, InTheWindNameTheCell) {
    auto const mesh = box(6, 5, 4, 20, 40);
    auto flow = steady_flow(mesh, 1, 1, 1, 1);
    flow.wind.y()[flow.wind.y_face(3, 2, 1)] = std::nanf("");
    EXPECT_THAT([&] { Twin(mesh, flow); },
                testing::ThrowsMessage<SolverError>(
                    testing::AllOf(testing::HasSubstr("step 1"), testing::HasSubstr("i = 3, j = 2, k = 1"))));
}

TEST(BadNumbers, AWindThatMakesAirIsRefused) {
    auto const mesh = box(6, 5, 4, 20, 40);
    auto flow = steady_flow(mesh, 1, 1, 1, 1);
    flow.wind.x()[flow.wind.x_face(3, 2, 1)] += 1e-6;
    EXPECT_THAT([&] { Twin(mesh, flow); },
                testing::ThrowsMessage<SolverError>(
                    testing::AllOf(testing::HasSubstr("j = 2, k = 1"), testing::HasSubstr("make or destroy mass"))));
    flow.wind.x()[flow.wind.x_face(3, 2, 1)] = 1 + 1e-14;
    EXPECT_NO_THROW(Twin(mesh, flow));
}

TEST(BadNumbers, NegativeDiffusivityIsRefused) {
    auto const mesh = box(6, 5, 4, 20, 40);
    auto flow = steady_flow(mesh, 1, 1, 1, 1);
    flow.turbulence.horizontal_diffusivity.at({5, 4, 3}) = -1.0F;
    EXPECT_THAT([&] { Twin(mesh, flow); },
                testing::ThrowsMessage<SolverError>(testing::HasSubstr("i = 5, j = 4, k = 3")));
}

TEST(BadNumbers, InTheEmissionNameTheCell) {
    auto const mesh = box(6, 5, 4, 20, 40);
    for (double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -1e-9}) {
        Twin twin(mesh, steady_flow(mesh, 1, 1, 1, 1));
        twin.advance(10);
        twin.emission.species(0)[mesh.cell({2, 3, 1})] = bad;
        EXPECT_THAT([&] { twin.advance(10); },
                    testing::ThrowsMessage<SolverError>(testing::HasSubstr("i = 2, j = 3, k = 1")));
    }
}

TEST(BadNumbers, InTheFieldNameTheStepAndCell) {
    auto const mesh = box(6, 5, 4, 20, 40);
    Twin twin(mesh, steady_flow(mesh, 0, 0));
    twin.advance(10);
    twin.field.species[0].at({1, 2, 3}) = std::numeric_limits<float>::infinity();
    EXPECT_THAT([&] { twin.advance(10); }, testing::ThrowsMessage<SolverError>(testing::AllOf(
                                               testing::HasSubstr("step 2"), testing::HasSubstr("cell i = "))));
}

}  // namespace
}  // namespace hacthanh::test
