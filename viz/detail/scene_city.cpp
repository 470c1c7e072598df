#include "viz/detail/scene_city.hpp"

#include "io/city_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace hacthanh::viz::detail {
namespace {

constexpr float mostly = 0.5F;

/// The city folder among the inputs of a run, as long as it exists on this machine.
std::filesystem::path folder_of_run(io::ResultReader const& result) {
    auto const provenance = result.provenance();
    for (auto const& input : provenance.inputs) {
        if (input.role != "city city") continue;
        std::filesystem::path file(input.path);
        if (file.is_relative()) file = std::filesystem::path(provenance.scenario_path).parent_path() / file;
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) return file.parent_path();
    }
    return {};
}

struct ToFile {
    double dx;
    double dy;

    void operator()(city::Polyline& line) const {
        for (city::Point& point : line) point = {point.x - dx, point.y - dy};
    }
    void operator()(city::Polygon& polygon) const {
        (*this)(polygon.outer);
        for (auto& hole : polygon.holes) (*this)(hole);
    }
};

SceneCity from_folder(SceneData const& data, std::filesystem::path const& folder) {
    auto content = io::read_city_folder(folder);
    auto const& grid = data.result().grid();
    ToFile const to_file{grid.network_offset_x, grid.network_offset_y};
    SceneCity scene{std::move(content.city.buildings), std::move(content.city.areas),
                    std::move(content.city.population), false};
    for (auto& building : scene.buildings) to_file(building.footprint);
    for (auto& area : scene.areas) to_file(area.shape);
    for (auto& zone : scene.zones)
        for (auto& part : zone.parts) to_file(part);
    return scene;
}

SceneCity from_mesh(io::ResultReader const& result) {
    SceneCity scene;
    scene.from_mesh = true;
    auto const plan = result.city_plan();
    if (!plan) return scene;
    auto const& grid = result.grid();
    double const half = grid.cell_size / 2;
    for (std::size_t j = 0; j < grid.ny(); ++j)
        for (std::size_t i = 0; i < grid.nx(); ++i) {
            std::size_t const cell = j * grid.nx() + i;
            if (plan->built_fraction[cell] < mostly || std::isnan(plan->building_height[cell])) continue;
            double const x = grid.x_centre[i];
            double const y = grid.y_centre[j];
            city::Building block;
            block.footprint.outer = {
                {x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}};
            block.height_m = static_cast<double>(plan->building_height[cell]);
            scene.buildings.push_back(std::move(block));
        }
    return scene;
}

}  // namespace

SceneCity read_scene_city(SceneData const& data, std::string const& folder) {
    if (!folder.empty()) return from_folder(data, folder);
    auto const found = folder_of_run(data.result());
    if (found.empty()) return from_mesh(data.result());
    try {
        return from_folder(data, found);
    } catch (std::exception const& error) {  // it changed since the run; the mesh knows what the run saw
        log::warning("{}; the buildings shown are those of the mesh", error.what());
        return from_mesh(data.result());
    }
}

}  // namespace hacthanh::viz::detail
