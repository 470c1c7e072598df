#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A member of a study, as its index knows it.
struct IndexedMember {
    std::string id;
    std::filesystem::path result;  ///< relative to the folder of the index
    std::string missing;           ///< why it has no result; empty = it has one
};

/// Writes a netCDF-4/HDF5 file in which every field is one array (member, ...as in a result), a virtual dataset over
/// the members' own files: nothing is copied, and the folder may move as a whole. Members that are missing hold
/// `_FillValue`; `member_id`, `member_present` (1 or 0) and `member_missing` (the reason) say which. `time`, `z`, `y`
/// and `x` are those of the members. The file appears under its name when it is whole; the same members make the
/// same contents, not the same bytes: HDF5 dates the root group.
///
/// @param index    FOLDER/index.nc, replaced when it is there
/// @param members  in the order of the manifest; at least one with a result
/// @param fields   names of floating-point variables of the results, e.g. `NO2`, `NO2_mean_surface`
/// Throws InputError naming the member and the variable when a field or axis is absent, when no member has a result, or
/// when a member lies on another mesh or at other times than the first that has a result; RunError for files that
/// cannot be read or written. Cost: opens every result once, reads its axes. Not for two threads at once.
void write_member_index(std::filesystem::path const& index, std::vector<IndexedMember> const& members,
                        std::vector<std::string> const& fields);

}  // namespace hacthanh::io
