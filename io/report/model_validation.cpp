#include "io/report/model_validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace hacthanh::io::report {
namespace {

constexpr char const* embedded_page =
#include "embedded/validation_page.inc"
    ;

constexpr std::string_view begin_mark = ": begin -->";
constexpr std::string_view end_mark = ": end -->";

std::string trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

/// Cells of a row. Bars with a blank on both sides part them; a cell may hold others (|…|).
std::vector<std::string> cells_of(std::string_view line) {
    auto const is_blank = [line](std::size_t at) { return at >= line.size() || line[at] == ' '; };
    std::vector<std::string> cells;
    std::size_t begin = 1;
    for (std::size_t at = 1; at < line.size(); ++at) {
        if (line[at] != '|' || !is_blank(at - 1) || !is_blank(at + 1)) continue;
        cells.push_back(trimmed(line.substr(begin, at - begin)));
        begin = at + 1;
    }
    return cells;
}

class PageReader {
public:
    void take(std::string_view line) {
        if (line.starts_with("## ")) {
            heading_ = line.substr(3);
        } else if (line.starts_with("<!-- ") && line.ends_with(begin_mark)) {
            auto const id = line.substr(5, line.size() - 5 - begin_mark.size());
            current_ = ValidationCase{std::string(id), heading_, {}, {}};
        } else if (line.starts_with("<!-- ") && line.ends_with(end_mark)) {
            if (!current_) throw std::logic_error("the validation page ends a table that it did not begin");
            cases_.push_back(*current_);
            current_.reset();
        } else if (current_ && line.starts_with("| ")) {
            take_row(cells_of(line));
        } else if (line.empty()) {
            columns_.clear();
        }
    }

    std::vector<ValidationCase> const& cases() const { return cases_; }

private:
    void take_row(std::vector<std::string> const& cells) {
        if (columns_.empty()) {
            columns_ = cells;
            return;
        }
        if (cells.front().starts_with("---")) return;
        if (columns_.front() == "gate") {
            if (cells.size() < 4)
                throw std::logic_error("a gate of the validation page has no limit: " + cells.front());
            current_->gates.push_back({cells[0], cells[1], cells[2], cells[3] == "yes"});
        } else if (columns_.front() == "set") {
            current_->scores.push_back({cells[0], at(cells, "model"), at(cells, "n"), at(cells, "FAC2"),
                                        at(cells, "FB"), at(cells, "NMSE"), at(cells, "R")});
        }
    }

    std::string at(std::vector<std::string> const& cells, std::string_view column) const {
        auto const place = static_cast<std::size_t>(std::ranges::find(columns_, column) - columns_.begin());
        return place < cells.size() ? cells[place] : std::string();
    }

    std::string heading_;
    std::vector<std::string> columns_;
    std::optional<ValidationCase> current_;
    std::vector<ValidationCase> cases_;
};

}  // namespace

std::vector<ValidationCase> read_validation_page(std::string_view page) {
    PageReader reader;
    while (!page.empty()) {
        auto const end = std::min(page.find('\n'), page.size());
        reader.take(page.substr(0, end));
        page.remove_prefix(std::min(end + 1, page.size()));
    }
    return reader.cases();
}

std::vector<ValidationCase> model_validation() { return read_validation_page(embedded_page); }

}  // namespace hacthanh::io::report
