#pragma once

#include "io/result_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What an option changes in the lowest layer, from pairs of runs.
struct DifferenceField {
    std::string species;
    std::vector<float> difference;     ///< mean of option - base [ug/m3], [ny][nx]; NaN without air
    std::vector<float> half_width;     ///< of its 95 % interval; infinite with one pair
    std::vector<float> distinguished;  ///< 1 = it can be told from nothing, 0 = it cannot; NaN without air
};

/// One side of a pair: a run, or typical days that together are its year, each with its weight.
struct WeightedRuns {
    std::vector<std::filesystem::path> files;
    std::vector<double> weight;  ///< of each file, sum 1
};

/// Differences of the means over the run, or over the year of typical days. A cell is distinguished when there are at
/// least `least_pairs` pairs, the interval of Student's t does not hold zero, and the change is at least `least_share`
/// of the base's value.
/// @param base, option  runs of the same seeds and weather, one mesh
std::vector<DifferenceField> difference_fields(std::vector<WeightedRuns> const& base,
                                               std::vector<WeightedRuns> const& option, std::size_t least_pairs,
                                               double least_share);

/// One GeoTIFF per option: three bands a species. Never replaces a file.
void write_differences(ResultReader const& base, std::vector<DifferenceField> const& fields,
                       std::filesystem::path const& file, std::string const& title, bool is_year = false);

}  // namespace hacthanh::io
