#include "viz/result_scene.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/result_roads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace hacthanh::viz {
namespace {

std::size_t species_index(io::ResultReader const& result, std::string const& name, std::string const& option) {
    auto const& species = result.facts().species;
    auto const found = std::find(species.begin(), species.end(), name);
    validate(found != species.end(), option, fmt::format("\"{}\" is not in the file", name),
             fmt::format("it has {}", fmt::join(species, ", ")));
    return static_cast<std::size_t>(found - species.begin());
}

std::size_t layer_of(io::ResultGrid const& grid, double height_m) {
    auto const& faces = grid.z_faces;
    validate(height_m >= faces.front() && height_m <= faces.back(), "--height",
             fmt::format("{:g} m is outside the stored layers", height_m),
             fmt::format("the file holds {:g} to {:g} m", faces.front(), faces.back()));
    auto const above = std::upper_bound(faces.begin() + 1, faces.end() - 1, height_m);
    return static_cast<std::size_t>(above - faces.begin()) - 1;
}

MapField mean_layer(io::ResultReader const& result, std::size_t species, std::vector<std::size_t> const& steps,
                    std::size_t layer) {
    auto const& grid = result.grid();
    std::vector<double> sum(grid.nx() * grid.ny(), 0.0);
    double duration = 0;
    for (std::size_t step : steps) {
        double const length = result.times().end_s[step] - result.times().begin_s[step];
        auto const values = result.concentration_layer(species, step, layer);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += length * static_cast<double>(values[i]);
        duration += length;
    }
    MapField field{detail::grid_extent(grid), grid.nx(), grid.ny(), std::vector<float>(sum.size())};
    std::transform(sum.begin(), sum.end(), field.values.begin(),
                   [&](double value) { return static_cast<float>(value / duration); });
    return field;
}

void summarize(MapSummary& summary, std::span<float const> values) {
    summary.min = summary.max = summary.mean = std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    std::size_t n = 0;
    for (float value : values) {
        if (!std::isfinite(value)) continue;
        summary.min = n == 0 ? value : std::min(summary.min, static_cast<double>(value));
        summary.max = n == 0 ? value : std::max(summary.max, static_cast<double>(value));
        sum += static_cast<double>(value);
        ++n;
    }
    if (n > 0) summary.mean = sum / static_cast<double>(n);
}

/// Turns to the unit that is 1000 times larger where the scale reaches 10 000.
void choose_unit(ResultMap& map, Text const& unit, Text const& thousand) {
    map.scene.colours.unit = unit;
    if (map.summary.range.high < 10000) return;
    map.scene.colours.unit = thousand;
    map.shown_factor = 1e-3;
    auto const scale = [&](float& value) { value = static_cast<float>(map.shown_factor * static_cast<double>(value)); };
    if (map.scene.field) std::for_each(map.scene.field->values.begin(), map.scene.field->values.end(), scale);
    for (auto& road : map.scene.roads) scale(road.value);
    map.scene.colours.range =
        ValueRange{map.shown_factor * map.summary.range.low, map.shown_factor * map.summary.range.high};
}

void add_concentration(ResultMap& map, io::ResultReader const& result, MapRequest const& request,
                       std::vector<std::size_t> const& steps) {
    std::size_t const species = species_index(result, request.field, "--field");
    std::size_t const layer = layer_of(result.grid(), request.height_m);
    map.scene.field = crop(mean_layer(result, species, steps, layer), map.scene.extent);
    map.scene.extent = map.scene.field->extent;
    map.summary.quantity = request.field;
    map.summary.unit = "ug/m3";
    map.summary.height_m = request.height_m;
    map.summary.layer_bottom_m = result.grid().z_faces[layer];
    map.summary.layer_top_m = result.grid().z_faces[layer + 1];
    summarize(map.summary, map.scene.field->values);
    auto const background = detail::background_of(result, request.field);
    map.scene.colours.quantity = detail::concentration_name(request.field, background.has_value());
    map.scene.colours.range = request.range;
    map.scene.colours.scale = request.scale;
    bool const used_up = background && map.summary.mean < *background;  // ozone near roads
    if (background && !used_up && !request.range && request.scale == ScaleKind::linear)
        map.scene.colours.range = range_above(*background, map.scene.field->values);
    map.summary.range = colour_range(map.scene);
    map.scene.colours.range = map.summary.range;
    choose_unit(map, Text::same("µg/m³"), Text::same("mg/m³"));
    map.scene.road_style = request.roads == "none" ? RoadStyle::none : RoadStyle::plain;
}

void add_road_quantity(ResultMap& map, io::ResultReader const& result, MapRequest const& request,
                       std::vector<std::size_t> const& steps) {
    validate(!map.scene.roads.empty(), "--roads", "the file was written without roads");
    constexpr std::string_view emission = "emission:";
    constexpr std::string_view kerb = "kerb:";
    std::vector<float> values;
    if (request.roads.starts_with(emission)) {
        std::string const species = request.roads.substr(emission.size());
        values = detail::road_emissions(result, species_index(result, species, "--roads emission"), steps);
        map.scene.colours.quantity = detail::emission_name(species);
        map.summary.unit = "g/(km h)";
    } else if (request.roads.starts_with(kerb)) {
        std::string const species = request.roads.substr(kerb.size());
        std::size_t const index = species_index(result, species, "--roads kerb");
        validate(!steps.empty() && !result.road_kerb(index, io::KerbSide::leeward, steps.front()).empty(), "--roads",
                 "the file holds no kerb concentrations", "run with [kerb] model = \"street\"");
        values = detail::road_kerbs(result, index, steps);
        map.scene.colours.quantity = detail::kerb_name(species);
        map.scene.colours.unit = Text::same("µg/m³");
        map.summary.unit = "ug/m3";
    } else {
        validate(request.roads == "flow" || request.roads == "speed", "--roads",
                 fmt::format("\"{}\" is not a choice", request.roads),
                 "give plain, none, flow, speed, emission:<species> or kerb:<species>");
        bool const speed = request.roads == "speed";
        values = speed ? detail::road_speeds_km_h(result, steps) : detail::road_flows(result, steps);
        map.scene.colours.quantity = speed ? detail::speed_name() : detail::flow_name();
        map.scene.colours.unit = speed ? Text::same("km/h") : Text{"vehicles/h", "xe/h"};
        map.scene.colours.dark_low = speed;
        map.summary.unit = speed ? "km/h" : "vehicles/h";
    }
    map.scene.road_style = RoadStyle::coloured;
    detail::set_road_values(map.scene.roads, result, values);
    map.summary.quantity = request.roads;
    values.clear();
    for (auto const& road : map.scene.roads) values.push_back(road.value);
    summarize(map.summary, values);
    map.scene.colours.range = request.range;
    map.scene.colours.scale = request.scale;
    map.summary.range = colour_range(map.scene);
    map.scene.colours.range = map.summary.range;
    if (map.summary.unit == "g/(km h)") choose_unit(map, Text::same("g/(km·h)"), Text::same("kg/(km·h)"));
}

void add_time(ResultMap& map, io::ResultReader const& result, MapRequest const& request, LocalClock const& clock,
              std::vector<std::size_t> const& steps) {
    double const begin = result.times().begin_s[steps.front()];
    double const end = result.times().end_s[steps.back()];
    bool const mean = parse_time_choice(request.time).kind == TimeChoice::Kind::mean;
    map.summary.time = mean ? "mean" : std::to_string(steps.front());
    map.summary.begin_time = clock.iso(begin);
    map.summary.end_time = clock.iso(end);
    map.summary.time_name = mean ? "mean" : clock.time_of_day(begin) + "-" + clock.time_of_day(end);
    std::erase(map.summary.time_name, ':');
}

}  // namespace

