// Manufactured first guesses: a balanced wind less the gradient of a known potential. What the projection gives back is
// compared with the balanced wind.

#include "sim/wind/projection.hpp"
#include "tests/support/convergence.hpp"
#include "tests/support/wind_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::test {
namespace {

using std::numbers::pi;

/// A value per face from value(axis, x, y, z) at its centre, in metres; axis 0, 1, 2.
template <class Value>
state::WindField at_faces(mesh::CityMesh const& mesh, Value const& value) {
    state::WindField wind(mesh, "wind", "m s-1");
    auto const& z = mesh.z_faces();
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k <= mesh.nz(); ++k)
        for (std::size_t j = 0; j <= mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                double const x = static_cast<double>(i) * dx;
                double const y = static_cast<double>(j) * dx;
                if (j < mesh.ny() && k < mesh.nz())
                    wind.x()[wind.x_face(i, j, k)] = value(0, x, mesh.y_centre(j), mesh.z_centre(k));
                if (i < mesh.nx() && k < mesh.nz())
                    wind.y()[wind.y_face(i, j, k)] = value(1, mesh.x_centre(i), y, mesh.z_centre(k));
                if (i < mesh.nx() && j < mesh.ny())
                    wind.z()[wind.z_face(i, j, k)] = value(2, mesh.x_centre(i), mesh.y_centre(j), z[k]);
            }
    return wind;
}

/// Mean of |difference|^power over all faces, weighted with open area times cell length, to the power 1 / power.
double distance(state::WindField const& a, state::WindField const& b, int power) {
    mesh::CityMesh const& mesh = a.mesh();
    double sum = 0;
    double total = 0;
    auto const count = [&](double left, double right, double weight) {
        sum += weight * std::pow(std::abs(left - right), power);
        total += weight;
    };
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const volume = mesh.layer_cell_volume(k);
                std::size_t const x = a.x_face(i, j, k);
                std::size_t const y = a.y_face(i, j, k);
                std::size_t const z = a.z_face(i, j, k);
                count(a.x()[x], b.x()[x], volume * mesh.x_aperture(x));
                count(a.y()[y], b.y()[y], volume * mesh.y_aperture(y));
                count(a.z()[z], b.z()[z], volume * mesh.z_aperture(z));
            }
    return std::pow(sum / total, 1.0 / power);
}

constexpr double length = 100;
constexpr double top = 60;

/// A smooth potential that is 0 on the open sides and the lid and level at the ground; its derivative along an axis.
double open_gradient(int axis, double x, double y, double z) {
    double const a = pi / length;
    double const c = pi / (2 * top);
    double const s = 40;
    switch (axis) {
        case 0: return s * a * std::cos(a * x) * std::sin(a * y) * std::cos(c * z);
        case 1: return s * a * std::sin(a * x) * std::cos(a * y) * std::cos(c * z);
        default: return -s * c * std::sin(a * x) * std::sin(a * y) * std::sin(c * z);
    }
}

/// Error [m/s] in an open domain with n cells along each axis.
double open_error(std::size_t n, double alpha_ratio, double first_over_mean) {
    auto const mesh =
        open_mesh(n, n, n, length / static_cast<double>(n), top, first_over_mean * top / static_cast<double>(n));
    auto const shear = [](double z) { return 3 + 0.05 * z; };  // blows along x: balanced whatever the height
    auto const balanced = at_faces(mesh, [&](int axis, double, double, double z) {
        return axis == 0 ? shear(z) : axis == 1 ? 1.0 : 0.0;
    });
    double const beta = alpha_ratio * alpha_ratio;
    auto wind = at_faces(mesh, [&](int axis, double x, double y, double z) {
        double const rest = axis == 0 ? shear(z) : axis == 1 ? 1.0 : 0.0;
        return rest - (axis == 2 ? beta : 1.0) * open_gradient(axis, x, y, z);
    });
    Parallel const parallel(2);
    wind::Projection(mesh, {.alpha_ratio = alpha_ratio}, parallel).project(wind);
    return distance(wind, balanced, 2);
}

TEST(ProjectionOrder, SecondInOpenDomains) {
    std::vector<double> const errors{open_error(12, 1, 1), open_error(24, 1, 1), open_error(48, 1, 1)};
    auto const orders = observed_orders(errors);
    EXPECT_GT(orders[0], 1.8);
    EXPECT_GT(orders[1], 1.8);
    EXPECT_LT(errors.back(), 1e-4);
}

