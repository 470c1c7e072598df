#include "io/import/height_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr std::size_t max_letters = 256;
constexpr double foot_m = 0.3048;  // international foot, exact
constexpr double inch_m = 0.0254;  // international inch, exact

std::string_view trim(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Takes a number from the front of `text`; a decimal comma counts as a point.
std::optional<double> take_number(std::string_view& text) {
    text = trim(text);
    std::string copy(text);
    std::replace(copy.begin(), copy.end(), ',', '.');
    char const* const begin = copy.data();
    double value = 0;
    auto const [end, error] = std::from_chars(begin, begin + copy.size(), value, std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - begin));
    text = trim(text);
    return value;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text = trim(text.substr(word.size()));
    return true;
}

std::optional<double> parse_one_length(std::string_view text) {
    text = trim(text);
    for (std::string_view about : {"~", "ca.", "+"}) take(text, about);
    auto const value = take_number(text);
    if (!value) return std::nullopt;
    if (text.empty()) return value;
    for (std::string_view metres : {"metres", "meters", "mét", "m"})
        if (take(text, metres)) return text.empty() || text == "." ? value : std::nullopt;
    if (take(text, "feet") || take(text, "ft") || take(text, "'") || take(text, "′")) {
        double length = *value * foot_m;
        if (text.empty()) return length;
        auto const inches = take_number(text);
        if (!inches) return std::nullopt;
        length += *inches * inch_m;
        return text.empty() || text == "\"" || text == "″" || text == "in" ? std::optional(length) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> parse_one_count(std::string_view text) {
    double sum = 0;
    while (true) {
        auto const value = take_number(text);
        if (!value) return std::nullopt;
        sum += *value;
        if (text.empty()) return sum;
        if (!take(text, "+")) return std::nullopt;
    }
}

template <class Parse>
std::optional<double> largest_of_list(std::string_view text, Parse const& parse) {
    std::optional<double> largest;
    text = text.substr(0, max_letters);
    while (true) {
        auto const end = text.find(';');
        if (auto const value = parse(text.substr(0, end))) largest = std::max(largest.value_or(*value), *value);
        if (end == std::string_view::npos) return largest;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<double> parse_length(std::string_view text) { return largest_of_list(text, parse_one_length); }
std::optional<double> parse_levels(std::string_view text) { return largest_of_list(text, parse_one_count); }

std::optional<double> plausible_height(std::optional<double> height_m) {
    return height_m && *height_m >= 0.5 && *height_m <= 1000 ? height_m : std::nullopt;
}
std::optional<double> plausible_levels(std::optional<double> levels) {
    return levels && *levels > 0 && *levels <= 200 ? levels : std::nullopt;
}

}  // namespace hacthanh::io
