#include "io/report/model_at_station.hpp"

#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace hacthanh::io::report {
namespace {

constexpr double usual_inlet_height_m =
    3;  // kerbside and urban stations take their air at 1.5 to 4 m (2008/50/EC, III C)

std::vector<Step> receptor_steps(ResultReader const& result) {
    double const from_s = result.facts().begin_s + result.facts().spin_up_s;
    std::vector<Step> steps;
    double before_s = result.facts().begin_s;
    std::size_t index = 0;
    for (double const end_s : result.receptor_times()) {
        if (end_s > from_s) steps.push_back({std::max(before_s, from_s), end_s, index});
        before_s = end_s;
        ++index;
    }
    return steps;
}

/// File coordinates of a place.
city::Point in_file(ResultReader const& result, MonitorPlace const& place) {
    auto const& grid = result.grid();
    if (!place.on_earth) return {place.x - grid.network_offset_x, place.y - grid.network_offset_y};
    std::string const where = "station \"" + place.name + "\"";
    validate(!grid.crs_wkt.empty(), where, "gives longitude and latitude, but the run's network has no projection",
             "give x_m and y_m instead");
    OGRSpatialReference const earth = make_reference("EPSG:4326", "WGS 84");
    OGRSpatialReference const plane = make_reference(grid.crs_wkt, result.path());
    std::unique_ptr<OGRCoordinateTransformation> const transformation(
        OGRCreateCoordinateTransformation(&earth, &plane));
    double x = place.x;
    double y = place.y;
    validate(transformation && transformation->Transform(1, &x, &y) != FALSE, where,
             "is no place in the run's projection");
    return {x, y};
}

}  // namespace

std::vector<Step> steps_after_spin_up(ResultTimes const& times) {
    std::vector<Step> steps;
    for (std::size_t step = 0; step < times.end_s.size(); ++step)
        if (!times.spin_up[step]) steps.push_back({times.begin_s[step], times.end_s[step], step});
    return steps;
}

ModelAtStation::ModelAtStation(ResultReader const& result, std::string const& station, MonitorPlace const* place)
    : result_(result) {
    validate(result.n_steps() > 0, result.path(), "holds no output step yet", "wait for the run's first step");
    auto const& receptors = result.receptors();
    auto const known = std::ranges::find(receptors, station, &state::Receptor::name);
    if (known != receptors.end()) {
        receptor_ = static_cast<std::size_t>(known - receptors.begin());
        steps_ = receptor_steps(result);
        return;
    }
    validate(place != nullptr, "station \"" + station + "\"", "has no place and is no receptor of the run",
             "give its lon and lat (or x_m and y_m) in the table, docs/formats/monitors.md");
    cell_ = cell_of(*place);
    steps_ = steps_after_spin_up(result.times());
}

ModelAtStation::Cell ModelAtStation::cell_of(MonitorPlace const& place) const {
    auto const& grid = result_.grid();
    auto const [x, y] = in_file(result_, place);
    double const height = place.height_m.value_or(usual_inlet_height_m);
    Cell cell;
    while (cell.k + 1 < grid.nz() && grid.z_faces[cell.k + 1] <= height) ++cell.k;
    double const i = std::floor((x - grid.x_centre.front()) / grid.cell_size + 0.5);
    double const j = std::floor((y - grid.y_centre.front()) / grid.cell_size + 0.5);
    validate(i >= 0 && j >= 0 && i < static_cast<double>(grid.nx()) && j < static_cast<double>(grid.ny()),
             "station \"" + place.name + "\"", "lies outside the mesh of the run");
    // A building may fill the cell: the nearest one with air then, as for receptors.
    auto const layer = result_.concentration_layer(0, 0, cell.k);
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < grid.ny(); ++row)
        for (std::size_t column = 0; column < grid.nx(); ++column) {
            if (!std::isfinite(layer[row * grid.nx() + column])) continue;
            double const distance = std::hypot(static_cast<double>(column) - i, static_cast<double>(row) - j);
            if (distance >= nearest) continue;
            nearest = distance;
            cell.i = column;
            cell.j = row;
        }
    validate(std::isfinite(nearest), "station \"" + place.name + "\"", "the layer at its height holds no air");
    return cell;
}

std::vector<float> const& ModelAtStation::series(std::size_t species) {
    auto const known = series_.find(species);
    if (known != series_.end()) return known->second;
    std::vector<float> values;
    if (receptor_) {
        auto const all = result_.receptor_series(species);
        std::size_t const n = result_.receptors().size();
        for (std::size_t at = *receptor_; at < all.size(); at += n) values.push_back(all[at]);
    } else {
        for (std::size_t step = 0; step < result_.n_steps(); ++step)
            values.push_back(result_.concentration_column(species, step, cell_.i, cell_.j).at(cell_.k));
    }
    return series_.emplace(species, std::move(values)).first->second;
}

std::optional<double> ModelAtStation::mean(std::size_t species, double begin_s, double end_s) {
    auto const& values = series(species);
    return mean_over(steps_, begin_s, end_s, [&values](std::size_t index) { return values.at(index); });
}

}  // namespace hacthanh::io::report
