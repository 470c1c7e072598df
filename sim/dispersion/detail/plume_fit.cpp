#include "sim/dispersion/detail/plume_fit.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace hacthanh::dispersion::detail {
namespace {

using Terms = std::array<double, plume_terms>;

/// Interpolation at Chebyshev nodes as a polynomial in t on [-1, 1].
template <class Function>
Terms interpolate(Function const& function) {
    constexpr auto n = plume_terms;
    auto const angle = [](std::size_t k) { return std::numbers::pi * (static_cast<double>(k) + 0.5) / n; };
    Terms values{};
    for (std::size_t k = 0; k < n; ++k) values[k] = function(std::cos(angle(k)));
    Terms previous{1};  // T_0
    Terms current{0, 1};
    Terms sum{};
    for (std::size_t j = 0; j < n; ++j) {
        double weight = 0;
        for (std::size_t k = 0; k < n; ++k) weight += values[k] * std::cos(static_cast<double>(j) * angle(k));
        weight *= (j == 0 ? 1.0 : 2.0) / n;
        Terms const& chebyshev = j == 0 ? previous : current;
        for (std::size_t k = 0; k < n; ++k) sum[k] += weight * chebyshev[k];
        if (j == 0) continue;
        Terms next{};  // T_{j+1} = 2 t T_j - T_{j-1}
        for (std::size_t k = 0; k + 1 < n; ++k) next[k + 1] = 2 * current[k];
        for (std::size_t k = 0; k < n; ++k) next[k] -= previous[k];
        previous = current;
        current = next;
    }
    return sum;
}

double value(Terms const& terms, double t) {
    double sum = 0;
    for (std::size_t k = plume_terms; k-- > 0;) sum = terms[k] + sum * t;
    return sum;
}

double value(PiecewisePolynomial<double> const& polynomial, double place) {
    auto const piece = static_cast<std::size_t>(std::clamp(place, 0.0, plume_pieces - 1.0));
    double const t = 2 * (place - static_cast<double>(piece)) - 1;
    double sum = 0;
    for (std::size_t k = plume_terms; k-- > 0;) sum = polynomial.terms[k][piece] + sum * t;
    return sum;
}

/// A stretch of l that polynomials stand for.
struct Stretch {
    double first_l, last_l;
    int check_step;  ///< every so many elevenths of a piece are checked
};

/// Fits function(l) piece by piece; returns the greatest error.
template <class Function>
double fit(Function const& function, Stretch const& stretch, PiecewisePolynomial<double>& doubles,
           PiecewisePolynomial<float>& floats) {
    double worst = 0;
    double const length = stretch.last_l - stretch.first_l;
    for (std::size_t piece = 0; piece < plume_pieces; ++piece) {
        auto const there = [&](double t) {
            return function(stretch.first_l + (static_cast<double>(piece) + 0.5 * (t + 1)) * length / plume_pieces);
        };
        Terms const terms = interpolate(there);
        for (std::size_t k = 0; k < plume_terms; ++k)
            floats.terms[k][piece] = static_cast<float>(doubles.terms[k][piece] = terms[k]);
        for (int n = -5; n <= 5; n += stretch.check_step)
            worst = std::max(worst, std::abs(value(terms, n / 5.0) - there(n / 5.0)));
    }
    return worst;
}

constexpr double nothing = 1e-100;  ///< [s/m3] what is high has not come down yet; keeps logarithms finite
constexpr double endless = 1e30;    ///< [m] beyond any place

void set_range(PlumeFit& fit, double first_x, double last_x, Stretch const& stretch) {
    auto& in_doubles = fit.doubles;
    in_doubles.first_x = first_x;
    in_doubles.last_x = last_x;
    in_doubles.first_l = stretch.first_l;
    in_doubles.pieces_per_l = plume_pieces / (stretch.last_l - stretch.first_l);
    auto& in_floats = fit.floats;
    in_floats.first_x = static_cast<float>(first_x);
    in_floats.last_x = static_cast<float>(last_x);
    in_floats.first_l = static_cast<float>(stretch.first_l);
    in_floats.pieces_per_l = static_cast<float>(in_doubles.pieces_per_l);
}

std::size_t octave_quarter(double x) {
    return (std::bit_cast<std::uint32_t>(static_cast<float>(x)) >> 21U) - (127U << 2U);
}

}  // namespace

