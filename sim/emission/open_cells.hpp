#pragma once

#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hacthanh::emission {

/// Where mass goes that is set free at street level of a mesh with buildings: into the cell itself when it holds enough
/// air, else into the nearest one that does.
///
/// A network and footprints never fit to the metre, so some pieces of road lie in a building's cells, and a cell with a
/// sliver of air would turn a car into a cloud. Such mass moves to the nearest cell of the same layer with a
/// free-volume fraction of at least `least_free_fraction`, by the distance of the cells' middles in plan, ties to the
/// lower cell number; where the layer has none, to the nearest in the layer above. Answers are found on demand and
/// kept: the roads ask for few cells. Deterministic. One thread per object.
class OpenCells {
public:
    /// A tenth of a cell: below it, a car's exhaust of a second would be ten times as dense as in the street beside.
    /// Our choice.
    static constexpr double least_free_fraction = 0.1;

    /// @param mesh  must outlive this
    /// @param n_layers  layers that emission reaches
    OpenCells(mesh::CityMesh const& mesh, std::size_t n_layers);

    /// @param cell  below n_layers
    /// @return the cell that takes what is set free in `cell`; itself when that holds enough air
    /// Throws InputError when no layer up to n_layers has a cell with enough air.
    std::size_t taker(std::size_t cell);

private:
    bool takes(std::size_t cell) const { return mesh_->free_volume_fraction(cell) >= least_free_fraction; }
    std::size_t nearest(std::size_t cell) const;
    bool search_layer(mesh::CellIndex centre, std::size_t& found) const;

    static constexpr std::uint32_t unknown = 0xffffffff;
    mesh::CityMesh const* mesh_;
    std::size_t n_layers_;
    std::vector<std::uint32_t> taker_;  ///< empty without buildings
};

}  // namespace hacthanh::emission
