#include "app/hacthanh-dispersion-probe/particles.hpp"

#include "app/hacthanh-dispersion-probe/box_sources.hpp"
#include "app/probe/case_input.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/dispersion/particle_transport.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/weather/calm.hpp"
#include "sim/wind/mass_consistent_wind.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::probe {
namespace {

using nlohmann::json;

/// The steady flow of the case.
struct Air {
    state::Flow flow;
    state::ParticleTurbulence turbulence;
};

Air solve(mesh::CityMesh const& mesh, std::vector<city::Building> const& city, state::InflowProfile const& inflow,
          double schmidt_number, Parallel const& parallel) {
    if (!city.empty()) {
        wind::MassConsistentWind const solver(mesh, city, wind::WindOptions{}, schmidt_number, parallel);
        auto flow = solver.solve(inflow);
        auto turbulence = solver.particle_turbulence(flow.wind, inflow);
        return {std::move(flow), std::move(turbulence)};
    }
    auto flow = wind::UniformWind(mesh).solve(inflow);
    auto turbulence = wind::Turbulence(mesh, parallel).for_particles(flow.wind, inflow, parallel);
    return {std::move(flow), std::move(turbulence)};
}

constexpr double ageing_rate = 1e-4;  ///< [1/s] so slow that the mean of what decays tells the mean age

/// Integral across the wind (y), its mean over a range of x and z, the variance of the profile, and the age of what is
/// there from a second species that decays.
json arcs(json const& input, state::ConcentrationField const& field) {
    json found = json::array();
    auto const& cells = field.species[0];
    auto const& ageing = field.species[1];
    auto const& mesh = cells.mesh();
    for (auto const& arc : input.at("arcs")) {
        double const x_low = arc.at("x")[0], x_high = arc.at("x")[1], z_low = arc.at("z")[0], z_high = arc.at("z")[1];
        double volume = 0;
        double mass = 0;
        double left = 0;
        double moment = 0;
        double square = 0;
        for (std::size_t k = 0; k < mesh.nz(); ++k) {
            double const dz = std::min(z_high, mesh.z_faces()[k + 1]) - std::max(z_low, mesh.z_faces()[k]);
            if (dz <= 0) continue;
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const dx = std::min(x_high, mesh.x_centre(i) + mesh.cell_size() / 2) -
                                  std::max(x_low, mesh.x_centre(i) - mesh.cell_size() / 2);
                if (dx <= 0) continue;
                volume += dx * dz;
                for (std::size_t j = 0; j < mesh.ny(); ++j) {
                    double const part = dx * dz * mesh.cell_size() * static_cast<double>(cells[mesh.cell({i, j, k})]);
                    mass += part;
                    left += dx * dz * mesh.cell_size() * static_cast<double>(ageing[mesh.cell({i, j, k})]);
                    moment += part * mesh.y_centre(j);
                    square += part * mesh.y_centre(j) * mesh.y_centre(j);
                }
            }
        }
        validate(volume > 0, "arcs", "an arc holds no air of the mesh");
        double const middle = mass > 0 ? moment / mass : 0;
        double const variance = mass > 0 ? square / mass - middle * middle : 0;
        double const age = mass > 0 && left > 0 ? std::log(mass / left) / ageing_rate : 0;
        found.push_back({{"crosswind_integral", mass / volume},
                         {"age_s", std::max(age, 0.0)},
                         {"variance_m2", std::max(variance - std::pow(mesh.cell_size(), 2) / 12, 0.0)}});
    }
    return found;
}

}  // namespace

json particles(json const& input) {
    Parallel const parallel(input.value("threads", 0));
    double const schmidt_number = input.value("schmidt_number", 0.8);
    auto const city = read_buildings(input);
    auto mesh = read_mesh(input);
    if (!city.empty()) mesh = mesh::block_buildings(std::move(mesh), city, {}, parallel).mesh;
    auto const inflow = read_inflow(input, mesh, schmidt_number);
    Stopwatch const watch;
    auto air = solve(mesh, city, inflow, schmidt_number, parallel);
    double const wind_s = watch.seconds();

    dispersion::ParticleOptions options;
    options.structure_constant = dispersion::structure_constant(schmidt_number);
    options.particles_per_s = input.at("particles_per_s");
    options.time_step = input.value("time_step", options.time_step);
    options.sample_s = input.value("sample_s", options.sample_s);
    bool const aged = input.contains("arcs");
    std::vector<dispersion::Removal> removal(aged ? 2 : 1);
    if (aged) removal[1].loss_rate = ageing_rate;
    std::vector<std::string> const names =
        aged ? std::vector<std::string>{"tracer", "ageing"} : std::vector<std::string>{"tracer"};
    dispersion::ParticleTransport model(options, air.flow.wind, air.turbulence, inflow.wind_from_deg, mesh, removal,
                                        parallel);
    double const from_s = input.at("from_s");
    double const until_s = input.at("until_s");
    constexpr double piece_s = 10;
    validate(until_s >= from_s + piece_s && from_s >= 0, "until_s", "must be at least 10 s after from_s");
    auto emission = box_emission(input.at("sources"), mesh, piece_s, names.size());
    for (std::size_t s = 1; s < names.size(); ++s) std::ranges::copy(emission.species(0), emission.species(s).begin());
    state::ConcentrationField now(mesh, names);
    state::ConcentrationField mean(mesh, names);
    state::InflowConcentration const clean(names.size(), 0.0);
    auto const pieces = static_cast<int>(std::floor(until_s / piece_s));
    auto const skipped = static_cast<int>(std::ceil(from_s / piece_s));
    std::uint64_t steps = 0;
    double balance = 0;
    double emitted = 0;
    double in_domain = 0;
    for (int piece = 0; piece < pieces; ++piece) {
        auto const report = model.advance(now, emission, clean, piece_s);
        steps += report.steps;
        emitted += report.species[0].emitted;
        balance += report.species[0].emitted - report.species[0].outflow;
        in_domain = report.species[0].in_domain;
        if (piece < skipped) continue;
        auto const weight = static_cast<float>(1.0 / (pieces - skipped));
        for (std::size_t s = 0; s < names.size(); ++s)
            for (std::size_t c = 0; c < mesh.n_cells(); ++c) mean.species[s][c] += weight * now.species[s][c];
    }
    json output;
    output["concentration_kg_m3"] = values_at(input.value("points", json::array()), mean.species[0]);
    if (input.contains("arcs")) output["arcs"] = arcs(input, mean);
    output["meander_time_s"] = weather::meander_time_s(inflow.site_wind_speed);
    output["report"] = {
        {"cells", mesh.n_cells()}, {"particles", model.n_particles()},
        {"steps", steps},          {"mass_budget_relative_error", std::abs(balance - in_domain) / emitted},
        {"wind_s", wind_s},        {"transport_s", watch.seconds() - wind_s}};
    return output;
}

}  // namespace hacthanh::probe
