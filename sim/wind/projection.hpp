#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>
#include <memory>

namespace hacthanh::wind {

/// Settings of the projection.
struct ProjectionOptions {
    /// alpha_1 / alpha_2, the weight of horizontal over that of vertical changes of wind, in [0.1, 10]. Above 1 air
    /// rather goes over buildings (unstable), below 1 rather around them (stable); Sherman 1978, eq. 1.
    double alpha_ratio = 1;
    /// Air may pass the lid. Otherwise the lid is a wall.
    bool open_lid = true;
    /// What is left of the divergence, as the ratio of 2-norms over all cells, when the solver has done its work; (0,
    /// 0.1].
    double relative_residual = 1e-6;
    /// Go on until the fluxes of every cell balance to round-off, as transport needs it.
    bool close_fluxes = true;
};

/// How well one projection went.
struct ProjectionReport {
    /// 2-norm of the cells' flux sums after over before; 0 when there were none, 1 when they were balanced already
    double relative_residual = 0;
    double cell_imbalance = 0;     ///< largest |sum of fluxes| of a cell over the inflow
    double total_imbalance = 0;    ///< |inflow - outflow| over the inflow
    double inflow = 0;             ///< volume that enters through sides and lid [m3/s]
    double outflow = 0;            ///< volume that leaves [m3/s]
    int iterations = 0;            ///< of conjugate gradients, all corrections together
    int corrections = 0;           ///< solves of the defect correction
    std::size_t cells = 0;         ///< of the mesh
    std::size_t air_cells = 0;     ///< cells that take part
    std::size_t sealed_cells = 0;  ///< open cells that no air can reach from outside
};

/// The wind closest to a first guess that neither makes nor loses air.
///
/// Minimises the sum over faces of alpha^2 (u - u_guess)^2 with balanced volume fluxes in every cell: Sasaki 1970,
/// doi:10.1175/1520-0493(1970)098<0875:SBFINV>2.3.CO;2; Sherman 1978,
/// doi:10.1175/1520-0450(1978)017<0312:AMCMFW>2.0.CO;2. With phi = lambda / (2 alpha_1^2) and beta = alpha_ratio^2:
///     u = u_guess + d(phi)/dx,  v alike,  w = w_guess + beta d(phi)/dz,
///     phi = 0 on the open sides of the domain and an open lid, d(phi)/dn = 0 on walls and ground.
/// Faces count with their apertures. Closed faces carry exactly 0. Air that cannot reach an open side or lid (a sealed
/// courtyard) stands still: all faces of such cells become 0.
///
/// Built once per geometry; cost of building and solving O(cells). One object may be used by several threads at once.
/// Results do not depend on the number of threads or the processor. Theory: docs/theory/wind.md.
class Projection {
public:
    /// @param mesh      must outlive the projection
    /// @param parallel  must outlive the projection
    /// Throws InputError when no air can enter or leave the mesh, or a setting is out of range.
    Projection(mesh::CityMesh const& mesh, ProjectionOptions const& options, Parallel const& parallel);
    Projection(Projection&&) noexcept;
    Projection& operator=(Projection&&) noexcept;
    ~Projection();

    /// Replaces a first guess by the projected wind.
    /// @param wind  speeds through the open part of every face [m/s], on the mesh of this object; what it holds on
    ///              closed faces is ignored
    /// Throws SolverError when a speed is not a number, or the residual stays too large; wind is then undefined.
    ProjectionReport project(state::WindField& wind) const;

private:
    struct Solver;
    std::unique_ptr<Solver> solver_;
};

}  // namespace hacthanh::wind
