#pragma once

#include <cstddef>
#include <filesystem>

namespace hacthanh::app {

/// What a merge found.
struct MergeSummary {
    std::size_t members = 0;
    std::size_t merged = 0;  ///< done, and their indicators read
};

/// Writes `summary.json` (of every indicator, per point, weather and variant, mean, variance and quantiles over the
/// seeds, and the differences to the baseline paired by seed; which members are missing and why) and `ranking.csv`.
/// Sums run in the order of the manifest: the same bits whatever the order in which members ended. Throws InputError
/// for a folder that is no study's.
MergeSummary merge_study(std::filesystem::path const& folder);

}  // namespace hacthanh::app
