// Diffusion against closed forms.

#include "tests/support/convergence.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

namespace hacthanh::test {
namespace {

using std::numbers::pi;

/// Error of the slowest mode, cos(pi z / H) exp(-K (pi/H)^2 t), on layers of which the highest is about ten times as
/// thick as the lowest. The step shrinks with the square of the cells, so that the first-order error in time falls
/// as fast as the grid's.
double mode_error(std::size_t levels) {
    constexpr double top = 100, diffusivity = 2, duration = 600, stretch = 10;
    double const first = top * (std::pow(stretch, 1.0 / static_cast<double>(levels)) - 1) / (stretch - 1);
    auto const mesh = box(2, 2, levels, 10, top, first);
    Twin twin(mesh, steady_flow(mesh, 0, 0, diffusivity));
    auto const mode = [&](std::size_t k) {
        double const low = mesh.z_faces()[k];
        double const high = mesh.z_faces()[k + 1];
        return top / pi * (std::sin(pi * high / top) - std::sin(pi * low / top)) / (high - low);
    };
    auto& field = twin.field.species[0];
    for (std::size_t k = 0; k < levels; ++k)
        for (std::size_t n = 0; n < 4; ++n) field[4 * k + n] = static_cast<float>(2 + mode(k));
    std::size_t const steps = levels * levels;
    for (std::size_t n = 0; n < steps; ++n) twin.advance(duration / static_cast<double>(steps));
    double const decay = std::exp(-diffusivity * pi * pi / (top * top) * duration);
    double total = 0;
    for (std::size_t k = 0; k < levels; ++k)
        total += mesh.layer_thickness(k) * std::abs(static_cast<double>(field[4 * k]) - 2 - decay * mode(k));
    return total / top;
}

TEST(VerticalDiffusion, ConvergesWithSecondOrderOnStretchedLayers) {
    auto const orders = observed_orders({mode_error(10), mode_error(20), mode_error(40)});
    EXPECT_GT(orders[0], 1.8);
    EXPECT_GT(orders[1], 1.8);
}

/// Relative L1 error of a flat puff in wind with horizontal diffusion only. The step keeps the diffusion number:
/// wind and mixing in one flux leave an error of a step times a cell's share of both (docs/theory/transport.md).
double flat_puff_error(std::size_t n) {
    constexpr double length = 1000, diffusivity = 12, start = 150, duration = 200, u = 1.2, v = 0.7;
    auto const mesh = box(n, n, 2, length / static_cast<double>(n), 20);
    Twin twin(mesh, steady_flow(mesh, u, v, 0, diffusivity));
    auto const analytic = [&](std::size_t i, std::size_t j, double t) {
        double const half = 0.5 * mesh.cell_size();
        double const sigma = std::sqrt(2 * diffusivity * (start + t));
        auto const part = [&](double at, double centre) { return gaussian_mean(at - half, at + half, centre, sigma); };
        return start / (start + t) * part(mesh.x_centre(i), 370 + u * t) * part(mesh.y_centre(j), 440 + v * t);
    };
    auto& field = twin.field.species[0];
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        field[cell] = static_cast<float>(analytic(cell % n, cell / n % n, 0));
    double const step = 0.2 * std::pow(mesh.cell_size(), 2) / diffusivity;
    auto const steps = static_cast<std::size_t>(std::round(duration / step));
    for (std::size_t call = 0; call < steps; ++call) twin.advance(duration / static_cast<double>(steps));
    double difference = 0, total = 0;
    for (std::size_t cell = 0; cell < n * n; ++cell) {
        double const expected = analytic(cell % n, cell / n, duration);
        difference += std::abs(static_cast<double>(field[cell]) - expected);
        total += expected;
    }
    return difference / total;
}

// Wind and mixing in one flux: the numerical diffusion of the upwind scheme is part of the turbulent one.
TEST(HorizontalDiffusion, ConvergesWithSecondOrderInWind) {
    std::vector<double> const errors{flat_puff_error(50), flat_puff_error(100), flat_puff_error(200)};
    auto const orders = observed_orders(errors);
    EXPECT_GT(orders[0], 1.8);
    EXPECT_GT(orders[1], 1.8);
    EXPECT_LT(errors.back(), 0.003);
}

/// Relative L1 error of an instant puff that drifts and spreads, C = M (4 pi K t)^-3/2 exp(-r^2 / (4 K t)), and of its
/// second moments.
struct PuffErrors {
    double field = 0;
    double variance_x = 0;
    double variance_z = 0;
    double drift = 0;
};

PuffErrors puff(std::size_t n) {
    constexpr double length = 400, diffusivity = 4, start = 60, end = 120, u = 1.5, v = -0.8;
    auto const mesh = box(n, n, n, length / static_cast<double>(n), length);
    Twin twin(mesh, steady_flow(mesh, u, v, diffusivity, diffusivity));
    auto const analytic = [&](std::size_t i, std::size_t j, std::size_t k, double t) {
        double const half = 0.5 * mesh.cell_size();
        double const sigma = std::sqrt(2 * diffusivity * t);
        auto const part = [&](double at, double centre) { return gaussian_mean(at - half, at + half, centre, sigma); };
        return std::pow(start / t, 1.5) * part(mesh.x_centre(i), 170 + u * (t - start)) *
               part(mesh.y_centre(j), 230 + v * (t - start)) * part(mesh.z_centre(k), 200);
    };
    auto& field = twin.field.species[0];
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        field[cell] = static_cast<float>(analytic(cell % n, cell / n % n, cell / n / n, start));
    twin.advance(end - start);
    double difference = 0, total = 0, x = 0, xx = 0, zz = 0;
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        double const c = static_cast<double>(field[cell]);
        double const at = mesh.x_centre(cell % n) - 170;
        difference += std::abs(c - analytic(cell % n, cell / n % n, cell / n / n, end));
        total += c;
        x += c * at;
        xx += c * at * at;
        zz += c * std::pow(mesh.z_centre(cell / n / n) - 200, 2);
    }
    double const size = mesh.cell_size() * mesh.cell_size() / 12;  // variance of the air inside one cell
    double const expected = 2 * diffusivity * end;
    double const mean = x / total;
    return {difference / total, std::abs(xx / total - mean * mean + size - expected) / expected,
            std::abs(zz / total + size - expected) / expected, std::abs(mean - u * (end - start))};
}

TEST(Puff, SpreadsAsTheAnalyticOne) {
    PuffErrors const coarse = puff(32);
    PuffErrors const middle = puff(64);
    PuffErrors const fine = puff(128);
    auto const orders = observed_orders({coarse.field, middle.field, fine.field});
    // Backward Euler in the vertical is first order in the time step, which here goes with the cell: no linear scheme
    // that stays positive for every step can do better (Bolley & Crouzeix 1978).
    EXPECT_GT(orders[0], 0.8);
    EXPECT_GT(orders[1], 0.8);
    EXPECT_LT(fine.field, 0.02);
    EXPECT_LT(fine.variance_x, 0.005);
    EXPECT_LT(fine.variance_z, 0.005);
    EXPECT_LT(fine.drift, 0.05);
}

}  // namespace
}  // namespace hacthanh::test
