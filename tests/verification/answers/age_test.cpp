// The age of air by a second linear product: exact in flows whose travel time is known, adjoint against forward.

#include "sim/answers/adjoint_rows.hpp"

#include "tests/support/transport_cases.hpp"
#include "tests/support/wind_around.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

namespace hacthanh::test {
namespace {

using answers::CellShares;
using dispersion::LinearScheme;
using dispersion::LinearTransport;

constexpr double tolerance = 1e-13;

/// The air that comes in through the open sides, as a source.
CellShares inflow_of(LinearTransport const& model) {
    CellShares inflow;
    for (std::size_t row = 0; row < model.cells().size(); ++row)
        if (double const rate = model.inflow_source()[static_cast<Eigen::Index>(row)]; rate != 0)
            inflow.push_back({model.cells()[row], rate});
    return inflow;
}

/// Every cell is mixed, so its air leaves at its lower end: the way is from the upper end of the source's cell there.
TEST(AgeOfAir, AChannelWithUpwindFluxesHasTheTravelTime) {
    constexpr double u = 2, dx = 10;
    auto const mesh = box(40, 2, 2, dx, 10);
    LinearTransport const model(LinearScheme::upwind, steady_flow(mesh, u, 0), mesh);
    auto const rows = answers::aged_adjoint_rows(model, {{{5, 1.0}}, inflow_of(model)}, {{{5, 1.0}}, {{30, 1.0}}},
                                                 tolerance, Parallel(1));
    EXPECT_NEAR(rows.aged[0][0] / rows.transfer[0][0], dx / u, 1e-9);
    EXPECT_NEAR(rows.aged[1][0] / rows.transfer[1][0], 26 * dx / u, 1e-9);
    EXPECT_NEAR(rows.transfer[1][1], 1, 1e-10);
    EXPECT_NEAR(rows.aged[1][1], 31 * dx / u, 1e-9);
}

/// Age is linear along the channel, which differences of second order hold exactly once the disturbance of the inlet
/// has died away; that leaves less than a cell.
TEST(AgeOfAir, AChannelOfSecondOrderHasTheTravelTimeWithinACell) {
    constexpr double u = 2, dx = 10;
    auto const mesh = box(80, 2, 2, dx, 10);
    LinearTransport const model(LinearScheme::second_order, steady_flow(mesh, u, 0), mesh);
    auto const rows = answers::aged_adjoint_rows(model, {{{5, 1.0}}, inflow_of(model)}, {{{50, 1.0}}, {{60, 1.0}}},
                                                 tolerance, Parallel(1));
    auto const age = [&](std::size_t r, std::size_t s) { return rows.aged[r][s] / rows.transfer[r][s]; };
    for (std::size_t s = 0; s < 2; ++s) EXPECT_NEAR(age(1, s) - age(0, s), 10 * dx / u, 1e-8);
    EXPECT_NEAR(age(1, 0), 55 * dx / u, dx / u);
    EXPECT_NEAR(age(1, 1), 60.5 * dx / u, dx / u);
}

/// One mixed volume: V / (Q + k V).
TEST(AgeOfAir, AMixedBoxHasItsResidenceTime) {
    constexpr double u = 0.5, dx = 20, loss = 0.02;
    auto const mesh = box(2, 2, 2, dx, 8);
    for (double const rate : {0.0, loss}) {
        dispersion::Removal removal;
        removal.loss_rate = rate;
        LinearTransport const model(LinearScheme::upwind, steady_flow(mesh, u, 0), mesh, removal);
        auto const rows = answers::aged_forward_rows(model, {{{1, 1.0}}}, {{{1, 1.0}}}, tolerance, Parallel(1));
        EXPECT_NEAR(rows.aged[0][0] / rows.transfer[0][0], 1 / (u / dx + rate), 1e-10);
    }
}

/// A second volume behind the first adds its own time: mixing in the middle does not change the mean age at the end.
TEST(AgeOfAir, MixingAlongAChannelKeepsTheMeanTimeOfTheAirThatLeaves) {
    constexpr double u = 1, dx = 10;
    auto const mesh = box(60, 2, 2, dx, 10);
    auto const last = [&](double diffusivity) {
        auto flow = steady_flow(mesh, u, 0, 0, diffusivity);
        LinearTransport const model(LinearScheme::upwind, flow, mesh);
        auto const rows = answers::aged_adjoint_rows(model, {inflow_of(model)}, {{{59, 1.0}}}, tolerance, Parallel(1));
        return rows.aged[0][0];
    };
    EXPECT_NEAR(last(0), 600, 1e-8);
    EXPECT_NEAR(last(3), 600, 60 * 0.05) << "closed at its ends the channel would keep it exactly";
}

class AgeInEveryScheme : public testing::TestWithParam<LinearScheme> {};

TEST_P(AgeInEveryScheme, AdjointIsForward) {
    mesh::MeshOptions options;
    options.cell_size_m = 12;
    options.levels = 12;
    options.first_layer_m = 3;
    options.top_m = 90;
    constexpr city::Rectangle site{0, 0, 300, 240};
    auto const city = solve_city({site, options}, random_city(site, 24, 3), 250, 20);
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    std::mt19937 random(11);
    auto const places = [&](std::size_t n) {
        std::vector<CellShares> all(n);
        auto const layer =
            std::ranges::lower_bound(model.cells(), 2 * city.mesh->nx() * city.mesh->ny()) - model.cells().begin();
        for (auto& place : all)
            for (int k = 0; k < 2; ++k)
                place.push_back({model.cells()[random() % static_cast<std::size_t>(layer)], 0.5});
        return all;
    };
    auto sources = places(10);
    auto const receptors = places(12);
    sources.push_back(inflow_of(model));
    Parallel const parallel(2);
    auto const adjoint = answers::aged_adjoint_rows(model, sources, receptors, tolerance, parallel);
    auto const forward = answers::aged_forward_rows(model, sources, receptors, tolerance, parallel);
    EXPECT_EQ(adjoint.transfer, answers::adjoint_rows(model, sources, receptors, tolerance, Parallel(1)));
    for (std::size_t s = 0; s < sources.size(); ++s) {
        double most = 0;
        for (auto const& row : forward.aged) most = std::max(most, std::abs(row[s]));
        ASSERT_GT(most, 0);
        for (std::size_t r = 0; r < receptors.size(); ++r)
            EXPECT_NEAR(adjoint.aged[r][s], forward.aged[r][s], 1e-10 * most) << "receptor " << r << ", source " << s;
    }
    // Nothing is older than what came in through the sides with it, by more than mixing between the two.
    for (std::size_t r = 0; r < receptors.size(); ++r) EXPECT_GT(adjoint.aged[r].back(), 0);
}

INSTANTIATE_TEST_SUITE_P(Linear, AgeInEveryScheme, testing::Values(LinearScheme::upwind, LinearScheme::second_order),
                         [](auto const& scheme) {
                             return std::string(scheme.param == LinearScheme::upwind ? "Upwind" : "SecondOrder");
                         });

}  // namespace
}  // namespace hacthanh::test