city::Rectangle around_roads(io::ResultReader const& result) {
    city::Rectangle const grid = detail::grid_extent(result.grid());
    constexpr double infinity = std::numeric_limits<double>::infinity();
    city::Rectangle box{infinity, infinity, -infinity, -infinity};
    for (auto const& road : result.roads())
        for (city::Point p : road.axis)
            box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x),
                   std::max(box.y_max, p.y)};
    double const margin = std::max(box.width(), box.height()) / 10;
    city::Rectangle const wanted{std::max(box.x_min - margin, grid.x_min), std::max(box.y_min - margin, grid.y_min),
                                 std::min(box.x_max + margin, grid.x_max), std::min(box.y_max + margin, grid.y_max)};
    bool const usable = wanted.width() > 2 * result.grid().cell_size && wanted.height() > 2 * result.grid().cell_size;
    return usable ? wanted : grid;
}

ValueRange range_above(double background, std::vector<float> values) {
    for (float& value : values) value = static_cast<float>(static_cast<double>(value) - background);
    return {background, background + linear_range(values).high};
}

ResultMap make_result_map(io::ResultReader const& result, MapRequest const& request) {
    LocalClock const clock(result.facts().epoch_utc, result.facts().utc_offset);
    auto const& times = result.times();
    auto const steps =
        choose_steps(parse_time_choice(request.time), {times.begin_s, times.end_s, times.spin_up}, clock);

    ResultMap map;
    map.scene.width = request.width;
    map.scene.height = request.height;
    map.scene.smooth = request.smooth;
    map.scene.extent = request.whole_domain ? detail::grid_extent(result.grid()) : around_roads(result);
    map.scene.colours.map = request.colour_map;
    map.scene.roads = detail::map_roads(result);
    map.scene.cover = detail::landmark_cover(result);
    if (request.roads == "plain" || request.roads == "none")
        add_concentration(map, result, request, steps);
    else
        add_road_quantity(map, result, request, steps);
    add_time(map, result, request, clock, steps);
    detail::add_labels(map, result, clock, steps);
    return map;
}

}  // namespace hacthanh::viz
