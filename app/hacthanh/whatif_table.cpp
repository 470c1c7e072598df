#include "app/hacthanh/whatif_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace hacthanh::app {
namespace {

struct Label {
    std::string_view name;  ///< of an indicator, up to its first dot
    std::string_view en;
    std::string_view vi;
};
constexpr std::array labels = {
    Label{"vehicle_km", "distance driven [km]", "quãng đường xe chạy [km]"},
    Label{"vehicle_h", "time on the road [h]", "thời gian xe chạy [giờ]"},
    Label{"delay_h", "delay [h]", "thời gian chậm trễ [giờ]"},
    Label{"time_per_km_s", "time per km [s]", "thời gian mỗi km [s]"},
    Label{"trips_begun", "trips begun", "chuyến đi bắt đầu"},
    Label{"trips_ended", "trips ended", "chuyến đi kết thúc"},
    Label{"trip_min", "mean trip [min]", "chuyến đi trung bình [phút]"},
    Label{"removed", "vehicles taken out", "xe bị loại ra"},
    Label{"teleported", "vehicles teleported", "xe bị dịch chuyển"},
    Label{"emitted_kg", "emitted [kg]", "phát thải [kg]"},
    Label{"ground_ug_m3", "at the ground, mean of the map [ug/m3]", "gần mặt đất, trung bình toàn vùng [µg/m3]"},
    Label{"roads_ug_m3", "at roads [ug/m3]", "trên đường [µg/m3]"},
};

/// Groups of vehicles and what is carried, in Vietnamese where the name differs.
constexpr std::array parts = {
    Label{"motorcycle", "motorcycles", "xe máy"},
    Label{"car", "cars", "ô tô con"},
    Label{"van", "vans", "xe van"},
    Label{"bus", "buses", "xe buýt"},
    Label{"truck", "trucks", "xe tải"},
    Label{"other", "others", "xe khác"},
    Label{"fuel", "fuel", "nhiên liệu"},
};

std::string part_in(std::string const& part, bool vietnamese) {
    auto const known = std::ranges::find(parts, part, &Label::name);
    if (known == parts.end()) return part;
    return std::string(vietnamese ? known->vi : known->en);
}

std::string label_in(std::string const& indicator, bool vietnamese) {
    auto const at = indicator.find('@');
    std::string const name = indicator.substr(0, at);
    auto const dot = name.find('.');
    auto const known = std::ranges::find(labels, name.substr(0, dot), &Label::name);
    std::string text = known == labels.end() ? name : std::string(vietnamese ? known->vi : known->en);
    if (dot != std::string::npos) text += ", " + part_in(name.substr(dot + 1), vietnamese);
    if (at == std::string::npos) return text;
    bool const ring = indicator.substr(at) == "@ring";
    if (vietnamese) return text + (ring ? ", vành đai" : ", tại chỗ");
    return text + (ring ? ", ring" : ", place");
}

/// Characters, not bytes: every byte that does not go on with a UTF-8 character begins one.
std::size_t width_of(std::string const& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width) {
    while (width_of(text) < width) text += ' ';
    return text;
}

std::string row_text(ComparedIndicator const& row) {
    auto const& d = row.difference;
    std::string const interval =
        std::isfinite(d.half_width) ? fmt::format("[{:+.4g}, {:+.4g}]", d.low(), d.high()) : "-";
    return fmt::format("  {} {} {:>11.5g} {:>+11.4g} {:>+8.2f} % {:>26}  {} / {}\n",
                       padded(label_in(row.name, false), 34), padded(label_in(row.name, true), 38), d.base, d.mean,
                       100 * d.relative(), interval, name(d.verdict), name_vi(d.verdict));
}

double value_of(study::Indicators const& indicators, std::string const& name) {
    for (auto const& [known, value] : indicators)
        if (known == name) return value;
    return 0;
}

}  // namespace

Text indicator_label(std::string const& indicator) { return {label_in(indicator, false), label_in(indicator, true)}; }

std::vector<ComparedIndicator> compare(Comparison const& comparison) {
    std::vector<ComparedIndicator> rows;
    if (comparison.base.empty()) return rows;
    for (auto const& [name, unused] : comparison.base.front()) {
        std::vector<double> base;
        std::vector<double> variant;
        for (std::size_t pair = 0; pair < comparison.base.size(); ++pair) {
            base.push_back(value_of(comparison.base[pair], name));
            variant.push_back(value_of(comparison.variant[pair], name));
        }
        auto const known = [](double value) { return std::isfinite(value); };
        if (!std::ranges::all_of(base, known) || !std::ranges::all_of(variant, known)) continue;  // no traffic there
        rows.push_back({name, study::paired_difference(base, variant, comparison.invalid.empty())});
    }
    return rows;
}

