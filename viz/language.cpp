#include "viz/language.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

/// Digits after the decimal point that show `digits` significant ones.
int decimals(double value, int digits) {
    if (value == 0) return 0;
    int const exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
    return std::clamp(digits - 1 - exponent, 0, 12);
}

void drop_needless_zeros(std::string& text) {
    if (text.find('.') == std::string::npos) return;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
}

void group_thousands(std::string& text) {
    auto const begin = static_cast<std::size_t>(text.front() == '-');
    auto const end = std::min(text.find('.'), text.size());
    if (end - begin < 5) return;
    for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, "\u2009");
}

}  // namespace

std::string format_number(double value, Language language, int digits) {
    if (!std::isfinite(value)) return "–";
    std::string text = fmt::format("{:.{}f}", value, decimals(value, digits));
    drop_needless_zeros(text);
    if (text == "-0") text = "0";
    group_thousands(text);
    if (language == Language::vietnamese) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

}  // namespace hacthanh::viz
