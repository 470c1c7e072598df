#include "io/detail/fleet_rows.hpp"

#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"
#include "sim/state/fleet.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>

namespace hacthanh::io::detail {
namespace {

enum class Needs { no_pollutant, pollutant, maybe_pollutant };

/// What can be said of a class in one row.
struct Item {
    std::string_view name;
    Needs pollutant;
    double most;                 ///< greatest number; 0 = the item is a word
    bool of_level = false;       ///< needs a level
    bool of_class = false;       ///< stands for the whole class, takes no level
    std::string_view unit = "";  ///< for messages
};

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr std::array<Item, 13> items = {{
    {"share", Needs::no_pollutant, 1, true, false, ""},
    {"source", Needs::maybe_pollutant, 0, false, false, ""},
    {"table", Needs::no_pollutant, 0, false, true, ""},
    {"wear", Needs::no_pollutant, 0, false, false, ""},
    {"scale", Needs::pollutant, unbounded, false, false, ""},
    {"factor", Needs::pollutant, unbounded, false, false, " g/km"},
    {"start", Needs::pollutant, unbounded, false, false, " g"},
    {"start_share", Needs::no_pollutant, 1, false, false, ""},
    {"evaporation", Needs::no_pollutant, unbounded, false, false, " g/km"},
    {"methane", Needs::no_pollutant, unbounded, false, false, " g/km"},
    {"exhaust_share", Needs::no_pollutant, 1, false, false, ""},
    {"no2_share", Needs::no_pollutant, 1, false, false, ""},
    {"black_carbon_share", Needs::no_pollutant, 1, false, false, ""},
}};

std::vector<std::string> item_names() {
    std::vector<std::string> names;
    for (Item const& item : items) names.emplace_back(item.name);
    return names;
}

std::vector<std::string> reported_names() {
    std::vector<std::string> names;
    for (Pollutant pollutant : reported_pollutants) names.emplace_back(name(pollutant));
    return names;
}

/// Reads one row; says what is wrong with it and gives nothing then.
class RowReader {
public:
    RowReader(CsvTable const& table, Problems& problems) : table_(table), problems_(problems) {}

    std::optional<FleetRow> read(CsvRow const& csv) {
        ok_ = true;
        line_ = csv.line;
        auto const field = [&](char const* column) { return csv.fields[table_.column(column)]; };
        FleetRow row{csv.line, field("class"), field("level"), field("item"), {}, 0, {}};
        require(!row.fleet_class.empty(), "a row names no class", "name a vehicle type or a vehicle class of SUMO");
        require(!field("reference").empty(), "the row has no reference", "say where the value is from");
        require(field("evidence").size() == 1 && std::string("SCDM").find(field("evidence")) != std::string::npos,
                fmt::format("evidence = \"{}\"", field("evidence")),
                "write S (sourced), C (computed), D (derived) or M (from memory)");
        auto const* const item = std::ranges::find(items, row.item, &Item::name);
        if (item == items.end()) {
            problems_.add(line_, fmt::format("item \"{}\" is not known", row.item),
                          fmt::format("the closest is \"{}\"; items are {}",
                                      scenario::closest_word(row.item, item_names()), fmt::join(item_names(), ", ")));
            return std::nullopt;
        }
        read_place(*item, row, field("pollutant"));
        read_value(*item, row, field("value"));
        if (!ok_) return std::nullopt;
        return row;
    }

private:
    void require(bool holds, std::string const& broken, std::string const& remedy) {
        if (holds) return;
        problems_.add(line_, broken, remedy);
        ok_ = false;
    }

    void read_place(Item const& item, FleetRow& row, std::string const& pollutant) {
        require(!item.of_level || !row.level.empty(), fmt::format("{} names no level", item.name),
                "a class without levels needs no share");
        require(!item.of_class || row.level.empty(), fmt::format("{} stands for the whole class", item.name),
                "leave the level out");
        if (item.pollutant == Needs::no_pollutant) {
            require(pollutant.empty(), fmt::format("{} takes no pollutant", item.name), "leave it out");
            return;
        }
        if (pollutant.empty()) {
            require(item.pollutant == Needs::maybe_pollutant, fmt::format("{} names no pollutant", item.name),
                    fmt::format("name one of {}", fmt::join(reported_names(), ", ")));
            return;
        }
        row.pollutant = find_pollutant(pollutant);
        require(row.pollutant && is_reported(*row.pollutant), fmt::format("pollutant \"{}\" is not known", pollutant),
                fmt::format("the closest is \"{}\"; name one of {}",
                            scenario::closest_word(pollutant, reported_names()), fmt::join(reported_names(), ", ")));
    }

    void read_value(Item const& item, FleetRow& row, std::string const& value) {
        if (item.most == 0) return read_word(row, value);
        auto const number = parse_number(value);
        std::string const range = item.most == 1 ? "from 0 to 1" : ">= 0";
        require(number && *number >= 0 && *number <= item.most,
                fmt::format("{}{} of {} = \"{}\" (must be a number {})", item.name,
                            row.pollutant ? fmt::format(" of {}", name(*row.pollutant)) : "", row.fleet_class, value,
                            range),
                fmt::format("give a number {}{}", range, item.unit));
        row.number = number.value_or(0);
    }

    void read_word(FleetRow& row, std::string const& value) {
        row.word = value;
        std::vector<std::string> known;
        if (row.item == "source") known = {"sumo", "average", "table", "none"};
        if (row.item == "wear") known.assign(state::wear_class_names.begin(), state::wear_class_names.end());
        bool const any = known.empty();
        require(any ? !value.empty() : std::ranges::count(known, value) == 1,
                fmt::format("{} = \"{}\"", row.item, value),
                any ? "name a file" : fmt::format("write one of {}", fmt::join(known, ", ")));
    }

    CsvTable const& table_;
    Problems& problems_;
    std::size_t line_ = 0;
    bool ok_ = true;
};

}  // namespace

void Problems::add(std::size_t line, std::string const& broken, std::string const& remedy) {
    text_ += fmt::format("{}{}: {}; {}", text_.empty() ? "" : "\n", line == 0 ? file_.string() : at_line(file_, line),
                         broken, remedy);
}

void Problems::throw_if_any() const {
    if (!text_.empty()) throw InputError({}, text_);
}

std::vector<FleetRow> read_fleet_rows(std::filesystem::path const& file, Problems& problems) {
    CsvTable const table = read_csv(file, {"class", "level", "item", "pollutant", "value", "reference", "evidence"});
    RowReader reader(table, problems);
    std::vector<FleetRow> rows;
    std::map<std::tuple<std::string, std::string, std::string, std::size_t>, std::size_t> seen;
    for (CsvRow const& csv : table.rows) {
        auto row = reader.read(csv);
        if (!row) continue;
        std::size_t const pollutant = row->pollutant ? index(*row->pollutant) : n_pollutants;
        auto const [first, is_new] = seen.try_emplace({row->fleet_class, row->level, row->item, pollutant}, row->line);
        if (!is_new)
            problems.add(
                row->line,
                fmt::format("two rows for {} of class \"{}\"{}: the first is in line {}", row->item, row->fleet_class,
                            row->level.empty() ? "" : ", level \"" + row->level + "\"", first->second),
                "keep one of them");
        rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace hacthanh::io::detail
