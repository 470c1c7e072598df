#pragma once

#include "sim/city/building.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace hacthanh::mesh {

/// How buildings are cut into the mesh. The defaults keep the transport's time step within half of the open mesh's.
struct BlockingOptions {
    /// A cell with a smaller free-volume fraction is closed, in [0, 0.5]; its air is given to the next cut cells of the
    /// same building in its row as far as they can take it. Our choice: 4 of 255 parts changes a building by < 1.6 %.
    double min_free_fraction = 4.0 / 255;
    /// An aperture is at most this times the free-volume fraction of the smaller of its two cells, >= 1: what flows
    /// through a face in one step must fit into the cell behind it. Our choice.
    double max_aperture_ratio = 2;
};

/// What became of the buildings. Volumes in [m3].
struct BlockingReport {
    std::size_t buildings = 0;          ///< that reach into the mesh
    std::size_t buildings_outside = 0;  ///< that do not
    double given_volume = 0;            ///< footprint x height of the buildings wholly inside the mesh
    double exact_volume = 0;            ///< the same buildings clipped against the cells
    double clipped_volume = 0;          ///< all buildings clipped against the cells
    double blocked_volume = 0;          ///< what the mesh holds closed after rounding and closing
    double overlap_volume = 0;          ///< counted twice in the input: buildings that overlap
    std::size_t cut_cells = 0;          ///< partly open
    std::size_t closed_cells = 0;       ///< wholly closed
    std::size_t closed_slivers = 0;     ///< closed though they held some air: below min_free_fraction
    std::size_t closed_isolated = 0;    ///< closed though they held some air: no open face
    std::size_t enclosed_cells = 0;     ///< closed because no way leads to the sides or the lid of the mesh
    double enclosed_volume = 0;         ///< their air; not in blocked_volume
    double worst_change = 0;            ///< largest |change| of a building above 4 cells by rounding and closing [1]
    std::string worst_building;         ///< its id

    /// Relative error of the clipping, before anything is rounded.
    double volume_error() const { return given_volume > 0 ? exact_volume / given_volume - 1 : 0; }
    /// Relative change of the city's building volume by rounding and closing.
    double volume_change() const { return clipped_volume > 0 ? blocked_volume / clipped_volume - 1 : 0; }
};

/// A mesh with buildings in it.
struct BlockedMesh {
    CityMesh mesh;
    BlockingReport report;
};

/// Cuts buildings into the mesh.
///
/// Free-volume fractions are exact: every footprint edge is clipped against rows and columns (signed trapezoids, in
/// double), times the overlap of the building's height with the layer; footprints may be smaller than cells, concave,
/// with holes, raised over passages (base_m > 0). Apertures are the open fraction of the face in its plane; a wall,
/// roof or underside within 1 mm of the plane counts as standing in it, on either side. A wall that stands between two
/// face planes of a cell and covers more than they do closes the nearer one as far. Fractions are then rounded to
/// parts of 255, each rounding error handed on to the next cut cell of the column and row so that a building keeps its
/// volume. Slivers are closed and apertures bounded by `options`. Theory and tests: docs/theory/mesh.md.
///
/// @param buildings  valid polygons that do not overlap; what overlaps is counted once and reported
/// Deterministic: the same bits for any number of threads. Cost O(cells + edges x rows that they cross); 4 bytes per
/// cell. Throws InputError when an option is out of range or a building has no finite extent.
BlockedMesh block_buildings(CityMesh mesh, std::span<city::Building const> buildings, BlockingOptions const& options,
                            Parallel const& parallel);

}  // namespace hacthanh::mesh
