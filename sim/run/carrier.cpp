#include "sim/run/carrier.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace hacthanh::run {

Carrier::Carrier(Stage const& stage, state::Flow const& flow, state::InflowProfile const& weather,
                 std::vector<dispersion::Removal> const& removal, std::vector<StreetModel> const& streets,
                 Parallel const& parallel)
    : parallel_(&parallel), weather_(weather) {
    for (std::size_t c = 0; c < stage.mesh.n_cells(); ++c)
        air_volume_ +=
            stage.mesh.free_volume_fraction(c) * stage.mesh.layer_cell_volume(c / (stage.mesh.nx() * stage.mesh.ny()));
    auto const& options = stage.scenario.dispersion;
    if (options.model == "line_source") {
        lines_.emplace(stage.city, stage.mesh, options.line_tolerance, removal, stage.sources, streets);
    } else if (options.model == "particles") {
        turbulence_.emplace(stage.mesh, parallel);
        dispersion::ParticleOptions particles;
        particles.particles_per_s = options.particles_per_s;
        particles.time_step = options.particle_time_step;
        particles.structure_constant = dispersion::structure_constant(options.schmidt_number);
        particles_.emplace(particles, flow.wind, turbulence_->for_particles(flow.wind, weather, parallel),
                           weather.wind_from_deg, stage.mesh, removal, parallel);
    } else if (options.flux_memory) {
        turbulence_.emplace(stage.mesh, parallel);
        remembering_.emplace(options, flow, turbulence_->for_particles(flow.wind, weather, parallel), stage.mesh,
                             removal, parallel);
    } else {
        volumes_.emplace(options, flow, stage.mesh, removal, parallel);
    }
}

void Carrier::set_flow(state::Flow const& flow, state::InflowProfile const& weather,
                       std::vector<dispersion::Removal> const& removal) {
    weather_ = weather;
    if (lines_) lines_->set_removal(removal);
    if (volumes_) {
        volumes_->set_flow(flow);
        volumes_->set_removal(removal);
    }
    if (remembering_) {
        remembering_->set_flow(flow, turbulence_->for_particles(flow.wind, weather, *parallel_));
        remembering_->set_removal(removal);
    }
    if (particles_) {
        particles_->set_flow(flow.wind, turbulence_->for_particles(flow.wind, weather, *parallel_),
                             weather.wind_from_deg);
        particles_->set_removal(removal);
    }
}

dispersion::TransportReport Carrier::advance(state::ConcentrationField& concentration,
                                             state::EmissionField const& emission, state::RoadSeries const& roads,
                                             state::InflowConcentration const& inflow, double duration_s) {
    if (volumes_) return volumes_->advance(concentration, emission, inflow, duration_s);
    if (remembering_) return remembering_->advance(concentration, emission, inflow, duration_s);
    dispersion::TransportReport report;
    if (particles_) {
        report = particles_->advance(concentration, emission, inflow, duration_s);
    } else {
        lines_->collect(roads, duration_s);
        report.species.resize(emission.n_species());  // a steady state: what is emitted leaves at once
        for (std::size_t s = 0; s < emission.n_species(); ++s) {
            auto const cells = emission.species(s);
            report.species[s].emitted = std::accumulate(cells.begin(), cells.end(), 0.0);
            report.species[s].outflow = report.species[s].emitted;
        }
    }
    book_background(inflow, report);
    return report;
}

void Carrier::book_background(state::InflowConcentration const& inflow, dispersion::TransportReport& report) {
    if (background_.empty()) background_ = inflow;
    for (std::size_t s = 0; s < inflow.size(); ++s) {
        double const more = (inflow[s] - background_[s]) * air_volume_;
        report.species[s].inflow += std::max(more, 0.0);
        report.species[s].outflow += std::max(-more, 0.0);
        report.species[s].in_domain += inflow[s] * air_volume_;
    }
    background_ = inflow;
}

double Carrier::settle(state::ConcentrationField& concentration, state::InflowConcentration const& inflow,
                       std::optional<ReactingAir> const& reacting) {
    return lines_ ? lines_->settle(weather_, inflow, reacting, concentration, *parallel_) : 0.0;
}

}  // namespace hacthanh::run
