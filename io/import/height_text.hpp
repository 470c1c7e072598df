#pragma once

#include <optional>
#include <string_view>

namespace hacthanh::io {

/// A length as people write it in tags and tables, in metres; nothing when it is none.
///
/// Understands "12", "12.5", "12,5", "12 m", "40'", "40' 6\"", "40 ft", "~12", and lists "3;4", whose largest readable
/// value counts: the air meets the highest part. Takes at most the first 256 letters. Thread-safe.
std::optional<double> parse_length(std::string_view text);

/// A number of storeys: "3", "2.5", "3;4" (the largest), "5+1" (the sum: storeys and mezzanine or roof storey).
std::optional<double> parse_levels(std::string_view text);

/// The height when it can be one of a building over ground, else nothing: at least 0.5 m and at most 1000 m. Tables
/// write 9999, -1 or 0 for "unknown"; the tallest building of the Earth has 828 m (Burj Khalifa).
std::optional<double> plausible_height(std::optional<double> height_m);

/// The same for storeys: above 0 and at most 200 (Burj Khalifa: 163).
std::optional<double> plausible_levels(std::optional<double> levels);

}  // namespace hacthanh::io
