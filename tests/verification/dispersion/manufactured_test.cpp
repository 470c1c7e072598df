// A manufactured solution: wind, mixing and loss that vary in space, and the source that makes a chosen field steady.
//
// c = 2 + p(x) p(y) p(z), p = sin^2(pi x / L): flat at all sides, where the air that comes in holds 2.

#include "sim/dispersion/linear_transport.hpp"
#include "tests/support/convergence.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <array>

namespace hacthanh::test {
namespace {

using std::numbers::pi;

constexpr double length = 1000;    // [m] along x and y
constexpr double top = 100;        // [m]
constexpr double loss = 0.02;      // [1/s] so large that the source is nowhere negative
constexpr double mixing_up = 1.5;  // [m2/s]

/// p and its first two derivatives at a position over the length of an axis.
std::array<double, 3> bump(double position, double size) {
    double const k = pi / size;
    return {std::pow(std::sin(k * position), 2), k * std::sin(2 * k * position),
            2 * k * k * std::cos(2 * k * position)};
}

double stream(double x, double y) { return 400 * std::sin(pi * x / length) * std::sin(pi * y / length) + 2 * y - x; }
double mixing(double x, double y) { return 6 + 3 * std::sin(pi * x / length) * std::cos(2 * pi * y / length); }

/// Wind from the stream function, so that fluxes balance; mixing at the middles of cells.
state::Flow make_flow(mesh::CityMesh const& mesh, bool upright) {
    auto flow = steady_flow(mesh, 0, 0, upright ? mixing_up : 0);
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j <= mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                double const x = static_cast<double>(i) * dx, y = static_cast<double>(j) * dx;
                if (j < mesh.ny()) flow.wind.x()[flow.wind.x_face(i, j, k)] = (stream(x, y + dx) - stream(x, y)) / dx;
                if (i < mesh.nx()) flow.wind.y()[flow.wind.y_face(i, j, k)] = -(stream(x + dx, y) - stream(x, y)) / dx;
                if (i < mesh.nx() && j < mesh.ny())
                    flow.turbulence.horizontal_diffusivity.at({i, j, k}) =
                        static_cast<float>(mixing(mesh.x_centre(i), mesh.y_centre(j)));
            }
    return flow;
}

double chosen(double x, double y, double z, bool upright) {
    return 2 + bump(x, length)[0] * bump(y, length)[0] * (upright ? bump(z, top)[0] : 1);
}

/// u . grad c - div(K grad c) + loss c.
double source(double x, double y, double z, bool upright) {
    auto const px = bump(x, length), py = bump(y, length);
    auto const pz = upright ? bump(z, top) : std::array{1.0, 0.0, 0.0};
    double const step = 1e-3;
    double const u = (stream(x, y + step) - stream(x, y - step)) / (2 * step);
    double const v = -(stream(x + step, y) - stream(x - step, y)) / (2 * step);
    double const kx = (mixing(x + step, y) - mixing(x - step, y)) / (2 * step);
    double const ky = (mixing(x, y + step) - mixing(x, y - step)) / (2 * step);
    double const k = mixing(x, y);
    return ((u - kx) * px[1] * py[0] + (v - ky) * px[0] * py[1] - k * (px[2] * py[0] + px[0] * py[2])) * pz[0] -
           mixing_up * px[0] * py[0] * pz[2] + loss * chosen(x, y, z, upright);
}

/// Calls visit(cell, x, y, z) for all cells.
template <class Visit>
void for_cells(mesh::CityMesh const& mesh, Visit const& visit) {
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        visit(cell, mesh.x_centre(cell % mesh.nx()), mesh.y_centre(cell / mesh.nx() % mesh.ny()),
              mesh.z_centre(cell / mesh.nx() / mesh.ny()));
}

/// Root mean square error of the unlimited scheme in three dimensions.
double linear_error(std::size_t n) {
    auto const mesh = box(n, n, n, length / static_cast<double>(n), top);
    dispersion::LinearTransport const model(dispersion::LinearScheme::second_order, make_flow(mesh, true), mesh,
                                            {0, 0, loss});
    auto const rows = static_cast<Eigen::Index>(mesh.n_cells());
    dispersion::LinearTransport::Vector right = 2 * model.inflow_source(), exact(rows);
    for_cells(mesh, [&](std::size_t cell, double x, double y, double z) {
        auto const row = static_cast<Eigen::Index>(cell);
        right[row] += source(x, y, z, true) * mesh.layer_cell_volume(0);
        exact[row] = chosen(x, y, z, true);
    });
    return (model.solve(right, 1e-8) - exact).norm() / std::sqrt(static_cast<double>(rows));
}

TEST(Manufactured, TheUnlimitedSchemeConvergesWithSecondOrder) {
    auto const orders = observed_orders({linear_error(8), linear_error(16), linear_error(32)});
    EXPECT_GT(orders[0], 1.8);
    EXPECT_GT(orders[1], 1.9);
}

/// Mean absolute error of the limited, time-stepping scheme in the plane; the step falls with the square of the cell,
/// as wind and mixing in one flux leave an error of a step times a cell's share of both.
double limited_error(std::size_t n) {
    auto const mesh = box(n, n, 2, length / static_cast<double>(n), 20);
    Twin twin({{0, 0, loss}}, mesh, make_flow(mesh, false), 1, 0.6 * 32 / static_cast<double>(n));
    double const duration = 8 * twin.model.longest_step_s();
    twin.inflow = {2};
    for_cells(mesh, [&](std::size_t cell, double x, double y, double z) {
        twin.emission.species(0)[cell] = source(x, y, z, false) * mesh.layer_cell_volume(0) * duration;
        twin.field.species[0][cell] = static_cast<float>(chosen(x, y, z, false));
    });
    for (double time = 0; time < 300; time += duration) twin.advance(duration);
    double sum = 0;
    for_cells(mesh, [&](std::size_t cell, double x, double y, double z) {
        sum += std::abs(static_cast<double>(twin.field.species[0][cell]) - chosen(x, y, z, false));
    });
    return sum / static_cast<double>(mesh.n_cells());
}

TEST(Manufactured, TheLimitedSchemeConvergesWithSecondOrder) {
    auto const orders = observed_orders({limited_error(32), limited_error(64), limited_error(128)});
    EXPECT_GT(orders[0], 1.8);
    EXPECT_GT(orders[1], 1.9);
}

}  // namespace
}  // namespace hacthanh::test
