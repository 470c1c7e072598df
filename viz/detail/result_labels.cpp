#include "viz/detail/result_labels.hpp"

#include "sim/state/run_validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

namespace hacthanh::viz::detail {
namespace {

/// Height of the wind that the map names [m].
constexpr double wind_height_m = 10;

Text species_name(std::string const& species) {
    if (species == "PM") return {"Particulate matter (PM)", "Bụi (PM)"};
    if (species == "fuel") return {"Fuel burnt (tracer)", "Nhiên liệu tiêu thụ (chất chỉ thị)"};
    return Text::same(species);
}

/// Background of what the map shows: a concentration in the air or at kerbs; nothing for other quantities of roads.
std::optional<double> background_shown(ResultMap const& map, io::ResultReader const& result) {
    std::string const& quantity = map.summary.quantity;
    if (map.scene.road_style != RoadStyle::coloured) return background_of(result, quantity);
    constexpr std::string_view kerb = "kerb:";
    return quantity.starts_with(kerb) ? background_of(result, quantity.substr(kerb.size())) : std::nullopt;
}

Text heights(MapSummary const& summary) {
    auto const words = [&](Language language) {
        return format_number(summary.layer_bottom_m, language, 2) + "–" +
               format_number(summary.layer_top_m, language, 2) + " m";
    };
    return {words(Language::english) + " above ground", "cách mặt đất " + words(Language::vietnamese)};
}

Text joined(std::vector<Text> const& parts) {
    Text all;
    for (Text const& part : parts) {
        if (part.empty()) continue;
        all.english += (all.english.empty() ? "" : "  ·  ") + part.english;
        all.vietnamese += (all.vietnamese.empty() ? "" : "  ·  ") + part.vietnamese;
    }
    return all;
}

Text title(io::ResultReader const& result) {
    auto const& facts = result.facts();
    Text text{facts.title, facts.title_vi};
    if (text.english.empty()) text.english = text.vietnamese;
    if (text.vietnamese.empty()) text.vietnamese = text.english;
    if (text.empty()) return Text::same(std::filesystem::path(result.path()).stem().string());
    return text;
}

void add_facts(ResultMap& map, io::ResultReader const& result, std::vector<std::size_t> const& steps) {
    bool const roads = map.scene.road_style == RoadStyle::coloured;
    double const factor = map.shown_factor;
    Text const unit = map.summary.unit == "vehicles/h" ? Text{"veh/h", "xe/h"} : map.scene.colours.unit;
    if (map.scene.colours.dark_low)
        map.scene.facts.push_back({{"Slowest street", "Đường chậm nhất"}, number_with_unit(map.summary.min, unit)});
    else
        map.scene.facts.push_back({roads ? Text{"Highest street", "Đường cao nhất"} : Text{"Highest", "Cao nhất"},
                                   number_with_unit(map.summary.max * factor, unit)});
    map.scene.facts.push_back({roads ? Text{"Mean of streets with traffic", "Trung bình đường có xe"}
                                     : Text{"Mean of the map", "Trung bình toàn bản đồ"},
                               number_with_unit(map.summary.mean * factor, unit)});
    if (auto const background = background_shown(map, result); background && map.summary.mean > 0)
        map.scene.facts.push_back(
            {result.summary().sources.empty() ? Text{"Traffic's share of the mean", "Phần của giao thông"}
                                              : Text{"The city's share of the mean", "Phần của thành phố"},
             number_with_unit(100 * std::max(0.0, 1 - *background / map.summary.mean), Text::same("%"))});
    if (steps.size() == 1)
        map.scene.facts.push_back({{"Vehicles on the road", "Số xe trên đường"},
                                   number_with_unit(result.times().vehicles[steps.front()], {})});
}

Text warning(io::ResultReader const& result) {
    auto const& facts = result.facts();
    Text text{facts.note, facts.note_vi};
    if (text.english.empty()) text.english = text.vietnamese;
    if (text.vietnamese.empty()) text.vietnamese = text.english;
    if (!state::validity_of(result.summary().traffic).valid()) {
        text.english = "Not valid: jammed traffic." + (text.english.empty() ? "" : " " + text.english);
        text.vietnamese =
            "Không hợp lệ: giao thông tắc nghẽn." + (text.vietnamese.empty() ? "" : " " + text.vietnamese);
    }
    if (!facts.schematic) return text;
    auto const say = [](std::string& words, std::string_view mark, std::string_view sentence) {
        if (words.find(mark) == std::string::npos) words = std::string(sentence) + (words.empty() ? "" : " ") + words;
    };
    say(text.english, "chematic", "Schematic road network.");
    say(text.vietnamese, "sơ đồ", "Mạng lưới đường sơ đồ.");
    return text;
}

Text background_kind(std::string const& kind) {
    if (kind == "regional") return {"regional", "nền vùng"};
    if (kind == "rural") return {"rural", "nền nông thôn"};
    if (kind == "upwind") return {"upwind of the city", "nền đầu hướng gió"};
    if (kind == "regional_model") return {"regional model", "mô hình vùng"};
    if (kind == "in_domain")
        return {"station inside the map: its air holds this traffic already, which is counted twice",
                "trạm nằm trong vùng tính: đã gồm giao thông này, bị tính hai lần"};
    return {"urban", "nền đô thị"};
}

Text background_line(double ug_m3, io::ResultFacts const& facts) {
    Text const kind = background_kind(facts.background_kind);
    return {fmt::format("Background {} µg/m³ everywhere ({}): {}", format_number(ug_m3, Language::english),
                        kind.english, facts.background_source),
            fmt::format("Nồng độ nền {} µg/m³ trên toàn vùng ({}): {}", format_number(ug_m3, Language::vietnamese),
                        kind.vietnamese, facts.background_source_vi)};
}

/// Which file, program and projection a picture comes from.
Text origin(io::ResultReader const& result) {
    auto const program = result.program();
    std::string text = std::filesystem::path(result.path()).filename().string() + "  ·  Hạc Thành " + program.version;
    if (!program.commit.empty() && program.commit != "unknown")
        text += " (" + program.commit.substr(0, 10) + (program.dirty ? "+" : "") + ")";
    if (!result.grid().crs_code.empty()) text += "  ·  " + result.grid().crs_code;
    return Text::same(text);
}

std::vector<Text> source(ResultMap const& map, io::ResultReader const& result) {
    std::vector<Text> lines;
    Text simulation{"Simulation, not measurement.", "Kết quả mô phỏng, không phải số đo."};
    bool const field = map.scene.road_style != RoadStyle::coloured;
    auto const background = background_shown(map, result);
    if (field && !background) {
        simulation.english += " Traffic contribution only: no background concentration.";
        simulation.vietnamese += " Chỉ phần do giao thông, không gồm nồng độ nền.";
    }
    if (auto const sources = result.summary().sources; !sources.empty()) {
        Text names;
        for (auto const& one : sources) {
            names.english += (names.english.empty() ? "" : ", ") + one.name;
            names.vietnamese += (names.vietnamese.empty() ? "" : ", ") + one.name_vi;
        }
        simulation.english += " Sources beside the traffic: " + names.english + ".";
        simulation.vietnamese += " Nguồn ngoài giao thông: " + names.vietnamese + ".";
    }
    if (!result.facts().complete) {
        simulation.english += " The run is not complete.";
        simulation.vietnamese += " Lượt chạy chưa hoàn tất.";
    }
    lines.push_back(simulation);
    if (background) lines.push_back(background_line(*background, result.facts()));
    lines.push_back(origin(result));
    return lines;
}

}  // namespace

Text number_with_unit(double value, Text const& unit) {
    auto const words = [&](Language language) {
        return format_number(value, language) + (unit.empty() ? "" : " " + unit.in(language));
    };
    return {words(Language::english), words(Language::vietnamese)};
}

std::optional<MapWind> inflow_wind(io::ResultReader const& result) {
    auto const profile = result.inflow();
    auto const& z = result.grid().z_centre;
    std::size_t const n = std::min(profile.speed.size(), z.size());
    if (n == 0) return std::nullopt;
    double const height = std::clamp(wind_height_m, z.front(), z[n - 1]);
    auto const above = static_cast<std::size_t>(
        std::lower_bound(z.begin(), z.begin() + static_cast<std::ptrdiff_t>(n) - 1, height) - z.begin());
    std::size_t const below = above == 0 ? 0 : above - 1;
    double const weight = above == below ? 0 : (height - z[below]) / (z[above] - z[below]);
    return MapWind{profile.wind_from_deg,
                   profile.speed[below] + weight * (profile.speed[above] - profile.speed[below]),
                   {format_number(height, Language::english, 2) + " m above ground in the city",
                    "ở độ cao " + format_number(height, Language::vietnamese, 2) + " m trong thành phố"}};
}

Text interval(io::ResultReader const& result, LocalClock const& clock, std::vector<std::size_t> const& steps) {
    double const begin = result.times().begin_s[steps.front()];
    double const end = result.times().end_s[steps.back()];
    std::string const hours = clock.time_of_day(begin) + "–" + clock.time_of_day(end);
    return {fmt::format("mean of {} on {}", hours, clock.date(begin, Language::english)),
            fmt::format("trung bình {} ngày {}", hours, clock.date(begin, Language::vietnamese))};
}

Text concentration_name(std::string const& species, bool with_background) {
    Text const name = species_name(species);
    if (with_background)
        return {name.english + ", traffic and background", name.vietnamese + ", giao thông và nồng độ nền"};
    return {name.english + " from traffic", name.vietnamese + " do giao thông"};
}

Text emission_name(std::string const& species) {
    Text const name = species_name(species);
    return {name.english + " emitted", name.vietnamese + " phát thải"};
}

Text kerb_name(std::string const& species) {
    Text const name = species_name(species);
    return {name.english + " at the dirtier kerb, background included",
            name.vietnamese + " ở mép đường phía bẩn hơn, gồm nồng độ nền"};
}

Text flow_name() { return {"Traffic flow", "Lưu lượng giao thông"}; }
Text speed_name() { return {"Mean speed", "Tốc độ trung bình"}; }

std::optional<double> background_of(io::ResultReader const& result, std::string const& species) {
    auto const& facts = result.facts();
    auto const found = std::find(facts.species.begin(), facts.species.end(), species);
    return found == facts.species.end() ? std::nullopt
                                        : facts.background[static_cast<std::size_t>(found - facts.species.begin())];
}

void add_labels(ResultMap& map, io::ResultReader const& result, LocalClock const& clock,
                std::vector<std::size_t> const& steps) {
    MapScene& scene = map.scene;
    bool const roads = scene.road_style == RoadStyle::coloured;
    scene.title = title(result);
    scene.subtitle =
        joined({scene.colours.quantity, interval(result, clock, steps), roads ? Text{} : heights(map.summary)});
    if (!roads) scene.wind = inflow_wind(result);
    add_facts(map, result, steps);
    scene.warning = warning(result);
    scene.source = source(map, result);
}

void add_origin(MapScene& scene, io::ResultReader const& result, Text const& simulation) {
    scene.title = title(result);
    scene.warning = warning(result);
    scene.source = {simulation, origin(result)};
}

void add_plan_labels(ResultMap& map, io::ResultReader const& result, std::optional<mesh::CityPlan> const& plan) {
    MapScene& scene = map.scene;
    auto const& grid = result.grid();
    add_origin(scene, result,
               {"A plan of the model's input, not a survey.",
                "Bản vẽ dữ liệu đầu vào của mô hình, không phải bản đồ đo đạc."});
    Text const cells = number_with_unit(grid.cell_size, Text::same("m"));
    scene.subtitle = joined({{"The city on the mesh", "Thành phố trên lưới tính"},
                             {cells.english + " cells", "ô lưới " + cells.vietnamese}});
    if (plan) {
        double const built = std::accumulate(plan->built_fraction.begin(), plan->built_fraction.end(), 0.0);
        scene.facts.push_back({{"Highest cell", "Ô cao nhất"}, number_with_unit(map.summary.max, Text::same("m"))});
        scene.facts.push_back(
            {{"Mean height", "Chiều cao trung bình"}, number_with_unit(map.summary.mean, Text::same("m"))});
        scene.facts.push_back(
            {{"Built share", "Tỷ lệ xây dựng"},
             number_with_unit(100 * built / static_cast<double>(plan->built_fraction.size()), Text::same("%"))});
    }
}

}  // namespace hacthanh::viz::detail
