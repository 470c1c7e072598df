/// The city of a session: buildings, mesh and what they say of the wind that comes in.

#include "app/hacthanh/session.hpp"

#include "io/city_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::app {
namespace {

/// A few houses in open country say nothing of the roughness around them [1]; our choice.
constexpr double least_frontal_density = 0.03;

/// A footprint count that was not all used is said; so is what the mesh had to change beyond rounding.
std::vector<std::string> warnings_of(mesh::BlockingReport const& report) {
    std::vector<std::string> warnings;
    if (report.buildings == 0)
        warnings.emplace_back("city.folder: none of its buildings reaches into the mesh; are both in one projection?");
    if (report.buildings_outside > 0)
        warnings.push_back(fmt::format("{} buildings lie outside the mesh and are left out", report.buildings_outside));
    if (report.overlap_volume > 1e-6 * report.clipped_volume)
        warnings.push_back(
            fmt::format("buildings overlap: {:.0f} m3 were counted once, not twice", report.overlap_volume));
    if (report.enclosed_cells > 0)
        warnings.push_back(
            fmt::format("{} cells of air are enclosed by buildings and were closed", report.enclosed_cells));
    return warnings;
}

}  // namespace

mesh::CityMesh make_mesh(scenario::Scenario const& scenario, city::Rectangle roads) {
    double const margin = scenario.mesh.margin_m;
    city::Rectangle const with_margin{roads.x_min - margin, roads.y_min - margin, roads.x_max + margin,
                                      roads.y_max + margin};
    return {scenario.mesh.extent.value_or(with_margin), scenario.mesh};
}

void Session::read_city() {
    if (scenario().city.folder.empty()) return;
    auto folder = io::read_city_folder(loaded_.resolve(scenario().city.folder));
    auto const& theirs = folder.city.projection;
    auto const& ours = city_.projection;
    validate(theirs.proj_string == ours.proj_string && theirs.offset_x_m == ours.offset_x_m &&
                 theirs.offset_y_m == ours.offset_y_m,
             "city.folder",
             fmt::format("the city lies at \"{}\" {:+} {:+} and the network of the traffic at \"{}\" {:+} {:+}",
                         theirs.proj_string, theirs.offset_x_m, theirs.offset_y_m, ours.proj_string, ours.offset_x_m,
                         ours.offset_y_m),
             "import the city with the network that the traffic runs on");
    city_.buildings = std::move(folder.city.buildings);
    city_.areas = std::move(folder.city.areas);
    city_.population = std::move(folder.city.population);
    city_.barriers = std::move(folder.city.barriers);
    city_.terrain = std::move(folder.city.terrain);
    if (!city_.barriers.empty() && scenario().dispersion.model != "line_source")
        warnings_.push_back(
            fmt::format("city.folder: {} walls beside roads are left out: only dispersion.model = "
                        "\"line_source\" computes with them, and no kerb model",
                        city_.barriers.size()));
    if (!city_.barriers.empty() && scenario().dispersion.model == "line_source" && scenario().kerb.on())
        warnings_.push_back(fmt::format(
            "kerb.model: what a street adds at its kerbs takes no notice of the {} walls beside roads; cells behind "
            "the walls do",
            city_.barriers.size()));
    for (auto const& [role, file] : folder.files) add_input(file, "city " + role);
}

void Session::build_mesh() {
    mesh_.emplace(make_mesh(scenario(), city_.road_extent));
    if (city_.buildings.empty()) return;
    auto blocked = mesh::block_buildings(*std::move(mesh_), city_.buildings, {}, Parallel());
    mesh_.emplace(std::move(blocked.mesh));
    blocking_ = std::move(blocked.report);
    auto const warnings = warnings_of(*blocking_);
    warnings_.insert(warnings_.end(), warnings.begin(), warnings.end());
    validate(wind::is_building_aware(scenario().wind, *mesh_), "wind.model",
             "\"uniform\" would blow through the buildings of the city",
             "take \"auto\" or \"mass_consistent\", or leave out city.folder");
}

/// The wind that comes in has passed over a city like the one on the mesh: its roughness is the default of the
/// weather's. The displacement is not: on the mesh the buildings themselves lift the wind.
void Session::take_roughness_of_buildings() {
    if (!blocking_) return;
    auto const& weather = scenario().weather;
    morphology_ = weather.file.empty() ? city::morphology(city_.buildings, mesh_->extent(), weather.wind_from_deg)
                                       : city::mean_morphology(city_.buildings, mesh_->extent());
    bool const sparse = morphology_->frontal_density < least_frontal_density;
    if (sparse || loaded_.given.contains("weather.roughness_length_m")) return;
    double const rounded = std::round(morphology_->roughness_length_m * 100) / 100;
    loaded_.scenario.weather.roughness_length_m = std::max(rounded, 0.01);
    loaded_.resolved = scenario::resolved_toml(loaded_.scenario);
    loaded_.notes.push_back(fmt::format("weather.roughness_length_m = {} (from the buildings, Macdonald et al. 1998)",
                                        loaded_.scenario.weather.roughness_length_m));
}

}  // namespace hacthanh::app
