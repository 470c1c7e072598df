#pragma once

#include "sim/answers/adjoint_rows.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/run/emission_by_road.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::app {

/// A piece of road in one column of the mesh and what vehicles of one group gave off there on the mean.
struct RoadPieceSource {
    std::size_t road = 0;     ///< of the city; number of roads = on none
    std::size_t group = 0;    ///< state::VehicleGroup
    double x = 0;             ///< network coordinates [m]
    double y = 0;             ///< [m]
    double rate_kg_s = 0;     ///< mean over the traffic
    answers::CellShares air;  ///< cells that take it; shares sum to 1
};

/// What traffic gave off of one species, cut at roads, the mesh's columns and groups of vehicles, in that
/// order. Pieces without it are left out.
std::vector<RoadPieceSource> road_piece_sources(run::EmissionByRoad const& emission, std::size_t species,
                                                std::size_t n_roads, mesh::CityMesh const& mesh);

/// What all these sources give off, cell by cell [kg/s]; a cell may be there several times.
template <class Source>
answers::CellShares emission_of(std::vector<Source> const& sources) {
    answers::CellShares emission;
    for (auto const& source : sources)
        for (auto const& [cell, share] : source.air) emission.push_back({cell, share * source.rate_kg_s});
    return emission;
}

/// Where a road's emission goes: its cells' shares of the mass of one species, and the road's mean rate.
struct RoadSource {
    std::size_t road = 0;  ///< of the city; number of roads = on none
    double rate_kg_s = 0;  ///< into the mesh
    answers::CellShares air;
};

/// The same, not cut at columns: one source per road that emits into the mesh.
std::vector<RoadSource> road_sources(run::EmissionByRoad const& emission, std::size_t species, std::size_t n_roads);

/// The same for the line source: what roads emit on all their length, also outside the mesh. No cells.
std::vector<RoadSource> line_road_sources(run::EmissionByRoad const& emission, std::size_t species);

}  // namespace hacthanh::app
