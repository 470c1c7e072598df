#include "io/report/page.hpp"

#include "io/report/fonts.hpp"
#include "io/report/markup.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/contracts.hpp"

#include <fmt/format.h>

namespace hacthanh::io::report {
namespace {

constexpr char const* style =
#include "embedded/report_style.inc"
    ;

std::string_view name_of(Language language) { return language == Language::vietnamese ? "Tiếng Việt" : "English"; }

/// A text as a CSS string. What would end the string, the rule or the element is written as its code.
std::string css_string(std::string const& text) {
    std::string quoted(1, '"');
    for (char const c : text) {
        bool const special = c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == '\n';
        quoted += special ? fmt::format("\\{:x} ", static_cast<unsigned>(c)) : std::string(1, c);
    }
    quoted += '"';
    return quoted;
}

/// Page number at the head from the second page on (Decree 30/2020), the mark at the foot, in the article's language.
std::string page_rules(std::vector<Article> const& articles) {
    std::string rules =
        "@page { @top-center { content: counter(page); font: 11pt Report, \"Times New Roman\", serif } }\n"
        "@page :first { @top-center { content: \"\" } }\n";
    for (auto const& article : articles)
        rules += fmt::format(
            "article[lang=\"{0}\"] {{ page: {0} }}\n"
            "@page {0} {{ @bottom-center {{ content: {1}; font: 9pt Report, \"Times New Roman\", serif }} }}\n",
            code(article.language), css_string(article.page_mark));
    return rules;
}

void add_choice(Markup& html, std::vector<Article> const& articles) {
    for (auto const& article : articles) {
        std::string const id = std::string("choose-") + code(article.language);
        Markup::Attributes const plain = {{"class", "choice"}, {"type", "radio"}, {"name", "language"}, {"id", id}};
        Markup::Attributes const chosen = {
            {"class", "choice"}, {"type", "radio"}, {"name", "language"}, {"id", id}, {"checked", "checked"}};
        html.empty("input", &article == &articles.front() ? chosen : plain);
    }
    html.open("p", {{"class", "languages"}});
    for (auto const& article : articles)
        html.leaf("label", name_of(article.language),
                  {{"for", std::string("choose-") + code(article.language)}, {"lang", code(article.language)}});
    html.close();
}

}  // namespace

std::string page(std::vector<Article> const& articles) {
    HACTHANH_EXPECT(!articles.empty());
    std::string letters;
    for (auto const& article : articles)
        letters += article.markup + article.page_mark + std::string(name_of(article.language));
    Markup html;
    html.raw("<!DOCTYPE html>\n");
    html.open("html", {{"lang", code(articles.front().language)}}).open("head");
    html.empty("meta", {{"charset", "utf-8"}}).raw("\n");
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).raw("\n");
    html.empty("meta", {{"name", "generator"}, {"content", "hacthanh " + build_info().version}}).raw("\n");
    html.leaf("title", articles.front().title).raw("\n");
    html.open("style").raw("\n" + font_rules(letters) + style + page_rules(articles)).close();
    html.close().raw("\n").open("body").open("main");
    if (articles.size() > 1) add_choice(html, articles);
    for (auto const& article : articles)
        html.open("article", {{"lang", code(article.language)}}).raw("\n" + article.markup).close();
    return html.close().close().close().raw("\n").whole();
}

}  // namespace hacthanh::io::report
