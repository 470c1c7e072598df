#pragma once

#include "io/result_reader.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/emission/options.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::app {

/// A piece of road in one column of the mesh and what it gave off on the mean.
struct RoadPieceSource {
    std::size_t road = 0;     ///< of the result
    double x = 0;             ///< network coordinates [m]
    double y = 0;             ///< [m]
    double rate_kg_s = 0;     ///< mean after the spin-up
    answers::CellShares air;  ///< cells that take it; shares sum to 1
};

/// The roads of a result cut at the mesh's columns, with their mean emission of one species after the spin-up.
///
/// Emission lies evenly along a road and, as in a run, from the ground to the top of a vehicle's wake, here that of a
/// vehicle of 1.5 m for all; what would fall into a building goes to the nearest cell with air. Roads outside the mesh
/// are left out. Cost: some hundred nanoseconds for a step of a quarter of a cell.
std::vector<RoadPieceSource> road_piece_sources(io::ResultReader const& result, std::size_t species,
                                                mesh::CityMesh const& mesh, emission::EmissionOptions const& options);

}  // namespace hacthanh::app
