#include "app/hacthanh/report_rows.hpp"
#include "io/report/names.hpp"
#include "sim/study/assessment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace hacthanh::app {
namespace {

using io::report::Cell;
using io::report::Content;
using io::report::Row;

enum class Pillar { governance, life, environment, economy };
constexpr std::array<std::array<char const*, 2>, 4> pillar_names = {
    {{"Governance", "Quản trị"}, {"Life", "Đời sống"}, {"Environment", "Môi trường"}, {"Economy", "Kinh tế"}}};

/// Where an indicator of `hacthanh whatif` stands and which way is better.
struct Kind {
    std::string_view name;
    Pillar pillar;
    int better;
    bool in_summary;
};
constexpr std::array kinds = {
    Kind{"vehicle_km", Pillar::economy, 0, true},
    Kind{"vehicle_h", Pillar::economy, 0, false},
    Kind{"delay_h", Pillar::economy, -1, true},
    Kind{"time_per_km_s", Pillar::life, -1, true},
    Kind{"trip_min", Pillar::life, -1, true},
    Kind{"trips_begun", Pillar::life, 0, false},
    Kind{"trips_ended", Pillar::life, 0, false},
    Kind{"removed", Pillar::governance, -1, false},
    Kind{"teleported", Pillar::governance, -1, false},
    Kind{"emitted_kg", Pillar::environment, -1, false},
    Kind{"ground_ug_m3", Pillar::environment, -1, false},
    Kind{"roads_ug_m3", Pillar::environment, -1, false},
};

std::string before(std::string const& text, char mark) { return text.substr(0, text.find(mark)); }

/// "emitted_kg.PM25@ring": emitted_kg, PM25, ring
struct NameParts {
    std::string kind;
    std::string of;
    std::string place;
};
NameParts parts_of(std::string const& name) {
    std::string const whole = before(name, '@');
    NameParts parts{before(whole, '.'), {}, {}};
    if (parts.kind.size() < whole.size()) parts.of = whole.substr(parts.kind.size() + 1);
    if (whole.size() < name.size()) parts.place = name.substr(whole.size() + 1);
    return parts;
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// "emitted [kg]" without and with its unit.
std::pair<Text, Text> name_and_unit(std::string const& indicator) {
    auto const split = [](std::string const& label) -> std::pair<std::string, std::string> {
        auto const open = label.find(" [");
        auto const close = label.find(']');
        if (open == std::string::npos || close == std::string::npos) return {label, {}};
        return {label.substr(0, open) + label.substr(close + 1), label.substr(open + 2, close - open - 2)};
    };
    Text label = indicator_label(indicator);
    if (std::string const of = parts_of(indicator).of; !of.empty()) {
        Text const name = io::report::pollutant_name(of);
        for (auto [words, shown] :
             {std::pair(&label.english, &name.english), std::pair(&label.vietnamese, &name.vietnamese)})
            if (auto const at = words->find(", " + of); at != std::string::npos)
                words->replace(at + 2, of.size(), *shown);
    }
    auto const [english, unit] = split(label.english);
    auto const [vietnamese, unit_vi] = split(label.vietnamese);
    if (unit == "ug/m3") return {{capitalised(english), capitalised(vietnamese)}, Text::same("µg/m³")};
    return {{capitalised(english), capitalised(vietnamese)}, {unit, unit_vi}};
}

Row row_of(std::string const& name) {
    auto const parts = parts_of(name);
    auto const kind = std::ranges::find(kinds, parts.kind, &Kind::name);
    auto const [label, unit] = name_and_unit(name);
    Row row;
    row.id = name;
    std::ranges::replace_if(
        row.id, [](char c) { return c == '.' || c == '@'; }, '-');
    row.name = label;
    row.unit = unit;
    if (kind == kinds.end()) return row;
    auto const& pillar = pillar_names.at(static_cast<std::size_t>(kind->pillar));
    row.pillar = {pillar[0], pillar[1]};
    row.better = kind->better;
    row.in_summary = kind->in_summary && parts.place.empty() && parts.of.empty();
    return row;
}

Text verdict_text(study::Verdict verdict) {
    return {std::string(study::name(verdict)), std::string(study::name_vi(verdict))};
}

/// Concentrations are told from nothing only where they change by least_concentration_share.
study::PairedDifference with_floor(std::string const& name, study::PairedDifference difference) {
    bool const air = parts_of(name).kind.ends_with("_ug_m3");
    if (air && study::is_claim(difference.verdict) &&
        std::abs(difference.relative()) < study::least_concentration_share)
        difference.verdict = study::Verdict::below_least_share;
    return difference;
}

Cell change_of(std::string const& name, study::PairedDifference const& found) {
    auto const difference = with_floor(name, found);
    Cell cell;
    cell.value = difference.mean;
    cell.relative = difference.relative();
    if (std::isfinite(difference.half_width)) cell.interval = {difference.low(), difference.high()};
    cell.verdict = verdict_text(difference.verdict);
    cell.clear = study::is_claim(difference.verdict);
    return cell;
}

Text range_text(Cell const& cell) {
    if (!cell.interval) return Text::same("–");
    auto const in = [&](Language language) {
        return fmt::format("[{}; {}]", format_signed(cell.interval->first, language),
                           format_signed(cell.interval->second, language));
    };
    return {in(Language::english), in(Language::vietnamese)};
}

/// What happens on the roads of a measure and around them: a table of the option, as its roads are its own.
io::report::PlainTable table_of_places(std::vector<ComparedIndicator> const& indicators) {
    io::report::PlainTable table;
    table.caption = {"On its roads (place) and around them (ring)",
                     "Tại tuyến áp dụng (tại chỗ) và xung quanh (vành đai)"};
    table.columns = {{{"Indicator", "Chỉ tiêu"}, false},
                     {{"Present state", "Hiện trạng"}, true},
                     {{"Change", "Thay đổi"}, true},
                     {{"95 % interval", "Khoảng tin cậy 95 %"}, true},
                     {{"Verdict", "Kết luận"}, false}};
    for (auto const& [name, difference] : indicators) {
        if (parts_of(name).place.empty() || (difference.base == 0 && difference.mean == 0)) continue;
        Cell const cell = change_of(name, difference);
        auto const [label, unit] = name_and_unit(name);
        Text const change{format_signed(difference.mean, Language::english),
                          format_signed(difference.mean, Language::vietnamese)};
        table.rows.push_back({{fmt::format("{} ({})", label.english, unit.english),
                               fmt::format("{} ({})", label.vietnamese, unit.vietnamese)},
                              number_text(difference.base),
                              change,
                              range_text(cell),
                              cell.verdict});
    }
    return table;
}

Row& row_named(std::vector<Row>& rows, std::string const& name, std::size_t n_options) {
    Row fresh = row_of(name);
    auto known = std::ranges::find(rows, fresh.id, &Row::id);
    if (known == rows.end()) {
        Cell nothing;
        nothing.missing = {"not compared", "không so sánh"};
        fresh.changes.assign(n_options, nothing);
        known = rows.insert(rows.end(), std::move(fresh));
    }
    return *known;
}

/// Of each quantity and group of species, the first that the run has goes into the summary.
void choose_for_summary(std::vector<Row>& rows) {
    static std::vector<std::pair<std::string, std::vector<std::string>>> const wanted = {
        {"emitted_kg", {"PM25", "PM"}},   {"emitted_kg", {"NOx"}},          {"emitted_kg", {"CO2e", "CO2"}},
        {"ground_ug_m3", {"PM25", "PM"}}, {"ground_ug_m3", {"NO2", "NOx"}},
    };
    for (auto const& [kind, species] : wanted)
        for (auto const& each : species) {
            auto const row = std::ranges::find(rows, fmt::format("{}-{}", kind, each), &Row::id);
            if (row == rows.end()) continue;
            row->in_summary = true;
            break;
        }
}

bool is_zero(Row const& row) {
    return row.base.value == 0.0 &&
           std::ranges::all_of(row.changes, [](Cell const& c) { return c.value.value_or(0) == 0; });
}

std::size_t pillar_place(Row const& row) {
    auto const at =
        std::ranges::find_if(pillar_names, [&](auto const& names) { return row.pillar.english == names[0]; });
    return static_cast<std::size_t>(at - pillar_names.begin());
}

}  // namespace

void add_options(Content& content, std::vector<ComparedOption> compared) {
    std::map<std::string, std::size_t> n_pairs;
    for (std::size_t n = 0; n < compared.size(); ++n) {
        auto& [option, indicators] = compared[n];
        if (option.note.english == content.note.english) option.note = {};  // said once, at the head
        if (auto places = table_of_places(indicators); !places.rows.empty()) option.tables.push_back(std::move(places));
        for (auto const& [name, difference] : indicators) {
            if (!parts_of(name).place.empty()) continue;
            Row& row = row_named(content.rows, name, compared.size());
            if (n_pairs[row.id] < difference.pairs) {  // of the option with most runs beside it
                row.base.value = difference.base;
                n_pairs[row.id] = difference.pairs;
            }
            row.changes.at(n) = change_of(name, difference);
        }
        content.options.push_back(std::move(option));
    }
    std::erase_if(content.rows, is_zero);
    choose_for_summary(content.rows);
    std::ranges::stable_sort(content.rows, {}, pillar_place);
}

}  // namespace hacthanh::app
