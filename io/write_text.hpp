#pragma once

#include "sim/core/error.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace hacthanh::io {

/// Writes a text file as it is. Throws RunError when it cannot be written completely.
inline void write_text(std::filesystem::path const& file, std::string const& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw RunError("cannot write " + file.string());
}

/// A field of a CSV table: in quotes where it holds a comma, a quote or a line's end (RFC 4180).
inline std::string csv_field(std::string const& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char const c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace hacthanh::io
