#pragma once

#include "sim/dispersion/line_source.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/other_source.hpp"

#include <vector>

namespace hacthanh::run {

/// Sources beside the traffic as points and short lines of the line-source model, and what each emits.
struct SourceLines {
    std::vector<dispersion::RoadSource> kinds;  ///< one for each source that lies anywhere
    std::vector<dispersion::RoadPiece> pieces;
    std::vector<std::size_t> sources;  ///< of each piece: index of its source
    std::vector<double> shares;  ///< part of its source that each metre of a piece gives off [1/m], or a point [1]
};

/// What stands for sources in a wind.
///
/// A source at a point is a point at its own coordinates, as wide as it is deep: rising gases spread to all sides alike
/// (Pasquill 1976, EPA-600/4-76-030b). Cells of another lie along the rows of the mesh, or its columns, whichever is
/// nearer to the wind, cells of the same share in one line, so that a place inside has what lies upwind of it.
/// sigma_y0 = cell / 2.15, of sources side by side (US EPA 2023, AERMOD user's guide EPA-454/B-23-008, initial
/// dimensions of volume sources), also of one cell alone: what is cut into parts is what the whole was. Exhaust that is
/// spread evenly from bottom to top: released in the middle, sigma_z0 = (top - bottom) / sqrt(12), the standard
/// deviation of such a layer.
SourceLines lines_of(std::vector<state::OtherSource> const& sources, mesh::CityMesh const& mesh, double wind_from_deg);

}  // namespace hacthanh::run
