#include "io/detail/export_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace hacthanh::io::detail {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double seconds_per_hour = 3600;

double limit_of(std::map<std::string, double> const& limits, std::string const& species) {
    auto const found = limits.find(species);
    return found == limits.end() ? nothing : found->second;
}

void add_air_columns(ExportTable& table, std::string const& species, double limit) {
    for (char const* what : {"mean", "p98", "peak"}) table.numbers.emplace_back(species + "_" + what, "ug m-3");
    if (!std::isnan(limit)) table.numbers.emplace_back(fmt::format("{}_hours_above_{:g}", species, limit), "h");
}

void add_air(ExportTable::Row& row, SeriesStatistics const& air, double limit) {
    row.numbers.insert(row.numbers.end(), {air.mean, air.percentile_98, air.peak});
    if (!std::isnan(limit)) row.numbers.push_back(air.hours_above);
}

/// Output steps after spin-up and their lengths.
struct Steps {
    std::vector<std::size_t> index;
    std::vector<double> hours;
};

Steps steps_of(ResultReader const& result) {
    Steps steps;
    auto const& times = result.times();
    for (std::size_t i = 0; i < result.n_steps(); ++i) {
        if (times.spin_up[i]) continue;
        steps.index.push_back(i);
        steps.hours.push_back((times.end_s[i] - times.begin_s[i]) / seconds_per_hour);
    }
    return steps;
}

/// The cells of the lowest layer under a line, one for every half cell of its length.
std::vector<std::size_t> cells_under(city::Polyline const& line, ResultGrid const& grid) {
    std::vector<std::size_t> cells;
    double const x0 = grid.x_centre.front() - 0.5 * grid.cell_size;
    double const y0 = grid.y_centre.front() - 0.5 * grid.cell_size;
    auto const add = [&](double x, double y) {
        double const i = std::floor((x - x0) / grid.cell_size);
        double const j = std::floor((y - y0) / grid.cell_size);
        if (i < 0 || j < 0 || i >= static_cast<double>(grid.nx()) || j >= static_cast<double>(grid.ny())) return;
        cells.push_back(static_cast<std::size_t>(j) * grid.nx() + static_cast<std::size_t>(i));
    };
    for (std::size_t p = 0; p + 1 < line.size(); ++p) {
        double const dx = line[p + 1].x - line[p].x;
        double const dy = line[p + 1].y - line[p].y;
        auto const pieces = std::max(1.0, std::ceil(2 * std::hypot(dx, dy) / grid.cell_size));
        for (double piece = 0; piece < pieces; ++piece)
            add(line[p].x + dx * (piece + 0.5) / pieces, line[p].y + dy * (piece + 0.5) / pieces);
    }
    return cells;
}

float mean_over(std::vector<float> const& layer, std::vector<std::size_t> const& cells) {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t const cell : cells)
        if (!std::isnan(layer[cell])) sum += static_cast<double>(layer[cell]), ++n;
    return n == 0 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(sum / static_cast<double>(n));
}

void add_traffic(ExportTable& table, ResultReader const& result, Steps const& steps) {
    for (auto const& [name, unit] : {std::pair("flow_mean", "h-1"), {"flow_peak", "h-1"}, {"speed_mean", "m s-1"}})
        table.numbers.emplace_back(name, unit);
    auto const speed = result.road_mean(RoadQuantity::speed);
    std::vector<std::vector<float>> flows;
    for (std::size_t const step : steps.index) flows.push_back(result.road_series(RoadQuantity::flow, step));
    for (std::size_t e = 0; e < table.rows.size(); ++e) {
        std::vector<float> values;
        for (auto const& flow : flows) values.push_back(flow[e]);
        auto const flow = statistics_of(values, steps.hours, nothing);
        table.rows[e].numbers.insert(table.rows[e].numbers.end(),
                                     {flow.mean, flow.peak, static_cast<double>(speed[e])});
    }
}

/// Emission and air of one species along every road.
void add_species(ExportTable& table, ResultReader const& result, Steps const& steps, std::size_t s, double limit,
                 std::vector<std::vector<std::size_t>> const& cells) {
    std::string const& species = result.facts().species[s];
    table.numbers.emplace_back(species + "_emission_mean", "g km-1 h-1");
    table.numbers.emplace_back(species + "_emission_peak", "g km-1 h-1");
    add_air_columns(table, species, limit);
    std::size_t const n = table.rows.size();
    std::vector<std::vector<float>> air(n), emission(n);
    for (std::size_t const step : steps.index) {
        auto const layer = result.concentration_layer(s, step, 0);
        auto const emitted = result.road_emission(s, step);
        for (std::size_t e = 0; e < n; ++e) {
            air[e].push_back(mean_over(layer, cells[e]));
            emission[e].push_back(emitted[e]);
        }
    }
    for (std::size_t e = 0; e < n; ++e) {
        auto const emitted = statistics_of(emission[e], steps.hours, nothing);
        table.rows[e].numbers.insert(table.rows[e].numbers.end(), {emitted.mean, emitted.peak});
        add_air(table.rows[e], statistics_of(air[e], steps.hours, limit), limit);
    }
}

}  // namespace

