#pragma once

#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::run {

/// How much of a cell near the ground is the air of a street between walls.
struct CanyonCell {
    std::size_t cell = 0;
    double left = 0;   ///< share of the cell's air that is the street's left half, seen along the street [1]
    double right = 0;  ///< the same of the right half
    std::vector<city::Point> outside;  ///< places that stand for the rest of the cell; none when there is no rest
};

/// The cells of the lowest layer that a street between walls lies in, by number.
///
/// The street is a strip around the middle of its roads' axes, from wall to wall. Its area over a cell counts as a
/// share of the cell's air (free volume) and is at most all of it. Places of the rest are those of 4 x 4 in the cell
/// that lie off the strip.
/// @param roads  one, or both directions of a street  @param width  of the strip [m], > 0
std::vector<CanyonCell> canyon_cells(city::City const& city, mesh::CityMesh const& mesh,
                                     std::span<std::size_t const> roads, double width);

/// Lets canyons that share a cell have no more than its air together: shares shrink alike.
void share_cells(std::span<std::vector<CanyonCell>* const> canyons);

}  // namespace hacthanh::run
