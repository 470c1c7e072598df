#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hacthanh::io {

/// SHA-256 of a file's bytes (FIPS 180-4) as 64 lower-case hexadecimal digits, read in pieces.
/// Throws InputError when the file cannot be read. Thread-safe.
std::string sha256_of_file(std::filesystem::path const& file);

/// The same of a text's bytes.
std::string sha256_of_text(std::string_view text);

}  // namespace hacthanh::io
