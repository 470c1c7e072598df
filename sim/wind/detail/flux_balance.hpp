#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/wind/detail/open_faces.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::wind::detail {

/// Sums of volume fluxes over cells [m3/s].
struct Balance {
    double squares = 0;          ///< of the cells' sums
    double largest = 0;          ///< of their magnitudes
    std::size_t worst_cell = 0;  ///< where that is; with broken numbers the first such cell
    bool finite = true;
};

/// Volume through the border of the domain [m3/s].
struct Exchange {
    double inflow = 0;
    double outflow = 0;
};

/// Volume fluxes of a wind field and what a potential does to them, in double.
///
/// The flux of a face is speed x area x aperture; the same expression for both of its cells, so it cancels exactly.
class FluxBalance {
public:
    /// @param beta  (alpha_1 / alpha_2)^2, ProjectionOptions. The other arguments must outlive the object.
    FluxBalance(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, Parallel const& parallel);

    /// Sets the speed of every closed face to 0.
    void close_walls(state::WindField& wind) const;
    /// excess[cell] = what flows out less what flows in.
    Balance measure(state::WindField const& wind, std::span<double> excess) const;
    /// Adds the gradient of `potential`, which is 0 outside the open sides.
    void add_gradient(state::WindField& wind, std::span<double const> potential) const;
    Exchange exchange(state::WindField const& wind) const;

    /// Sum over faces of area x aperture / distance x (potential here - potential beyond): what add_gradient takes
    /// from the excess.
    void apply(std::span<double const> potential, std::span<double> result) const;
    /// The factor of the potential itself in apply().
    double diagonal(std::size_t i, std::size_t j, std::size_t k) const;

private:
    template <class Row>
    void for_rows(Row const& row) const;
    double x_distance(std::size_t i) const { return i == 0 || i == mesh_->nx() ? 0.5 * dx_ : dx_; }
    double y_distance(std::size_t j) const { return j == 0 || j == mesh_->ny() ? 0.5 * dx_ : dx_; }

    mesh::CityMesh const* mesh_;
    OpenFaces const* faces_;
    Parallel const* parallel_;
    double dx_;
    std::vector<double> z_gradient_;  ///< [nz + 1] beta over the distance of the centres
};

}  // namespace hacthanh::wind::detail
