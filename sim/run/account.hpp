#pragma once

#include "sim/dispersion/dispersion_model.hpp"
#include "sim/run/traffic_feed.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/run_summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hacthanh::run {

/// sum += piece, of as many roads and species.
inline void add(state::RoadSeries& sum, state::RoadSeries const& piece) {
    std::vector<std::vector<double> const*> pieces;
    for_each_array(piece, [&](std::vector<double> const& values) { pieces.push_back(&values); });
    std::size_t next = 0;
    for_each_array(sum, [&](std::vector<double>& values) {
        auto const& from = *pieces[next++];
        for (std::size_t e = 0; e < values.size(); ++e) values[e] += from[e];
    });
}

/// Adds what one coupling interval did to the running account of the run.
/// @param other_sources  mass in the piece's cells that is not traffic's, by species [kg]
inline void add_to_account(state::RunSummary& summary, TrafficPiece const& piece,
                           dispersion::TransportReport const& report, std::vector<double> const& other_sources) {
    for (std::size_t s = 0; s < summary.species.size(); ++s) {
        auto& species = summary.species[s];
        auto const& exchange = report.species[s];
        auto const cells = piece.emission.species(s);
        species.emitted_inside_kg += piece.account.inside[s];
        species.emitted_outside_kg += piece.account.outside[s];
        species.emitted_moved_kg += piece.account.moved[s];
        species.emitted_kg += piece.account.inside[s] + piece.account.outside[s];
        species.on_mesh_kg += std::accumulate(cells.begin(), cells.end(), 0.0) - other_sources[s];

        auto& budget = species.budget;
        double const residual_before = budget.residual();
        budget.emitted += exchange.emitted;
        budget.inflow += exchange.inflow;
        budget.outflow += exchange.outflow;
        budget.deposited += exchange.deposited;
        budget.chemistry -= exchange.lost;
        budget.in_domain = exchange.in_domain;
        double const supplied = budget.initial + budget.emitted + budget.inflow;
        if (supplied > 0)
            species.worst_step_error =
                std::max(species.worst_step_error, std::abs(budget.residual() - residual_before) / supplied);
        species.worst_relative_error = std::max(species.worst_relative_error, budget.relative_error());
    }
    for (auto const& emission : piece.classes) {
        auto known = std::ranges::find(summary.classes, emission.name, &state::ClassEmission::name);
        if (known == summary.classes.end())
            summary.classes.push_back(emission);
        else
            known->add(emission);
    }
    summary.traffic = piece.totals;
    summary.sumo_cpu_s = piece.totals.cpu_s;
    summary.deposit_cpu_s = piece.cpu_s;
    summary.simulated_until_s = piece.end_s;
    summary.transport_steps += report.steps;
}

}  // namespace hacthanh::run
