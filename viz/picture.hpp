#pragma once

#include "viz/colour_map.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::viz {

/// A finished picture, [height][width][red, green, blue], top row first.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;

    Colour at(int x, int y) const {
        auto const i =
            3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
        return {rgb[i], rgb[i + 1], rgb[i + 2]};
    }
};

/// Writes a PNG file; the same picture and texts give the same bytes.
///
/// @param texts  keyword and text pairs stored in the file ("Title", "Source"…); ASCII keywords
/// Throws RunError when the file cannot be written; no half-written file is left under its name.
void write_png(Picture const& picture, std::filesystem::path const& path,
               std::vector<std::pair<std::string, std::string>> const& texts = {});

}  // namespace hacthanh::viz
