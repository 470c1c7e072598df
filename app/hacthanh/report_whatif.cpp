#include "app/hacthanh/report_content.hpp"
#include "app/hacthanh/whatif_table.hpp"
#include "io/report/names.hpp"
#include "sim/core/error.hpp"
#include "sim/study/paired_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

namespace hacthanh::app {
namespace {

using io::report::Cell;
using io::report::Content;
using io::report::Option;
using io::report::Row;
using Json = nlohmann::ordered_json;

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

std::string with_capital(std::string text) {
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
    if (unit == "ug/m3") return {{with_capital(english), with_capital(vietnamese)}, Text::same("µg/m³")};
    return {{with_capital(english), with_capital(vietnamese)}, {unit, unit_vi}};
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

Text verdict_text(std::string const& english) {
    using study::Verdict;
    for (auto const verdict : {Verdict::no_change, Verdict::too_few_pairs, Verdict::not_distinguishable, Verdict::less,
                               Verdict::more, Verdict::not_valid})
        if (study::name(verdict) == english) return {english, std::string(study::name_vi(verdict))};
    return Text::same(english);
}

Cell change_of(Json const& difference) {
    Cell cell;
    cell.value = difference.at("difference").get<double>();
    cell.relative = difference.at("relative").get<double>();
    if (difference.contains("difference_ci"))
        cell.interval = {difference.at("difference_ci").at(0).get<double>(),
                         difference.at("difference_ci").at(1).get<double>()};
    auto const verdict = difference.at("verdict").get<std::string>();
    cell.verdict = verdict_text(verdict);
    cell.clear = verdict == study::name(study::Verdict::less) || verdict == study::name(study::Verdict::more);
    return cell;
}

Text finding_text(Json const& expectation) {
    static std::map<std::string, std::string> const vietnamese = {{"as expected", "đúng như dự kiến"},
                                                                  {"not distinguishable", "chưa phân biệt được"},
                                                                  {"against the expectation", "trái với dự kiến"},
                                                                  {"not valid", "không hợp lệ"},
                                                                  {"unknown indicator", "chỉ tiêu không có"}};
    auto const text = [&](char const* key) { return expectation.at(key).get<std::string>(); };
    std::string const name = text("place") == "all" ? text("indicator") : text("indicator") + "@" + text("place");
    Text const label = indicator_label(name);
    auto const known = vietnamese.find(text("finding"));
    std::string const published =
        text("published").empty() ? "" : fmt::format(" ({} [{}])", text("published"), text("source"));
    Text const sign = text("sign") == "+"   ? Text{"more", "tăng"}
                      : text("sign") == "-" ? Text{"less", "giảm"}
                                            : Text{"no change", "không đổi"};
    return {fmt::format("{}: expected {}, found {}{}", with_capital(label.english), sign.english, text("finding"),
                        published),
            fmt::format("{}: dự kiến {}, kết quả {}{}", with_capital(label.vietnamese), sign.vietnamese,
                        known == vietnamese.end() ? text("finding") : known->second, published)};
}

Option option_of(std::string const& name, Json const& variant) {
    Option option;
    option.name = name;
    option.title = {variant.at("title").get<std::string>(), variant.at("title_vi").get<std::string>()};
    option.note = {variant.value("note", ""), variant.value("note_vi", "")};
    option.mode = variant.at("mode") == "planning"
                      ? Text{"Planning: routes in equilibrium.", "Chế độ quy hoạch: tuyến đi ở trạng thái cân bằng."}
                      : Text{"Operational: today's routes.", "Chế độ vận hành: giữ lựa chọn tuyến hiện nay."};
    for (auto const& note : variant.at("notes")) option.remarks.push_back(Text::same(note.get<std::string>()));
    for (auto const& expectation : variant.at("expectations")) option.findings.push_back(finding_text(expectation));
    for (auto const& why : variant.at("invalid_because")) option.invalid.push_back(why.get<std::string>());
    return option;
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
io::report::PlainTable table_of_places(Json const& differences) {
    io::report::PlainTable table;
    table.caption = {"On its roads (place) and around them (ring)",
                     "Tại tuyến áp dụng (tại chỗ) và xung quanh (vành đai)"};
    table.columns = {{{"Indicator", "Chỉ tiêu"}, false},
                     {{"Present state", "Hiện trạng"}, true},
                     {{"Change", "Thay đổi"}, true},
                     {{"95 % interval", "Khoảng tin cậy 95 %"}, true},
                     {{"Verdict", "Kết luận"}, false}};
    for (auto const& [name, difference] : differences.items()) {
        double const base = difference.at("base").get<double>();
        Cell const cell = change_of(difference);
        if (parts_of(name).place.empty() || (base == 0 && *cell.value == 0)) continue;
        auto const [label, unit] = name_and_unit(name);
        Text const change{format_signed(*cell.value, Language::english),
                          format_signed(*cell.value, Language::vietnamese)};
        table.rows.push_back({{fmt::format("{} ({})", label.english, unit.english),
                               fmt::format("{} ({})", label.vietnamese, unit.vietnamese)},
                              number_text(base),
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
            auto const row = std::ranges::find(rows, kind + "-" + each, &Row::id);
            if (row == rows.end()) continue;
            row->in_summary = true;
            break;
        }
}

bool is_zero(Row const& row) {
    return row.base.value == 0.0 &&
           std::ranges::all_of(row.changes, [](Cell const& c) { return c.value.value_or(0) == 0; });
}

void read_variants(Content& content, Json const& document) {
    auto const& variants = document.at("variants");
    for (auto const& [name, variant] : variants.items()) {
        content.options.push_back(option_of(name, variant));
        auto& note = content.options.back().note;
        if (note.english == content.note.english) note = {};  // said once, at the head
        auto places = table_of_places(variant.at("differences"));
        if (!places.rows.empty()) content.options.back().tables.push_back(std::move(places));
    }
    std::size_t n = 0;
    for (auto const& [name, variant] : variants.items()) {
        for (auto const& [indicator, difference] : variant.at("differences").items()) {
            if (!parts_of(indicator).place.empty()) continue;
            Row& row = row_named(content.rows, indicator, variants.size());
            row.base.value = difference.at("base").get<double>();
            row.changes.at(n) = change_of(difference);
        }
        ++n;
    }
    std::erase_if(content.rows, is_zero);
    choose_for_summary(content.rows);
    auto const place = [](Row const& row) {
        auto const at =
            std::ranges::find_if(pillar_names, [&](auto const& names) { return row.pillar.english == names[0]; });
        return at - pillar_names.begin();
    };
    std::ranges::stable_sort(content.rows, {}, place);
    content.facts.emplace_back(Text{"Compared", "Thời gian so sánh"},
                               Text{fmt::format("{}, {} pairs of runs", document.at("compared").get<std::string>(),
                                                document.at("runs").size()),
                                    fmt::format("{}, {} cặp lượt chạy", document.at("compared").get<std::string>(),
                                                document.at("runs").size())});
}

}  // namespace

void add_whatif(Content& content, std::filesystem::path const& document) {
    std::ifstream in(document);
    try {
        read_variants(content, Json::parse(in));
    } catch (nlohmann::json::exception const& error) {
        throw InputError(document.string(), error.what(), "it must be the whatif.json that `hacthanh whatif` wrote");
    }
}

}  // namespace hacthanh::app
