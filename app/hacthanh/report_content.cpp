#include "app/hacthanh/report_content.hpp"

#include "app/hacthanh/result_indicators.hpp"
#include "io/report/names.hpp"
#include "sim/core/local_clock.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <string_view>

namespace hacthanh::app {
namespace {

using io::report::Assumption;
using io::report::Content;
using io::report::pollutant_name;

/// Words with gaps {0}, {1}… for texts.
template <class... Texts>
Text filled(std::string_view english, std::string_view vietnamese, Texts const&... texts) {
    return {fmt::format(fmt::runtime(english), texts.english...),
            fmt::format(fmt::runtime(vietnamese), texts.vietnamese...)};
}

Text period(io::ResultFacts const& facts, LocalClock const& clock) {
    Text const spin_up = number_text(facts.spin_up_s / 60);
    auto const in = [&](Language language) {
        return fmt::format("{}, {}–{} (UTC{})", clock.date(facts.begin_s, language), clock.time_of_day(facts.begin_s),
                           clock.time_of_day(facts.end_s), facts.utc_offset);
    };
    Text const span{in(Language::english), in(Language::vietnamese)};
    return filled("{0}; the first {1} min are left out (spin-up)", "{0}; không tính {1} phút đầu (khởi động)", span,
                  spin_up);
}

Text traffic(state::TrafficTotals const& totals) {
    bool const valid = state::validity_of(totals).valid();
    Text const verdict = valid ? Text{"valid", "hợp lệ"} : Text{"NOT VALID: jams were not simulated", "KHÔNG HỢP LỆ"};
    return filled("{0} vehicles begun, {1} arrived, {2} teleported, {3} waiting at the end; {4}",
                  "{0} xe xuất phát, {1} xe đến nơi, {2} xe bị dịch chuyển, {3} xe còn chờ; {4}",
                  number_text(static_cast<double>(totals.departed), 6),
                  number_text(static_cast<double>(totals.arrived), 6),
                  number_text(static_cast<double>(totals.teleported), 6),
                  number_text(static_cast<double>(totals.waiting), 6), verdict);
}

/// Eight points of the compass that a wind comes from.
Text direction(double from_deg) {
    static constexpr std::array<std::array<char const*, 2>, 8> names = {{{"north", "bắc"},
                                                                         {"north-east", "đông bắc"},
                                                                         {"east", "đông"},
                                                                         {"south-east", "đông nam"},
                                                                         {"south", "nam"},
                                                                         {"south-west", "tây nam"},
                                                                         {"west", "tây"},
                                                                         {"north-west", "tây bắc"}}};
    auto const place = static_cast<std::size_t>(std::lround(from_deg / 45)) % names.size();
    return {names.at(place)[0], names.at(place)[1]};
}

Text wind(std::vector<state::WeatherUse> const& weather) {
    double speed = 0, east = 0, north = 0, calm = 0;
    for (auto const& step : weather) {
        speed += step.wind_speed;
        east += step.wind_east;
        north += step.wind_north;
        calm += step.calm_share;
    }
    auto const n = static_cast<double>(weather.size());
    double const from_deg = std::fmod(std::atan2(-east, -north) * 180 / std::numbers::pi + 360, 360);
    return filled("mean {0} m/s from the {1} at 10 m; calm (below 1 m/s) {2} % of the time",
                  "trung bình {0} m/s, hướng {1} ở độ cao 10 m; lặng gió (dưới 1 m/s) {2} % thời gian",
                  number_text(speed / n), direction(from_deg), number_text(100 * calm / n));
}

/// "35.4 µg/m³; background 35, traffic 1.1 %"
Text air(io::ResultReader const& base, std::size_t species) {
    double const total = mean_of(base.mean_surface(species));
    auto const background = base.facts().background.at(species);
    if (!background)
        return filled(
            "{0} µg/m³ near the ground, mean of the map, traffic of the area only; background: no data",
            "{0} µg/m³ gần mặt đất, trung bình toàn vùng, chỉ do giao thông trong vùng; nồng độ nền: chưa có số liệu",
            number_text(total));
    if (!(total > *background))
        return filled(
            "{0} µg/m³ near the ground, mean of the map; not above the background of {1} µg/m³: the share of traffic "
            "cannot be told",
            "{0} µg/m³ gần mặt đất, trung bình toàn vùng; không cao hơn nồng độ nền {1} µg/m³: chưa tách được phần do "
            "giao thông",
            number_text(total), number_text(*background));
    double const share = 100 * (total - *background) / total;
    return filled(
        "{0} µg/m³ near the ground, mean of the map; background {1} µg/m³, share of the area's traffic {2} %",
        "{0} µg/m³ gần mặt đất, trung bình toàn vùng; nồng độ nền {1} µg/m³, phần do giao thông trong vùng {2} %",
        number_text(total), number_text(*background), number_text(share, 2));
}

/// Where a file lay on the machine that ran is nobody's business; its hash says which one it was.
std::string file_name(std::string const& path) { return std::filesystem::path(path).filename().string(); }

bool is_shown(std::string const& species) {
    static constexpr std::array<std::string_view, 6> shown = {"PM25", "PM10", "PM", "NO2", "NOx", "CO"};
    return std::ranges::find(shown, species) != shown.end();
}

void add_air(Content& content, io::ResultReader const& base) {
    auto const& species = base.facts().species;
    for (std::size_t s = 0; s < species.size(); ++s)
        if (is_shown(species[s])) content.facts.emplace_back(pollutant_name(species[s]), air(base, s));
}

Text emission(state::RunSummary const& summary) {
    Text list;
    for (auto const& species : summary.species) {
        if (!is_shown(species.name) && species.name != "CO2") continue;
        if (species.emitted_kg <= 0) continue;
        Text const each =
            filled("{0} {1} kg", "{0} {1} kg", pollutant_name(species.name), number_text(species.emitted_kg));
        list = list.empty() ? each : filled("{0}; {1}", "{0}; {1}", list, each);
    }
    return list;
}

Text background_kind(std::string const& kind) {
    static std::map<std::string, char const*> const vietnamese = {
        {"regional", "nền vùng"},           {"rural", "nền nông thôn"},
        {"upwind", "nền đầu hướng gió"},    {"urban", "nền đô thị"},
        {"regional_model", "mô hình vùng"}, {"in_domain", "trạm trong vùng tính, bị tính hai lần"},
    };
    auto const known = vietnamese.find(kind);
    return {kind == "in_domain" ? "station inside the map, counted twice" : kind,
            known == vietnamese.end() ? kind : known->second};
}

/// "regional: NOx 15, NO₂ 12, PM 35 µg/m³", or that there is none.
Assumption background(io::ResultFacts const& facts) {
    Text const what{"Background air", "Nồng độ nền"};
    Text values;
    for (std::size_t s = 0; s < facts.species.size(); ++s) {
        if (!facts.background.at(s)) continue;
        Text const each =
            filled("{0} {1}", "{0} {1}", pollutant_name(facts.species[s]), number_text(*facts.background[s]));
        values = values.empty() ? each : filled("{0}; {1}", "{0}; {1}", values, each);
    }
    if (values.empty()) return {what, {"no data", "chưa có số liệu"}, {}, 'M'};
    return {what,
            filled("{0}: {1} µg/m³", "{0}: {1} µg/m³", background_kind(facts.background_kind), values),
            {facts.background_source, facts.background_source_vi},
            'M'};
}

/// Names of the input files of a role, each once.
Text files_of(state::Provenance const& provenance, std::string_view role) {
    std::vector<std::string> names;
    for (auto const& input : provenance.inputs) {
        auto const name = file_name(input.path);
        if (input.role == role && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return Text::same(fmt::format("{}", fmt::join(names, "; ")));
}

void add_assumptions(Content& content, io::ResultReader const& base) {
    auto& list = content.assumptions;
    list.push_back(background(base.facts()));
    auto const provenance = base.provenance();
    Text const input{"input file", "tệp đầu vào"};
    Text fleet = files_of(provenance, "fleet");
    if (fleet.empty()) fleet = {"emission classes of the traffic simulation", "lớp phát thải của mô phỏng giao thông"};
    list.push_back({{"Fleet and emission factors", "Đội xe và hệ số phát thải"}, fleet, input, 'M'});
    list.push_back({{"Travel demand", "Nhu cầu đi lại"}, files_of(provenance, "routes"), input, 'M'});
    Text const cell = number_text(base.grid().cell_size);
    list.push_back(
        {{"Cells of the mesh", "Ô lưới"}, filled("{0} m", "{0} m", cell), Text::same("mesh.cell_size_m"), 'C'});
    list.push_back({{"Rounding of stored concentrations", "Làm tròn nồng độ khi lưu"},
                    number_text(base.facts().significant_error),
                    Text::same("output.concentration_error"),
                    'C'});
}

}  // namespace

Text number_text(double value, int digits) {
    return {format_number(value, Language::english, digits), format_number(value, Language::vietnamese, digits)};
}

Content describe_present_state(io::ResultReader const& base) {
    auto const& facts = base.facts();
    LocalClock const clock(facts.epoch_utc, facts.utc_offset);
    Content content;
    content.title = {facts.title, facts.title_vi.empty() ? facts.title : facts.title_vi};
    content.note = {facts.note, facts.note_vi.empty() ? facts.note : facts.note_vi};
    content.schematic = facts.schematic;
    content.day = clock.day(facts.begin_s);
    content.start_clock_s = clock.seconds_of_day(0);
    auto const summary = base.summary();
    content.facts.emplace_back(Text{"Simulated time", "Thời gian mô phỏng"}, period(facts, clock));
    content.facts.emplace_back(Text{"Traffic", "Giao thông"}, traffic(summary.traffic));
    if (auto const weather = base.weather(); !weather.empty())
        content.facts.emplace_back(Text{"Wind", "Gió"}, wind(weather));
    content.facts.emplace_back(Text{"Emission of vehicles", "Phát thải của xe"}, emission(summary));
    add_air(content, base);
    add_assumptions(content, base);
    auto const provenance = base.provenance();
    for (auto const& input : provenance.inputs) {
        auto const same = [&](io::report::Source const& s) { return s.role == input.role && s.sha256 == input.sha256; };
        if (std::ranges::none_of(content.sources, same))
            content.sources.push_back({file_name(input.path), input.role, input.sha256});
    }
    auto const program = base.program();
    content.program =
        fmt::format("hacthanh {} ({}{})", program.version, program.commit, program.dirty ? ", changed" : "");
    return content;
}

}  // namespace hacthanh::app
