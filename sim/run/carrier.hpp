#pragma once

#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/dispersion/particle_transport.hpp"
#include "sim/dispersion/remembering_transport.hpp"
#include "sim/run/road_lines.hpp"
#include "sim/run/simulation.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/wind/turbulence.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// What carries the pollutants of a run: one of the three models of `dispersion.model` behind one call.
///
/// Finite volumes and particles move them from one coupling interval to the next. The line source knows steady states
/// only: it gathers emissions until settle(), which gives the field of the time since the last one.
class Carrier {
public:
    /// The stage's city and mesh, and `parallel`, must outlive this.
    /// @param removal  one per species; the line source knows loss alone
    /// @param streets  whose own part of the air a steady model is to tell
    Carrier(Stage const& stage, state::Flow const& flow, state::InflowProfile const& weather,
            std::vector<dispersion::Removal> const& removal, std::vector<StreetModel> const& streets,
            Parallel const& parallel);

    /// Goes on in another weather. settle() first.
    void set_flow(state::Flow const& flow, state::InflowProfile const& weather,
                  std::vector<dispersion::Removal> const& removal);
    /// Goes on with another vertical diffusivity alone.
    void set_vertical_diffusivity(state::Flow const& flow) {
        if (volumes_) volumes_->set_vertical_diffusivity(flow);
        if (remembering_) remembering_->set_vertical_diffusivity(flow);
    }

    /// @param roads  what the roads emitted, the same as `emission` by road
    dispersion::TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                                        state::RoadSeries const& roads, state::InflowConcentration const& inflow,
                                        double duration_s);

    /// Steady models: what the sources beside the traffic gave off in the same time [kg], [source][species].
    void collect_sources(std::vector<std::vector<double>> const& masses) {
        if (lines_) lines_->collect_sources(masses);
    }

    bool is_steady() const { return lines_.has_value(); }
    /// A run can go on from its concentrations and fluxes alone.
    bool can_resume() const { return !particles_; }
    /// Beside the concentrations; none where fluxes have no memory.
    std::vector<mesh::FaceField<float>> fluxes() const {
        return remembering_ ? remembering_->carried() : std::vector<mesh::FaceField<float>>();
    }
    /// @param fluxes  as fluxes() gave them in a run of the same scenario
    void set_fluxes(std::vector<mesh::FaceField<float>> fluxes) {
        if (remembering_) remembering_->set_carried(std::move(fluxes));
    }
    /// Steady models: the field since the last call and the time it stands for [s]; others: 0.
    /// @param reacting  see RoadLines
    double settle(state::ConcentrationField& concentration, state::InflowConcentration const& inflow,
                  std::optional<ReactingAir> const& reacting);

    /// Steady models: see RoadLines.
    std::vector<OwnPart> const& own_parts() const { return lines_->own_parts(); }

private:
    /// A background that changed came or went through the border: books it.
    void book_background(state::InflowConcentration const& inflow, dispersion::TransportReport& report);

    Parallel const* parallel_;
    double air_volume_ = 0;                    ///< [m3]
    state::InflowConcentration background_{};  ///< of the last call
    state::InflowProfile weather_;
    std::optional<wind::Turbulence> turbulence_;
    std::optional<dispersion::FiniteVolumeTransport> volumes_;
    std::optional<dispersion::RememberingTransport> remembering_;
    std::optional<dispersion::ParticleTransport> particles_;
    std::optional<RoadLines> lines_;
};

}  // namespace hacthanh::run
