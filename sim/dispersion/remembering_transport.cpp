#include "sim/dispersion/remembering_transport.hpp"

#include "sim/core/contracts.hpp"
#include "sim/dispersion/detail/flow_rates.hpp"
#include "sim/dispersion/detail/flux_memory.hpp"
#include "sim/dispersion/particle_transport.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::dispersion {
namespace {

/// The same wind in air that does not mix.
state::Flow unmixed(state::Flow const& flow) {
    state::Flow calm = flow;
    std::ranges::fill(calm.turbulence.vertical_diffusivity.z(), 0.0F);
    std::ranges::fill(calm.turbulence.horizontal_diffusivity.values(), 0.0F);
    return calm;
}

void add(TransportReport& sum, TransportReport const& piece) {
    sum.steps += piece.steps;
    sum.species.resize(piece.species.size());
    for (std::size_t s = 0; s < piece.species.size(); ++s) {
        sum.species[s].emitted += piece.species[s].emitted;
        sum.species[s].inflow += piece.species[s].inflow;
        sum.species[s].outflow += piece.species[s].outflow;
        sum.species[s].deposited += piece.species[s].deposited;
        sum.species[s].lost += piece.species[s].lost;
    }
}

}  // namespace

class RememberingTransport::Engine {
public:
    Engine(DispersionOptions const& options, state::Flow const& flow, state::ParticleTurbulence const& turbulence,
           mesh::CityMesh const& mesh, std::vector<Removal> const& removal, Parallel const& parallel)
        : mesh_(&mesh),
          structure_constant_(structure_constant(options.schmidt_number)),
          wind_(options, unmixed(flow), mesh, removal, parallel),
          memory_(mesh, removal.size(), parallel) {
        memory_.set_flow(flow, turbulence, structure_constant_);
    }

    void set_flow(state::Flow const& flow, state::ParticleTurbulence const& turbulence) {
        detail::expect_usable(flow, *mesh_);  // before either goes on
        wind_.set_flow(unmixed(flow));
        memory_.set_flow(flow, turbulence, structure_constant_);
    }

    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration_s);

    mesh::CityMesh const* mesh_;
    double structure_constant_;
    FiniteVolumeTransport wind_;
    detail::FluxMemory memory_;
};

TransportReport RememberingTransport::Engine::advance(state::ConcentrationField& concentration,
                                                      state::EmissionField const& emission,
                                                      state::InflowConcentration const& inflow, double duration_s) {
    HACTHANH_EXPECT(duration_s > 0);
    auto const pieces =
        static_cast<std::size_t>(std::max(1.0, std::ceil(duration_s / memory_.longest_step_s() * (1 - 1e-9))));
    double const piece_s = duration_s / static_cast<double>(pieces);
    state::EmissionField piece = emission;
    for (std::size_t s = 0; s < piece.n_species(); ++s)
        for (double& mass : piece.species(s)) mass /= static_cast<double>(pieces);
    piece.duration_s = piece_s;
    std::vector<float*> fields;
    for (auto& field : concentration.species) fields.push_back(field.data());
    TransportReport report;
    for (std::size_t n = 0; n < pieces; ++n) {
        add(report, wind_.advance(concentration, piece, inflow, piece_s));
        memory_.advance(fields, piece_s);
    }
    for (std::size_t s = 0; s < fields.size(); ++s) report.species[s].in_domain = memory_.mass(fields[s]);
    return report;
}

RememberingTransport::RememberingTransport(DispersionOptions const& options, state::Flow const& flow,
                                           state::ParticleTurbulence const& turbulence, mesh::CityMesh const& mesh,
                                           std::vector<Removal> const& removal, Parallel const& parallel)
    : engine_(std::make_unique<Engine>(options, flow, turbulence, mesh, removal, parallel)) {}
RememberingTransport::~RememberingTransport() = default;
RememberingTransport::RememberingTransport(RememberingTransport&&) noexcept = default;

void RememberingTransport::set_flow(state::Flow const& flow, state::ParticleTurbulence const& turbulence) {
    engine_->set_flow(flow, turbulence);
}
void RememberingTransport::set_vertical_diffusivity(state::Flow const& flow) {
    engine_->memory_.set_vertical_diffusivity(flow);
}
void RememberingTransport::set_removal(std::vector<Removal> const& removal) { engine_->wind_.set_removal(removal); }
TransportReport RememberingTransport::advance(state::ConcentrationField& concentration,
                                              state::EmissionField const& emission,
                                              state::InflowConcentration const& inflow, double duration_s) {
    return engine_->advance(concentration, emission, inflow, duration_s);
}
double RememberingTransport::longest_step_s() const { return engine_->memory_.longest_step_s(); }
std::vector<mesh::FaceField<float>> const& RememberingTransport::carried() const { return engine_->memory_.carried(); }
void RememberingTransport::set_carried(std::vector<mesh::FaceField<float>> carried) {
    engine_->memory_.set_carried(std::move(carried));
}

}  // namespace hacthanh::dispersion
