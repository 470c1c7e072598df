// Transfer functions around buildings: adjoint against forward, and products against a full linear solution.

#include "sim/answers/adjoint_rows.hpp"
#include "sim/core/error.hpp"

#include "tests/verification/answers/small_town.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace hacthanh::test {
namespace {

using answers::CellShares;
using dispersion::LinearScheme;
using dispersion::LinearTransport;

/// Places of up to four cells with air in the lowest `layers` layers.
std::vector<CellShares> random_places(LinearTransport const& model, mesh::CityMesh const& mesh, std::size_t n,
                                      std::size_t layers, unsigned seed) {
    std::mt19937 random(seed);
    auto const& cells = model.cells();
    auto const end = std::ranges::lower_bound(cells, layers * mesh.nx() * mesh.ny()) - cells.begin();
    std::vector<CellShares> places(n);
    for (auto& place : places) {
        std::size_t const parts = 1 + random() % 4;
        for (std::size_t k = 0; k < parts; ++k)
            place.push_back({cells[random() % static_cast<std::size_t>(end)], 1.0 / static_cast<double>(parts)});
    }
    return places;
}

class EveryScheme : public testing::TestWithParam<LinearScheme> {};

TEST_P(EveryScheme, AdjointIsForward) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    auto const sources = random_places(model, *city.mesh, 12, 1, 1);
    auto const receptors = random_places(model, *city.mesh, 15, 4, 2);
    Parallel const parallel(2);
    auto const adjoint = adjoint_rows(model, sources, receptors, 1e-13, parallel);
    auto const forward = forward_rows(model, sources, receptors, 1e-13, parallel);
    double most = 0;
    for (auto const& row : forward)
        for (double const value : row) most = std::max(most, std::abs(value));
    ASSERT_GT(most, 0);
    for (std::size_t r = 0; r < receptors.size(); ++r)
        for (std::size_t s = 0; s < sources.size(); ++s)
            EXPECT_NEAR(adjoint[r][s], forward[r][s], 1e-10 * most) << "receptor " << r << ", source " << s;
}

TEST_P(EveryScheme, TheProductIsTheFullLinearSolutionWithinTheStatedError) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    auto const sources = random_places(model, *city.mesh, 60, 1, 3);
    auto const receptors = random_places(model, *city.mesh, 20, 1, 4);
    std::vector<double> reference(sources.size()), changed(sources.size());
    std::mt19937 random(5);
    for (std::size_t s = 0; s < sources.size(); ++s) {
        reference[s] = 1e-6 * static_cast<double>(1 + random() % 100);
        changed[s] = reference[s] * (0.1 + 0.01 * static_cast<double>(random() % 90));
    }
    answers::TransferRows transfer(reference, 0.01);
    for (auto const& row : adjoint_rows(model, sources, receptors, 1e-10, Parallel(2))) transfer.add_row(row);
    EXPECT_LT(transfer.n_pairs(), sources.size() * receptors.size());

    LinearTransport::Vector emitted = LinearTransport::Vector::Zero(static_cast<Eigen::Index>(model.cells().size()));
    auto const row_of = [&](std::size_t cell) {
        return static_cast<Eigen::Index>(std::ranges::lower_bound(model.cells(), cell) - model.cells().begin());
    };
    for (std::size_t s = 0; s < sources.size(); ++s)
        for (auto const& [cell, share] : sources[s]) emitted[row_of(cell)] += share * changed[s];
    auto const full = model.solve(emitted);

    std::vector<float> const single(changed.begin(), changed.end());
    auto const product = transfer.product(single, 1, Parallel(1));
    auto const bounds = transfer.error_bounds(changed);
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        double whole = 0;
        for (auto const& [cell, share] : receptors[r]) whole += share * full[row_of(cell)];
        EXPECT_NEAR(product[r], whole, bounds[r] + 1e-6 * std::abs(whole));
        EXPECT_LE(transfer.left_out(r), 0.01);
    }
}

TEST_P(EveryScheme, ThreadsDoNotChangeABit) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    auto const sources = random_places(model, *city.mesh, 5, 1, 6);
    auto const receptors = random_places(model, *city.mesh, 5, 1, 7);
    EXPECT_EQ(adjoint_rows(model, sources, receptors, 1e-8, Parallel(1)),
              adjoint_rows(model, sources, receptors, 1e-8, Parallel(2)));
}

TEST(TransferTest, ACellWithoutAirIsRefused) {
    auto const city = town();
    LinearTransport const model(LinearScheme::upwind, city.solution.flow, *city.mesh);
    std::size_t closed = 0;
    while (city.mesh->is_open(closed)) ++closed;
    EXPECT_THROW(answers::adjoint_rows(model, {{{closed, 1.0}}}, {}, 1e-8, Parallel(1)), InputError);
    EXPECT_THROW(answers::adjoint_rows(model, {}, {{{closed, 1.0}}}, 1e-8, Parallel(1)), InputError);
}

INSTANTIATE_TEST_SUITE_P(Linear, EveryScheme, testing::Values(LinearScheme::upwind, LinearScheme::second_order),
                         [](auto const& scheme) {
                             return scheme.param == LinearScheme::upwind ? "Upwind" : "SecondOrder";
                         });

}  // namespace
}  // namespace hacthanh::test
