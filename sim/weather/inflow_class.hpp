#pragma once

#include "sim/weather/conditions.hpp"

#include <string>
#include <vector>

namespace hacthanh::weather {

/// One class of weather that a catalogue of winds knows, and its part in the weather of a moment.
struct InflowClass {
    std::string name;              ///< e.g. "from230_2ms_neutral_800m"
    Conditions conditions;         ///< of the class
    double wind_weight = 1;        ///< of its unit wind in the sum
    double turbulence_weight = 1;  ///< the same for diffusivities: all >= 0, they add up to 1
};

/// The classes around some weather, at most four.
///
/// Directions: the two multiples of 10 degrees around it, weighted so that the sum of both unit winds is the unit wind
/// of the direction asked for. Stability: the two of 1/L = 0 and +-0.005 x 2^n [1/m], n = 0 to 7, around it, weighted
/// linearly. Speed: the nearest of 0.5 x 2^n m/s in the logarithm; mixing height: the nearest of 50 x 2^(n/2) m. Winds
/// are to be scaled to the actual speed by who adds them up, which similarity allows at equal 1/L. Weather that is a
/// class gives that class alone, with weights of exactly 1.
/// @param conditions  wind > 0
std::vector<InflowClass> inflow_classes(Conditions const& conditions);

}  // namespace hacthanh::weather
