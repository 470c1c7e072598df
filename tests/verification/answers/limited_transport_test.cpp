// The linearised transport against the limited one that steps in time until its air is steady.

#include "sim/answers/limited_transport.hpp"

#include "sim/dispersion/finite_volume_transport.hpp"
#include "tests/support/transport_cases.hpp"
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
using Vector = LinearTransport::Vector;

/// Two streets' worth of cells of the lowest layer, each with a rate of its own [kg/s].
CellShares emission_of(mesh::CityMesh const& mesh, unsigned seed) {
    std::mt19937 random(seed);
    CellShares emission;
    for (std::size_t j = 2; j + 2 < mesh.ny(); ++j)
        for (std::size_t i = 2; i + 2 < mesh.nx(); ++i) {
            std::size_t const cell = mesh.cell({i, j, 0});
            bool const street = j == mesh.ny() / 2 || i == mesh.nx() / 3;
            double const rate = 1e-6 * (0.5 + static_cast<double>(random()) / 4294967296.0);
            if (street && mesh.free_volume_fraction(cell) > 0.3) emission.push_back({cell, rate});
        }
    return emission;
}

/// The air of the time-stepping transport after it has been given so much time to become steady, at the rows.
Vector stepped(SolvedCity const& air, CellShares const& emission, std::vector<std::size_t> const& cells) {
    constexpr double piece_s = 10;
    constexpr int pieces = 240;
    Parallel const parallel(1);
    auto const& mesh = *air.mesh;
    dispersion::FiniteVolumeTransport transport({}, air.solution.flow, mesh, {{}}, parallel);
    state::EmissionField field(mesh, 1, 1);
    for (auto const& [cell, rate] : emission) field.species(0)[cell] += rate * piece_s;
    state::ConcentrationField concentration(mesh, {"NOx"});
    for (int n = 0; n < pieces; ++n) transport.advance(concentration, field, {0.0F}, piece_s);
    Vector found(static_cast<Eigen::Index>(cells.size()));
    for (std::size_t row = 0; row < cells.size(); ++row)
        found[static_cast<Eigen::Index>(row)] = static_cast<double>(concentration.species[0][cells[row]]);
    return found;
}

Vector steady(LinearTransport const& transport, CellShares const& emission) {
    Vector source = Vector::Zero(static_cast<Eigen::Index>(transport.cells().size()));
    for (auto const& [cell, rate] : emission)
        source[std::ranges::lower_bound(transport.cells(), cell) - transport.cells().begin()] += rate;
    return transport.solve(source);
}

double distance(Vector const& found, Vector const& wanted) { return (found - wanted).norm() / wanted.norm(); }

TEST(LimitedTransport, IsTheSteadyAirOfTheLimitedTransport) {
    auto const air = town();
    auto const emission = emission_of(*air.mesh, 1);
    auto const limited = answers::linearise_about(emission, air.solution.flow, {});
    LinearTransport const unlimited(LinearScheme::second_order, air.solution.flow, *air.mesh);
    auto const run = stepped(air, emission, unlimited.cells());
    double const with = distance(steady(limited.transport, emission), run);
    double const without = distance(steady(unlimited, emission), run);
    RecordProperty("linearised", std::to_string(with));
    RecordProperty("unlimited", std::to_string(without));
    EXPECT_LT(limited.change, 3e-3);
    EXPECT_LT(with, 0.02);
    EXPECT_LT(with, 0.5 * without);
}

TEST(LimitedTransport, IsCloserThanNoLimitsForAnotherEmissionToo) {
    auto const air = town();
    auto const limited = answers::linearise_about(emission_of(*air.mesh, 1), air.solution.flow, {});
    LinearTransport const unlimited(LinearScheme::second_order, air.solution.flow, *air.mesh);
    auto const other = emission_of(*air.mesh, 2);
    auto const run = stepped(air, other, unlimited.cells());
    EXPECT_LT(distance(steady(limited.transport, other), run), distance(steady(unlimited, other), run));
}

TEST(LimitedTransport, HasSlopesWithoutLimitsForNoEmission) {
    auto const air = town();
    auto const limited = answers::linearise_about({}, air.solution.flow, {});
    LinearTransport const unlimited(LinearScheme::second_order, air.solution.flow, *air.mesh);
    EXPECT_EQ(limited.repetitions, 0U);
    EXPECT_EQ((limited.transport.matrix() - unlimited.matrix()).norm(), 0);
}

TEST(LimitedTransport, KeepsUniformAirUniform) {
    auto const air = town();
    auto const limited = answers::linearise_about(emission_of(*air.mesh, 1), air.solution.flow, {});
    auto const& transport = limited.transport;
    Vector const ones = Vector::Ones(static_cast<Eigen::Index>(transport.cells().size()));
    Vector const left = transport.matrix() * ones - transport.inflow_source();
    EXPECT_LT(left.cwiseAbs().maxCoeff(), 1e-9 * transport.matrix().diagonal().cwiseAbs().maxCoeff());
}

TEST(LimitedShares, AreNothingAtExtremesAndAllOfAStraightSlope) {
    auto const mesh = box(8, 8, 4, 10, 40);
    auto const flow = steady_flow(mesh, 1, 0);
    std::vector<double> peak(mesh.n_cells(), 1.0), straight(mesh.n_cells());
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        straight[cell] = static_cast<double>(cell % mesh.nx() + 1);
    std::size_t const middle = mesh.cell({4, 4, 1});
    peak[middle] = 2;
    auto const of_peak = dispersion::limited_shares(peak, flow, mesh),
               of_straight = dispersion::limited_shares(straight, flow, mesh);
    EXPECT_EQ(of_peak.along[0][middle], 0);
    EXPECT_EQ(of_straight.along[0][middle], 1);
}

}  // namespace
}  // namespace hacthanh::test
