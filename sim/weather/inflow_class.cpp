#include "sim/weather/inflow_class.hpp"

#include "sim/core/contracts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

constexpr double direction_step_deg = 10;
constexpr double least_speed = 0.5;      ///< [m/s]
constexpr double least_height = 50;      ///< [m]
constexpr double least_inverse = 0.005;  ///< [1/m]
constexpr int inverse_doublings = 7;
constexpr double degree = std::numbers::pi / 180;

/// A class along one axis.
struct Node {
    double value;
    double wind_weight;
    double turbulence_weight;
};

std::vector<Node> directions(double from_deg) {
    double const turn = from_deg / direction_step_deg;
    double const below = std::floor(turn);
    auto const node = [](double n) { return std::fmod(n * direction_step_deg, 360); };
    if (turn == below) return {{node(below), 1, 1}};
    double const share = turn - below;
    double const step = direction_step_deg * degree;
    return {{node(below), std::sin((1 - share) * step) / std::sin(step), 1 - share},
            {node(below + 1), std::sin(share * step) / std::sin(step), share}};
}

std::vector<Node> inverse_lengths(double inverse_length) {
    double const size = std::abs(inverse_length);
    double const sign = inverse_length < 0 ? -1 : 1;
    double low = 0;
    double high = least_inverse;
    for (int n = 0; n < inverse_doublings && size > high; ++n) {
        low = high;
        high *= 2;
    }
    if (size == low) return {{sign * low + 0.0, 1, 1}};
    if (size >= high) return {{sign * high, 1, 1}};
    double const share = (size - low) / (high - low);
    return {{sign * low + 0.0, 1 - share, 1 - share}, {sign * high, share, share}};
}

/// The nearest of least x ratio^n, n >= 0, in the logarithm.
double nearest(double value, double least, double steps_per_doubling) {
    double const n = std::max(0.0, std::round(steps_per_doubling * std::log2(value / least)));
    double const whole = std::floor(n / steps_per_doubling);
    double const rest = n - whole * steps_per_doubling;
    return least * std::exp2(whole) * (rest == 0 ? 1.0 : std::exp2(rest / steps_per_doubling));
}

std::string name_of(Conditions const& class_) {
    std::string const stability = class_.inverse_obukhov_length == 0
                                      ? std::string("neutral")
                                      : fmt::format("L{:.4g}", 1 / class_.inverse_obukhov_length);
    return fmt::format("from{:03.0f}_{:g}ms_{}_{:.0f}m", class_.wind_from_deg, class_.wind_speed_m_s, stability,
                       class_.mixing_height_m);
}

}  // namespace

std::vector<InflowClass> inflow_classes(Conditions const& conditions) {
    HACTHANH_EXPECT(conditions.wind_speed_m_s > 0 && conditions.mixing_height_m > 0);
    std::vector<InflowClass> classes;
    for (Node const& from : directions(conditions.wind_from_deg))
        for (Node const& inverse : inverse_lengths(conditions.inverse_obukhov_length)) {
            InflowClass found;
            found.conditions = {nearest(conditions.wind_speed_m_s, least_speed, 1), from.value, inverse.value,
                                nearest(conditions.mixing_height_m, least_height, 2)};
            found.wind_weight = from.wind_weight * inverse.wind_weight;
            found.turbulence_weight = from.turbulence_weight * inverse.turbulence_weight;
            found.name = name_of(found.conditions);
            classes.push_back(std::move(found));
        }
    return classes;
}

}  // namespace hacthanh::weather
