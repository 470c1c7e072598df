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

/// `fields.nc`: of every field and variant, over all its members (points, weathers and seeds): number, mean, variance,
/// quantiles and probabilities of exceedance, cell by cell (study::column_statistics). The same bytes whatever the
/// order in which members ended and for any number of threads. Memory: 256 MiB beside one field's statistics. Throws
/// InputError naming the member where a field is absent or has another shape than the first member's.
void write_study_fields(std::filesystem::path const& folder, StudyOutcome const& outcome,
                        StudySettings const& settings);

}  // namespace hacthanh::app
