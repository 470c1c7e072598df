#include "io/report/legal_basis.hpp"
#include "io/report/sections.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::io::report {
namespace {

/// More options than this are printed in smaller type, so that the summary keeps to its two pages.
constexpr std::size_t most_in_usual_type = 3;

/// The head of an administrative document (Decree 30/2020), with what its issuer fills in left open.
void add_head(Writer& writer) {
    Markup& html = writer.html();
    html.open("div", {{"class", "head"}}).open("p");
    html.text(writer.word("CƠ QUAN BAN HÀNH", "ISSUING BODY")).empty("br");
    html.text(writer.word("Số: …/BC-…", "No.: …/BC-…")).close();
    html.open("p");
    if (writer.language() == Language::vietnamese) {
        html.leaf("span", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", {{"class", "nation"}}).empty("br");
        html.leaf("span", "Độc lập - Tự do - Hạnh phúc", {{"class", "motto"}}).empty("br");
        html.leaf("i", "…, ngày … tháng … năm …");
    } else {
        html.leaf("span", "SOCIALIST REPUBLIC OF VIET NAM", {{"class", "nation"}}).empty("br");
        html.leaf("span", "Independence - Freedom - Happiness", {{"class", "motto"}}).empty("br");
        html.leaf("i", "…, date …");
    }
    html.close().close();
}

void add_marks(Writer& writer, Content const& content) {
    std::string mark(simulated_mark(writer.language()));
    if (content.schematic) mark += " " + std::string(schematic_mark(writer.language()));
    writer.html().leaf("p", mark, {{"class", "mark"}});
    if (!content.note.empty()) writer.html().leaf("p", writer.word(content.note), {{"class", "note"}});
    for (auto const& warning : content.warnings) writer.html().leaf("p", writer.word(warning), {{"class", "warning"}});
}

void add_basis(Writer& writer, Content const& content) {
    writer.heading(2, "I. Căn cứ", "I. Legal basis");
    Markup& html = writer.html();
    html.open("ul");
    for (auto const& reference : legal_basis(content.day, content.title.vietnamese)) {
        html.open("li").text(fmt::format("{} {} {} {} ", writer.word(reference.document), writer.word("ngày", "of"),
                                         format_date(reference.issued, writer.language()),
                                         writer.word(reference.about)));
        writer.badge(reference.evidence);
        html.close();
    }
    html.close();
}

void add_present_state(Writer& writer, Content const& content) {
    writer.heading(2, "II. Hiện trạng", "II. Present state");
    {
        Table table(writer, {},
                    {{std::string(writer.word("Nội dung", "Item"))}, {std::string(writer.word("Số liệu", "Data"))}});
        for (auto const& [label, value] : content.facts)
            table.row({std::string(writer.word(label)), std::string(writer.word(value))});
    }
}

void add_options(Writer& writer, Content const& content) {
    writer.heading(2, "III. Các phương án", "III. Options");
    Markup& html = writer.html();
    html.open("ul");
    writer.item("Hiện trạng: không can thiệp (phương án so sánh).",
                "Present state: do nothing (what the others are compared with).");
    for (auto const& option : content.options) {
        html.open("li").leaf("b", writer.word(option.title)).text(". ");
        if (!option.note.empty()) html.text(std::string(writer.word(option.note)) + " ");
        html.text(writer.word(option.mode));
        html.close();
    }
    html.close();
}

void add_results(Writer& writer, Content const& content) {
    writer.heading(2, "IV. Kết quả so sánh", "IV. Compared results");
    if (content.options.empty()) {
        writer.paragraph("Chưa có phương án nào được so sánh: báo cáo này chỉ nêu hiện trạng.",
                         "No option was compared: this report gives the present state only.");
    }
    add_comparison(writer, content, true);
    writer.paragraph("Thay đổi so với hiện trạng, ± nửa khoảng tin cậy 95 %; số đầy đủ ở Phụ lục A.",
                     "Change against the present state, ± half of the 95 % interval; all numbers are in annex A.",
                     "note");
}

void add_recommendations(Writer& writer, Content const& content) {
    writer.heading(2, "V. Kiến nghị", "V. Recommendations");
    writer.html().open("ol");
    for (auto const& each : content.recommendations) writer.html().leaf("li", writer.word(each));
    writer.html().close();
}

}  // namespace

std::string_view simulated_mark(Language language) {
    return language == Language::vietnamese ? "Kết quả mô phỏng, không phải số đo." : "Simulated, not measured.";
}

std::string_view schematic_mark(Language language) {
    return language == Language::vietnamese
               ? "Mạng lưới đường sơ đồ: chỉ cho biết chiều hướng, không dùng làm số liệu quy hoạch."
               : "Schematic road network: shows directions of change only, no planning data.";
}

void add_summary(Writer& writer, Content const& content) {
    Markup& html = writer.html();
    bool const many = content.options.size() > most_in_usual_type;
    html.open("div", {{"class", many ? "summary dense" : "summary"}});
    add_head(writer);
    html.open("h1").text(writer.word("BÁO CÁO", "REPORT"));
    html.leaf("span", writer.word("Đánh giá các phương án giao thông và chất lượng không khí",
                                  "Traffic options and air quality"));
    html.leaf("span", writer.word(content.title)).close();
    add_marks(writer, content);
    add_basis(writer, content);
    add_present_state(writer, content);
    add_options(writer, content);
    add_results(writer, content);
    add_recommendations(writer, content);
    html.close();
}

}  // namespace hacthanh::io::report
