#include "sim/traffic/emission_function.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace hacthanh::traffic {

namespace {

constexpr double gravity_of_hbefa2 = 9.80665;     ///< [m/s2] SUMO 1.15: GRAVITY
constexpr double gravity_on_slopes = 9.81;        ///< [m/s2] SUMO 1.15: PHEMlightdll::Constants::GRAVITY_CONST
constexpr double full_coasting_speed = 10 / 3.6;  ///< [m/s] SUMO 1.15: PHEMlightdll::Constants::SPEED_DCEL_MIN
constexpr double border_width = 1e-7;             ///< [m/s2] around the coasting limit
constexpr double tolerance = 1e-10;               ///< of the largest sample

/// Speeds [m/s] and accelerations [m/s2] of the samples for the polynomial: none of them coasts.
constexpr auto sample_speeds = std::to_array<double>({0, 2, 5, 9, 14, 20, 27, 35});
constexpr auto sample_accelerations = std::to_array<double>({0, 0.3, 0.8, 1.5, 2.5, 4});
/// Braking hard at less than walking pace: the polynomial is negative there, if anywhere, and nothing coasts.
constexpr auto crawl_speeds = std::to_array<double>({0, 0.2, 0.45});
constexpr auto crawl_accelerations = std::to_array<double>({-8, -4.5, -1});
/// Speeds [m/s] at which the limit of coasting may be found, slow and fast.
constexpr auto coasting_speeds = std::to_array<double>({3, 6, 10, 15, 20, 25, 30, 40, 60, 100, 200});

bool all_zero(PerReported const& values) {
    return std::ranges::all_of(values, [](double value) { return value == 0; });
}

/// Least squares by modified Gram-Schmidt in extended precision. Gives nothing for dependent columns.
std::optional<std::vector<double>> solve(std::vector<std::vector<long double>> columns,
                                         std::vector<long double> right) {
    auto const dot = [](auto const& a, auto const& b) {
        long double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
        return sum;
    };
    std::size_t const n = columns.size();
    std::vector<std::vector<long double>> r(n, std::vector<long double>(n + 1, 0));
    for (std::size_t j = 0; j < n; ++j) {
        long double const before = std::sqrt(dot(columns[j], columns[j]));
        for (std::size_t k = 0; k < j; ++k) {
            r[k][j] = dot(columns[k], columns[j]);
            for (std::size_t i = 0; i < right.size(); ++i) columns[j][i] -= r[k][j] * columns[k][i];
        }
        r[j][j] = std::sqrt(dot(columns[j], columns[j]));
        if (!(r[j][j] > 1e-9L * before)) return std::nullopt;
        for (long double& value : columns[j]) value /= r[j][j];
        r[j][n] = dot(columns[j], right);
        for (std::size_t i = 0; i < right.size(); ++i) right[i] -= r[j][n] * columns[j][i];
    }
    std::vector<double> solution(n);
    for (std::size_t j = n; j-- > 0;) {
        for (std::size_t k = j + 1; k < n; ++k) r[j][n] -= r[j][k] * static_cast<long double>(solution[k]);
        solution[j] = static_cast<double>(r[j][n] / r[j][j]);
    }
    return solution;
}

}  // namespace

struct EmissionFunction::Samples {
    struct Sample {
        double v;
        double a;
        PerReported values;
    };
    std::vector<Sample> all;
};

std::optional<EmissionFunction> EmissionFunction::learn(EmissionSampler const& sample, double slope_deg) {
    Samples samples;
    for (double v : sample_speeds)
        for (double a : sample_accelerations) samples.all.push_back({v, a, sample(v, a)});
    Samples crawling;
    for (double v : crawl_speeds)
        for (double a : crawl_accelerations) crawling.all.push_back({v, a, sample(v, a)});
    for (bool sine : {false, true}) {
        EmissionFunction function;
        function.sine_ = sine;
        for (auto const& s : samples.all)
            for (std::size_t p = 0; p < n_reported; ++p)
                function.scale_[p] = std::max(function.scale_[p], std::abs(s.values[p]));
        if (!function.fit(samples)) continue;
        function.find_cut(samples);
        function.find_cut(crawling);
        function.find_coasting(sample, slope_deg);
        if (function.agrees(sample, slope_deg)) return function;
    }
    return std::nullopt;
}

EmissionFunction::Terms EmissionFunction::terms(double v, double a) const {
    double const s = sine_ ? std::asin(a / gravity_of_hbefa2) : a;
    return {1, v, s, v * v, v * v * v, s * v, s * v * v, s * s * v};
}

bool EmissionFunction::fit(Samples const& samples) {
    // Values of exactly zero may have been cut, so they say nothing of the polynomial.
    for (std::size_t p = 0; p < n_reported; ++p) {
        if (scale_[p] == 0) continue;
        std::vector<std::vector<long double>> columns(n_terms);
        std::vector<long double> right;
        for (auto const& s : samples.all) {
            if (s.values[p] == 0) continue;
            Terms const t = terms(s.v, s.a);
            for (std::size_t k = 0; k < n_terms; ++k) columns[k].push_back(t[k]);
            right.push_back(s.values[p]);
        }
        if (right.size() < 2 * n_terms) return false;
        auto const solution = solve(std::move(columns), std::move(right));
        if (!solution) return false;
        for (std::size_t k = 0; k < n_terms; ++k) coefficients_[k][p] = (*solution)[k];
    }
    return true;
}

