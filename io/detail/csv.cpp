#include "io/detail/csv.hpp"

#include "io/detail/text_file.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hacthanh::io::detail {
namespace {

std::string trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

/// Cuts a line into fields. Quoted fields do not run over lines.
std::vector<std::string> split(std::string_view line, std::string const& where) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    bool was_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char const c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += '"';
            ++i;
        } else if (c == '"' && (quoted || trimmed(fields.back()).empty())) {
            quoted = !quoted;
            was_quoted = true;
        } else if (c == ',' && !quoted) {
            if (!was_quoted) fields.back() = trimmed(fields.back());
            was_quoted = false;
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    validate(!quoted, where, "a quote is opened and not closed", "write a quote within quotes as two: \"\"");
    fields.back() = trimmed(fields.back());
    return fields;
}

void check_columns(std::vector<std::string> const& columns, std::vector<std::string> const& known,
                   std::vector<std::string> const& optional, std::string const& where) {
    std::string remedy = fmt::format("the columns are {}", fmt::join(known, ","));
    if (!optional.empty()) remedy += fmt::format(" and, if wanted, {}", fmt::join(optional, ","));
    for (auto const& name : known)
        validate(std::ranges::count(columns, name) == 1, where, fmt::format("column \"{}\" must be there once", name),
                 remedy);
    for (auto const& name : optional)
        validate(std::ranges::count(columns, name) <= 1, where, fmt::format("column \"{}\" is there twice", name),
                 remedy);
    for (auto const& name : columns)
        validate(std::ranges::count(known, name) + std::ranges::count(optional, name) == 1, where,
                 fmt::format("column \"{}\" is not known", name), remedy);
}

}  // namespace

std::size_t CsvTable::column(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
}

CsvTable read_csv(std::filesystem::path const& file, std::vector<std::string> const& known,
                  std::vector<std::string> const& optional) {
    return parse_csv(read_text(file), file.string(), known, optional);
}

CsvTable parse_csv(std::string_view text, std::string const& name, std::vector<std::string> const& known,
                   std::vector<std::string> const& optional) {
    check_text(text, name);
    CsvTable table;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        std::string_view const line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (trimmed(line).empty() || line.front() == '#') continue;
        std::string const where = at_line(name, number);
        auto fields = split(line, where);
        if (table.columns.empty()) {
            table.columns = std::move(fields);
            check_columns(table.columns, known, optional, where);
            continue;
        }
        validate(fields.size() == table.columns.size(), where,
                 fmt::format("{} fields where there are {} columns", fields.size(), table.columns.size()),
                 "put fields that hold commas into quotes");
        table.rows.push_back({number, std::move(fields)});
    }
    validate(!table.columns.empty(), name, "holds no table",
             fmt::format("the first row must be {}", fmt::join(known, ",")));
    return table;
}

}  // namespace hacthanh::io::detail
