#include "sim/study/sensitivity.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

namespace hacthanh::study {
namespace {

using Function = std::function<double(std::span<double const>)>;

std::vector<double> answers(std::size_t n_factors, std::vector<double> const& points, Function const& f) {
    std::vector<double> values;
    for (std::size_t i = 0; i < points.size(); i += n_factors)
        values.push_back(f(std::span(points).subspan(i, n_factors)));
    return values;
}

/// Ishigami & Homma 1990 (doi:10.1109/ISUMA.1990.151285) with a = 7, b = 0.1.
double ishigami(std::span<double const> u) {
    auto const x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
    return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

constexpr std::array g_weights = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};

/// Sobol's g (Saltelli & Sobol 1995).
double sobol_g(std::span<double const> u) {
    double product = 1;
    for (std::size_t i = 0; i < u.size(); ++i) product *= (std::abs(4 * u[i] - 2) + g_weights[i]) / (1 + g_weights[i]);
    return product;
}

TEST(SobolIndicesTest, OfIshigami) {
    double const b = 0.1;
    double const pi4 = std::pow(std::numbers::pi, 4);
    double const v1 = 0.5 * std::pow(1 + b * pi4 / 5, 2);
    double const v2 = 49.0 / 8;
    double const v13 = b * b * pi4 * pi4 * (1.0 / 18 - 1.0 / 50);
    double const v = v1 + v2 + v13;
    auto const s = sobol_indices(3, answers(3, sobol_points(3, 1 << 17, 1), ishigami));
    EXPECT_NEAR(s[0].first, v1 / v, 0.01);
    EXPECT_NEAR(s[1].first, v2 / v, 0.01);
    EXPECT_NEAR(s[2].first, 0, 0.01);
    EXPECT_NEAR(s[0].total, (v1 + v13) / v, 0.01);
    EXPECT_NEAR(s[1].total, v2 / v, 0.01);
    EXPECT_NEAR(s[2].total, v13 / v, 0.01);
}

TEST(SobolIndicesTest, OfSobolsG) {
    std::size_t const k = g_weights.size();
    auto const part = [](std::size_t i) { return 1 / (3 * std::pow(1 + g_weights[i], 2)); };
    double all = 1;
    for (std::size_t i = 0; i < k; ++i) all *= 1 + part(i);
    double const v = all - 1;
    auto const s = sobol_indices(k, answers(k, sobol_points(k, 1 << 17, 2), sobol_g));
    for (std::size_t i = 0; i < k; ++i) {
        EXPECT_NEAR(s[i].first, part(i) / v, 0.01) << i;
        EXPECT_NEAR(s[i].total, part(i) * all / (1 + part(i)) / v, 0.01) << i;
    }
}

TEST(SobolIndicesTest, ErrorFallsWithMorePoints) {
    auto const error = [](std::size_t n) {
        double squares = 0;
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            double const total = sobol_indices(3, answers(3, sobol_points(3, n, seed), ishigami))[1].total;
            squares += std::pow(total - 0.4424, 2);
        }
        return std::sqrt(squares / 20);
    };
    EXPECT_LT(error(16384), 0.35 * error(256));  // 1/8 expected
}

TEST(SobolIndicesTest, RefusesWhatHasNoIndices) {
    EXPECT_THROW(sobol_indices(2, std::vector<double>(8, 0.1)), InputError);
    EXPECT_THROW(sobol_indices(2, std::vector<double>{1, 2, 3}), InputError);
    EXPECT_THROW(sobol_indices(2, std::vector<double>{1, 2, 3, std::nan("")}), InputError);
}

TEST(MorrisIndicesTest, AreTheSlopesOfAPlane) {
    auto const points = morris_points(3, 10, 4, 5);
    auto const s = morris_indices(3, points, answers(3, points, [](auto u) { return 3 * u[0] - 2 * u[1] + 7; }));
    EXPECT_NEAR(s[0].mu, 3, 1e-12);
    EXPECT_NEAR(s[1].mu, -2, 1e-12);
    EXPECT_NEAR(s[1].mu_star, 2, 1e-12);
    EXPECT_NEAR(s[2].mu_star, 0, 1e-12);
    for (auto const& index : s) EXPECT_NEAR(index.sigma, 0, 1e-12);
}

/// mu, mu* over the whole grid of four levels, which random trajectories sample.
MorrisIndices over_grid(std::size_t n_factors, std::size_t factor, Function const& f) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < n_factors; ++i) count *= 4;
    MorrisIndices exact;
    double squares = 0;
    double n = 0;
    for (std::size_t code = 0; code < count; ++code) {
        std::vector<double> u;
        for (std::size_t i = 0, rest = code; i < n_factors; ++i, rest /= 4)
            u.push_back(static_cast<double>(rest % 4) / 3);
        if (u[factor] > 0.5) continue;
        double const low = f(u);
        u[factor] += 2.0 / 3;
        double const effect = (f(u) - low) * 1.5;
        exact.mu += effect;
        exact.mu_star += std::abs(effect);
        squares += effect * effect;
        ++n;
    }
    exact.mu /= n;
    exact.mu_star /= n;
    exact.sigma = std::sqrt(squares / n - exact.mu * exact.mu);
    return exact;
}

TEST(MorrisIndicesTest, OfIshigamiAndSobolsGAreThoseOfTheWholeGrid) {
    Function const small_g = [](std::span<double const> u) { return sobol_g(u); };
    for (auto const& [k, f] : {std::pair<std::size_t, Function>{3, ishigami}, {4, small_g}}) {
        auto const points = morris_points(k, 20000, 4, 9);
        auto const s = morris_indices(k, points, answers(k, points, f));
        for (std::size_t i = 0; i < k; ++i) {
            MorrisIndices const exact = over_grid(k, i, f);
            double const bound = 4 * exact.sigma / std::sqrt(20000.0) + 1e-9;  // four standard errors
            EXPECT_NEAR(s[i].mu, exact.mu, bound) << i;
            EXPECT_NEAR(s[i].mu_star, exact.mu_star, bound) << i;
            EXPECT_NEAR(s[i].sigma, exact.sigma, 0.03 * exact.sigma + 1e-9) << i;
        }
    }
}

TEST(MorrisIndicesTest, RefusesWhatIsNoTrajectory) {
    std::vector<double> const values = {1, 2, 3};
    EXPECT_THROW(morris_indices(2, std::vector<double>{0, 0, 1, 1, 1, 0}, values), InputError);
    EXPECT_THROW(morris_indices(2, std::vector<double>{0, 0, 1, 0, 0, 0}, values), InputError);
    EXPECT_THROW(morris_indices(2, std::vector<double>{0, 0}, values), InputError);
    EXPECT_THROW(morris_points(2, 1, 3, 0), InputError);
}

}  // namespace
}  // namespace hacthanh::study
