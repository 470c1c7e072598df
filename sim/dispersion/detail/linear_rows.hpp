#pragma once
/// A mesh and its flow as rows of cells and faces along one axis, for the linear schemes.

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

namespace hacthanh::dispersion::detail {

/// Stands for the air outside the domain.
inline constexpr std::size_t outside = std::numeric_limits<std::size_t>::max();

/// One face of a row of cells.
struct Face {
    double volume = 0;       ///< that passes upwards [m3/s]
    double conductance = 0;  ///< K x open area / distance of the middles [m3/s]; 0 on the sides of the domain
    bool closed = false;     ///< slopes do not look through it
};

/// A row of cells along one axis.
struct Row {
    std::vector<std::size_t> cells;
    std::vector<Face> faces;            ///< cells + 1
    std::vector<double> slope_weights;  ///< of the central difference, 2 h / (distance of the middles beside)
    bool mixing_apart = false;          ///< along z: wind does not take over part of the mixing

    /// Whether a slope has a difference across this face: not across a wall, ground or lid, nor where air flows out.
    bool looks_through(std::size_t face) const {
        Face const& f = faces[face];
        std::size_t const n = cells.size();
        if (f.closed || (mixing_apart && (face == 0 || face == n))) return false;
        return (face > 0 || f.volume > 0) && (face < n || f.volume < 0);
    }
};

enum class Axis : std::size_t { x, y, z };

/// Calls visit(axis, row) for every row of the mesh: by layers the rows along x and y, then the columns.
/// Throws SolverError when the flow is not finite or a diffusivity negative.
void for_each_row(state::Flow const& flow, mesh::CityMesh const& mesh,
                  std::function<void(Axis axis, Row const& row)> const& visit);

}  // namespace hacthanh::dispersion::detail
