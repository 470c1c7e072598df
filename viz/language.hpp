#pragma once

#include <string>

namespace hacthanh::viz {

enum class Language { english, vietnamese };

/// The same words in both languages of the program.
struct Text {
    std::string english;
    std::string vietnamese;

    std::string const& in(Language language) const { return language == Language::english ? english : vietnamese; }
    /// Words that are the same in both languages.
    static Text same(std::string const& words) { return {words, words}; }
    bool empty() const { return english.empty() && vietnamese.empty(); }
};

/// A number for a label: about `digits` significant digits, no needless zeros, and groups of three split by a narrow
/// space from 10 000 on. Decimal point in English, comma in Vietnamese.
std::string format_number(double value, Language language, int digits = 3);

}  // namespace hacthanh::viz
