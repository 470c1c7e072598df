#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/wind/detail/checkerboard.hpp"
#include "sim/wind/detail/open_faces.hpp"
#include "sim/wind/detail/projection_kernels.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace hacthanh::wind::detail {

/// The operator of one grid: sums over faces of conductance x (potential here - potential beyond).
///
/// The conductance of a face is aperture x area / distance x beta (1 for vertical faces). Apertures are bytes; areas
/// and distances are products of one number per column, row and layer.
struct GridLevel {
    Checkerboard board;
    Colours<std::uint8_t> west;    ///< aperture of the west face of a cell, by the colour of the cell
    Colours<std::uint8_t> south;   ///< of the south face
    Colours<std::uint8_t> bottom;  ///< of the bottom face; nz + 1 levels
    /// [shift][m] cell size over distance of the centres, across the west and east face of cell i = 2 m + shift; 0
    /// behind the last cell
    std::array<AlignedArray<float>, 2> west_weight;
    std::array<AlignedArray<float>, 2> east_weight;
    std::vector<float> south_weight;  ///< [ny + 1]
    std::vector<float> layer;         ///< [nz] thickness / 255
    std::vector<float> level;         ///< [nz + 1] cell area x beta / distance of the centres / 255
    /// [colour][row x strips] see Columns::open_from
    std::array<std::vector<std::uint16_t>, 2> open_from;
    /// [shift][first, middle, last strip][nz]
    std::array<std::array<std::vector<OpenStrip>, 3>, 2> open_strips;
    double last_column = 1;  ///< width of the last column, in cells of this grid
    double last_row = 1;     ///< of the last row
};

/// The operator on the mesh itself.
GridLevel finest_level(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, bool open_lid,
                       Parallel const& parallel);

/// The same problem on cells twice as large in plan, the layers kept.
///
/// Apertures are means of the fine ones, rounded up, so that no passage closes. Where the number of fine cells is odd,
/// the missing half of the last cell counts as closed and the distances know of it.
GridLevel coarser_level(GridLevel const& fine, Parallel const& parallel);

}  // namespace hacthanh::wind::detail
