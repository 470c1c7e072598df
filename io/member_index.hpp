#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A member of a study, as its index knows it.
struct IndexedMember {
    std::string id;
    std::filesystem::path result;  ///< relative to the folder of the index
    std::string missing;           ///< why it has no result; empty = it has one
    std::string variant{};
    std::string weather{};
    std::int64_t point = 0;
    std::int64_t seed = 0;
};

/// Writes a netCDF-4/HDF5 file in which every field is one array (member, ...as in a result), a virtual dataset over
/// the members' own files: nothing is copied, and the folder may move as a whole. Members that are missing hold
/// `_FillValue`; `member_id`, `member_present` (1 or 0) and `member_missing` (the reason) say which, and
/// `member_variant`, `member_weather`, `member_point` and `member_seed` what was run. The fields' axes (`time`, `y`,
/// `x`
/// ...) with their borders, the projection `crs`, units and names are those of the members. The same members make the
/// same bytes.
///
/// @param index    FOLDER/index.nc, replaced when it is there (io::replace_file)
/// @param members  in the order of the manifest; at least one with a result
/// @param fields   names of floating-point variables of the results, e.g. `NO2`, `NO2_mean_surface`
/// Throws InputError naming the member and the variable when a field is absent, when no member has a result, or
/// when a member's field lies on other axes (cells, times) than that of the first that has a result; RunError for files
/// that cannot be read or written. Cost: opens every result once, one at a time, and reads its axes. Not for two
/// threads at once.
void write_member_index(std::filesystem::path const& index, std::vector<IndexedMember> const& members,
                        std::vector<std::string> const& fields);

}  // namespace hacthanh::io
