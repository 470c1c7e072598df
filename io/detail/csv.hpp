#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::detail {

/// One row of a table of text.
struct CsvRow {
    std::size_t line = 0;  ///< in the file, from 1
    std::vector<std::string> fields;
};

/// A CSV file (RFC 4180, UTF-8): comma-separated, fields may be quoted, "" is a quote within quotes. Blank lines and
/// lines that begin with # are comments. The first row names the columns.
struct CsvTable {
    std::vector<std::string> columns;
    std::vector<CsvRow> rows;  ///< every row has as many fields as there are columns

    bool has(std::string_view name) const { return column(name) < columns.size(); }
    /// Place of a column; columns.size() when it is not there.
    std::size_t column(std::string_view name) const;
};

/// Throws InputError with file:line when the file cannot be read, a quote does not end, a row has too many or too few
/// fields, a column is twice, or missing from or not among `known`.
/// @param optional  columns that may also be there
CsvTable read_csv(std::filesystem::path const& file, std::vector<std::string> const& known,
                  std::vector<std::string> const& optional = {});

/// The same of a text. @param name  what to call it in messages
CsvTable parse_csv(std::string_view text, std::string const& name, std::vector<std::string> const& known,
                   std::vector<std::string> const& optional = {});

}  // namespace hacthanh::io::detail
