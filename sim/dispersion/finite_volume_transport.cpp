#include "sim/dispersion/finite_volume_transport.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/dispersion/detail/kernel_choice.hpp"
#include "sim/dispersion/detail/transport_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::dispersion {
namespace {

/// Cells of one block of the emission loop.
constexpr std::size_t emission_grain = 16384;

std::string cell_name(mesh::CityMesh const& mesh, std::size_t cell) {
    return fmt::format("i = {}, j = {}, k = {}", cell % mesh.nx(), cell / mesh.nx() % mesh.ny(),
                       cell / mesh.nx() / mesh.ny());
}

void expect_valid(std::vector<Removal> const& removal) {
    HACTHANH_EXPECT(std::ranges::all_of(removal, [](Removal const& species) {
        return species.settling_velocity >= 0 && species.deposition_velocity >= species.settling_velocity &&
               species.loss_rate >= 0;
    }));
}

}  // namespace

/// Everything behind the public face: the kernels' engine, the step length and the emission of the running call.
class FiniteVolumeTransport::Engine {
public:
    Engine(DispersionOptions const& options, state::Flow const& flow, mesh::CityMesh const& mesh,
           std::vector<Removal> const& removal, Parallel const& parallel)
        : mesh_(&mesh),
          parallel_(&parallel),
          max_courant_number_(options.max_courant_number),
          engine_(detail::FlowRates(flow, mesh, parallel), mesh, removal, parallel, detail::best_kernels()),
          longest_step_(longest_step_of(engine_.rates())) {}

    void set_flow(state::Flow const& flow) {
        engine_.set_rates(detail::FlowRates(flow, *mesh_, *parallel_));
        longest_step_ = longest_step_of(engine_.rates());
    }

    void set_vertical_diffusivity(state::Flow const& flow) { engine_.set_vertical_diffusivity(flow); }

    void set_removal(std::vector<Removal> const& removal) {
        HACTHANH_EXPECT(removal.size() == engine_.n_species());
        expect_valid(removal);
        engine_.set_removal(removal);
    }

    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration);

    double longest_step() const { return longest_step_; }
    char const* kernel_name() const { return engine_.kernels().name; }

private:
    double longest_step_of(detail::FlowRates const& rates) const {
        return detail::longest_stable_step(rates, *mesh_, max_courant_number_, *parallel_);
    }
    std::vector<double> spread(state::EmissionField const& emission, std::uint64_t n_steps);
    double spread(std::span<double const> mass, std::span<float> increment, std::size_t begin, std::size_t end,
                  double per_step) const;
    void keep_remainder(state::EmissionField const& emission, std::uint64_t n_steps);
    void remember_air();
    [[noreturn]] void report_bad_emission(std::span<double const> mass) const;
    [[noreturn]] void report_bad_cell(state::ConcentrationField const& concentration) const;

    mesh::CityMesh const* mesh_;
    Parallel const* parallel_;
    double max_courant_number_;
    detail::TransportEngine engine_;
    double longest_step_;
    std::uint64_t steps_done_ = 0;
    std::size_t emission_cells_ = 0;              ///< of one species
    std::vector<double> per_air_;                 ///< 1 / volume of air in a cell [1/m3], negative if it is closed
    std::vector<AlignedArray<float>> increment_;  ///< [species] emission of one step [kg/m3]
};

FiniteVolumeTransport::FiniteVolumeTransport(DispersionOptions const& options, state::Flow const& flow,
                                             mesh::CityMesh const& mesh, std::vector<Removal> const& removal,
                                             Parallel const& parallel) {
    HACTHANH_EXPECT(options.max_courant_number > 0 && options.max_courant_number <= 1);
    expect_valid(removal);
    engine_ = std::make_unique<Engine>(options, flow, mesh, removal, parallel);
}
FiniteVolumeTransport::FiniteVolumeTransport(FiniteVolumeTransport&&) noexcept = default;
FiniteVolumeTransport::~FiniteVolumeTransport() = default;

TransportReport FiniteVolumeTransport::advance(state::ConcentrationField& concentration,
                                               state::EmissionField const& emission,
                                               state::InflowConcentration const& inflow, double duration_s) {
    return engine_->advance(concentration, emission, inflow, duration_s);
}
void FiniteVolumeTransport::set_flow(state::Flow const& flow) { engine_->set_flow(flow); }
void FiniteVolumeTransport::set_vertical_diffusivity(state::Flow const& flow) {
    engine_->set_vertical_diffusivity(flow);
}
void FiniteVolumeTransport::set_removal(std::vector<Removal> const& removal) { engine_->set_removal(removal); }
double FiniteVolumeTransport::longest_step_s() const { return engine_->longest_step(); }
char const* FiniteVolumeTransport::kernel_name() const { return engine_->kernel_name(); }

