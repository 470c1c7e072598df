#include "sim/core/language.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace hacthanh {
namespace {

/// Digits after the decimal point that show `digits` significant ones.
int decimals_for(double value, int digits) {
    if (value == 0) return 0;
    int const exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
    return std::clamp(digits - 1 - exponent, 0, 12);
}

void drop_needless_zeros(std::string& text) {
    if (text.find('.') == std::string::npos) return;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
}

/// Groups of three digits and the signs of the language. @param text  with a decimal point, if any
std::string in_signs_of(Language language, std::string text) {
    bool const negative = text.front() == '-';
    if (negative && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
    auto const begin = static_cast<std::size_t>(text.front() == '-');
    auto const point = text.find('.');
    if (point != std::string::npos && language == Language::vietnamese) text[point] = ',';
    char const* const group = language == Language::vietnamese ? "." : ",";
    for (std::size_t at = std::min(point, text.size()); at > begin + 3;) text.insert(at -= 3, group);
    if (begin > 0) text.replace(0, 1, "−");
    return text;
}

}  // namespace

char const* code(Language language) { return language == Language::english ? "en" : "vi"; }

std::string format_number(double value, Language language, int digits) {
    if (!std::isfinite(value)) return "–";
    std::string text = fmt::format("{:.{}f}", value, decimals_for(value, digits));
    drop_needless_zeros(text);
    return in_signs_of(language, text);
}

std::string format_fixed(double value, Language language, int decimals) {
    if (!std::isfinite(value)) return "–";
    return in_signs_of(language, fmt::format("{:.{}f}", value, decimals));
}

std::string format_signed(double value, Language language, int digits) {
    std::string const text = format_number(value, language, digits);
    return value > 0 && std::isfinite(value) && text != "0" ? "+" + text : text;
}

std::string format_date(std::chrono::year_month_day date, Language language) {
    static constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                                "May",       "June",     "July",     "August",
                                                                "September", "October",  "November", "December"};
    auto const day = static_cast<unsigned>(date.day());
    auto const month = static_cast<unsigned>(date.month());
    int const year = static_cast<int>(date.year());
    if (language == Language::english) return fmt::format("{} {} {}", day, months.at(month - 1), year);
    return fmt::format("{:02}/{:02}/{}", day, month, year);
}

}  // namespace hacthanh
