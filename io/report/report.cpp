#include "io/report/report.hpp"

#include "io/report/page.hpp"
#include "io/report/sections.hpp"

namespace hacthanh::io::report {

std::string make_report(Content const& content, std::vector<Language> const& languages) {
    std::vector<Article> articles;
    for (Language const language : languages) {
        Writer writer(language);
        add_summary(writer, content);
        add_annexes(writer, content);
        std::string mark(simulated_mark(language));
        if (content.schematic) mark += " " + std::string(schematic_mark(language));
        articles.push_back({language, content.title.in(language), mark, writer.html().whole()});
    }
    return page(articles);
}

}  // namespace hacthanh::io::report