TransportReport FiniteVolumeTransport::Engine::advance(state::ConcentrationField& concentration,
                                                       state::EmissionField const& emission,
                                                       state::InflowConcentration const& inflow, double duration) {
    std::size_t const n_species = engine_.n_species();
    HACTHANH_EXPECT(duration > 0);
    HACTHANH_EXPECT(concentration.species.size() == n_species && inflow.size() == n_species);
    HACTHANH_EXPECT(emission.n_species() == n_species && emission.n_layers() <= mesh_->nz());

    auto const n_steps = static_cast<std::uint64_t>(std::max(1.0, std::ceil(duration / longest_step_ * (1 - 1e-9))));
    double const time_step = duration / static_cast<double>(n_steps);
    std::vector<double> const emitted = spread(emission, n_steps);
    bool const emitting = std::ranges::any_of(emitted, [](double mass) { return mass > 0; });
    std::vector<float*> fields;
    for (auto& field : concentration.species) fields.push_back(field.data());
    std::vector<float> const outside(inflow.begin(), inflow.end());

    std::vector<double> const none(n_species);
    detail::Crossed crossed{none, none, none, none};
    detail::Emission each_step;
    if (emitting) {
        for (auto const& species : increment_) each_step.species.push_back(species.data());
        each_step.n_layers = emission.n_layers();
    }
    engine_.emit(fields, each_step, 0.5F);  // half before the first step, half after the last
    engine_.advance(fields, outside, time_step, n_steps, each_step, crossed);
    if (emitting) keep_remainder(emission, n_steps);
    engine_.emit(fields, each_step, 1.0F);
    steps_done_ += n_steps;

    TransportReport report;
    report.steps = n_steps;
    for (std::size_t s = 0; s < n_species; ++s) {
        double const in_domain = engine_.mass(fields[s]);
        if (!std::isfinite(in_domain)) report_bad_cell(concentration);
        report.species.push_back(
            {emitted[s], crossed.inflow[s], crossed.outflow[s], crossed.deposited[s], crossed.lost[s], in_domain});
    }
    return report;
}

/// Fills increment_ with the concentration that each cell gains per step; returns the mass per species [kg].
std::vector<double> FiniteVolumeTransport::Engine::spread(state::EmissionField const& emission, std::uint64_t n_steps) {
    emission_cells_ = emission.n_layers() * mesh_->nx() * mesh_->ny();
    remember_air();
    increment_.resize(engine_.n_species());
    std::vector<double> emitted;
    for (std::size_t s = 0; s < engine_.n_species(); ++s) {
        if (increment_[s].size() < emission_cells_) increment_[s] = AlignedArray<float>(emission_cells_);
        auto const mass = emission.species(s);
        std::span<float> const increment = increment_[s];
        emitted.push_back(
            parallel_->sum_blocks(emission_cells_, emission_grain, [&](std::size_t begin, std::size_t end) {
                return spread(mass, increment, begin, end, 1.0 / static_cast<double>(n_steps));
            }));
        if (!std::isfinite(emitted.back())) report_bad_emission(mass);
    }
    return emitted;
}

/// One block; returns its mass, NaN if one is negative or inside a wall.
double FiniteVolumeTransport::Engine::spread(std::span<double const> mass, std::span<float> increment,
                                             std::size_t begin, std::size_t end, double per_step) const {
    double total = 0;
    double least = 0;
    for (std::size_t cell = begin; cell < end; ++cell) {
        double const concentration = mass[cell] * per_air_[cell];
        total += mass[cell];
        least = std::min(least, concentration);
        increment[cell] = static_cast<float>(concentration * per_step);
    }
    return least < 0 ? std::nan("") : total;
}

/// Makes increment_ what is left to emit after all but the last half step: single precision cannot hold a step's
/// share exactly, and the same error in every step would show in the mass budget.
void FiniteVolumeTransport::Engine::keep_remainder(state::EmissionField const& emission, std::uint64_t n_steps) {
    double const steps_so_far = static_cast<double>(n_steps) - 0.5;
    for (std::size_t s = 0; s < engine_.n_species(); ++s) {
        auto const mass = emission.species(s);
        std::span<float> const increment = increment_[s];
        parallel_->for_blocks(emission_cells_, emission_grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t cell = begin; cell < end; ++cell) {
                double const given = steps_so_far * static_cast<double>(increment[cell]);
                increment[cell] = static_cast<float>(mass[cell] * per_air_[cell] - given);
            }
        });
    }
}

/// Fills per_air_ for the layers that are emitted into, unless it is known. Free volumes do not change with the flow.
void FiniteVolumeTransport::Engine::remember_air() {
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    for (std::size_t cell = per_air_.size(); cell < emission_cells_; ++cell) {
        double const air = mesh_->layer_cell_volume(cell / layer) * static_cast<double>(engine_.rates().volume[cell]);
        per_air_.push_back(mesh_->is_open(cell) ? 1 / air : -1 / air);
    }
}

void FiniteVolumeTransport::Engine::report_bad_emission(std::span<double const> mass) const {
    std::size_t cell = 0;
    auto const good = [&] {
        return std::isfinite(mass[cell]) && mass[cell] >= 0 && (mesh_->is_open(cell) || mass[cell] == 0);
    };
    while (cell + 1 < mass.size() && good()) ++cell;
    throw SolverError(fmt::format(
        "transport, before step {}: the emission into {} cell {} is {} kg (must be finite and >= 0, and 0 in "
        "a closed cell)",
        steps_done_ + 1, mesh_->is_open(cell) ? "open" : "closed", cell_name(*mesh_, cell), mass[cell]));
}

void FiniteVolumeTransport::Engine::report_bad_cell(state::ConcentrationField const& concentration) const {
    for (auto const& field : concentration.species) {
        auto const bad = std::ranges::find_if(field.values(), [](float c) { return !std::isfinite(c); });
        if (bad == field.values().end()) continue;
        auto const cell = static_cast<std::size_t>(bad - field.values().begin());
        throw SolverError(fmt::format("transport, by step {}: {} is {} at cell {}", steps_done_, field.name(), *bad,
                                      cell_name(*mesh_, cell)));
    }
    throw SolverError(fmt::format("transport, by step {}: the mass in the domain is not finite", steps_done_));
}

}  // namespace hacthanh::dispersion