SeriesStatistics statistics_of(std::vector<float> const& values, std::vector<double> const& hours, double limit) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i])) order.push_back(i);
    if (order.empty()) return {nothing, nothing, nothing, std::isnan(limit) ? nothing : 0.0};
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    SeriesStatistics result;
    double whole = 0;
    for (std::size_t const i : order) {
        whole += hours[i];
        result.mean += static_cast<double>(values[i]) * hours[i];
        if (static_cast<double>(values[i]) > limit) result.hours_above += hours[i];
    }
    result.mean /= whole;
    result.peak = static_cast<double>(values[order.back()]);
    constexpr double share = 0.98;
    double passed = 0;
    result.percentile_98 = result.peak;
    for (std::size_t const i : order) {
        passed += hours[i];
        if (passed < share * whole * (1 - 1e-12)) continue;
        result.percentile_98 = static_cast<double>(values[i]);
        break;
    }
    return result;
}

ExportTable edge_table(ResultReader const& result, std::map<std::string, double> const& limits) {
    ExportTable table;
    table.texts = {"name", "street_name"};
    table.numbers = {{"length_m", "m"}, {"lanes", "1"}};
    std::vector<std::vector<std::size_t>> cells;
    for (auto const& road : result.roads()) {
        table.rows.push_back(
            {road.axis, {road.name, road.street_name}, {road.length_m, static_cast<double>(road.n_lanes)}});
        cells.push_back(cells_under(road.axis, result.grid()));
    }
    Steps const steps = steps_of(result);
    add_traffic(table, result, steps);
    for (std::size_t s = 0; s < result.facts().species.size(); ++s)
        add_species(table, result, steps, s, limit_of(limits, result.facts().species[s]), cells);
    return table;
}

ExportTable receptor_table(ResultReader const& result, std::map<std::string, double> const& limits) {
    ExportTable table;
    table.texts = {"name", "name_vi", "kind"};
    table.numbers = {{"height_m", "m"}};
    auto const& grid = result.grid();
    for (auto const& receptor : result.receptors())
        table.rows.push_back({{{receptor.x - grid.network_offset_x, receptor.y - grid.network_offset_y}},
                              {receptor.name, receptor.name_vi, receptor.kind},
                              {receptor.height}});
    auto const times = result.receptor_times();
    double const spun_up_s = result.facts().begin_s + result.facts().spin_up_s;
    for (std::size_t s = 0; s < result.facts().species.size(); ++s) {
        std::string const& species = result.facts().species[s];
        double const limit = limit_of(limits, species);
        add_air_columns(table, species, limit);
        auto const series = result.receptor_series(s);
        for (std::size_t p = 0; p < table.rows.size(); ++p) {
            std::vector<float> values;
            std::vector<double> hours;
            for (std::size_t t = 0; t < times.size(); ++t) {
                if (times[t] <= spun_up_s) continue;
                values.push_back(series[t * table.rows.size() + p]);
                hours.push_back((times[t] - (t > 0 ? times[t - 1] : result.facts().begin_s)) / seconds_per_hour);
            }
            add_air(table.rows[p], statistics_of(values, hours, limit), limit);
        }
    }
    return table;
}

namespace {

/// As people read it: three digits that count, no powers of ten for large numbers.
std::string legend_number(double value) {
    if (std::abs(value) < 100) return fmt::format("{:.3g}", value);
    double const unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
    return fmt::format("{:.0f}", std::round(value / unit) * unit);
}

}  // namespace

std::string qgis_style(ExportTable const& table, std::string const& column, bool lines) {
    // Five steps of viridis, dark = low; colour-blind safe (Smith and van der Walt 2015, matplotlib, CC0).
    constexpr std::array colours = {"68,1,84", "59,82,139", "33,145,140", "94,201,98", "253,231,37"};
    constexpr std::array words = {"rất thấp / very low", "thấp / low", "trung bình / medium", "cao / high",
                                  "rất cao / very high"};
    auto const at = static_cast<std::size_t>(
        std::ranges::find(table.numbers, column, &std::pair<std::string, std::string>::first) - table.numbers.begin());
    std::vector<double> values;
    for (auto const& row : table.rows)
        if (at < row.numbers.size() && !std::isnan(row.numbers[at])) values.push_back(row.numbers[at]);
    std::ranges::sort(values);
    if (values.empty()) values.push_back(0);
    auto const quantile = [&](std::size_t i) { return values[(values.size() - 1) * i / colours.size()]; };
    std::string ranges, symbols;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        double const low = quantile(i);
        double const high = i + 1 < colours.size() ? quantile(i + 1) : values.back();
        ranges += fmt::format(
            "<range lower=\"{:.9g}\" upper=\"{:.9g}\" symbol=\"{}\" label=\"{} – {} µg/m³: {}\" "
            "render=\"true\"/>\n",
            low, high, i, legend_number(low), legend_number(high), words[i]);
        symbols += lines ? fmt::format(
                               "<symbol type=\"line\" name=\"{}\"><layer class=\"SimpleLine\">"
                               "<prop k=\"line_color\" v=\"{},255\"/><prop k=\"line_width\" v=\"0.6\"/>"
                               "</layer></symbol>\n",
                               i, colours[i])
                         : fmt::format(
                               "<symbol type=\"marker\" name=\"{}\"><layer class=\"SimpleMarker\">"
                               "<prop k=\"color\" v=\"{},255\"/><prop k=\"size\" v=\"3\"/></layer></symbol>\n",
                               i, colours[i]);
    }
    return fmt::format(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" "
        "styleCategories=\"Symbology\">\n<renderer-v2 type=\"graduatedSymbol\" attr=\"{}\" "
        "graduatedMethod=\"GraduatedColor\" symbollevels=\"0\" forceraster=\"0\">\n<ranges>\n{}</ranges>\n<symbols>\n{}"
        "</symbols>\n</renderer-v2>\n</qgis>\n",
        column, ranges, symbols);
}

}  // namespace hacthanh::io::detail
