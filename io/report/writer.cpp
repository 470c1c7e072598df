#include "io/report/writer.hpp"

#include "sim/core/contracts.hpp"

#include <fmt/format.h>

namespace hacthanh::io::report {
namespace {

std::string_view meaning(char evidence, Language language) {
    bool const vi = language == Language::vietnamese;
    switch (evidence) {
        case 'S': return vi ? "có nguồn dẫn" : "found in a source";
        case 'C': return vi ? "tính bằng chương trình" : "computed";
        case 'D': return vi ? "suy ra từ số liệu có nguồn" : "derived from sourced data";
        default:
            return vi ? "chưa kiểm chứng, cần xác minh trước khi sử dụng" : "not verified: to be verified before use";
    }
}

}  // namespace

void Writer::heading(int level, std::string_view vietnamese, std::string_view english) {
    html_.leaf(fmt::format("h{}", level), word(vietnamese, english));
}

void Writer::paragraph(std::string_view vietnamese, std::string_view english, std::string_view css_class) {
    if (css_class.empty())
        html_.leaf("p", word(vietnamese, english));
    else
        html_.leaf("p", word(vietnamese, english), {{"class", css_class}});
}

void Writer::badge(char evidence) {
    std::string const letter(1, evidence);
    html_.leaf("abbr", letter, {{"class", "badge " + letter}, {"title", meaning(evidence, language_)}});
}

std::string Writer::with_unit(double value, std::string_view unit, int digits) const {
    return unit.empty() ? number(value, digits) : fmt::format("{}\u202f{}", number(value, digits), unit);
}

Table::Table(Writer& writer, std::string_view caption, std::vector<Column> columns)
    : writer_(writer), columns_(std::move(columns)) {
    Markup& html = writer_.html();
    html.open("table", {{"class", "stack"}});
    if (!caption.empty()) html.leaf("caption", caption);
    html.open("thead").open("tr");
    for (auto const& column : columns_) {
        if (column.number)
            html.leaf("th", column.name, {{"scope", "col"}, {"class", "number"}});
        else
            html.leaf("th", column.name, {{"scope", "col"}});
    }
    html.close().close().open("tbody");
}

Table::~Table() { writer_.html().close().close(); }

void Table::group(std::string_view words) {
    writer_.html()
        .open("tr", {{"class", "group"}})
        .leaf("th", words, {{"scope", "rowgroup"}, {"colspan", std::to_string(columns_.size())}})
        .close();
}

void Table::row(std::vector<std::string> const& cells) {
    HACTHANH_EXPECT(cells.size() == columns_.size());
    begin_row(cells.front());
    for (std::size_t i = 1; i < cells.size(); ++i) cell().text(cells[i]);
    end_row();
}

void Table::begin_row(std::string_view name) {
    writer_.html().open("tr").leaf("th", name, {{"scope", "row"}});
    next_ = 1;
}

Markup& Table::cell() {
    HACTHANH_EXPECT(next_ < columns_.size());
    close_cell();
    auto const& column = columns_[next_++];
    in_cell_ = true;
    if (column.number) return writer_.html().open("td", {{"class", "number"}, {"data-label", column.name}});
    return writer_.html().open("td", {{"data-label", column.name}});
}

void Table::close_cell() {
    if (in_cell_) writer_.html().close();
    in_cell_ = false;
}

void Table::end_row() {
    close_cell();
    HACTHANH_EXPECT(next_ == columns_.size());
    writer_.html().close();
}

}  // namespace hacthanh::io::report
