#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hacthanh::io::detail {

/// A whole text file of at most 16 MB. Throws InputError when it is missing, a folder, larger or unreadable.
std::string read_text(std::filesystem::path const& file);

/// Throws InputError when the text is empty, binary or not UTF-8, with the line. @param name  what to call the text
void check_text(std::string_view text, std::string const& name);

}  // namespace hacthanh::io::detail
