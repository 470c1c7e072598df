#pragma once
/// Private to viz: what stands and lies in the city, in file coordinates.

#include "sim/city/area.hpp"
#include "sim/city/building.hpp"
#include "sim/city/population.hpp"
#include "viz/scene_data.hpp"

#include <string>
#include <vector>

namespace hacthanh::viz::detail {

/// Footprints, areas and people of a scene. Coordinates are those of the result file.
struct SceneCity {
    std::vector<city::Building> buildings;
    std::vector<city::Area> areas;            ///< none when only the mesh is known
    std::vector<city::PopulationZone> zones;  ///< none when only the mesh is known
    bool from_mesh = false;                   ///< buildings are blocks of cells, for want of footprints
};

/// Reads the folder that the scene names; else the one that the run names, if it is still there; else takes cells that
/// are built on for at least a half as blocks.
/// Throws InputError when the scene names a folder that is no city, or one with another projection.
SceneCity read_scene_city(SceneData const& data, std::string const& folder);

}  // namespace hacthanh::viz::detail
