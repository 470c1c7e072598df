#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace hacthanh::io::detail {

/// The finite number that is all of `text` (blanks around it allowed), or nothing. Never depends on the locale.
inline std::optional<double> parse_number(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return std::nullopt;
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace hacthanh::io::detail
