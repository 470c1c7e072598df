#include "io/report/charts.hpp"
#include "io/report/data_uri.hpp"
#include "io/report/picture_file.hpp"
#include "io/report/sections.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::io::report {
namespace {

/// Headings "A. …", "B. …" in the order in which annexes come.
class Lettered {
public:
    explicit Lettered(Writer& writer) : writer_(writer) {}
    void operator()(std::string_view vietnamese, std::string_view english) {
        writer_.html().leaf("h3", fmt::format("{}. {}", letter_++, writer_.word(vietnamese, english)));
    }

private:
    Writer& writer_;
    char letter_ = 'A';
};

void add_table(Writer& writer, PlainTable const& plain) {
    std::vector<Column> columns;
    for (auto const& [name, number] : plain.columns) columns.push_back({std::string(writer.word(name)), number});
    Table table(writer, writer.word(plain.caption), columns);
    for (auto const& row : plain.rows) {
        std::vector<std::string> cells;
        cells.reserve(row.size());
        for (auto const& cell : row) cells.emplace_back(writer.word(cell));
        table.row(cells);
    }
}

void add_option_details(Writer& writer, Option const& option) {
    Markup& html = writer.html();
    html.leaf("h4", writer.word(option.title));
    for (auto const& table : option.tables) add_table(writer, table);
    if (option.remarks.empty() && option.findings.empty() && option.invalid.empty()) return;
    html.open("ul");
    for (auto const& why : option.invalid)
        html.leaf("li", fmt::format("{}: {}", writer.word("Không hợp lệ", "Not valid"), why));
    for (auto const& remark : option.remarks) html.leaf("li", writer.word(remark));
    for (auto const& finding : option.findings) html.leaf("li", writer.word(finding));
    html.close();
}

void add_sensitivity(Writer& writer, Sensitivity const& each, std::size_t number) {
    std::vector<TornadoTerm> terms;
    std::string description;
    for (auto const& term : each.terms) {
        terms.push_back({std::string(writer.word(term.name)), term.low, term.high});
        description +=
            fmt::format("{}: {} … {}. ", terms.back().label, writer.number(term.low), writer.number(term.high));
    }
    ChartText const text{writer.id(fmt::format("sensitivity-{}", number)), std::string(writer.word(each.title)),
                         description, std::string(writer.word(each.unit)), writer.language()};
    writer.html().open("figure").raw(tornado_chart(each.central, terms, text)).leaf("figcaption", text.title).close();
}

void add_assumptions(Writer& writer, Content const& content) {
    Table table(writer, {},
                {{std::string(writer.word("Giả thiết", "Assumption"))},
                 {std::string(writer.word("Giá trị", "Value"))},
                 {std::string(writer.word("Nguồn", "Source"))},
                 {std::string(writer.word("Độ tin cậy", "Evidence"))}});
    for (auto const& each : content.assumptions) {
        table.begin_row(writer.word(each.what));
        table.cell().text(writer.word(each.value));
        table.cell().text(writer.word(each.source));
        table.cell();
        writer.badge(each.evidence);
        table.end_row();
    }
}

void add_sources(Writer& writer, Content const& content) {
    writer.paragraph("S: có nguồn dẫn; C: tính bằng chương trình; D: suy ra từ số liệu có nguồn; M: chưa kiểm chứng.",
                     "S: found in a source; C: computed; D: derived from sourced data; M: not verified.", "note");
    writer.html().leaf("p", fmt::format("{}: {}", writer.word("Chương trình", "Program"), content.program));
    Table table(
        writer, writer.word("Tệp đầu vào", "Input files"),
        {{std::string(writer.word("Tệp", "File"))}, {std::string(writer.word("Vai trò", "Role"))}, {"SHA-256"}});
    for (auto const& source : content.sources) table.row({source.file, source.role, source.sha256.substr(0, 16) + "…"});
}

void add_picture(Writer& writer, Picture const& picture) {
    auto const& file = writer.language() == Language::vietnamese ? picture.vietnamese : picture.english;
    std::string const bytes = read_picture(file);
    auto const [width, height] = picture_size(bytes);
    Markup& html = writer.html();
    html.open("figure");
    html.empty("img", {{"src", data_uri("image/png", bytes)},
                       {"alt", writer.word(picture.alternative)},
                       {"width", std::to_string(width)},
                       {"height", std::to_string(height)}});
    html.leaf("figcaption", writer.word(picture.caption)).close();
}

void add_maps(Writer& writer, Content const& content) {
    if (!content.no_maps.empty()) writer.html().leaf("p", writer.word(content.no_maps));
    for (auto const& group : content.maps) {
        writer.html().open("div", {{"class", "maps"}}).leaf("h4", writer.word(group.title));
        for (auto const& picture : group.pictures) add_picture(writer, picture);
        writer.html().close();
    }
}

}  // namespace

void add_annexes(Writer& writer, Content const& content) {
    Markup& html = writer.html();
    html.open("section", {{"class", "annexes"}});
    writer.heading(2, "PHỤ LỤC", "ANNEXES");
    Lettered heading(writer);
    heading("So sánh đầy đủ", "Full comparison");
    add_comparison(writer, content, false);
    if (!content.options.empty()) add_comparison_charts(writer, content);
    for (auto const& option : content.options) add_option_details(writer, option);
    heading("Bản đồ", "Maps");
    add_maps(writer, content);
    std::size_t number = 0;
    for (auto const& annex : content.annexes) {
        heading(annex.title.vietnamese, annex.title.english);
        for (auto const& paragraph : annex.paragraphs) html.leaf("p", writer.word(paragraph));
        for (auto const& table : annex.tables) add_table(writer, table);
        for (auto const& each : annex.sensitivities) add_sensitivity(writer, each, ++number);
    }
    heading("Giả thiết", "Assumptions");
    add_assumptions(writer, content);
    heading("Nguồn số liệu và truy vết", "Data and provenance");
    add_sources(writer, content);
    heading("Đối chiếu với số đo tại địa phương", "Against local measurements");
    add_evaluation(writer, content.evaluation, content.start_clock_s);
    heading("Kiểm chứng mô hình", "Validation of the model");
    add_model_validation(writer);
    heading("Giới hạn của phương pháp", "Limits of the method");
    add_limits_of_method(writer);
    html.close();
}

}  // namespace hacthanh::io::report
