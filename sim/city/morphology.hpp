#pragma once

#include "sim/city/building.hpp"
#include "sim/city/geometry.hpp"

#include <span>

namespace hacthanh::city {

/// How densely an area is built, as the wind of one direction sees it.
struct Morphology {
    double plan_density = 0;     ///< ground under buildings over all ground, lambda_p [1]
    double frontal_density = 0;  ///< exposed windward walls, projected across the wind, over all ground, lambda_f [1]
    double mean_height_m = 0;    ///< of roofs, weighted with footprint area
    double roughness_length_m = 0;
    double displacement_height_m = 0;
};

/// Roughness length and displacement height of a built area (Macdonald, Griffiths & Hall 1998,
/// doi:10.1016/S1352-2310(97)00403-2, eqs. 23 and 26, constants of staggered arrays):
///
///     d / H  = 1 + A^(-lambda_p) (lambda_p - 1),                                                       A = 4.43
///     z0 / H = (1 - d/H) exp{ -[0.5 beta (C_D / kappa^2) (1 - d/H) lambda_f]^(-1/2) },     C_D = 1.2, beta = 1
///
/// (equation numbers from memory, to be verified). Windward walls are found along lines parallel to the wind, 2 m
/// apart: each rise from the roof or street before it counts, so rows of equal houses wall to wall have no walls
/// between them. Fitted to arrays of cubes of one height, lambda_p up to about 0.5; for heights that differ much, d is
/// too small (Kanda et al. 2013, doi:10.1007/s10546-013-9818-x). All zero without buildings.
///
/// @param ground         the area that densities refer to [m]; buildings count with their middle in it
/// @param wind_from_deg  clockwise from north
/// Cost O(walls x lines that they cross). Thread-safe.
Morphology morphology(std::span<Building const> buildings, Rectangle ground, double wind_from_deg);

/// The mean over twelve wind directions, for winds that are not known beforehand.
Morphology mean_morphology(std::span<Building const> buildings, Rectangle ground);

}  // namespace hacthanh::city
