#pragma once

#include "sim/core/parallel.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/particle_turbulence.hpp"

namespace hacthanh::wind {

/// Turbulence around buildings: made by the shear of the mean wind, carried by wind and eddies.
///
/// l = kappa d, d = distance to the nearest wall, roof or ground, at most the highest roof; nu_t = c l sqrt(k), c =
/// 0.55, k <= 15 u*^2 (QES-Turb: Bozorgmehr et al. 2021, doi:10.3390/atmos12091124, to be verified); c^2 k from
/// detail/carried_turbulence.hpp, where nothing is carried (l S)^2. In undisturbed neutral air nu_t is kappa u* z, what
/// the inflow profile carries too. So the two are not added: the larger one holds, the profile's counted from the
/// nearest surface instead of the ground. K_h is (sigma_across / sigma_up)^2 times nu_t / Sc: K = sigma^2 T with one T
/// for both. Fluctuations: sigma_i = r_i u_l, r = (2.5, 2.0, 1.3) along, across, up (neutral surface layer, Panofsky &
/// Dutton 1984), u_l = max(c sqrt(k), u* (1 - z/z_i)); dissipation u_l^3 / l. Limits: the ratios r everywhere; buoyancy
/// only through the inflow profile and in open air. docs/theory/wind.md has its errors against measured fluctuations.
class Turbulence {
public:
    /// Finds the distance to walls. @param mesh  must outlive this. Cost O(cells x cells up to the highest roof)
    Turbulence(mesh::CityMesh const& mesh, Parallel const& parallel);

    /// Diffusivities for transport: K_z on z faces, 0 on closed ones; K_h in cells, 0 without air.
    /// @param schmidt_number  turbulent Schmidt number [1], > 0; the profile's diffusivities hold it already
    /// Thread-safe. Same bits for any number of threads.
    state::TurbulenceField diffusivity(state::WindField const& wind, state::InflowProfile const& profile,
                                       double schmidt_number, Parallel const& parallel) const;

    /// What particles need; in air that only the inflow profile stirs, with its stability (sigma_w, dissipation and the
    /// horizontal fluctuations of convection). Thread-safe. Same bits for any number of threads.
    state::ParticleTurbulence for_particles(state::WindField const& wind, state::InflowProfile const& profile,
                                            Parallel const& parallel) const;

    /// Distance from the middle of each cell to the nearest wall, roof or ground [m]; 0 without air.
    mesh::CellField<float> const& wall_distance() const { return distance_; }

private:
    /// c sqrt(k) in each cell [m/s], carried by the wind; 0 in a mesh without buildings.
    mesh::CellField<float> local_friction(state::WindField const& wind, state::InflowProfile const& profile,
                                          Parallel const& parallel) const;
    /// u* (1 - z/z_i) in the middle of layer k [m/s], > 0.
    double undisturbed_friction(state::InflowProfile const& profile, std::size_t k) const;
    double mixing_length(std::size_t cell) const;

    mesh::CityMesh const* mesh_;
    mesh::CellField<float> distance_;
    double highest_roof_ = 0;  ///< [m]; 0 without buildings
};

}  // namespace hacthanh::wind
