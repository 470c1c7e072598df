#pragma once

#include "sim/core/parallel.hpp"
#include "sim/dispersion/dispersion_model.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/particle_turbulence.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace hacthanh::dispersion {

/// How the particle model computes.
struct ParticleOptions {
    double particles_per_s = 2000;  ///< released in each second of the run, > 0; every emitting cell gives at least one
    double time_step = 0.1;         ///< over the Lagrangian time scale, in (0, 0.5]
    double sample_s = 1;            ///< time between two looks at where the particles are [s], > 0
    double structure_constant = 4.6;  ///< C_0 of the Lagrangian structure function [1], > 0; structure_constant()
    std::uint32_t seed = 1;
};

/// C_0 = 2 (sigma_w / u*)^4 Sc, sigma_w / u* = 1.3: with it particles spread, after many time scales, with the
/// diffusivity kappa u* z / Sc of the other models (T = 2 sigma^2 / (C_0 eps), K = sigma^2 T, eps = u*^3 / (kappa
/// z)). 4.6 for Sc = 0.8, within what models use, 3 to 5.7.
double structure_constant(double schmidt_number);

/// Lagrangian particles in the wind and turbulence of the city.
///
/// Generalised Langevin equation (Thomson 1987, doi:10.1017/S0022112087001940; Bailey 2017,
/// Boundary-Layer Meteorol. 162, 43) with stresses along the axes of the mesh:
///
///     d(u/s) = -(u/s) dt/T + ds/dx dt + sqrt(2/T) dW,   T = 2 sigma_w^2 / (C_0 eps)
///
/// with s = sigma of each axis, one value per cell, and one T for all (Hanna 1982), so that the diffusivities are those
/// of the other models. Forgetting is the implicit midpoint rule, which no step makes
/// unstable; gradients of s are jumps between cells, crossed with (u/s)^2 + 2 ln(s'/s) kept, so that mixed air stays
/// mixed. Wind is linear between the faces of a cell. Particles reflect at ground, roofs and walls; with a deposition
/// velocity v_d a hit on the ground keeps exp(-2 v_d sqrt(pi/2) / sigma_w) of their mass (absorption p = 2 s/(1 + s),
/// to third order). With a loss rate masses decay as exp(-rate t), booked once per sample. Those that leave through
/// sides or lid are gone. Nothing enters: the background is added to the result.
///
/// The concentration that advance() gives is the mean over the call. Random numbers: sim/core/random.hpp, named by
/// particle and step. Same bits for any number of threads and every instruction set.
/// Limits: sigma along and across the wind are turned into those of the axes without their correlation; cells cut by
/// buildings count as whole boxes; stresses u'w' are left out.
/// Cost: some 20-50 ns for a step of a particle. One object serves one thread at a time.
class ParticleTransport : public DispersionModel {
public:
    /// @param mesh, parallel       must outlive the model
    /// @param wind_from_deg        of the undisturbed wind, to which sigma_along and sigma_across belong
    /// @param removal             one per species: deposition and loss; particles do not fall on their way
    ParticleTransport(ParticleOptions const& options, state::WindField const& wind,
                      state::ParticleTurbulence const& turbulence, double wind_from_deg, mesh::CityMesh const& mesh,
                      std::vector<Removal> removal, Parallel const& parallel);
    ParticleTransport(ParticleTransport&&) noexcept;
    ~ParticleTransport() override;

    /// Goes on with another flow; particles stay where they are.
    void set_flow(state::WindField const& wind, state::ParticleTurbulence const& turbulence, double wind_from_deg);

    /// One per species, from now on.
    void set_removal(std::vector<Removal> removal);

    /// See DispersionModel. `concentration` is replaced by the mean over the call: particles over the volume of whole
    /// cells, and `inflow` everywhere. The report counts particles alone.
    /// Throws SolverError when an emission is not finite and >= 0 or lies in a closed cell.
    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration_s) override;

    std::size_t n_particles() const;
    char const* kernel_name() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace hacthanh::dispersion
