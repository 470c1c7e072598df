#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh {

/// Levenshtein distance: fewest insertions, deletions and replacements; a change of case counts 1/2.
/// Only the first 200 bytes of each word count. Cost O(a x b).
inline double edit_distance(std::string_view a, std::string_view b) {
    a = a.substr(0, 200);
    b = b.substr(0, 200);
    auto const replacement = [](char x, char y) {
        if (x == y) return 0.0;
        auto const lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
        return lower(x) == lower(y) ? 0.5 : 1.0;
    };
    std::vector<double> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<double>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        double diagonal = row[0];
        row[0] = static_cast<double>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            double const above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + replacement(a[i - 1], b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// The word of `known` nearest to `word` by edit distance (case counts half). Precondition: known is not empty.
inline std::string closest_word(std::string_view word, std::vector<std::string> const& known) {
    std::string best;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::string const& candidate : known) {
        double const distance = edit_distance(word, candidate);
        if (distance < nearest) {
            nearest = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace hacthanh
