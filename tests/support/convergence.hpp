#pragma once

#include <cmath>
#include <vector>

namespace hacthanh::test {

/// Orders between neighbours of a series of errors on grids that are twice as fine each: log2(e_n / e_n+1).
inline std::vector<double> observed_orders(std::vector<double> const& errors) {
    std::vector<double> orders;
    for (std::size_t n = 0; n + 1 < errors.size(); ++n) orders.push_back(std::log2(errors[n] / errors[n + 1]));
    return orders;
}

/// Mean of exp(-(x - centre)^2 / (2 sigma^2)) over [low, high].
inline double gaussian_mean(double low, double high, double centre, double sigma) {
    double const scale = 1 / (std::sqrt(2.0) * sigma);
    return std::sqrt(std::acos(-1.0) / 2) * sigma *
           (std::erf((high - centre) * scale) - std::erf((low - centre) * scale)) / (high - low);
}

}  // namespace hacthanh::test