TEST(ProjectionOrder, SecondOnStretchedLayersAndWithUnequalWeights) {
    for (double alpha_ratio : {0.5, 2.0}) {
        std::vector<double> const errors{open_error(12, alpha_ratio, 0.4), open_error(24, alpha_ratio, 0.4),
                                         open_error(48, alpha_ratio, 0.4)};
        auto const orders = observed_orders(errors);
        EXPECT_GT(orders[0], 1.8) << alpha_ratio;
        EXPECT_GT(orders[1], 1.8) << alpha_ratio;
    }
}

/// A straight wall through the domain at an angle to the grid; air is on its left side.
class SlantedWall {
public:
    static constexpr double slope = 0.37;  // tangent of the angle
    static constexpr double start = 18;    // where the wall meets x = 0 [m]

    static double y(double x) { return start + slope * x; }

    /// Part of a segment along y from y0, at x, that is air.
    static double open_along_y(double x, double y0, double h) { return std::clamp((y0 + h - y(x)) / h, 0.0, 1.0); }
    /// Part of a segment along x from x0, at height y_here, that is air: where the wall is still below.
    static double open_along_x(double x0, double y_here, double h) {
        return std::clamp(((y_here - start) / slope - x0) / h, 0.0, 1.0);
    }
    /// Part of a square that is air, by Simpson's rule on pieces between kinks: exact for a straight wall.
    static double open_area(double x0, double y0, double h) {
        std::vector<double> ends{x0, x0 + h};
        for (double level : {y0, y0 + h}) {
            double const x = (level - start) / slope;
            if (x > x0 && x < x0 + h) ends.push_back(x);
        }
        std::ranges::sort(ends);
        double area = 0;
        for (std::size_t n = 0; n + 1 < ends.size(); ++n)
            area += (ends[n + 1] - ends[n]) * open_along_y(0.5 * (ends[n] + ends[n + 1]), y0, h);
        return area / h;
    }
};

mesh::CityMesh slanted_mesh(std::size_t n) {
    auto const plain = open_mesh(n, n, n / 2, length / static_cast<double>(n), 0.5 * length);
    auto openness = all_open(plain);
    double const h = plain.cell_size();
    auto const parts = [](double fraction) { return static_cast<std::uint8_t>(std::lround(255 * fraction)); };
    state::WindField const numbers(plain, "", "");
    for (std::size_t k = 0; k < plain.nz(); ++k)
        for (std::size_t j = 0; j <= n; ++j)
            for (std::size_t i = 0; i <= n; ++i) {
                double const x = static_cast<double>(i) * h;
                double const y = static_cast<double>(j) * h;
                if (j < n) openness.x_face[numbers.x_face(i, j, k)] = parts(SlantedWall::open_along_y(x, y, h));
                if (i < n) openness.y_face[numbers.y_face(i, j, k)] = parts(SlantedWall::open_along_x(x, y, h));
                if (i < n && j < n) {
                    auto const area = parts(SlantedWall::open_area(x, y, h));
                    openness.cell[plain.cell({i, j, k})] = area;
                    openness.z_face[numbers.z_face(i, j, k + 1)] = area;
                }
            }
    close_towards_solid(plain, openness);
    return mesh::CityMesh(plain, std::move(openness));
}

/// Derivative of (1 - r^2 / R^2)^4 around a point where wall and ground meet: it has none across either.
double bump_gradient(int axis, double x, double y, double z) {
    double const radius = 40;
    double const dx = x - 50;
    double const dy = y - SlantedWall::y(50);
    double const inside = 1 - (dx * dx + dy * dy + z * z) / (radius * radius);
    if (inside <= 0) return 0;
    double const along = axis == 0 ? dx : axis == 1 ? dy : z;
    return -8 * 60 * along / (radius * radius) * inside * inside * inside;
}

double cut_cell_error(std::size_t n) {
    auto const mesh = slanted_mesh(n);
    double const cosine = 1 / std::hypot(1, SlantedWall::slope);
    auto const along_wall = [&](int axis) {
        return axis == 0 ? 4 * cosine : axis == 1 ? 4 * cosine * SlantedWall::slope : 0;
    };
    auto const balanced = at_faces(mesh, [&](int axis, double, double, double) { return along_wall(axis); });
    auto wind = at_faces(
        mesh, [&](int axis, double x, double y, double z) { return along_wall(axis) - bump_gradient(axis, x, y, z); });
    Parallel const parallel(2);
    wind::Projection(mesh, {}, parallel).project(wind);
    return distance(wind, balanced, 1);
}

TEST(ProjectionOrder, FirstOnCutCells) {
    std::vector<double> const errors{cut_cell_error(20), cut_cell_error(40), cut_cell_error(80)};
    auto const orders = observed_orders(errors);
    EXPECT_GT(orders[0], 0.95);
    EXPECT_GT(orders[1], 0.95);
    EXPECT_LT(errors.back(), 1e-3);
}

}  // namespace
}  // namespace hacthanh::test
