#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <vector>

namespace hacthanh::dispersion::detail {

/// A flow in the form the kernels read: face openings, cell sizes and signs folded in once, so that one time step
/// only multiplies with its length. Layouts as in mesh::FaceField and mesh::CellField, with `slack` spare floats
/// behind.
struct FlowRates {
    /// Throws SolverError naming the first cell where wind or diffusivity is not finite, or diffusivity negative.
    FlowRates(state::Flow const& flow, mesh::CityMesh const& mesh, Parallel const& parallel);

    /// Takes over the vertical diffusivity alone. Throws as the constructor does, and then changes nothing.
    /// @param flow  of the same mesh; its wind and horizontal mixing are taken to be the old ones
    void set_vertical_diffusivity(state::Flow const& flow, mesh::CityMesh const& mesh, Parallel const& parallel);

    AlignedArray<float> x_rate;   ///< volume through the face per second over a whole cell [1/s]
    AlignedArray<float> y_rate;   ///< the same [1/s]
    AlignedArray<float> z_speed;  ///< wind x aperture [m/s]; 0 on the ground
    AlignedArray<float>
        x_diffusion;  ///< K_h x aperture / cell size^2 [1/s]; 0 on the sides of the domain, `wall` where closed
    AlignedArray<float> y_diffusion;  ///< the same [1/s]
    AlignedArray<float>
        conductance;  ///< K_z x aperture / distance of centres [m/s]; 0 on ground and lid, `wall` where closed
    AlignedArray<float> volume;        ///< free-volume fraction; 1 in cells without air, which exchange nothing
    std::vector<double> thickness;     ///< of the layers [m]
    std::vector<float> per_thickness;  ///< its inverse [1/m]
    std::vector<char> full;            ///< per layer: all cells hold air alone, `volume` is 1
    std::vector<char> walls;           ///< per layer: some face of its cells is `wall`
    std::vector<float> slope_weight;   ///< see VerticalStrip
    bool vertical_wind = false;        ///< some z_speed is not 0
};

/// Throws SolverError naming the first face or cell where wind or a diffusivity is not finite, or a diffusivity is
/// negative.
void expect_usable(state::Flow const& flow, mesh::CityMesh const& mesh);
/// The same of the vertical diffusivity alone.
void expect_usable_vertical_diffusivity(state::Flow const& flow, mesh::CityMesh const& mesh);

/// The number beside a free-volume fraction in (0, 1] that times its inverse is closest to 1 in single precision:
/// concentrations become masses and masses concentrations in every step, and the same surplus each time would add up.
float invertible(double fraction);

/// The longest time step [s] for which no direction of any cell gives away more than it holds, counting the limited
/// slopes and diffusion, and no face passes more than `max_courant_number` of a cell.
/// That makes the scheme positive and monotone; docs/theory/transport.md derives the condition. Infinite in still air.
double longest_stable_step(FlowRates const& rates, mesh::CityMesh const& mesh, double max_courant_number,
                           Parallel const& parallel);

}  // namespace hacthanh::dispersion::detail
