#include "viz/apportion_scene.hpp"

#include "sim/core/error.hpp"
#include "viz/apportion_choice.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/result_roads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::viz {
namespace {

void add_facts(MapScene& scene, io::Apportionment const& place) {
    Text const unit = Text::same("µg/m³");
    scene.facts.push_back({{"NOx of traffic", "NOx do giao thông"}, detail::number_with_unit(place.traffic, unit)});
    if (place.background)
        scene.facts.push_back(
            {{"Background, apart", "Nồng độ nền, riêng"}, detail::number_with_unit(*place.background, unit)});
    if (auto const rest = place.remainder()) {
        scene.facts.push_back({{"Remainder", "Phần còn lại"}, detail::number_with_unit(*rest, unit)});
        scene.facts.push_back(
            {{"Mean of the run", "Trung bình lượt chạy"}, detail::number_with_unit(*place.run, unit)});
    }
    if (auto const no2 = place.no2_of(place.traffic))
        scene.facts.push_back({{"NO2, pro rata of NOx", "NO2 theo tỷ lệ NOx"}, detail::number_with_unit(*no2, unit)});
    if (!place.streets.empty() && place.traffic > 0)
        scene.facts.push_back(
            {Text::same(place.streets.front().name),
             detail::number_with_unit(100 * place.streets.front().gives / place.traffic, Text::same("%"))});
}

void summarize(MapSummary& summary, std::vector<float> const& shares) {
    summary.min = summary.max = summary.mean = std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    std::size_t n = 0;
    for (float const share : shares) {
        if (std::isnan(share)) continue;
        auto const value = static_cast<double>(share);
        summary.min = n == 0 ? value : std::min(summary.min, value);
        summary.max = n == 0 ? value : std::max(summary.max, value);
        sum += value;
        ++n;
    }
    if (n > 0) summary.mean = sum / static_cast<double>(n);
}

}  // namespace

ResultMap make_apportion_map(io::ResultReader const& result, io::Apportionment const& place,
                             MapRequest const& request) {
    validate(!result.roads().empty(), result.path(), "holds no roads", "run it with output.keep_roads = true");
    auto const shares = apportion_shares(result, place);
    validate(std::ranges::any_of(shares, [](float share) { return !std::isnan(share); }), result.path(),
             "has none of the streets of the table", "give the result that the table was made of");
    ResultMap map;
    MapScene& scene = map.scene;
    scene.width = request.width;
    scene.height = request.height;
    scene.extent = request.whole_domain ? detail::grid_extent(result.grid()) : around_roads(result);
    scene.cover = detail::landmark_cover(result);
    scene.roads = detail::map_roads(result);
    for (std::size_t n = 0; n < scene.roads.size(); ++n) scene.roads[n].value = shares[n];
    scene.road_style = RoadStyle::coloured;
    auto const& grid = result.grid();
    Text const name{place.name, place.name_vi.empty() ? place.name : place.name_vi};
    scene.marks.push_back({{place.x - grid.network_offset_x, place.y - grid.network_offset_y}, name});
    scene.colours.quantity = {"Share of the traffic's NOx", "Phần trong NOx do giao thông"};
    scene.colours.unit = Text::same("%");
    scene.colours.map = request.colour_map;
    scene.colours.scale = request.scale;
    scene.colours.range = request.range;
    map.summary.quantity = "apportion";
    map.summary.unit = "%";
    map.summary.time = map.summary.time_name = "mean";
    summarize(map.summary, shares);
    map.summary.range = colour_range(scene);
    scene.colours.range = map.summary.range;
    detail::add_origin(scene, result,
                       {"Simulation, not measurement. Each edge's share in the mean of the run; the "
                        "background is in none. Grey: less than 0.1 %.",
                        "Kết quả mô phỏng, không phải số đo. Phần của mỗi đoạn đường trong trung bình lượt chạy, không "
                        "gồm nồng độ nền. Màu xám: dưới 0,1 %."});
    auto const where = [&](Language language) {
        return fmt::format("{}: {} ({:.0f}, {:.0f})",
                           language == Language::english ? "Whose air is it" : "Không khí của ai", name.in(language),
                           place.x, place.y);
    };
    scene.subtitle = {where(Language::english), where(Language::vietnamese)};
    scene.wind = detail::inflow_wind(result);
    add_facts(scene, place);
    return map;
}

}  // namespace hacthanh::viz
