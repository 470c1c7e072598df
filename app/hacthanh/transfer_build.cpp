#include "app/hacthanh/transfer_build.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "io/wind_catalogue.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/dispersion/linear_transport.hpp"
#include "sim/emission/open_cells.hpp"
#include "sim/run/removal.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::app {
namespace {

constexpr double solver_tolerance = 1e-7;  // the tables are of half precision
constexpr double most_numbers = 2.5e8;     // receptors x roads that are held at once: 4 GB

state::InflowProfile inflow_of(Session const& session, weather::Conditions const& conditions) {
    return weather::make_inflow_profile(session.weather().options(), conditions, session.mesh(),
                                        session.scenario().dispersion.schmidt_number);
}

dispersion::Removal removal(Session const& session, state::InflowProfile const& inflow) {
    return run::removal_of(session.scenario().removal, {transfer_pollutant}, inflow, session.mesh())[0];
}

std::vector<std::vector<double>> rows_of(dispersion::LinearTransport const& transport,
                                         std::vector<answers::CellShares> const& sources,
                                         std::vector<answers::CellShares> const& receptors, Parallel const& parallel) {
    return receptors.size() < sources.size()
               ? answers::adjoint_rows(transport, sources, receptors, solver_tolerance, parallel)
               : answers::forward_rows(transport, sources, receptors, solver_tolerance, parallel);
}

/// What the table's roads give off of every species but burnt fuel.
void add_emission(state::TransferTable& table, run::EmissionByRoad const& traffic, std::vector<RoadSource> const& roads,
                  std::size_t n_roads) {
    std::vector<std::size_t> species;
    for (std::size_t n = 0; n < traffic.species.size(); ++n)
        if (traffic.species[n] != Pollutant::fuel) {
            species.push_back(n);
            table.emitted.emplace_back(name(traffic.species[n]));
        }
    table.emission.assign(roads.size() * species.size(), 0.0);
    for (std::size_t n = 0; n < species.size(); ++n)
        for (auto const& source : road_sources(traffic, species[n], n_roads)) {
            auto const found = std::ranges::lower_bound(roads, source.road, {}, &RoadSource::road);
            if (found == roads.end() || found->road != source.road) continue;  // gives off no NOx: not in the table
            auto const row = static_cast<std::size_t>(found - roads.begin());
            table.emission[row * species.size() + n] = source.rate_kg_s;
        }
}

}  // namespace

std::vector<TransferClass> transfer_classes(Session const& session, std::size_t n_directions) {
    weather::Conditions const own = session.weather().in_interval(0);
    std::vector<TransferClass> classes{{"run", own}};
    for (std::size_t n = 0; n < n_directions; ++n) {
        weather::Conditions turned = own;
        turned.wind_from_deg = 360.0 * static_cast<double>(n) / static_cast<double>(n_directions);
        classes.push_back({fmt::format("from{:05.1f}", turned.wind_from_deg), turned});
    }
    return classes;
}

std::string air_key(Session const& session, weather::Conditions const& conditions) {
    auto const inflow = inflow_of(session, conditions);
    auto const taken = removal(session, inflow);
    auto const model =
        fmt::format("{} removal {} {} {} mixing {}", session.wind_model(), taken.deposition_velocity,
                    taken.settling_velocity, taken.loss_rate, session.scenario().dispersion.vehicle_mixing);
    return io::wind_key(session.mesh(), session.city().buildings, model, inflow);
}

std::vector<std::size_t> receptor_cells(mesh::CityMesh const& mesh, std::size_t spacing) {
    std::vector<std::size_t> cells;
    for (std::size_t j = spacing / 2; j < mesh.ny(); j += spacing)
        for (std::size_t i = spacing / 2; i < mesh.nx(); i += spacing) {
            std::size_t const cell = mesh.cell({i, j, 0});
            if (mesh.free_volume_fraction(cell) >= emission::OpenCells::least_free_fraction) cells.push_back(cell);
        }
    return cells;
}

state::TransferTable build_transfer(Session const& session, run::EmissionByRoad const& traffic,
                                    TransferClass const& wind, std::vector<std::size_t> const& receptors,
                                    double left_out_share, Parallel const& parallel) {
    auto const& s = session.scenario();
    auto const& mesh = session.mesh();
    auto const& city = session.city();
    auto const roads = road_sources(traffic, species_index(traffic, transfer_pollutant), city.roads.size());
    validate(static_cast<double>(roads.size()) * static_cast<double>(receptors.size()) <= most_numbers, "--spacing",
             fmt::format("{} roads and {} receptors are too many at once", roads.size(), receptors.size()),
             "take every second cell or fewer");

    auto const inflow = inflow_of(session, wind.conditions);
    auto const undisturbed =
        wind::make_wind_solver(s.wind, mesh, city.buildings, s.dispersion.schmidt_number, parallel)->solve(inflow);
    auto const flow = run::mean_stirred_flow(session.stage(), undisturbed, traffic);
    dispersion::LinearTransport const transport(dispersion::LinearScheme::second_order, flow, mesh,
                                                removal(session, inflow));
    state::TransferTable table;
    std::vector<answers::CellShares> sources, places;
    std::vector<double> reference;
    for (auto const& road : roads) {
        sources.push_back(road.air);
        reference.push_back(road.rate_kg_s);
        table.sources.push_back(road.road < city.roads.size() ? city.roads[road.road].name : "");
    }
    for (std::size_t const cell : receptors) {
        places.push_back({{cell, 1.0}});
        table.x.push_back(mesh.x_centre(cell % mesh.nx()));
        table.y.push_back(mesh.y_centre(cell / mesh.nx() % mesh.ny()));
        table.cell.push_back(static_cast<std::uint32_t>(cell));
    }
    answers::TransferRows packed(reference, left_out_share);
    for (auto const& row : rows_of(transport, sources, places, parallel)) packed.add_row(row);

    table.wind_class = wind.name;
    table.key = air_key(session, wind.conditions);
    table.wind_from_deg = wind.conditions.wind_from_deg;
    table.wind_speed_m_s = wind.conditions.wind_speed_m_s;
    table.inverse_obukhov_length = wind.conditions.inverse_obukhov_length;
    table.species = name(transfer_pollutant);
    add_emission(table, traffic, roads, city.roads.size());
    table.rows = packed.stored();
    return table;
}

}  // namespace hacthanh::app
