#include "app/hacthanh-dispersion-probe/finite_volume.hpp"

#include "app/hacthanh-dispersion-probe/box_sources.hpp"
#include "app/probe/case_input.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/dispersion/remembering_transport.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/state/mass_budget.hpp"
#include "sim/weather/calm.hpp"
#include "sim/wind/mass_consistent_wind.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::probe {
namespace {

using nlohmann::json;

/// Greatest change from one list of concentrations to the other over the greatest concentration.
double greatest_change(json const& before, json const& after) {
    double change = 0;
    double most = 0;
    for (std::size_t n = 0; n < after.size(); ++n) {
        if (after[n].is_null()) continue;
        change = std::max(change, std::abs(after[n].get<double>() - before[n].get<double>()));
        most = std::max(most, after[n].get<double>());
    }
    return most > 0 ? change / most : 0;
}

/// What is emitted into the moments of the plume during a call, from the plume as it is: the second moment across the
/// wind grows by 2 K_h c, the age of the air by c. See main.cpp.
void emit_moments(state::ConcentrationField const& field, state::Flow const& flow, state::EmissionField& emission) {
    auto const& mesh = field.species.front().mesh();
    auto const& plume = field.species.front();
    auto const moment = emission.species(1);
    auto const age = emission.species(2);
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        double const mass = static_cast<double>(plume[cell]) * mesh.free_volume_fraction(cell) *
                            mesh.layer_cell_volume(cell / mesh.nx() / mesh.ny()) * emission.duration_s;
        moment[cell] = 2 * static_cast<double>(flow.turbulence.horizontal_diffusivity[cell]) * mass;
        age[cell] = mass;
    }
}

/// One part of a moment over the plume itself.
json over(json const& moment, json const& plume) {
    json values = json::array();
    for (std::size_t n = 0; n < plume.size(); ++n)
        values.push_back(plume[n].is_number() && plume[n].get<double>() > 0
                             ? json(moment[n].get<double>() / plume[n].get<double>())
                             : json());
    return values;
}

/// The finite volumes with or without memory.
struct Transport {
    std::unique_ptr<dispersion::DispersionModel> model;
    double longest_step_s = 0;
};

template <class Model>
Transport take(std::unique_ptr<Model> model) {
    double const longest = model->longest_step_s();
    return {std::move(model), longest};
}

Transport make_transport(dispersion::DispersionOptions const& options, state::Flow const& flow,
                         state::InflowProfile const& inflow, mesh::CityMesh const& mesh,
                         std::vector<dispersion::Removal> const& removals, Parallel const& parallel) {
    if (!options.flux_memory)
        return take(std::make_unique<dispersion::FiniteVolumeTransport>(options, flow, mesh, removals, parallel));
    auto const turbulence = wind::Turbulence(mesh, parallel).for_particles(flow.wind, inflow, parallel);
    return take(
        std::make_unique<dispersion::RememberingTransport>(options, flow, turbulence, mesh, removals, parallel));
}

}  // namespace

json finite_volume(json const& input) {
    Parallel const parallel(input.value("threads", 0));
    dispersion::DispersionOptions options;
    options.schmidt_number = input.value("schmidt_number", options.schmidt_number);
    auto const city = read_buildings(input);
    auto mesh = read_mesh(input);
    if (!city.empty()) mesh = mesh::block_buildings(std::move(mesh), city, {}, parallel).mesh;
    auto const inflow = read_inflow(input, mesh, options.schmidt_number);
    Stopwatch const watch;
    std::unique_ptr<wind::WindSolver> solver;
    if (city.empty())
        solver = std::make_unique<wind::UniformWind>(mesh);
    else
        solver = std::make_unique<wind::MassConsistentWind>(mesh, city, wind::WindOptions{}, options.schmidt_number,
                                                            parallel);
    auto const flow = solver->solve(inflow);
    double const wind_s = watch.seconds();

    bool const moments = input.value("moments", false);
    std::vector<std::string> names{"tracer"};
    if (moments) names.insert(names.end(), {"second_moment", "age"});
    dispersion::Removal const removal{input.value("deposition_velocity_m_s", 0.0), 0, 0};
    options.flux_memory = input.value("flux_memory", options.flux_memory);
    std::vector<dispersion::Removal> const removals(names.size(), removal);
    auto const transport = make_transport(options, flow, inflow, mesh, removals, parallel);
    constexpr int pieces = 20;
    double const piece_s = input.at("until_s").get<double>() / pieces;
    auto emission = box_emission(input.at("sources"), mesh, piece_s, names.size(), moments);
    state::ConcentrationField field(mesh, names);
    auto const& plume = field.species.front();
    state::InflowConcentration const clean(names.size(), 0.0);
    state::MassBudget budget;
    json before;
    std::uint64_t steps = 0;
    for (int piece = 0; piece < pieces; ++piece) {
        if (piece + 2 == pieces) before = values_at(input.at("points"), plume);
        if (moments) emit_moments(field, flow, emission);
        auto const report = transport.model->advance(field, emission, clean, piece_s);
        auto const& exchange = report.species.front();
        budget.emitted += exchange.emitted;
        budget.outflow += exchange.outflow;
        budget.deposited += exchange.deposited;
        budget.in_domain = exchange.in_domain;
        steps += report.steps;
    }
    json output;
    json const concentrations = values_at(input.at("points"), plume);
    output["concentration_kg_m3"] = concentrations;
    if (moments) {
        output["crosswind_variance_m2"] = over(values_at(input.at("points"), field.species[1]), concentrations);
        output["age_s"] = over(values_at(input.at("points"), field.species[2]), concentrations);
        output["meander_time_s"] = weather::meander_time_s(inflow.site_wind_speed);
    }
    output["report"] = {{"cells", mesh.n_cells()},
                        {"steps", steps},
                        {"time_step_s", transport.longest_step_s},
                        {"greatest_change_in_the_last_tenth", greatest_change(before, concentrations)},
                        {"mass_budget_relative_error", budget.relative_error()},
                        {"outflow_over_emitted", budget.outflow / budget.emitted},
                        {"wind_s", wind_s},
                        {"transport_s", watch.seconds() - wind_s}};
    return output;
}

}  // namespace hacthanh::probe
