#pragma once

#include "io/detail/csv.hpp"
#include "sim/impact/rules.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hacthanh::io::detail {

/// One row of a table of rules. What does not fit throws InputError with file and line.
class RuleRow {
public:
    RuleRow(CsvTable const& table, CsvRow const& row, std::string where)
        : table_(table), row_(row), where_(std::move(where)) {}

    /// "" where the table has no such column.
    std::string text(std::string_view column) const;
    double number(std::string_view column, double low, double high) const;
    /// The columns `name`_en and `name`_vi.
    Text both(std::string const& name) const;
    impact::Averaging averaging() const;
    impact::Origin origin() const;
    void require(bool holds, std::string_view broken) const;

    template <class Enum>
    Enum one_of(std::string_view column, std::vector<std::pair<std::string_view, Enum>> const& words) const {
        std::string list;
        for (auto const& [word, value] : words) {
            if (text(column) == word) return value;
            list += (list.empty() ? "" : ", ") + std::string(word);
        }
        refuse(column, "must be one of " + list);
    }

private:
    [[noreturn]] void refuse(std::string_view column, std::string_view rule) const;
    std::optional<impact::Date> date(std::string_view column) const;

    CsvTable const& table_;
    CsvRow const& row_;
    std::string where_;
};

/// A table of rules: its own columns, then valid_from, valid_to, evidence and, if wanted, source.
class RuleTable {
public:
    RuleTable(std::string_view text, std::string name, std::vector<std::string> columns);
    RuleTable(std::filesystem::path const& file, std::vector<std::string> columns);

    void for_each(std::function<void(RuleRow const&)> const& use) const;

private:
    std::string name_;
    CsvTable table_;
};

}  // namespace hacthanh::io::detail
