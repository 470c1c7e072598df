#include "viz/detail/index_bands.hpp"

#include "sim/core/error.hpp"
#include "sim/impact/air_quality_index.hpp"
#include "viz/detail/legend_limits.hpp"
#include "viz/detail/result_labels.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace hacthanh::viz::detail {
namespace {

constexpr std::string_view scale_name = "VN_AQI";
constexpr int pixels_per_cell = 4;
/// Seconds by which sums of step lengths may differ from a whole averaging time.
constexpr double clock_slack_s = 1;

[[noreturn]] void refuse(SceneLayer const& layer, std::string const& why, std::string const& what_to_do) {
    throw InputError("layers", fmt::format("of kind {} by {}: {}", name(layer.kind), vn_aqi, why), what_to_do);
}

impact::Rules rules_of(impact::Date day) {
    impact::Rules rules = known_rules();
    std::erase_if(rules.aqi_points, [&](auto const& point) { return !point.origin.holds_on(day); });
    std::erase_if(rules.aqi_classes, [&](auto const& each) { return !each.origin.holds_on(day); });
    return rules;
}

/// The shortest averaging time for which the table of a species has the whole index.
impact::Averaging averaging_of(impact::Rules const& rules, std::string const& species, SceneLayer const& layer) {
    std::set<std::string> known;
    for (impact::AqiPoint const& point : rules.aqi_points)
        if (point.scale == scale_name) known.insert(point.pollutant);
    for (impact::Averaging averaging : impact::all_averagings)
        for (impact::AqiPoint const& point : rules.aqi_points)
            if (point.scale == scale_name && point.pollutant == species && point.averaging == averaging)
                return averaging;
    refuse(layer, fmt::format("{} has no index", species),
           fmt::format("show one of {}, or take colour_by = \"concentration\"", fmt::join(known, ", ")));
}

std::string duration(double seconds) {
    return seconds >= 3600 ? fmt::format("{:g} h", seconds / 3600) : fmt::format("{:g} min", seconds / 60);
}

/// The steps of the averaging time that ends with the moment.
SceneMoment averaged(SceneData const& data, SceneMoment const& moment, double wanted_s, SceneLayer const& layer) {
    auto const& times = data.result().times();
    auto const length = [&](std::size_t step) { return times.end_s[step] - times.begin_s[step]; };
    double total = 0;
    for (std::size_t step : moment.steps) total += length(step);
    SceneMoment mean = moment;
    std::size_t first = moment.steps.front();
    while (!moment.mean && first > 0 && !times.spin_up[first - 1] && !times.spin_up[moment.steps.back()] &&
           times.end_s[first - 1] >= times.begin_s[first] - clock_slack_s &&
           total + length(first - 1) <= wanted_s + clock_slack_s) {
        --first;
        total += length(first);
        mean.steps.insert(mean.steps.begin(), first);
    }
    if (total > wanted_s + clock_slack_s)
        refuse(
            layer,
            fmt::format("the mean is over {}, the index is one of means over {}", duration(total), duration(wanted_s)),
            "show a step instead of the mean, and store steps no longer than that time (output.interval_s)");
    if (total < impact::least_coverage * wanted_s)
        refuse(layer,
               fmt::format("{} of stored steps after spin-up end with the one shown, the index is one of means "
                           "over {}",
                           duration(total), duration(wanted_s)),
               "show a later step or simulate longer, or take colour_by = \"concentration\"");
    return mean;
}

SceneLegend make_legend(impact::Rules const& rules, std::string const& species, Text const& when,
                        impact::Averaging averaging, SceneLayer const& layer) {
    SceneLegend legend;
    legend.layer = layer.kind;
    std::string const what = fmt::format("{} {} ({})", scale_name, species, impact::code(averaging));
    legend.quantity = {what + ", " + when.english, what + ", " + when.vietnamese};
    legend.classes.emplace_back(legend.quantity, Colour{0, 0, 0, 0});
    for (impact::AqiClass const& each : rules.aqi_classes) {
        if (each.scale != scale_name) continue;
        std::string const range = fmt::format("{}–{} ", each.low, each.high);
        auto const channel = [&](std::size_t i) { return static_cast<std::uint8_t>(each.rgb[i]); };
        legend.classes.push_back(
            {{range + each.name.english, range + each.name.vietnamese}, Colour{channel(0), channel(1), channel(2)}});
    }
    return legend;
}

}  // namespace

IndexBands index_bands(LayerContext const& context, SceneLayer const& layer, double height_m) {
    if (context.difference())
        refuse(layer, "an index has no difference", "show A | B, or take colour_by = \"concentration\"");
    SceneData const& data = context.data();
    std::string const& species = context.scene.field;
    std::size_t const field = data.species(species);
    impact::Rules const rules = rules_of(date_of(data.clock(), context.moment().traffic_s));
    impact::Averaging const averaging = averaging_of(rules, species, layer);
    if (!background_of(data.result(), species))
        refuse(layer, fmt::format("the run has no background of {}, and an index is of all the air", species),
               "name a background in [background], or take colour_by = \"concentration\"");
    SceneMoment const mean = averaged(data, context.moment(), impact::seconds_of(averaging), layer);
    auto const values = data.concentration_layer(field, mean, data.layer(height_m));
    impact::AirQualityIndex const index(rules, scale_name);
    IndexBands bands;
    for (float value : *values) {
        auto const here = std::isfinite(value) ? index.of(species, averaging, std::max(0.0, static_cast<double>(value)))
                                               : std::nullopt;
        auto const* const each = here ? index.class_of(*here) : nullptr;
        bands.index.push_back(here ? static_cast<float>(*here) : std::nanf(""));
        bands.colours.push_back(each == nullptr ? Colour{0, 0, 0, 0}
                                                : Colour{static_cast<std::uint8_t>(each->rgb[0]),
                                                         static_cast<std::uint8_t>(each->rgb[1]),
                                                         static_cast<std::uint8_t>(each->rgb[2])});
    }
    bands.legend = make_legend(rules, species, interval(data.result(), data.clock(), mean.steps), averaging, layer);
    set_extremes(bands.legend, bands.index);
    return bands;
}

ImageDrawing band_image(std::vector<Colour> const& cells, std::size_t nx, std::size_t ny) {
    ImageDrawing image;
    image.width = static_cast<int>(nx) * pixels_per_cell;
    image.height = static_cast<int>(ny) * pixels_per_cell;
    image.box = {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)};
    image.pixels.reserve(cells.size() * pixels_per_cell * pixels_per_cell);
    for (std::size_t row = 0; row < ny * pixels_per_cell; ++row)
        for (std::size_t column = 0; column < nx * pixels_per_cell; ++column)
            image.pixels.push_back(cells[(ny - 1 - row / pixels_per_cell) * nx + column / pixels_per_cell]);
    return image;
}

}  // namespace hacthanh::viz::detail
