#pragma once

#include "io/result_reader.hpp"
#include "viz/result_scene.hpp"

#include <filesystem>
#include <utility>
#include <vector>

namespace hacthanh::viz {

/// A variant and its baseline: result files of the same seed.
using DifferencePair = std::pair<std::filesystem::path, std::filesystem::path>;

/// Below this share of the baseline's value at a place a change is not told apart from the errors of the model there.
inline constexpr double least_told_share = 0.05;  // design of the project: expert judgement, evidence M

/// A map of variant minus baseline: the mean over the pairs, on a range that is symmetric about zero.
///
/// Cells keep no colour where the change is below `least_told_share` of the baseline or, with five pairs or more, where
/// the 95 % interval of the pairs' mean (Student's t) holds zero; the page says so. Title, time and wind are those of
/// the first variant. Throws InputError as make_result_map() does, when meshes differ, and when roads are to be
/// coloured. Precondition: at least one pair. Cost: two layers per pair and step.
ResultMap make_difference_map(std::vector<DifferencePair> const& pairs, MapRequest request);

}  // namespace hacthanh::viz
