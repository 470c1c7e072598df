#pragma once

#include "sim/city/geometry.hpp"
#include "sim/core/language.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::impact {

/// A building whose people are looked at on their own.
struct Site {
    std::string name;
    std::string kind;  ///< "school", "hospital"
    std::size_t cell = 0;
};

/// Places where people live, by which everything is weighted: cells of the lowest layer. All arrays have one value per
/// place. Without a population the weights are all equal and mean the ground.
struct Places {
    std::vector<std::size_t> cell;  ///< in the layer, j * nx + i, of the air that is breathed there
    std::vector<double> people;     ///< > 0; 1 without a population
    std::vector<int> ward;          ///< index into wards; -1 = in none
    std::vector<city::Point> at;    ///< middle of the cell, network coordinates [m]
    std::vector<std::string> wards;
    std::vector<Site> sites;
    bool has_population = false;
    Text missing;               ///< why there is no population
    double people_outside = 0;  ///< who live outside the mesh: not counted anywhere else

    std::size_t size() const { return cell.size(); }
};

/// Mean weighted with people: sum P C / sum P. 0 without people. @param people, value  equal sizes
double weighted_mean(std::span<double const> people, std::span<float const> value);

/// People where the value lies above a limit (not at it).
double people_above(std::span<double const> people, std::span<float const> value, double limit);

/// The value that a share of the people does not exceed: of the smallest such values, by cumulated weight.
/// @param share  in (0, 1]. Precondition: at least one place. Cost O(n log n).
double weighted_quantile(std::span<double const> people, std::span<float const> value, double share);

/// People and their mean in one ward.
struct WardExposure {
    int ward = -1;
    double people = 0;
    double mean = 0;  ///< weighted with people
};

/// By ward, in the order of places.wards, those in none last and only if there are such people. The people add up to
/// all, people x mean to people x mean of all.
std::vector<WardExposure> by_ward(Places const& places, std::span<float const> value);

}  // namespace hacthanh::impact
