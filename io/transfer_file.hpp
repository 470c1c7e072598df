#pragma once

#include "sim/state/transfer_table.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::io {

/// Writes transfer functions of one wind (docs/formats/transfer.md), beside the name and then renamed: a reader sees
/// all of it or none. Throws RunError when the medium fails.
void write_transfer(std::filesystem::path const& file, state::TransferTable const& table);

/// Reads them. Throws InputError when the file is missing, damaged (checksum, arrays that do not belong together), none
/// of its kind, or newer. Whatever the bytes are: rows that come out name only sources that are there.
state::TransferTable read_transfer(std::filesystem::path const& file);

/// The key of a stored table, or "" where there is none that can be read.
std::string transfer_key(std::filesystem::path const& file);

}  // namespace hacthanh::io
