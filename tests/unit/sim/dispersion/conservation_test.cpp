// Mass: what comes in is what leaves and what stays, and nothing else.

#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::test {
namespace {

void fill_lumps(state::ConcentrationField& field) {
    auto const& mesh = field.species[0].mesh();
    for (std::size_t s = 0; s < field.species.size(); ++s)
        for (std::size_t n = 0; n < mesh.n_cells(); ++n)
            field.species[s][n] = n * (s + 3) % 7 == 0 ? 1e-6F * static_cast<float>(n % 11) : 0.0F;
}

TEST(Conservation, ClosedBoxKeepsItsMass) {
    auto const mesh = box(17, 13, 9, 20, 90, 4);
    auto flow = steady_flow(mesh, 0, 0, 2, 3);
    add_eddies(flow, mesh, 2);
    Twin twin(mesh, flow, {0.0, 0.0});
    fill_lumps(twin.field);
    twin.start();
    twin.advance(300);
    for (auto const& budget : twin.budget) {
        EXPECT_GT(budget.initial, 0);
        EXPECT_EQ(budget.inflow, 0);
        EXPECT_EQ(budget.outflow, 0);
        EXPECT_LT(budget.relative_error(), 1e-6);
    }
}

TEST(Conservation, OpenSidesAreBookedAsTheyAreCrossed) {
    auto const mesh = box(21, 18, 10, 20, 100, 3);
    auto flow = steady_flow(mesh, 3, -2, 4, 5);
    add_eddies(flow, mesh, 1);
    Twin twin(mesh, flow, {0.0, 0.01, 0.5});
    twin.inflow = {1e-6, 0.0, 5e-6};
    for (std::size_t s = 0; s < 3; ++s) twin.emission.species(s)[mesh.cell({9, 9, 0})] = 1e-3;
    fill_lumps(twin.field);
    twin.start();
    for (int call = 0; call < 20; ++call) {
        twin.advance(10);
        for (auto const& budget : twin.budget) EXPECT_LT(budget.relative_error(), 1e-6) << call;
    }
    EXPECT_GT(twin.budget[0].inflow, 0);
    EXPECT_EQ(twin.budget[0].deposited, 0);
    EXPECT_EQ(twin.budget[1].inflow, 0);
    for (auto const& budget : twin.budget) EXPECT_GT(budget.outflow, 0);
    EXPECT_GT(twin.budget[2].deposited, 0);
}

// The reported mass in the domain is that of the field.
TEST(Conservation, MassInTheDomainIsTheFieldsOwn) {
    auto const mesh = box(12, 14, 6, 10, 60, 3);
    Twin twin(mesh, steady_flow(mesh, 1, 1, 1, 1));
    fill_lumps(twin.field);
    auto const report = twin.advance(30);
    EXPECT_NEAR(report.species[0].in_domain, twin.mass(), 1e-13 * twin.mass());
}

TEST(Conservation, EmissionIsSetFreeInFullAndWhereItBelongs) {
    auto const mesh = box(12, 12, 6, 10, 60, 3);
    Twin twin(mesh, steady_flow(mesh, 0, 0));
    twin.emission.species(0)[mesh.cell({3, 4, 0})] = 0.25;
    twin.emission.species(0)[mesh.cell({5, 6, 1})] = 0.5;
    auto const report = twin.advance(10);
    EXPECT_EQ(report.species[0].emitted, 0.75);
    EXPECT_NEAR(twin.field.species[0].at({3, 4, 0}), 0.25 / mesh.layer_cell_volume(0), 1e-10);
    EXPECT_NEAR(twin.field.species[0].at({5, 6, 1}), 0.5 / mesh.layer_cell_volume(1), 1e-10);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-7);
}

// Single precision rounds every value in every step. A thousand steps must not add up to a leak.
TEST(Conservation, DoesNotDriftInAThousandSteps) {
    auto const mesh = box(24, 24, 12, 20, 200, 3);
    auto flow = steady_flow(mesh, 2.3, 1.7, 6, 4);
    add_eddies(flow, mesh, 0.5);
    Twin twin(mesh, flow, {0.0, 0.003});
    twin.inflow = {4e-7, 0.0};
    for (std::size_t i = 2; i < 22; ++i)
        for (std::size_t s = 0; s < 2; ++s)
            twin.emission.species(s)[mesh.cell({i, 7 + i / 3, i % 2})] =
                1e-4 * static_cast<double>(1 + i * (s + 1) % 7);
    double worst = 0;
    std::uint64_t steps = 0;
    while (steps < 1000) {
        steps += twin.advance(40).steps;
        for (auto const& budget : twin.budget) worst = std::max(worst, budget.relative_error());
    }
    EXPECT_LT(worst, 5e-7);
    RecordProperty("worst_relative_error", std::to_string(worst * 1e9) + "e-9");
}

}  // namespace
}  // namespace hacthanh::test
