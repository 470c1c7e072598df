#include "io/demand_tables.hpp"

#include "io/detail/csv.hpp"
#include "io/detail/numbers.hpp"
#include "io/sumo_config.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <unordered_set>

namespace hacthanh::io {
namespace {

constexpr double share_tolerance = 1e-6;
constexpr std::size_t most_problems = 20;  // said at once
constexpr double day_s = 86400;

/// Rows of one table, read field by field; what is wrong is gathered.
class Table {
public:
    Table(std::filesystem::path const& file, std::vector<std::string> const& required,
          std::vector<std::string> const& optional)
        : file_(file), table_(detail::read_csv(file, required, optional)) {}

    void for_each_row(std::function<void()> const& body) {
        validate(!table_.rows.empty(), file_.string(), "holds no rows", "write at least one below the column names");
        for (row_ = table_.rows.begin(); row_ != table_.rows.end() && problems_.size() < most_problems; ++row_) body();
        if (!problems_.empty()) throw InputError({}, fmt::format("{}", fmt::join(problems_, "\n")));
    }

    std::size_t line() const { return row_->line; }
    bool has(std::string_view column) const { return table_.column(column) < table_.columns.size(); }
    std::string text(std::string_view column) const { return has(column) ? row_->fields[table_.column(column)] : ""; }

    void complain(std::string_view column, std::string const& rule, std::string const& remedy = {}) {
        problems_.push_back(fmt::format("{}: {} = \"{}\" ({}){}", at_line(file_, line()), column, text(column), rule,
                                        remedy.empty() ? "" : "; " + remedy));
    }

    double amount(std::string_view column) {
        auto const value = detail::parse_number(text(column));
        if (!value || *value < 0) complain(column, "must be a number >= 0");
        return value.value_or(0);
    }

    std::string known(std::string_view column, KnownNames const& names, std::unordered_set<std::string> const& set,
                      std::string_view what) {
        std::string const name = text(column);
        if (set.contains(name)) return name;
        complain(column, fmt::format("no such {}", what),
                 names.empty() ? "" : fmt::format("the closest name is \"{}\"", scenario::closest_word(name, names)));
        return name;
    }

