#pragma once

#include "sim/core/parallel.hpp"
#include "sim/dispersion/dispersion_model.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/dispersion/options.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/state/particle_turbulence.hpp"

#include <memory>
#include <vector>

namespace hacthanh::dispersion {

/// The finite volumes with turbulent fluxes that remember (`dispersion.flux_memory`).
///
/// FiniteVolumeTransport moves what the wind carries, settles and decays; mixing follows it by one equation more for
/// each component of the flux, T DF/Dt + F = -K grad c with the eddies' lifetime T (Goldstein 1951,
/// doi:10.1093/qjmam/4.2.129; Monin 1959, doi:10.1016/S0065-2687(08)60449-5, both to be verified). Before T a
/// diffusivity spreads too fast: edges of plumes near their sources are narrower here. Where gradients last, both
/// agree. What it is worth and what it costs: docs/theory/validation.md, docs/theory/transport.md.
///
/// Positive, mass-conserving and of the same bits for any number of threads, as the finite volumes are. Cost about
/// three floats of memory and 11 ns of one thread more per cell, species and step; its steps may be longer in fine
/// meshes, where mixing limits those without memory. One object serves one thread at a time.
class RememberingTransport : public DispersionModel {
public:
    /// As FiniteVolumeTransport, and
    /// @param turbulence  of the same flow; gives T = 2 sigma_w^2 / (C0 eps)
    RememberingTransport(DispersionOptions const& options, state::Flow const& flow,
                         state::ParticleTurbulence const& turbulence, mesh::CityMesh const& mesh,
                         std::vector<Removal> const& removal, Parallel const& parallel);
    ~RememberingTransport() override;
    RememberingTransport(RememberingTransport&&) noexcept;

    /// Concentrations and fluxes go on in another flow. Throws as the constructor does; the old flow then stays.
    void set_flow(state::Flow const& flow, state::ParticleTurbulence const& turbulence);
    /// The same with another vertical diffusivity alone.
    void set_vertical_diffusivity(state::Flow const& flow);
    void set_removal(std::vector<Removal> const& removal);

    /// See FiniteVolumeTransport::advance().
    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration_s) override;

    /// Between two steps of mixing [s]; infinite in still air.
    double longest_step_s() const;

    /// Fluxes over the eddies' velocity, one per species: beside the concentrations all that a run must know to go on.
    std::vector<mesh::FaceField<float>> const& carried() const;
    /// @param carried  of the same mesh and as many species
    void set_carried(std::vector<mesh::FaceField<float>> carried);

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace hacthanh::dispersion
