// Turbulence that decays in uniform wind: U de/dx = -c^2 sqrt(e)^3 / l, so 1/sqrt(e) grows by c^2 x / (2 U l).

#include "sim/wind/detail/carried_turbulence.hpp"
#include "tests/support/convergence.hpp"
#include "tests/support/wind_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

namespace hacthanh::test {
namespace {

constexpr double extent = 1000;  // [m]
constexpr double speed = 100;    // [m/s]: eddies carry 1e-5 of what it carries along
constexpr double inflow = 1;     // [m2/s2]
constexpr double mixing_length = 0.8;

/// Greatest relative error of sqrt(e) over the middle row.
double decay_error(std::size_t n, bool to_east) {
    auto const mesh = open_mesh(n, 4, 3, extent / static_cast<double>(n), 30);
    state::WindField wind(mesh, "wind", "m s-1");
    for (double& u : wind.x()) u = to_east ? speed : -speed;
    wind::detail::TurbulenceSources const sources{
        mesh::CellField<float>(mesh, "shear", "s-1", 0.0F),
        mesh::CellField<float>(mesh, "mixing_length", "m", static_cast<float>(mixing_length))};
    std::vector<double> const undisturbed(mesh.nz(), inflow);
    auto const found = wind::detail::carried_turbulence(wind, sources, undisturbed, Parallel(2));
    double worst = 0;
    for (std::size_t i = 0; i < n; ++i) {
        double const x = to_east ? mesh.x_centre(i) : extent - mesh.x_centre(i);
        double const exact = 1 / (1 / std::sqrt(inflow) + 0.55 * 0.55 * x / (2 * speed * mixing_length));
        worst = std::max(worst, std::abs(static_cast<double>(found.at({i, 1, 1})) / exact - 1));
    }
    return worst;
}

TEST(CarriedTurbulence, DecaysAsItsEquationSaysWithFirstOrder) {
    for (bool const to_east : {true, false}) {
        std::vector<double> const errors{decay_error(100, to_east), decay_error(200, to_east),
                                         decay_error(400, to_east)};
        auto const orders = observed_orders(errors);
        std::printf("decay: errors %.3g %.3g %.3g, orders %.2f %.2f\n", errors[0], errors[1], errors[2], orders[0],
                    orders[1]);
        EXPECT_GT(orders[0], 0.9);
        EXPECT_GT(orders[1], 0.9);
        EXPECT_LT(errors.back(), 0.01);
    }
}

}  // namespace
}  // namespace hacthanh::test
