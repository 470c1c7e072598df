#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What a merge found.
struct MergeSummary {
    std::size_t members = 0;
    std::size_t merged = 0;          ///< done, and their indicators read
    std::vector<std::string> notes;  ///< what to tell the user: indices of sensitivity, the best package
    std::string problem;             ///< why index.nc or fields.nc could not be made; empty = all is there
};

/// Writes `summary.json` (of every indicator, per point, weather and variant, mean, variance and quantiles over the
/// seeds, and the differences to the baseline paired by seed; which members are missing and why) and `ranking.csv`;
/// where the study asks for them `sensitivity.csv`, the best package (in summary.json), `index.nc` and `fields.nc`.
/// Sums run in the order of the manifest: the same bits whatever the order in which members ended. Throws InputError
/// for a folder that is no study's.
MergeSummary merge_study(std::filesystem::path const& folder);

}  // namespace hacthanh::app
