#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/wind/detail/checkerboard.hpp"
#include "sim/wind/detail/conjugate_gradients.hpp"
#include "sim/wind/detail/open_faces.hpp"
#include "sim/wind/detail/projection_kernels.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::wind::detail {

/// Excess of a cell = volume flux out less volume flux in [m3/s], summed up over all cells.
struct Balance {
    double squares = 0;  ///< of the excesses; not a number when some speed is not
    double largest = 0;  ///< of their magnitudes
};

/// Volume through the border of the domain [m3/s].
struct Exchange {
    double inflow = 0;
    double outflow = 0;
};

/// The volume fluxes of a wind field and what a potential does to them, in double.
///
/// The flux of a face is speed x area x aperture; the same expression for both of its cells, so it cancels exactly.
/// Excesses and potentials of the multigrid are in single precision, `scale` times those of the wind.
class FluxBalance {
public:
    /// @param beta  (alpha_1 / alpha_2)^2, see ProjectionOptions. The other arguments must outlive the object.
    FluxBalance(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, Parallel const& parallel,
                ProjectionKernels const& kernels);

    /// Sets the speed of every closed face to 0.
    void close_walls(state::WindField& wind) const;
    /// Writes scale x excess of every cell.
    Balance measure(state::WindField const& wind, double scale, Colours<float>& excess) const;
    /// Adds the gradient of the solution that `work` holds, made with `old_scale`; then measures into its residual
    /// with `scale`.
    Balance correct(state::WindField& wind, double old_scale, ConjugateGradients::WorkSpace& work, double scale) const;
    Exchange exchange(state::WindField const& wind) const;
    /// The first cell, in the order of the mesh, whose excess is the largest or not a number. Slow.
    std::size_t worst_cell(state::WindField const& wind) const;

private:
    FluxRow flux_row(state::WindField const& wind, std::size_t j, std::size_t k) const;
    Balance measure_row(state::WindField const& wind, std::size_t j, double scale, Colours<float>& excess) const;
    void add_gradient(state::WindField& wind, std::size_t j, double scale,
                      ConjugateGradients::WorkSpace const& work) const;
    Balance total(std::vector<Balance> const& rows) const;

    mesh::CityMesh const* mesh_;
    OpenFaces const* faces_;
    Parallel const* parallel_;
    ProjectionKernels const* kernels_;
    Checkerboard board_;
    double dx_;
    std::vector<double> z_gradient_;  ///< [nz + 1] beta over the distance of the centres
};

}  // namespace hacthanh::wind::detail
