// Integrals along roads: closed forms, subdivision, the kernels against the adaptive yardstick.

#include "sim/dispersion/line_source.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace hacthanh::dispersion {
namespace {

using city::Point;

SurfaceLayer air(double inverse_length = 0) {
    return {0.35, 0.1, 0, inverse_length, inverse_length > 0 ? 120.0 : 900.0, 0.7};
}

LineSource model(double inverse_length, double wind_from, double tolerance, bool meander) {
    return LineSource(air(inverse_length), wind_from, {vehicle_wake(1.5, 7), vehicle_wake(3.0, 14)}, 1.5,
                      {tolerance, meander});
}

double at(LineSource const& model, std::vector<RoadPiece> const& pieces, Point receptor) {
    std::vector<double> const rates(pieces.size(), 1.0);
    return model.concentrations(pieces, rates, 1, std::vector{receptor}, Parallel(1))[0][0];
}

TEST(RoadLines, FiniteLineAcrossTheWindIsAnErf) {
    LinePlume const plume(air(), vehicle_wake(1.5, 7));
    LineSource const lines = model(0, 270, 1e-8, false);
    for (double const x : {4.0, 30.0, 400.0})
        for (double const y : {0.0, 35.0, 60.0}) {
            auto const s = plume.spread(x);
            double const root = std::numbers::sqrt2 * s.sigma_y;
            double const expected =
                plume.crosswind_integral(x, 1.5) * 0.5 * (std::erf((y + 50) / root) - std::erf((y - 50) / root));
            EXPECT_NEAR(lines.integral({{0, -50}, {0, 50}}, {x, y}), expected, 1e-8 * plume.crosswind_integral(x, 1.5));
            EXPECT_NEAR(at(lines, {{{0, -50}, {0, 50}}}, {x, y}), expected, 1e-5 * plume.crosswind_integral(x, 1.5));
        }
}

TEST(RoadLines, InfiniteLineAcrossTheWindForgetsItsEnds) {
    LinePlume const plume(air(), vehicle_wake(1.5, 7));
    LineSource const lines = model(0, 270, 1e-8, false);
    EXPECT_NEAR(lines.integral({{0, -9000}, {0, 9000}}, {100, 0}), plume.crosswind_integral(100, 1.5), 1e-9);
}

struct Sample {
    RoadPiece piece;
    Point receptor;
    double value;
};

std::vector<Sample> samples(LineSource const& lines, int count) {
    std::mt19937_64 random(7);
    auto const u = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    std::vector<Sample> found;
    while (static_cast<int>(found.size()) < count) {
        double const angle = 2 * std::numbers::pi * u();
        double const length = 5 * std::pow(400.0, u());
        double const away = 0.5 * std::pow(4000.0, u());
        double const side = 2 * std::numbers::pi * u();
        Point const from{3000 * u(), 3000 * u()};
        Point const to{from.x + length * std::cos(angle), from.y + length * std::sin(angle)};
        double const t = u();
        Point const receptor{from.x + t * (to.x - from.x) + away * std::cos(side),
                             from.y + t * (to.y - from.y) + away * std::sin(side)};
        RoadPiece const piece{from, to, static_cast<std::uint32_t>(random() % 2)};
        found.push_back({piece, receptor, lines.integral(piece, receptor)});
    }
    return found;
}

// Error over the value, or over a hundredth of what an endless road gives beside it where that is more.
TEST(RoadLines, KernelsMeetTheYardstick) {
    for (double const inverse_length : {0.0, 0.05, -0.05})
        for (bool const meander : {false, true}) {
            LineSource const fine = model(inverse_length, 233, 1e-7, meander);
            LineSource const coarse = model(inverse_length, 233, 1e-3, meander);
            LinePlume const plume(air(inverse_length), vehicle_wake(1.5, 7));
            EXPECT_LT(fine.fit_error(), 1e-4);
            double worst_fine = 0;
            double worst_coarse = 0;
            for (auto const& s : samples(fine, 50)) {
                double const scale = std::max(s.value, 1e-2 * plume.crosswind_integral(5, 1.5));
                worst_fine = std::max(worst_fine, std::abs(at(fine, {s.piece}, s.receptor) - s.value) / scale);
                worst_coarse = std::max(worst_coarse, std::abs(at(coarse, {s.piece}, s.receptor) - s.value) / scale);
            }
            EXPECT_LT(worst_fine, 3e-4) << inverse_length << " " << meander;
            EXPECT_LT(worst_coarse, 1e-2) << inverse_length << " " << meander;
        }
}

// A road along the wind, across it and at an angle, cut into parts of all lengths: sums stay within 1e-6.
TEST(RoadLines, DecayAsTheYardstickDoes) {
    RoadSource source = vehicle_wake(1.5, 7);
    source.loss_rate = 0.01;
    LineSource const lines(air(), 270, {source}, 1.5, {1e-7, true, 20'000});
    LineSource const inert = model(0, 270, 1e-7, true);
    RoadPiece const piece{{0, -50}, {30, 60}};
    for (Point const place : {Point{20, 0}, Point{400, 30}, Point{1500, 0}}) {
        EXPECT_NEAR(at(lines, {piece}, place) / lines.integral(piece, place), 1, 1e-3);
        EXPECT_LT(at(lines, {piece}, place), at(inert, {piece}, place));
    }
}

TEST(RoadLines, SplittingARoadChangesNothing) {
    for (double const inverse_length : {0.0, 0.05, -0.05})
        for (double const direction : {0.0, 3.0, 40.0, 90.0}) {
            LineSource const lines = model(inverse_length, 270, 1e-9, true);
            double const c = std::cos(direction * std::numbers::pi / 180);
            double const s = std::sin(direction * std::numbers::pi / 180);
            auto const on = [&](double along) { return Point{along * c, along * s}; };
            for (Point const receptor : {Point{250 * c + 1, 250 * s}, Point{250 * c - 6 * s, 250 * s + 6 * c},
                                         Point{700, 40}, Point{420, 350}}) {
                double const whole = at(lines, {{on(0), on(500)}}, receptor);
                for (int const parts : {2, 7, 40}) {
                    std::vector<RoadPiece> pieces;
                    for (int n = 0; n < parts; ++n)
                        pieces.push_back({on(500.0 * n / parts), on(500.0 * (n + 1) / parts)});
                    EXPECT_NEAR(at(lines, pieces, receptor), whole, 1e-6 * whole)
                        << inverse_length << " " << direction << " " << receptor.x << " " << parts;
                }
            }
        }
}

TEST(RoadLines, AddUpSpeciesAndPieces) {
    LineSource const lines = model(0.02, 200, 1e-6, true);
    std::vector<RoadPiece> const pieces{{{0, 0}, {100, 20}, 0}, {{100, 20}, {150, 140}, 1}};
    std::vector<Point> const receptors{{50, 60}, {130, 20}, {90, 300}};
    auto const both = lines.concentrations(pieces, std::vector{2.0, 1.0, 3.0, 5.0}, 2, receptors, Parallel(1));
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        double const first = at(lines, {pieces[0]}, receptors[r]);
        double const second = at(lines, {pieces[1]}, receptors[r]);
        EXPECT_NEAR(both[0][r], 2 * first + 3 * second, 1e-6 * both[0][r]);
        EXPECT_NEAR(both[1][r], first + 5 * second, 1e-6 * both[1][r]);
    }
}

TEST(RoadLines, SameBitsForAnyNumberOfThreads) {
    std::mt19937_64 random(3);
    auto const u = [&] { return 1500 * static_cast<double>(random() >> 11U) * 0x1p-53; };
    std::vector<RoadPiece> pieces;
    for (int n = 0; n < 60; ++n) {
        Point const from{u(), u()};
        pieces.push_back({from, {from.x + 0.1 * u(), from.y + 0.1 * u()}, static_cast<std::uint32_t>(n % 2)});
    }
    std::vector<Point> receptors(1000);
    for (auto& r : receptors) r = {u(), u()};
    std::vector<double> const rates(pieces.size(), 1e-6);
    for (double const tolerance : {1e-3, 1e-6}) {
        LineSource const lines = model(0, 140, tolerance, true);
        auto const one = lines.concentrations(pieces, rates, 1, receptors, Parallel(1));
        EXPECT_EQ(one, lines.concentrations(pieces, rates, 1, receptors, Parallel(2)));
        EXPECT_EQ(one, lines.concentrations(pieces, rates, 1, receptors, Parallel(3)));
    }
}

TEST(RoadLines, NothingUpwindWithoutMeander) {
    RoadPiece const road{{0, -100}, {0, 100}, 0};
    EXPECT_EQ(at(model(0, 270, 1e-6, false), {road}, {-20, 0}), 0);
    EXPECT_GT(at(model(0, 270, 1e-6, true), {road}, {-20, 0}), 0);
}

TEST(RoadLines, WallsWorkOnPieces) {
    RoadSource walled = vehicle_wake(1.5, 7);
    walled.barriers = Barriers{5, 12, 0, 0};
    LineSource const lines(air(), 270, {vehicle_wake(1.5, 7), walled}, 1.5, {1e-6, false});
    std::vector<double> const rate{1.0};
    std::vector<Point> const behind{{25, 0}};
    double const open =
        lines.concentrations(std::vector<RoadPiece>{{{0, -200}, {0, 200}, 0}}, rate, 1, behind, Parallel(1))[0][0];
    double const shaded =
        lines.concentrations(std::vector<RoadPiece>{{{0, -200}, {0, 200}, 1}}, rate, 1, behind, Parallel(1))[0][0];
    EXPECT_LT(shaded, 0.75 * open);
    EXPECT_GT(shaded, 0.1 * open);
}

/// The tables of walled pieces against adaptive integration from the formulas, on both sides of the wall, near and far.
TEST(RoadLines, WalledPiecesAreTheIntegralOfTheirPlume) {
    RoadSource down = vehicle_wake(1.5, 7);
    down.barriers = Barriers{5, 12, 0, 0};
    RoadSource both = vehicle_wake(1.5, 7);
    both.barriers = Barriers{5, 12, 4, 10};
    both.loss_rate = 1e-3;
    for (bool const meander : {false, true}) {
        LineSource const lines(air(), 250, {down, both}, 1.5, {1e-6, meander});
        for (std::uint32_t const source : {0U, 1U})
            for (double const x : {-40.0, 6.0, 11.0, 14.0, 25.0, 150.0, 2000.0})
                for (double const y : {-230.0, 0.0, 190.0}) {
                    RoadPiece const piece{{0, -200}, {0, 200}, source};
                    std::vector<double> const rate{1.0};
                    std::vector<Point> const place{{x, y}};
                    double const found =
                        lines.concentrations(std::vector<RoadPiece>{piece}, rate, 1, place, Parallel(1))[0][0];
                    double const exact = lines.integral(piece, {x, y});
                    EXPECT_NEAR(found, exact, 1e-4 * exact + 1e-9) << source << " " << x << " " << y << " " << meander;
                }
    }
}

TEST(RoadLines, SplittingAWalledRoadChangesNothing) {
    RoadSource walled = vehicle_wake(1.5, 7);
    walled.barriers = Barriers{5, 12, 6, 9};
    LineSource const lines(air(), 240, {walled}, 1.5, {1e-7, true});
    std::vector<Point> const places{{-15, 3}, {8, 20}, {20, -40}, {300, 100}};
    auto const sum = [&](int parts) {
        std::vector<RoadPiece> pieces;
        for (int n = 0; n < parts; ++n)
            pieces.push_back({{0, -200 + 400.0 * n / parts}, {0, -200 + 400.0 * (n + 1) / parts}, 0});
        return lines.concentrations(pieces, std::vector<double>(pieces.size(), 1.0), 1, places, Parallel(1))[0];
    };
    auto const whole = sum(1);
    for (int const parts : {2, 7, 40}) {
        auto const split = sum(parts);
        for (std::size_t n = 0; n < places.size(); ++n)
            EXPECT_NEAR(split[n], whole[n], 1e-4 * whole[n]) << parts << " " << n;
    }
}

}  // namespace
}  // namespace hacthanh::dispersion
