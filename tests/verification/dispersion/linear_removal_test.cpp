/// The matrix and the finite volumes lose the same: settling on ground and roofs, deposition, decay.

#include "sim/dispersion/linear_transport.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace hacthanh::test {
namespace {

/// Air at rest: an open column, one with a house over a part of it up to the middle of a layer, and one over a roof,
/// each with a source over the roofs. What the volumes come to is the matrix' answer, but for the splitting of their
/// steps.
TEST(LinearRemoval, IsThatOfTheFiniteVolumes) {
    Parallel const parallel(1);
    std::vector const houses{box_building(22, 20, 26, 30, 25), box_building(40, 40, 50, 50, 20),
                             box_building(0, 40, 10, 50, 60, 25)};
    auto const mesh = mesh::block_buildings(box(6, 6, 5, 10, 50), houses, {}, parallel).mesh;
    auto const flow = steady_flow(mesh, 0, 0, 2);
    dispersion::Removal const removal{0.06, 0.03, 4e-4};
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::size_t const nx = mesh.nx();
    std::size_t const sources[4] = {2 + 4 * nx + 3 * layer, 2 + 2 * nx + 3 * layer, 4 + 4 * nx + 3 * layer,
                                    4 * nx + 2 * layer};
    ASSERT_FALSE(mesh.is_open(sources[2] - 2 * layer));
    ASSERT_LT(mesh.free_volume_fraction(sources[1] - layer), 0.9);
    ASSERT_LT(mesh.free_volume_fraction(sources[3]), 0.6);
    ASSERT_GT(mesh.z_aperture(sources[3]), 0.9) << "more open below than it has air";

    dispersion::LinearTransport const linear(dispersion::LinearScheme::upwind, flow, mesh, removal);
    dispersion::LinearTransport::Vector source = dispersion::LinearTransport::Vector::Zero(linear.matrix().rows());
    for (std::size_t row = 0; row < linear.cells().size(); ++row)
        if (std::ranges::find(sources, linear.cells()[row]) != std::end(sources))
            source[static_cast<Eigen::Index>(row)] = 1e-3;
    auto const steady = linear.solve(source);

    constexpr double step = 0.5;
    Twin twin(std::vector{removal}, mesh, flow);
    twin.emission = state::EmissionField(mesh, 1, 4);
    for (std::size_t const cell : sources) twin.emission.species(0)[cell] = 1e-3 * step;
    for (int n = 0; n < 12000; ++n) twin.advance(step);

    std::size_t compared = 0;
    for (std::size_t row = 0; row < linear.cells().size(); ++row) {
        double const expected = steady[static_cast<Eigen::Index>(row)];
        EXPECT_NEAR(twin.field.species[0][linear.cells()[row]], expected, 5e-3 * expected) << linear.cells()[row];
        compared += expected > 0 ? 1U : 0U;
    }
    EXPECT_EQ(compared, 16U) << "5 + 5 + 3 + 3 cells of the columns";
}

/// Mass to 1e-12: where nothing crosses the border, what one cell loses others gain, between buildings and in eddies,
/// and with removal all that goes is what the removal takes.
TEST(LinearConservation, ColumnsOfTheMatrixSumUpToWhatIsRemoved) {
    Parallel const parallel(1);
    auto const empty = box(16, 14, 8, 10, 60, 3);
    auto const mesh = mesh::block_buildings(empty, random_city(empty.extent(), 40, 7), {}, parallel).mesh;
    auto flow = steady_flow(mesh, 0, 0, 0.7, 1.5);
    add_eddies(flow, mesh, 2);
    for (auto const scheme : {dispersion::LinearScheme::upwind, dispersion::LinearScheme::second_order})
        for (double const loss : {0.0, 3e-4}) {
            dispersion::LinearTransport const linear(scheme, flow, mesh, {0, 0, loss});
            auto const& matrix = linear.matrix();
            dispersion::LinearTransport::Vector const ones = dispersion::LinearTransport::Vector::Ones(matrix.rows());
            dispersion::LinearTransport::Vector const kept =
                dispersion::LinearTransport::Matrix(matrix.transpose()) * ones - loss * linear.air();
            EXPECT_LT(kept.cwiseAbs().maxCoeff(), 1e-12 * matrix.coeffs().cwiseAbs().maxCoeff());
        }
}

}  // namespace
}  // namespace hacthanh::test
