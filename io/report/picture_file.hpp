#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace hacthanh::io::report {

/// The bytes of a PNG. Throws RunError when it cannot be read or is none.
std::string read_picture(std::filesystem::path const& file);

/// Width and height [pixels] as its header says them (PNG specification, 11.2.2). Precondition: from read_picture().
std::pair<std::uint32_t, std::uint32_t> picture_size(std::string_view png);

}  // namespace hacthanh::io::report
