#pragma once

#include "sim/core/language.hpp"

#include <string>
#include <vector>

namespace hacthanh::io::report {

/// The body of a report in one language, as markup.
struct Article {
    Language language = Language::vietnamese;
    std::string title;      ///< plain text
    std::string page_mark;  ///< plain text at the foot of every printed page
    std::string markup;     ///< whole in itself; ids must be unique among the articles
};

/// One HTML document that needs nothing else: style, letters and pictures are inside, no script, no request. With two
/// articles the reader chooses between them by radio buttons that style alone evaluates; the first is shown at first
/// and only the chosen one is printed. Precondition: at least one article.
std::string page(std::vector<Article> const& articles);

}  // namespace hacthanh::io::report
