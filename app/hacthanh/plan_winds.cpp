#include "app/hacthanh/plan_winds.hpp"

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/flow_source.hpp"
#include "sim/weather/calm.hpp"
#include "sim/weather/inflow_class.hpp"
#include "sim/wind/wind_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::app {
namespace {

/// Of a source of flows that is asked for inflows alone.
class NoSolver final : public wind::WindSolver {
    state::Flow solve(state::InflowProfile const&) const override { throw RunError("no wind is solved for a price"); }
};

/// The longest step of undisturbed wind [s]: C <= the limit and C² + 2 D <= 1 in every layer, with C = U dt/h along
/// the axis that sees more of it and D = K dt/h² (docs/theory/transport.md). What streets and cut cells shorten is not
/// in it.
double longest_step_s(state::InflowProfile const& inflow, double cell_m, double max_courant) {
    double longest = 1e9;
    double const from = inflow.wind_from_deg * std::numbers::pi / 180;
    double const along = std::max(std::abs(std::sin(from)), std::abs(std::cos(from)));
    for (std::size_t k = 0; k < inflow.speed.size(); ++k) {
        double const u = along * inflow.speed[k] / cell_m;
        double const d = inflow.horizontal_diffusivity[k] / (cell_m * cell_m);
        if (u > 0) longest = std::min({longest, max_courant / u, (std::sqrt(d * d + u * u) - d) / (u * u)});
    }
    return longest;
}

std::string name_of(state::InflowProfile const& inflow) {
    std::string name;
    for (double const value : {inflow.wind_from_deg, inflow.friction_velocity, inflow.roughness_length,
                               inflow.displacement_height, inflow.inverse_obukhov_length, inflow.mixing_height,
                               inflow.speed.back(), inflow.horizontal_diffusivity.back()})
        name += fmt::format("{:.17g} ", value);
    return name;
}

}  // namespace

RunWinds winds_of_run(scenario::Scenario const& s, weather::Weather const& weather, mesh::CityMesh const& mesh,
                      bool buildings) {
    Parallel const one(1);
    NoSolver const nobody;
    run::FlowSource const flows(weather, nobody, mesh, s.dispersion.schmidt_number, one);
    bool const solved = s.wind.model == "mass_consistent" || (s.wind.model == "auto" && buildings);
    double const span = s.traffic.end_s - s.traffic.begin_s;
    double const coupling = s.run.coupling_interval_s;
    RunWinds found;
    found.pieces = 0;
    for (std::size_t n = 0; n < weather.n_intervals(); ++n) {
        double const begin = std::max(weather.interval_begin_s(n), s.traffic.begin_s);
        double const end = n + 1 < weather.n_intervals() ? std::min(weather.interval_begin_s(n + 1), s.traffic.end_s)
                                                         : s.traffic.end_s;
        auto now = weather.in_interval(n);
        now.wind_speed_m_s = std::max(now.wind_speed_m_s, weather.options().min_wind_m_s);
        std::size_t directions = 1;
        if (weather.options().meander == "directions") {
            double const turns = (end - begin) / (2 * weather::meander_time_s(now.wind_speed_m_s));
            found.pieces += static_cast<std::size_t>(std::max(1.0, std::ceil(turns)));
            directions = static_cast<std::size_t>(
                std::clamp(std::ceil(turns), 1.0, static_cast<double>(weather::meander_directions.size())));
        } else {
            ++found.pieces;
        }
        auto const inflow = flows.inflow({n, 0});
        found.site_wind_m_s += inflow.site_wind_speed * (end - begin) / span;
        double const limit = longest_step_s(inflow, mesh.cell_size(), s.dispersion.max_courant_number);
        found.steps_per_s += std::ceil(coupling / limit) / coupling * (end - begin) / span;
        if (!solved) continue;
        if (s.wind.catalogue.empty())
            for (std::size_t d = 0; d < directions; ++d) found.solved.push_back(name_of(flows.inflow({n, d})));
        else
            for (auto const& part : weather::inflow_classes(now)) found.solved.push_back(part.name);
    }
    if (!s.wind.catalogue.empty()) keep_once(found.solved);
    return found;
}

void keep_once(std::vector<std::string>& names) {
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace hacthanh::app
