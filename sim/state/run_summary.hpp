#pragma once

#include "sim/state/class_emission.hpp"
#include "sim/state/literature_check.hpp"
#include "sim/state/mass_budget.hpp"
#include "sim/state/other_source.hpp"
#include "sim/state/traffic_totals.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::state {

/// What one run did, species by species.
struct SpeciesSummary {
    std::string name;
    double emitted_kg = 0;          ///< by all vehicles, clamped at zero, inside and outside the mesh
    double emitted_inside_kg = 0;   ///< by vehicles inside the mesh
    double emitted_outside_kg = 0;  ///< by vehicles outside the mesh: not carried
    double emitted_moved_kg = 0;    ///< of the inside, what fell into buildings and went to the nearest open cell
    double on_mesh_kg = 0;          ///< put into the cells of the mesh
    double in_streets_kg = 0;       ///< held now by the air of canyons that the mesh does not resolve
    double other_sources_kg = 0;    ///< set free by what is not traffic
    MassBudget budget;
    double worst_relative_error = 0;  ///< of the cumulative budget, over all steps so far
    double worst_step_error = 0;      ///< of one step alone, relative to the mass supplied so far

    double on_mesh_over_emitted() const { return emitted_inside_kg > 0 ? on_mesh_kg / emitted_inside_kg : 1.0; }
};

/// A run may wait for its results without a word for so long, and for this share of its wall time; our choice.
inline constexpr double noticed_wait_s = 1;
inline constexpr double noticed_wait_share = 0.05;

/// Running account of a run; complete at its end. Written with every output step.
struct RunSummary {
    std::vector<SpeciesSummary> species;
    std::vector<ClassEmission> classes;  ///< in order of appearance
    std::vector<LiteratureCheck> literature;
    std::vector<SourceAccount> sources;  ///< what is not traffic
    TrafficTotals traffic;
    std::uint64_t cells = 0;
    std::uint64_t steps_written = 0;
    std::uint64_t transport_steps = 0;
    double simulated_until_s = 0;  ///< traffic clock
    double wall_s = 0;
    double sumo_cpu_s = 0;       ///< CPU of the traffic worker
    double deposit_cpu_s = 0;    ///< CPU of reading snapshots, emission and deposit in the main process
    double transport_cpu_s = 0;  ///< CPU of all threads in transport
    double output_cpu_s = 0;     ///< CPU of writing results and checkpoints
    double output_wait_s = 0;    ///< wall time that the run waited for them
    std::vector<std::pair<std::string, double>> stage_wall_s;  ///< wall time per named stage [s]
    double calm_s = 0;                                         ///< simulated with a measured wind below 1 m/s
    double spin_up_s = 0;                                      ///< excluded from run means
    double initial_air_fraction = 0;  ///< share of the clean starting air left in the lowest layer after spin-up
    bool complete = false;
    std::vector<std::string> warnings;  ///< of this run, in order
};

}  // namespace hacthanh::state
