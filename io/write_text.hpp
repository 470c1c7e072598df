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

}  // namespace hacthanh::io