void EmissionFunction::find_cut(Samples const& samples) {
    for (auto const& s : samples.all) {
        auto const fitted = polynomial(s.v, s.a);
        for (std::size_t p = 0; p < n_reported; ++p)
            if (fitted[p] < -tolerance * scale_[p]) negative_ = s.values[p] == 0 ? Negative::cut : Negative::kept;
    }
}

void EmissionFunction::find_coasting(EmissionSampler const& sample, double slope_deg) {
    if (all_zero(scale_) || !all_zero(sample(full_coasting_speed, -8))) return;  // never coasts
    coasting_ =
        all_zero(sample(0.5 * walking_pace, -1)) ? Coasting::with_any_deceleration : Coasting::against_resistance;
    if (coasting_ == Coasting::with_any_deceleration) return;
    auto const slow =
        std::ranges::find_if(coasting_speeds, [&](double v) { return limit_by_bisection(sample, v) < 0; });
    auto const fast = std::find_if(coasting_speeds.rbegin(), coasting_speeds.rend(),
                                   [&](double v) { return limit_by_bisection(sample, v) < 0; });
    // Light vehicles with large fronts have no limit below zero at any speed: every deceleration coasts.
    if (slow == coasting_speeds.end() || *slow == *fast) return;
    double const at_slow = limit_by_bisection(sample, *slow);
    resistance_q_ = (limit_by_bisection(sample, *fast) - at_slow) / (*fast - *slow);
    resistance_p_ = at_slow - resistance_q_ * *slow + gravity_on_slopes * slope_deg / 100;
}

double EmissionFunction::limit_by_bisection(EmissionSampler const& sample, double v) const {
    double coasts = -8;
    double drives = 0;
    for (int i = 0; i < 60; ++i) {
        double const middle = 0.5 * (coasts + drives);
        (all_zero(sample(v, middle)) ? coasts : drives) = middle;
    }
    PerReported const beyond = polynomial(v, drives);
    bool jumps = false;  // else the polynomial itself ran into the cut at zero
    for (std::size_t p = 0; p < n_reported; ++p) jumps = jumps || beyond[p] > 1e-6 * scale_[p];
    return jumps && drives < -1e-9 ? drives : 0;
}

double EmissionFunction::coasting_limit(double v, double slope_deg) const {
    double const at = std::max(v, full_coasting_speed);
    double const limit = std::min(0.0, resistance_p_ + resistance_q_ * at - gravity_on_slopes * slope_deg / 100);
    return v < full_coasting_speed ? limit * v / full_coasting_speed : limit;
}

EmissionFunction::Place EmissionFunction::place(double v, double a, double slope_deg) const {
    if (coasting_ == Coasting::never || a >= 0) return Place::driving;
    if (coasting_ == Coasting::with_any_deceleration) return Place::coasting;
    if (std::abs(v - walking_pace) < border_width) return Place::border;
    if (v < walking_pace) return Place::driving;
    double const over = a - coasting_limit(v, slope_deg);
    if (std::abs(over) < border_width) return Place::border;
    return over < 0 ? Place::coasting : Place::driving;
}

std::optional<PerReported> EmissionFunction::evaluate(double v, double a, double slope_deg) const {
    switch (place(v, a, slope_deg)) {
        case Place::border: return std::nullopt;
        case Place::coasting: return PerReported{};
        case Place::driving: break;
    }
    if (sine_ && std::abs(a) >= gravity_of_hbefa2) return std::nullopt;
    PerReported values = polynomial(v, a);
    if (negative_ == Negative::kept) return values;
    for (double& value : values) {
        if (value < 0 && negative_ == Negative::unknown) return std::nullopt;
        value = std::max(value, 0.0);
    }
    return values;
}

PerReported EmissionFunction::polynomial(double v, double a) const {
    PerReported values{};
    Terms const t = terms(v, a);
    for (std::size_t k = 0; k < n_terms; ++k)
        for (std::size_t p = 0; p < n_reported; ++p) values[p] += coefficients_[k][p] * t[k];
    return values;
}

bool EmissionFunction::agrees(EmissionSampler const& sample, double slope_deg) const {
    for (double v : {0.0, 0.3, 0.499, 0.501, 1.0, 2.7, 2.9, 4.2, 8.0, 13.9, 22.2, 33.0, 45.0}) {
        for (double a : {-4.0, -1.3, -0.4, -0.05, 0.1, 1.1, 3.3})
            if (!agrees_at(sample, slope_deg, v, a)) return false;
        if (coasting_ != Coasting::against_resistance || v <= walking_pace) continue;
        double const limit = coasting_limit(v, slope_deg);
        for (double a : {limit - 2 * border_width, limit + 2 * border_width})
            if (!agrees_at(sample, slope_deg, v, a)) return false;
    }
    return true;
}

bool EmissionFunction::agrees_at(EmissionSampler const& sample, double slope_deg, double v, double a) const {
    auto const ours = evaluate(v, a, slope_deg);
    if (!ours) return true;
    PerReported const theirs = sample(v, a);
    for (std::size_t p = 0; p < n_reported; ++p)
        if (!(std::abs((*ours)[p] - theirs[p]) <= tolerance * scale_[p])) return false;
    return true;
}

}  // namespace hacthanh::traffic
