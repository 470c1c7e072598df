#include "io/report/report.hpp"

#include "io/report/fonts.hpp"
#include "io/report/page.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/report/sample_content.hpp"
#include "tests/unit/io/report/well_formed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

namespace hacthanh::io::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<Language> const both{Language::vietnamese, Language::english};

std::size_t count(std::string const& text, std::string const& part) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
    return n;
}

/// The part of a document between its marks.
std::string article(std::string const& html, std::string const& language) {
    auto const begin = html.find("<article lang=\"" + language + "\">");
    return html.substr(begin, html.find("</article>", begin) - begin);
}

TEST(Report, IsWellFormedAndTheSameEveryTime) {
    auto const html = make_report(sample_content(), both);
    EXPECT_EQ(problem_of_xml(html), "");
    EXPECT_EQ(html, make_report(sample_content(), both));
}

TEST(Report, EscapesWhateverTextsHold) {
    std::string const poison = "<script>alert(\"1\" & '2')</script></style>]]>";
    auto const html = make_report(sample_content(poison), both);
    EXPECT_EQ(problem_of_xml(html), "");
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_EQ(count(html, "</style>"), 1U);
    EXPECT_GT(count(html, "&lt;script&gt;"), 50U);
}

TEST(Report, SaysTheSameInBothLanguages) {
    auto const html = make_report(sample_content(), both);
    auto const vi = article(html, "vi");
    auto const en = article(html, "en");
    for (auto const* tag : {"<h1", "<h2", "<h3", "<h4", "<table", "<tr", "<td", "<th", "<li", "<p", "<svg", "<figure"})
        EXPECT_EQ(count(vi, tag), count(en, tag)) << tag;
    for (auto const* heading :
         {"I. Căn cứ", "II. Hiện trạng", "III. Các phương án", "IV. Kết quả so sánh", "V. Kiến nghị", "PHỤ LỤC"})
        EXPECT_THAT(vi, HasSubstr(heading));
    EXPECT_LT(vi.find("I. Căn cứ"), vi.find("II. Hiện trạng"));
    EXPECT_LT(vi.find("V. Kiến nghị"), vi.find("PHỤ LỤC"));
    EXPECT_THAT(vi, HasSubstr("không phải số đo"));
    EXPECT_THAT(en, HasSubstr("Simulated, not measured"));
    EXPECT_THAT(vi, HasSubstr("Mạng lưới đường sơ đồ"));
    EXPECT_THAT(en, HasSubstr("Schematic road network"));
    EXPECT_EQ(count(en, "Hiện trạng"), 0U);
    EXPECT_EQ(count(vi, "Present state"), 0U);
}

TEST(Report, WritesNumbersAndDatesOfItsLanguage) {
    auto const html = make_report(sample_content(), both);
    EXPECT_THAT(article(html, "vi"), HasSubstr(">1.234<"));
    EXPECT_THAT(article(html, "en"), HasSubstr(">1,234<"));
    EXPECT_THAT(article(html, "vi"), HasSubstr("−12,2 (−1\u202f%)"));
    EXPECT_THAT(article(html, "vi"), HasSubstr("13/03/2023"));
    EXPECT_THAT(article(html, "en"), HasSubstr("13 March 2023"));
}

TEST(Report, SaysWhyAValueIsMissing) {
    auto const html = make_report(sample_content(), both);
    EXPECT_THAT(article(html, "vi"), HasSubstr("<i>chưa đủ thời gian</i>"));
    EXPECT_THAT(article(html, "en"), HasSubstr("<i>period too short</i>"));
    auto content = sample_content();
    content.evaluation = {};
    EXPECT_THAT(make_report(content, both), HasSubstr("Chưa có số liệu"));
}

TEST(Report, ShowsScoresIndicatorAndGeh) {
    auto const vi = article(make_report(sample_content(), both), "vi");
    // measured 10, 11, 12, 13 against 12: FB = 2 (11.5 - 12) / 23.5, GEH of 800 and 700
    EXPECT_THAT(vi, HasSubstr("−0,043"));
    EXPECT_THAT(vi, HasSubstr(">3,7<"));
    EXPECT_THAT(vi, HasSubstr("GEH &lt; 5 ở 100 %"));
}

/// Letters with marks are one character each (NFC): a combining mark would stand apart in some fonts.
TEST(Report, HasNoCombiningMarks) {
    auto const html = make_report(sample_content(), both);
    EXPECT_EQ(count(html, "\u1ebf") + count(html, "\u1ed9") > 0, true);
    for (unsigned second = 0x80; second <= 0xBF; ++second) {
        EXPECT_EQ(count(html, std::string("\xCC") + static_cast<char>(second)), 0U) << second;  // U+0300 to U+033F
        if (second <= 0xAF) {
            EXPECT_EQ(count(html, std::string("\xCD") + static_cast<char>(second)), 0U) << second;  // to U+036F
        }
    }
}

TEST(Report, HasIdsOnce) {
    auto const html = make_report(sample_content(), both);
    std::vector<std::string> ids;
    std::regex const id(" id=\"([^\"]+)\"");
    for (std::sregex_iterator found(html.begin(), html.end(), id), end; found != end; ++found)
        ids.push_back((*found)[1]);
    EXPECT_GT(ids.size(), 8U);
    std::ranges::sort(ids);
    EXPECT_TRUE(std::ranges::adjacent_find(ids) == ids.end());
}

TEST(Report, AsksTheNetworkForNothing) {
    auto const html = make_report(sample_content(), both);
    EXPECT_THAT(html, Not(HasSubstr("http:")));
    EXPECT_THAT(html, Not(HasSubstr("https:")));
    EXPECT_THAT(html, Not(HasSubstr("<link")));
    EXPECT_THAT(html, HasSubstr("font-family:Report"));
}

TEST(Report, InOneLanguageHasNoChoice) {
    auto const html = make_report(sample_content(), {Language::english});
    EXPECT_THAT(html, Not(HasSubstr("<input")));
    EXPECT_THAT(html, Not(HasSubstr("<article lang=\"vi\"")));
    EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
}

TEST(Report, StandsWithNothingToCompare) {
    Content content;
    content.title = Text::same("x");
    content.day = std::chrono::year(2026) / 1 / 15;
    auto const html = make_report(content, both);
    EXPECT_EQ(problem_of_xml(html), "");
    EXPECT_THAT(html, HasSubstr("Chưa có phương án nào"));
}

TEST(Report, RefusesAPictureThatIsNone) {
    test::ScratchFolder const folder;
    test::write_file(folder / "a.png", "no picture");
    auto content = sample_content();
    content.maps = {{Text::same("t"), {{folder / "a.png", folder / "a.png", Text::same("c"), Text::same("a")}}}};
    EXPECT_THROW(make_report(content, both), RunError);
}

TEST(FontRules, HoldTheLettersThatAreUsed) {
    auto const few = font_rules("abc");
    auto const more = font_rules("abcdefghijklmnopqrstuvwxyzếộữ");
    EXPECT_EQ(count(few, "@font-face"), 3U);
    EXPECT_LT(few.size(), more.size());
    EXPECT_LT(more.size(), 200000U);
}

}  // namespace
}  // namespace hacthanh::io::report
