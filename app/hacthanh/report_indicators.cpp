#include "app/hacthanh/report_assessment.hpp"
#include "app/hacthanh/report_content.hpp"

#include <fmt/format.h>

#include <string>

namespace hacthanh::app {
namespace {

using study::Assessment;

/// Indicators that a standard defines as annual means.
bool wants_year(impact::CatalogueEntry const& entry) { return entry.note.english.starts_with("annual mean"); }

/// "35.4 µg/m³: annual mean where people live", or why there is no number.
Text said(Assessment const& assessment, impact::CatalogueEntry const& entry) {
    auto const* const row = assessment.row(entry.shown_as);
    if (row == nullptr) {
        bool const shown = entry.state == "row" || entry.state == "partial";
        return shown ? Text{"no data: not in this run", "chưa có số liệu: lượt chạy không có chất này"} : entry.note;
    }
    if (!row->base) return row->missing;
    auto const value = number_text(*row->base);
    bool const too_short = wants_year(entry) && !assessment.is_year;
    Text const words = too_short ? Text{"mean of the compared time; period too short for an annual mean",
                                        "trung bình thời gian so sánh; chưa đủ thời gian cho trung bình năm"}
                                 : entry.note;
    auto const sentence = [](std::string const& number, std::string const& unit, std::string const& note) {
        return number + (unit.empty() ? "" : " " + unit) + (note.empty() ? "" : ": " + note);
    };
    return {sentence(value.english, row->unit.english, words.english),
            sentence(value.vietnamese, row->unit.vietnamese, words.vietnamese)};
}

}  // namespace

void add_indicators(io::report::Content& content, Assessment const& assessment) {
    io::report::Annex annex;
    annex.title = {"Indicators of ISO 37120 and U4SSC", "Chỉ tiêu ISO 37120 và U4SSC"};
    annex.paragraphs = {
        {"What of the standards' indicators this report can say, and what it cannot. Clauses marked M are to be "
         "checked.",
         "Những chỉ tiêu nào của tiêu chuẩn báo cáo này nêu được và không nêu được. Số điều đánh dấu M cần kiểm tra "
         "lại."}};
    io::report::PlainTable table;
    table.columns = {{{"Indicator", "Chỉ tiêu"}, false},
                     {{"Standard, clause", "Tiêu chuẩn, điều"}, false},
                     {{"Present state, or why there is none", "Hiện trạng, hoặc lý do không có"}, false}};
    for (auto const& entry : assessment.rules.catalogue) {
        std::string standard = entry.standard.empty() ? "–" : entry.standard;
        if (!entry.clause.empty()) standard += ", " + entry.clause;
        table.rows.push_back({entry.name,
                              Text::same(fmt::format("{} ({})", standard, city::letter(entry.origin.evidence))),
                              said(assessment, entry)});
    }
    annex.tables.push_back(std::move(table));
    content.annexes.push_back(std::move(annex));
}

}  // namespace hacthanh::app
