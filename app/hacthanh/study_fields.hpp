#pragma once

#include "app/hacthanh/study_folder.hpp"
#include "app/hacthanh/study_outcome.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// `index.nc`: every field of all members as one array, nothing copied (io::write_member_index).
void write_study_index(std::filesystem::path const& folder, StudyOutcome const& outcome,
                       std::vector<std::string> const& fields);

/// `fields.nc`: of every field and group of members: number, mean, variance, quantiles and probabilities of exceedance,
/// cell by cell (study::column_statistics). A group is what one (point, weather, variant) has over its seeds, as in
/// summary.json, or over points or weathers too where `pooled` says so. The same bytes whatever the order in which
/// members ended and for any number of threads and memory. Memory: `merge_memory_mb`; open files: two results, the one
/// that is read and the first. Each result is opened once per field and slab of cells (cells x (4 bytes x members of a
/// group + those of the statistics) / memory). Throws InputError naming the member where a field is absent or has
/// another shape than the first member's.
void write_study_fields(std::filesystem::path const& folder, StudyOutcome const& outcome,
                        StudySettings const& settings);

}  // namespace hacthanh::app