    /// A column of seconds, or one of clock times with the name without "_s".
    double time(std::string const& name, double start_clock_s) {
        std::string const seconds = name + "_s";
        if (has(seconds)) return amount(seconds);
        std::string clock = text(name);
        if (std::ranges::count(clock, ':') == 1) clock += ":00";
        auto const value = parse_sumo_time(clock);
        if (!value || clock.find(':') == std::string::npos || *value < 0 || *value > day_s)
            complain(name, "must be a time of day hh:mm, 00:00 to 24:00");
        return value.value_or(0) - start_clock_s;
    }

private:
    std::filesystem::path const& file_;
    detail::CsvTable table_;
    std::vector<detail::CsvRow>::const_iterator row_;
    std::vector<std::string> problems_;
};

std::unordered_set<std::string> set_of(KnownNames const& names) { return {names.begin(), names.end()}; }

/// Throws when two spans of one name overlap.
template <class Span>
void require_apart(std::map<std::string, std::vector<Span>> spans, std::filesystem::path const& file) {
    for (auto& [name, list] : spans) {
        std::ranges::sort(list, {}, &Span::begin_s);
        for (std::size_t i = 1; i < list.size(); ++i)
            validate(list[i].begin_s >= list[i - 1].end_s, at_line(file, list[i].line),
                     fmt::format("{} is counted twice from second {} on", name, list[i].begin_s),
                     "keep one row for each span");
    }
}

}  // namespace

std::vector<TrafficCount> read_counts(std::filesystem::path const& file, double start_clock_s,
                                      KnownNames const& edges) {
    Table table(file, {"edge", "vehicles"}, {"begin", "end", "begin_s", "end_s", "source"});
    auto const known = set_of(edges);
    std::vector<TrafficCount> counts;
    std::map<std::string, std::vector<TrafficCount>> by_edge;
    table.for_each_row([&] {
        TrafficCount count{table.known("edge", edges, known, "road in the network"), table.time("begin", start_clock_s),
                           table.time("end", start_clock_s), table.amount("vehicles"), table.line()};
        if (count.end_s <= count.begin_s) table.complain("edge", "the count must end after it begins");
        by_edge[count.edge].push_back(count);
        counts.push_back(std::move(count));
    });
    require_apart(std::move(by_edge), file);
    return counts;
}

std::vector<MatrixCell> read_matrix(std::filesystem::path const& file, KnownNames const& zones,
                                    KnownNames const& types) {
    Table table(file, {"from", "to", "trips"}, {"type", "source"});
    auto const known_zones = set_of(zones);
    auto const known_types = set_of(types);
    std::vector<MatrixCell> cells;
    double sum = 0;
    table.for_each_row([&] {
        MatrixCell cell{table.known("from", zones, known_zones, "zone"), table.known("to", zones, known_zones, "zone"),
                        table.text("type"), table.amount("trips"), table.line()};
        if (!cell.type.empty()) table.known("type", types, known_types, "vehicle type");
        sum += cell.trips;
        cells.push_back(std::move(cell));
    });
    validate(sum > 0, file.string(), "the matrix is empty: all its trips are 0", "give at least one pair trips");
    return cells;
}

std::vector<TripRow> read_trip_table(std::filesystem::path const& file, double start_clock_s, KnownNames const& edges,
                                     KnownNames const& types) {
    Table table(file, {"from", "to"}, {"depart", "depart_s", "type", "source"});
    auto const known_edges = set_of(edges);
    auto const known_types = set_of(types);
    std::vector<TripRow> rows;
    table.for_each_row([&] {
        TripRow row{table.time("depart", start_clock_s), table.known("from", edges, known_edges, "road in the network"),
                    table.known("to", edges, known_edges, "road in the network"), table.text("type"), table.line()};
        if (!row.type.empty()) table.known("type", types, known_types, "vehicle type");
        rows.push_back(std::move(row));
    });
    return rows;
}

std::vector<ProfileSpan> read_profile(std::filesystem::path const& file, double start_clock_s) {
    Table table(file, {"begin", "end", "share"}, {"source"});
    std::vector<ProfileSpan> spans;
    double sum = 0;
    table.for_each_row([&] {
        ProfileSpan span{table.time("begin", start_clock_s), table.time("end", start_clock_s), table.amount("share")};
        if (span.end_s <= span.begin_s) table.complain("end", "must be after begin");
        sum += span.share;
        spans.push_back(span);
    });
    validate(std::abs(sum - 1) <= share_tolerance, file.string(), fmt::format("the shares sum to {} (must be 1)", sum),
             "divide each by the sum");
    std::ranges::sort(spans, {}, &ProfileSpan::begin_s);
    for (std::size_t i = 1; i < spans.size(); ++i)
        validate(spans[i].begin_s >= spans[i - 1].end_s, file.string(), "two spans of the profile overlap",
                 "let each begin where the one before ends");
    return spans;
}

std::vector<TypeShare> parse_type_shares(std::string_view text, std::string const& where, KnownNames const& types) {
    std::vector<TypeShare> shares;
    double sum = 0;
    while (true) {
        auto const begin = text.find_first_not_of(" ,");
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        auto const word = text.substr(0, text.find_first_of(" ,"));
        text.remove_prefix(word.size());
        auto const equals = word.find('=');
        double const value =
            equals == std::string_view::npos ? -1 : detail::parse_number(word.substr(equals + 1)).value_or(-1);
        validate(value >= 0 && value <= 1, where, fmt::format("\"{}\" must be TYPE=SHARE, 0 to 1", word),
                 "for example \"motorbike=0.85 car=0.15\"");
        TypeShare share{std::string(word.substr(0, equals)), value};
        validate(std::ranges::find(types, share.type) != types.end(), where,
                 fmt::format("vehicle type \"{}\" is not in the files of traffic.sumo_config", share.type),
                 types.empty() ? "add its vType"
                               : fmt::format("the closest name is \"{}\"", scenario::closest_word(share.type, types)));
        sum += share.share;
        shares.push_back(std::move(share));
    }
    validate(shares.empty() || std::abs(sum - 1) <= share_tolerance, where,
             fmt::format("the shares sum to {} (must be 1)", sum), "correct them so that they do");
    return shares;
}

}  // namespace hacthanh::io
