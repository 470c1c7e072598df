// The steady solver around buildings: residuals, single vectors among many, and what cannot be solved.

#include "sim/answers/adjoint_rows.hpp"
#include "sim/answers/steady_solver.hpp"
#include "sim/core/error.hpp"

#include "tests/support/wind_around.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::test {
namespace {

using answers::Side;
using answers::SteadySolver;
using dispersion::LinearScheme;
using dispersion::LinearTransport;

constexpr city::Rectangle site{0, 0, 300, 240};

SolvedCity town(double wind_from_deg) {
    mesh::MeshOptions options;
    options.cell_size_m = 12;
    options.levels = 12;
    options.first_layer_m = 3;
    options.top_m = 90;
    return solve_city({site, options}, random_city(site, 24, 3), wind_from_deg, 20);
}

/// Some single cells with air.
std::vector<answers::CellShares> cells_of(LinearTransport const& model, std::size_t n) {
    std::vector<answers::CellShares> places;
    for (std::size_t p = 0; p < n; ++p) places.push_back({{model.cells()[37 + 101 * p], 1.0}});
    return places;
}

TEST(SteadySolverTest, TheTrueResidualIsBelowTheToleranceInWindsFromAllSides) {
    constexpr double tolerance = 1e-9;
    for (double const from : {10.0, 100.0, 190.0, 280.0}) {
        auto const city = town(from);
        LinearTransport const model(LinearScheme::second_order, city.solution.flow, *city.mesh);
        auto const rows = static_cast<Eigen::Index>(model.cells().size());
        for (auto const side : {Side::forward, Side::adjoint}) {
            SteadySolver const solver(model, side, tolerance);
            auto right = solver.zeros(SteadySolver::most_at_once);
            for (std::size_t l = 0; l < 5; ++l) right(solver.place(37 + 101 * l), l) = 1e-3;
            auto const found = solver.solve(right);
            for (std::size_t l = 0; l < 6; ++l) {
                LinearTransport::Vector x(rows), b(rows);
                for (Eigen::Index r = 0; r < rows; ++r) {
                    x[r] = found(solver.place(static_cast<std::size_t>(r)), l);
                    b[r] = right(solver.place(static_cast<std::size_t>(r)), l);
                }
                LinearTransport::Vector const back = side == Side::forward
                                                         ? LinearTransport::Vector(model.matrix() * x)
                                                         : LinearTransport::Vector(model.matrix().transpose() * x);
                if (l == 5) {
                    EXPECT_EQ(x.norm(), 0) << "nothing is asked for";
                } else {
                    EXPECT_LE((back - b).norm(), 1.001 * tolerance * b.norm()) << "wind from " << from << ", " << l;
                    EXPECT_GT(x.norm(), 0);
                }
            }
        }
    }
}

TEST(SteadySolverTest, AVectorHasTheSameBitsAloneAndAmongOthers) {
    auto const city = town(250);
    LinearTransport const model(LinearScheme::second_order, city.solution.flow, *city.mesh);
    auto const sources = cells_of(model, 7), receptors = cells_of(model, 20);
    auto const all = answers::adjoint_rows(model, sources, receptors, 1e-8, Parallel(2));
    for (std::size_t r : {0U, 7U, 16U, 19U})
        EXPECT_EQ(answers::adjoint_rows(model, sources, {receptors[r]}, 1e-8, Parallel(1))[0], all[r]) << r;
}

TEST(SteadySolverTest, WhatCannotBeReachedIsSaid) {
    auto const city = town(250);
    LinearTransport const model(LinearScheme::second_order, city.solution.flow, *city.mesh);
    EXPECT_THROW(answers::adjoint_rows(model, cells_of(model, 1), cells_of(model, 1), 1e-30, Parallel(1)), SolverError);
}

TEST(SteadySolverTest, DownwindIsAnOrderOfAllRows) {
    for (double const from : {10.0, 100.0, 190.0, 280.0}) {
        auto const city = town(from);
        LinearTransport const model(LinearScheme::upwind, city.solution.flow, *city.mesh);
        auto order = model.downwind();
        std::vector<std::size_t> place(order.size());
        for (std::size_t n = 0; n < order.size(); ++n) place[order[n]] = n;
        double along = 0, against = 0;  // what the wind carries down and up the order
        for (Eigen::Index row = 0; row < model.matrix().rows(); ++row)
            for (LinearTransport::Matrix::InnerIterator entry(model.matrix(), row); entry; ++entry) {
                auto const to = static_cast<std::size_t>(row), of = static_cast<std::size_t>(entry.col());
                if (to == of || model.cells()[to] % (city.mesh->nx() * city.mesh->ny()) ==
                                    model.cells()[of] % (city.mesh->nx() * city.mesh->ny()))
                    continue;
                (place[of] < place[to] ? along : against) -= entry.value();
            }
        EXPECT_LT(against, 0.2 * along) << "wind from " << from;
        std::ranges::sort(order);
        for (std::size_t n = 0; n < order.size(); ++n) ASSERT_EQ(order[n], n);
    }
}

}  // namespace
}  // namespace hacthanh::test
