#pragma once
/// What a result file says of itself before any step is read: facts, axes, roads. @param root  the open file
/// Throws RunError when a part is missing, std::exception when parts do not fit together.

#include "io/hdf5.hpp"
#include "io/result_reader.hpp"

#include <vector>

namespace hacthanh::io::detail {

ResultFacts read_facts(hid_t root);
ResultGrid read_grid(hid_t root);

/// Of the steps that are wholly in the file.
ResultTimes read_times(hid_t root);

/// Empty when the run kept none.
std::vector<ResultRoad> read_roads(hid_t root);

}  // namespace hacthanh::io::detail
