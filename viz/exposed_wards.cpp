#include "viz/exposed_wards.hpp"

#include "io/impact/places.hpp"
#include "sim/core/error.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/scene_city.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

namespace hacthanh::viz {
namespace {

std::vector<io::Ward> areas_of(SceneData const& data, Scene const& scene, std::span<city::PopulationZone const> zones) {
    if (!scene.wards.empty()) return io::read_wards(scene.wards, data.result().grid());
    validate(!zones.empty(), "layers", "of kind wards: neither wards nor pieces of the city with people are known",
             "name polygons with a column \"name\" as \"wards\" in the scene (--wards), or a city folder with "
             "population.gpkg as \"city\" (--city), or hide the layer of wards");
    std::vector<io::Ward> areas;
    for (auto const& zone : zones) areas.push_back({zone.id, zone.parts});
    return areas;
}

}  // namespace

ExposedWards::ExposedWards(SceneData const& data, Scene const& scene, std::span<city::PopulationZone const> zones)
    : areas_(areas_of(data, scene, zones)), places_(io::read_places(data.result(), {scene.city, {}})) {
    bool const reached = io::assign_wards(places_, areas_, data.result().grid());
    validate(reached, scene.wards.empty() ? "layers" : scene.wards,
             "no place of the mesh lies in any area of the wards",
             "give the wards of this city, in any projection that the file names");
    people_.assign(areas_.size(), 0.0);
    middle_.assign(areas_.size(), std::nullopt);
    auto const& grid = data.result().grid();
    std::vector<city::Point> moment(areas_.size());
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (places_.ward[i] < 0) continue;
        auto const ward = static_cast<std::size_t>(places_.ward[i]);
        people_[ward] += places_.people[i];
        moment[ward].x += places_.people[i] * (places_.at[i].x - grid.network_offset_x);
        moment[ward].y += places_.people[i] * (places_.at[i].y - grid.network_offset_y);
    }
    for (std::size_t ward = 0; ward < areas_.size(); ++ward)
        if (people_[ward] > 0) middle_[ward] = {moment[ward].x / people_[ward], moment[ward].y / people_[ward]};
    if (!has_population()) people_.assign(areas_.size(), 0.0);
    if (has_population() && scene.wards.empty())  // the folder counts them exactly, also across the borders of cells
        for (std::size_t i = 0; i < zones.size(); ++i) people_[i] = zones[i].residents;
}

std::vector<float> ExposedWards::means(std::vector<float> const& cells) const {
    std::vector<float> breathed(places_.size());
    for (std::size_t i = 0; i < places_.size(); ++i) breathed[i] = cells.at(places_.cell[i]);
    std::vector<float> means(areas_.size(), std::nanf(""));
    for (auto const& exposure : impact::by_ward(places_, breathed))
        if (exposure.ward >= 0 && exposure.people > 0)
            means[static_cast<std::size_t>(exposure.ward)] = static_cast<float>(exposure.mean);
    return means;
}

ExposedWards read_exposed_wards(SceneData const& data, Scene const& scene) {
    return {data, scene, detail::read_scene_city(data, scene.city).zones};
}

SceneSeries ward_series(SceneData const& data, Scene const& scene, std::size_t area) {
    auto const exposure = read_exposed_wards(data, scene);
    validate(area < exposure.areas().size(), "layers", fmt::format("of kind wards: there is no area {}", area));
    SceneLayer const* const layer = find_layer(scene, LayerKind::wards);
    double const height = layer == nullptr ? scene.height_m : layer->height_m.value_or(scene.height_m);
    std::size_t const species = data.species(scene.field);
    bool const background = detail::background_of(data.result(), scene.field).has_value();
    SceneSeries series{ward_quantity(detail::concentration_name(scene.field, background), exposure),
                       Text::same("µg/m³"),
                       data.result().times().end_s,
                       {}};
    for (std::size_t step = 0; step < data.result().n_steps(); ++step)
        series.value.push_back(exposure.means(*data.concentration_layer(species, step, data.layer(height)))[area]);
    return series;
}

Text ward_quantity(Text const& concentration, ExposedWards const& exposure) {
    return exposure.has_population()
               ? Text{concentration.english + ", where people live", concentration.vietnamese + ", nơi người dân sống"}
               : Text{concentration.english + ", mean of the ground (no population)",
                      concentration.vietnamese + ", trung bình mặt đất (chưa có số liệu dân cư)"};
}

}  // namespace hacthanh::viz
