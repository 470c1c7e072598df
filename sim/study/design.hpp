#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hacthanh::study {

/// How the points of a study lie in the space of its factors.
enum class Design {
    factorial,       ///< every combination of levels
    one_at_a_time,   ///< the first levels of all, then each other level of each factor alone
    latin_hypercube  ///< random, every factor's range cut into as many strata as there are points
};

/// A point as one level of every factor.
using LevelPoint = std::vector<std::size_t>;

/// Every combination of levels, the last factor changing fastest; one empty point without factors.
/// @param levels  number of levels of every factor, each at least 1
std::vector<LevelPoint> factorial(std::vector<std::size_t> const& levels);

/// The point of all first levels, then every other level of one factor with the first of the others.
std::vector<LevelPoint> one_at_a_time(std::vector<std::size_t> const& levels);

/// Points in the unit cube [point][factor], in (0, 1): of every factor one in each of n equal strata, in an order drawn
/// for it (McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755). The same seed gives the same points.
std::vector<std::vector<double>> latin_hypercube(std::size_t n_points, std::size_t n_factors, std::uint32_t seed);

}  // namespace hacthanh::study
