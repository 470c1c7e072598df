#pragma once

#include "io/report/markup.hpp"
#include "sim/core/language.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::report {

/// Writes one article: markup plus its language. Words are given in both languages at the place where they are used.
class Writer {
public:
    explicit Writer(Language language) : language_(language) {}

    Language language() const { return language_; }
    Markup& html() { return html_; }
    std::string_view word(std::string_view vietnamese, std::string_view english) const {
        return language_ == Language::vietnamese ? vietnamese : english;
    }
    std::string_view word(Text const& text) const { return text.in(language_); }
    /// An id that is unique among the articles of a document.
    std::string id(std::string_view name) const { return std::string(name) + "-" + code(language_); }

    void heading(int level, std::string_view vietnamese, std::string_view english);
    void paragraph(std::string_view vietnamese, std::string_view english, std::string_view css_class = {});
    void item(std::string_view vietnamese, std::string_view english) { html_.leaf("li", word(vietnamese, english)); }
    /// S, C, D or M with what it means for those who point at it or listen.
    void badge(char evidence);

    /// A number in this language; the unit follows with a narrow blank that does not break.
    std::string number(double value, int digits = 3) const { return format_number(value, language_, digits); }
    std::string with_unit(double value, std::string_view unit, int digits = 3) const;

private:
    Language language_;
    Markup html_;
};

struct Column {
    std::string name;
    bool number = false;
};

/// A table whose rows become blocks on a narrow screen, every cell with the name of its column.
class Table {
public:
    Table(Writer& writer, std::string_view caption, std::vector<Column> columns);
    ~Table();
    Table(Table const&) = delete;
    Table& operator=(Table const&) = delete;

    /// A line that names the rows below it.
    void group(std::string_view words);
    /// Plain cells; the first names the row.
    void row(std::vector<std::string> const& cells);
    /// A row built cell by cell: begin_row(), then cell() per column, each closed by the next or by end_row().
    void begin_row(std::string_view name);
    Markup& cell();
    void end_row();

private:
    void close_cell();

    Writer& writer_;
    std::vector<Column> columns_;
    std::size_t next_ = 0;
    bool in_cell_ = false;
};

}  // namespace hacthanh::io::report
