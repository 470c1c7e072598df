/// Points beside lines: what the kernels make of them.

#include "sim/dispersion/line_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace hacthanh::dispersion {
namespace {

SurfaceLayer air(double inverse_length) { return {0.35, 0.1, 0, inverse_length, 800, 0.7}; }

/// Random points and places, above and at the ground, in both precisions: the plume's own formulas.
TEST(PointPieces, KernelsMeetTheFormulas) {
    std::mt19937 random(3);
    auto const uniform = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
    };
    for (double const inverse_length : {0.0, 0.02, -0.02})
        for (double const height : {0.0, 2.0, 8.0, 25.0})
            for (double const tolerance : {1e-7, 1e-3}) {
                LineSource const model(air(inverse_length), 250, {{height, 1.5, 1.5, {}}}, 1.5, {tolerance, true});
                city::Point const at{uniform(-100, 100), uniform(-100, 100)};
                RoadPiece const point{at, at, 0};
                std::vector<city::Point> places;
                for (int n = 0; n < 300; ++n) {
                    double const angle = uniform(0, 6.2831853);
                    double const r = std::exp(uniform(0, 8));
                    places.push_back({at.x + r * std::cos(angle), at.y + r * std::sin(angle)});
                }
                std::vector<double> const rates{3};
                auto const found = model.concentrations({&point, 1}, rates, 1, places, Parallel(1))[0];
                std::vector<double> expected;
                for (auto const& place : places) expected.push_back(3 * model.integral(point, place));
                double const highest = *std::ranges::max_element(expected);
                for (std::size_t n = 0; n < places.size(); ++n)
                    EXPECT_NEAR(found[n], expected[n], 1e-4 * expected[n] + (tolerance + 1e-6) * highest)
                        << inverse_length << " " << height << " " << tolerance << " " << n;
            }
}

/// A line of points is the line.
TEST(PointPieces, AreWhatALineIsMadeOf) {
    LineSource const model(air(0), 250, {{1.3, 1.2, 2, {}}}, 1.5, {1e-7, true});
    RoadPiece const line{{0, 0}, {60, 80}, 0};
    std::vector<RoadPiece> points;
    constexpr int n_points = 4000;
    for (int n = 0; n < n_points; ++n) {
        city::Point const at{60 * (n + 0.5) / n_points, 80 * (n + 0.5) / n_points};
        points.push_back({at, at, 0});
    }
    std::vector<city::Point> const places{{90, 40}, {300, 100}, {30, 70}, {-200, 10}, {1500, 700}};
    std::vector<double> const rate{1};
    std::vector<double> const rates(n_points, 100.0 / n_points);
    auto const of_line = model.concentrations({&line, 1}, rate, 1, places, Parallel(1))[0];
    auto const of_points = model.concentrations(points, rates, 1, places, Parallel(1))[0];
    for (std::size_t n = 0; n < places.size(); ++n) EXPECT_NEAR(of_points[n], of_line[n], 1e-5 * of_line[n]) << n;
}

}  // namespace
}  // namespace hacthanh::dispersion