PlumeFit fit_open(LinePlume const& plume, double height, double farthest, bool meander) {
    Stretch const whole{0, std::log(farthest + 1), 1};
    auto const straight = [&](double l) {
        double const x = std::expm1(l);
        double const share = meander ? 1 - plume.meander_share(x) : 1.0;
        return std::log(std::max(std::max(share, 1e-30) * plume.crosswind_integral(x, height) /
                                     (std::sqrt(2 * std::numbers::pi) * plume.spread(x).sigma_y),
                                 nothing));
    };
    auto const width = [&](double l) { return std::log(plume.spread(std::expm1(l)).sigma_y); };
    PlumeFit made;
    if (meander) made = fit_meander(plume, height, farthest);
    set_range(made, 0, endless, whole);
    made.worst_error = std::max({made.worst_error, fit(straight, whole, made.doubles.amplitude, made.floats.amplitude),
                                 fit(width, whole, made.doubles.log_sigma_y, made.floats.log_sigma_y)});
    for (int n = 0; n < PlumeFit::bounds; ++n) {
        auto const upper = std::bit_cast<float>((static_cast<std::uint32_t>(n + 1) + (127U << 2U)) << 21U);
        made.bound[n] =
            static_cast<float>(1.01 * plume.spread(std::min(static_cast<double>(upper) - 1, farthest)).sigma_y);
    }
    return made;
}

PlumeFit fit_meander(LinePlume const& plume, double height, double farthest) {
    Stretch const whole{0, std::log(farthest + 1), 1};
    auto const wandering = [&](double l) {
        double const r = std::sqrt(std::max(std::expm1(2 * l), 0.0));
        return std::log(std::max(plume.meander_share(r) * plume.meander_concentration(r, height), 1e-30));
    };
    PlumeFit made;
    set_range(made, 0, endless, whole);
    made.worst_error = fit(wandering, whole, made.doubles.meander, made.floats.meander);
    return made;
}

PlumeFit fit_stretch(LinePlume const& walled, LinePlume const& open, PlumeFit const& open_fit, double height,
                     double first, double last) {
    if (first <= 0 && !walled.is_sheltered()) {  // nothing has changed yet
        PlumeFit made = open_fit;
        made.doubles.last_x = last;
        made.floats.last_x = static_cast<float>(last);
        return made;
    }
    Stretch const stretch{std::log1p(first), std::log1p(last), 4};
    double const just_behind = first > 0 ? std::nextafter(first, last) : 0;
    auto const axis = [&](double l) {
        double const x = std::clamp(std::expm1(l), just_behind, last);
        return value(open_fit.doubles.amplitude, l * open_fit.doubles.pieces_per_l) +
               std::log(walled.crosswind_integral(x, height) / open.crosswind_integral(x, height));
    };
    auto const width = [&](double l) { return value(open_fit.doubles.log_sigma_y, l * open_fit.doubles.pieces_per_l); };
    PlumeFit made;
    set_range(made, first, last, stretch);
    made.worst_error = open_fit.worst_error + fit(axis, stretch, made.doubles.amplitude, made.floats.amplitude) +
                       fit(width, stretch, made.doubles.log_sigma_y, made.floats.log_sigma_y);
    std::copy(std::begin(open_fit.bound), std::end(open_fit.bound), std::begin(made.bound));
    return made;
}

double PlumeFit::sigma_y_bound(double x) const {
    return static_cast<double>(bound[std::min<std::size_t>(octave_quarter(x + 1), bounds - 1)]);
}

template <class Real>
GaussRules<Real> const& gauss_rules() {
    static GaussRules<Real> const rules = [] {
        GaussRules<Real> made{};
        for (std::size_t n = 1; n <= most_nodes; ++n)
            for (std::size_t k = 0; k < n; ++k) {
                auto const count = static_cast<double>(n);
                double x = std::cos(std::numbers::pi * (static_cast<double>(k) + 0.75) / (count + 0.5));
                double slope = 1;
                for (int pass = 0; pass < 100; ++pass) {  // Newton on the Legendre polynomial
                    double before = 1;
                    double p = x;
                    for (std::size_t j = 2; j <= n; ++j) {
                        auto const order = static_cast<double>(j);
                        double const next = ((2 * order - 1) * x * p - (order - 1) * before) / order;
                        before = p;
                        p = next;
                    }
                    slope = count * (x * p - before) / (x * x - 1);
                    double const step = p / slope;
                    x -= step;
                    if (std::abs(step) < 1e-15) break;
                }
                made.node[n * most_nodes + k] = static_cast<Real>(0.5 * (1 - x));
                made.weight[n * most_nodes + k] = static_cast<Real>(1 / ((1 - x * x) * slope * slope));
            }
        return made;
    }();
    return rules;
}

template GaussRules<float> const& gauss_rules<float>();
template GaussRules<double> const& gauss_rules<double>();

}  // namespace hacthanh::dispersion::detail