std::string judge(scenario::Expectation const& expectation, std::vector<ComparedIndicator> const& rows) {
    std::string const name =
        expectation.place == "all" ? expectation.indicator : expectation.indicator + "@" + expectation.place;
    auto const row = std::ranges::find(rows, name, &ComparedIndicator::name);
    if (row == rows.end()) return "not in this run";
    using study::Verdict;
    auto const verdict = row->difference.verdict;
    if (verdict == Verdict::not_valid) return "not valid";
    bool const shown = study::is_claim(verdict);
    if (expectation.sign == "0") return shown ? "against the expectation" : "as expected";
    if (!shown) return "not distinguishable";
    return (verdict == Verdict::more) == (expectation.sign == "+") ? "as expected" : "against the expectation";
}

std::string comparison_text(Comparison const& comparison, std::string const& span) {
    auto const& file = *comparison.measures;
    bool const planning = comparison.mode == scenario::MeasureMode::planning;
    std::string text = fmt::format("\n{} / {}\n  mode: {} / chế độ: {}; {}; {} pairs of seeds / cặp hạt giống\n",
                                   file.title, file.title_vi, name(comparison.mode),
                                   planning ? "quy hoạch (tuyến đi ở trạng thái cân bằng)"
                                            : "vận hành (giữ lựa chọn tuyến, đổi đường trên lộ trình)",
                                   span, comparison.base.size());
    if (!file.note.empty()) text += fmt::format("  {} / {}\n", file.note, file.note_vi);
    for (auto const& note : comparison.notes) text += fmt::format("  {}\n", note);
    for (auto const& why : comparison.invalid)
        text += fmt::format("  NOT VALID, nothing is ranked / KHÔNG HỢP LỆ: {}\n", why);
    text += fmt::format("  {} {} {:>11} {:>11} {:>10} {:>26}  {}\n", padded("indicator", 34), padded("chỉ tiêu", 38),
                        "base", "difference", "", "95 % interval", "verdict / kết luận");
    auto const rows = compare(comparison);
    for (auto const& row : rows) {
        bool const nothing = row.difference.base == 0 && row.difference.mean == 0;
        if (!nothing) text += row_text(row);
    }
    for (auto const& expectation : file.expectations)
        text += fmt::format("  expected {} ({}) {}: {}{}\n", expectation.indicator, expectation.place, expectation.sign,
                            judge(expectation, rows),
                            expectation.published.empty()
                                ? std::string()
                                : fmt::format("; published: {} [{}]", expectation.published, expectation.source));
    for (auto const& event : comparison.events) text += fmt::format("  {}: {}\n", event.name, event.count);
    return text;
}

nlohmann::ordered_json comparison_json(Comparison const& comparison) {
    auto const& file = *comparison.measures;
    auto const rows = compare(comparison);
    nlohmann::ordered_json differences = nlohmann::ordered_json::object();
    for (auto const& [name, d] : rows) {
        nlohmann::ordered_json row = {{"base", d.base},
                                      {"difference", d.mean},
                                      {"relative", d.relative()},
                                      {"verdict", std::string(study::name(d.verdict))}};
        if (std::isfinite(d.half_width)) row["difference_ci"] = {d.low(), d.high()};
        differences[name] = row;
    }
    nlohmann::ordered_json expectations = nlohmann::ordered_json::array();
    for (auto const& e : file.expectations)
        expectations.push_back({{"indicator", e.indicator},
                                {"place", e.place},
                                {"sign", e.sign},
                                {"published", e.published},
                                {"source", e.source},
                                {"finding", judge(e, rows)}});
    nlohmann::ordered_json events = nlohmann::ordered_json::object();
    for (auto const& event : comparison.events) events[event.name] = event.count;
    return {{"title", file.title},
            {"title_vi", file.title_vi},
            {"note", file.note},
            {"note_vi", file.note_vi},
            {"mode", std::string(name(comparison.mode))},
            {"pairs", comparison.base.size()},
            {"valid", comparison.invalid.empty()},
            {"invalid_because", comparison.invalid},
            {"notes", comparison.notes},
            {"differences", differences},
            {"expectations", expectations},
            {"events", events}};
}

}  // namespace hacthanh::app
