// The plume of a point of road against closed forms.

#include "sim/dispersion/line_plume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace hacthanh::dispersion {
namespace {

SurfaceLayer air(double inverse_length = 0, double mixing_height = 800) {
    return {0.35, 0.1, 0, inverse_length, mixing_height, 0.7};
}

std::vector<double> const inverse_lengths{0, 0.02, 0.1, -0.01, -0.1};

TEST(RoadPlume, IsTheGaussianPlumeOfItsSpreads) {
    for (double const inverse_length : inverse_lengths)
        for (double const x : {3.0, 40.0, 700.0, 9000.0})
            for (double const y : {0.0, 11.0})
                for (double const z : {0.0, 1.5, 12.0}) {
                    double const zi = 300;
                    double const h = 1.3;
                    LinePlume const plume(air(inverse_length, zi), {h, 1.2, 2.0, {}});
                    auto const s = plume.spread(x);
                    double vertical = 0;
                    for (int j = -3; j <= 3; ++j)
                        vertical += std::exp(-std::pow(z - h + 2 * j * zi, 2) / (2 * s.sigma_z * s.sigma_z)) +
                                    std::exp(-std::pow(z + h + 2 * j * zi, 2) / (2 * s.sigma_z * s.sigma_z));
                    if (s.sigma_z > 1.6 * zi) vertical = std::sqrt(2 * std::numbers::pi) * s.sigma_z / zi;
                    double const expected = std::exp(-y * y / (2 * s.sigma_y * s.sigma_y)) * vertical /
                                            (2 * std::numbers::pi * s.speed * s.sigma_y * s.sigma_z);
                    EXPECT_NEAR(plume.concentration(x, y, z), expected, 1e-10 * expected) << x << " " << y << " " << z;
                }
}

TEST(RoadPlume, CarriesWhatIsReleased) {
    for (double const inverse_length : inverse_lengths)
        for (double const x : {5.0, 60.0, 1500.0}) {
            double const zi = 400;
            LinePlume const plume(air(inverse_length, zi), {1.3, 1.2, 0, {}});
            auto const s = plume.spread(x);
            constexpr int n = 80;
            double const half_width = 8 * s.sigma_y;
            double const depth = std::min(zi, 1.3 + 8 * s.sigma_z);
            double flux = 0;
            for (int i = 0; i < n; ++i)
                for (int k = 0; k < n; ++k)
                    flux += s.speed *
                            plume.concentration(x, half_width * (2 * (i + 0.5) / n - 1), depth * (k + 0.5) / n) *
                            (2 * half_width / n) * (depth / n);
            EXPECT_NEAR(flux, 1, 1e-6) << inverse_length << " " << x;
        }
}

TEST(RoadPlume, HasTheCoefficientsOf2023) {
    double const x = 200;
    double const r = std::hypot(x, 1);
    LinePlume const neutral(air(), {0.46, 0, 0, {}});
    auto const n = neutral.spread(x);
    EXPECT_NEAR(n.sigma_z, 0.70 * 0.35 / n.speed * r, 1e-8);
    LinePlume const stable(air(1 / 50.0), {0.46, 0, 0, {}});
    auto const s = stable.spread(x);
    double const ratio = 0.35 / s.speed;
    EXPECT_NEAR(s.sigma_z, 0.70 * ratio * r / (1 + 1.5 * ratio * std::pow(r / 50, 2.0 / 3)), 1e-8);
    LinePlume const unstable(air(-1 / 50.0), {0.46, 0, 0, {}});
    auto const u = unstable.spread(x);
    EXPECT_NEAR(u.sigma_z, 0.70 * 0.35 / u.speed * r * (1 + 0.35 / u.speed * r / 50), 1e-8);
    double const across = 0.7 * r / u.speed;
    EXPECT_NEAR(u.sigma_y, across * std::pow(1 + 78 * across / 800, -0.3), 1e-8);
}

TEST(RoadPlume, SpeedIsThatOfThePlumesMeanHeight) {
    LinePlume const plume(air(), {1.0, 0.5, 0, {}});
    for (double const x : {2.0, 50.0, 2000.0}) {
        auto const s = plume.spread(x);
        double const mean_height =
            std::sqrt(2 / std::numbers::pi) * s.sigma_z * std::exp(-0.5 / (s.sigma_z * s.sigma_z)) +
            std::erf(1 / (std::numbers::sqrt2 * s.sigma_z));
        double const under_lid = mean_height / std::hypot(1, mean_height / 400);
        EXPECT_NEAR(s.speed, std::hypot(std::numbers::sqrt2 * 0.7, plume.air().speed(under_lid)), 1e-6);
    }
}

TEST(RoadPlume, StaysFiniteAtTheSourceAndInACity) {
    SurfaceLayer city{0.25, 1.2, 0, 0.05, 60, 0.475};
    LinePlume const plume(city, vehicle_wake(1.5, 7));
    for (double const x : {1e-9, 0.1, 1.0, 1e4}) {
        EXPECT_TRUE(std::isfinite(plume.concentration(x, 0, 1.5))) << x;
        EXPECT_GT(plume.concentration(x, 0, 1.5), 0);
    }
    EXPECT_EQ(plume.concentration(-1, 0, 1.5), 0);
}

TEST(RoadPlume, WakeOfACarIsThatOfTheGuidance) {
    auto const car = vehicle_wake(1.53, 0);
    EXPECT_NEAR(car.height, 1.3, 0.01);
    EXPECT_NEAR(car.sigma_z0, 1.2, 0.02);
    auto const truck = vehicle_wake(4.0, 0);
    EXPECT_NEAR(truck.height, 3.4, 1e-12);
    EXPECT_NEAR(truck.sigma_z0, 3.2, 0.04);
}

TEST(RoadPlume, WindTurnsPollutionUpwindInCalms) {
    SurfaceLayer calm{0.08, 0.1, 0, 0.05, 100, 0.5};
    SurfaceLayer windy{0.5, 0.1, 0, 0, 800, 0.95};
    EXPECT_GT(LinePlume(calm, {1, 1, 0, {}}).meander_share(20), 0.5);
    EXPECT_LT(LinePlume(windy, {1, 1, 0, {}}).meander_share(20), 0.2);
    LinePlume const plume(calm, {1, 1, 0, {}});
    EXPECT_NEAR(plume.meander_concentration(30, 1.5) * 2 * std::numbers::pi * std::hypot(30, 1),
                plume.crosswind_integral(30, 1.5), 1e-12);
}

TEST(RoadPlume, DecaysOverItsTravelTime) {
    RoadSource source{1.3, 1.2, 2.0, {}};
    LinePlume const inert(air(), source);
    source.loss_rate = 0.003;
    LinePlume const plume(air(), source);
    for (double const x : {10.0, 300.0, 4000.0}) {
        double const kept = std::exp(-0.003 * std::hypot(x, 1.0) / inert.spread(x).speed);
        EXPECT_NEAR(plume.concentration(x, 5, 1.5) / inert.concentration(x, 5, 1.5), kept, 1e-12);
        EXPECT_NEAR(plume.meander_concentration(x, 1.5) / inert.meander_concentration(x, 1.5), kept, 1e-12);
    }
    source.loss_rate = 1e4;
    EXPECT_GT(LinePlume(air(), source).crosswind_integral(9000, 1.5), 0);  // logarithms stay finite
}

TEST(RoadPlume, AWallBesideTheRoadLowersWhatIsBehindIt) {
    RoadSource open{1.3, 1.2, 0, {}};
    RoadSource walled = open;
    walled.barriers = Barriers{6, 15, 0, 0};
    LinePlume const with(air(), walled);
    LinePlume const without(air(), open);
    EXPECT_EQ(with.crosswind_integral(10, 1.5), without.crosswind_integral(10, 1.5));  // before the wall
    for (double const x : {20.0, 40.0, 100.0}) {
        EXPECT_LT(with.crosswind_integral(x, 1.5), 0.75 * without.crosswind_integral(x, 1.5)) << x;
        EXPECT_EQ(with.crosswind_integral(x, 0.5), with.crosswind_integral(x, 7));  // mixed up to 7.5 m
    }
    EXPECT_NEAR(with.crosswind_integral(5000, 1.5) / without.crosswind_integral(5000, 1.5), 1, 0.35);
}

/// Numbers of the algorithm's text (Venkatram et al. 2021 as AERMOD 23132 codes it), worked out apart from this
/// program: U_H behind the wall, sigma_z(d) + 0.1 H, F_q, alpha of H / 9; the shifted source at 0.75 H and 1 - exp(-x /
/// 8 H).
TEST(RoadPlume, WallsHaveTheNumbersOfTheirAlgorithm) {
    RoadSource down{1.3, 1.2, 0, {}};
    down.barriers = Barriers{6, 15, 0, 0};
    RoadSource up{1.3, 1.2, 0, {}};
    up.barriers = Barriers{0, 0, 6, 20};
    LinePlume const open(air(), {1.3, 1.2, 0, {}});
    struct Number {
        double x, open, down, up;  // [m], [s/m2]
    };
    for (auto const& [x, without, behind, sheltered] : {Number{10, 0.11693471, 0.11693471, 0.041038463},
                                                        {20, 0.094865284, 0.04447114, 0.039291282},
                                                        {40, 0.064945888, 0.036193974, 0.032758877},
                                                        {100, 0.03075461, 0.019940715, 0.018721166},
                                                        {400, 0.0080936851, 0.0059054734, 0.0058057736}}) {
        EXPECT_NEAR(open.crosswind_integral(x, 1.5), without, 1e-6 * without) << x;
        EXPECT_NEAR(LinePlume(air(), down).crosswind_integral(x, 1.5), behind, 1e-6 * behind) << x;
        EXPECT_NEAR(LinePlume(air(), up).crosswind_integral(x, 1.5), sheltered, 1e-6 * sheltered) << x;
    }
}

TEST(RoadPlume, AWallUpwindLiftsTheSourceWithinItsReachOnly) {
    RoadSource open{1.3, 1.2, 0, {}};
    RoadSource sheltered = open;
    sheltered.barriers = Barriers{0, 0, 6, 20};
    RoadSource far = open;
    far.barriers = Barriers{0, 0, 6, 40};
    LinePlume const plume(air(), open);
    EXPECT_NE(LinePlume(air(), sheltered).crosswind_integral(30, 1.5), plume.crosswind_integral(30, 1.5));
    EXPECT_LT(LinePlume(air(), sheltered).crosswind_integral(30, 1.5), plume.crosswind_integral(30, 1.5));
    EXPECT_EQ(LinePlume(air(), far).crosswind_integral(30, 1.5), plume.crosswind_integral(30, 1.5));
}

/// What meanders leaves a walled road at 3/4 of the wall, the same on all sides: no jump at the wall's distance.
TEST(RoadPlume, WhatMeandersBesideAWallIsHigherAndDeeper) {
    RoadSource open{1.3, 1.2, 0, {}};
    RoadSource walled = open;
    walled.barriers = Barriers{6, 15, 0, 0};
    LinePlume const with(air(), walled);
    LinePlume const without(air(), open);
    EXPECT_NEAR(with.meander_concentration(14.999, 1.5) / with.meander_concentration(15.001, 1.5), 1, 1e-3);
    EXPECT_LT(with.meander_concentration(10, 1.5), 0.75 * without.meander_concentration(10, 1.5));
    RoadSource other = open;
    other.barriers = Barriers{0, 0, 6, 15};
    EXPECT_EQ(LinePlume(air(), other).meander_concentration(30, 1.5), with.meander_concentration(30, 1.5));
}

}  // namespace
}  // namespace hacthanh::dispersion
