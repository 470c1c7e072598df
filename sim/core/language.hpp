#pragma once
/// The two languages of pictures and reports, and the one place that writes numbers and dates in them.

#include <chrono>
#include <string>

namespace hacthanh {

enum class Language { english, vietnamese };

/// "en", "vi" (BCP 47).
char const* code(Language language);

/// The same words in both languages of the program.
struct Text {
    std::string english;
    std::string vietnamese;

    std::string const& in(Language language) const { return language == Language::english ? english : vietnamese; }
    /// Words that are the same in both languages.
    static Text same(std::string const& words) { return {words, words}; }
    bool empty() const { return english.empty() && vietnamese.empty(); }
};

/// A number for people: about `digits` significant digits and no needless zeros. English: 12,345.6; Vietnamese:
/// 12.345,6. A minus is U+2212; "–" when it is not finite. Files that programs read never pass through here.
std::string format_number(double value, Language language, int digits = 3);

/// The same with a fixed number of decimals: 1,234.50 and 1.234,50.
std::string format_fixed(double value, Language language, int decimals);

/// `format_number` with + or − (U+2212) before it; 0 has neither.
std::string format_signed(double value, Language language, int digits = 3);

/// "15 January 2024", "15/01/2024".
std::string format_date(std::chrono::year_month_day date, Language language);

}  // namespace hacthanh
