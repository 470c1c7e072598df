#include "app/hacthanh/transfer_build.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "io/wind_catalogue.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/answers/limited_transport.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/emission/open_cells.hpp"
#include "sim/run/removal.hpp"
#include "sim/run/road_lines.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

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

/// @param aged  whether the age of the air is asked for too
answers::AgedRows rows_of(dispersion::LinearTransport const& transport, std::vector<answers::CellShares> const& sources,
                          std::vector<answers::CellShares> const& receptors, bool aged, Parallel const& parallel) {
    bool const by_receptor = receptors.size() < sources.size();
    auto const rows = by_receptor ? &answers::adjoint_rows : &answers::forward_rows;
    auto const aged_rows = by_receptor ? &answers::aged_adjoint_rows : &answers::aged_forward_rows;
    if (aged) return aged_rows(transport, sources, receptors, solver_tolerance, parallel);
    return {rows(transport, sources, receptors, solver_tolerance, parallel), {}};
}

/// The air that comes in through the sides, as a source [m3/s].
answers::CellShares inflow_source(dispersion::LinearTransport const& transport) {
    answers::CellShares inflow;
    for (std::size_t row = 0; row < transport.cells().size(); ++row)
        if (double const rate = transport.inflow_source()[static_cast<Eigen::Index>(row)]; rate != 0)
            inflow.push_back({transport.cells()[row], rate});
    return inflow;
}

/// Packs solved rows, of which the last source is the inflow when there are ages.
void add_rows(state::TransferTable& table, answers::AgedRows const& rows, std::vector<double> const& reference,
              double left_out_share) {
    answers::TransferRows transfer(reference, left_out_share), aged(reference, left_out_share);
    for (auto const& row : rows.transfer) transfer.add_row(std::span(row).first(reference.size()));
    table.rows = transfer.stored();
    if (rows.aged.empty()) return;
    table.age.emplace();
    for (std::size_t r = 0; r < rows.aged.size(); ++r) {
        aged.add_row(std::span(rows.aged[r]).first(reference.size()));
        table.age->inflow.push_back(rows.aged[r].back() / rows.transfer[r].back());
    }
    table.age->rows = aged.stored();
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
        for (auto const& source : table_sources(traffic, species[n], n_roads, table.model)) {
            auto const found = std::ranges::lower_bound(roads, source.road, {}, &RoadSource::road);
            if (found == roads.end() || found->road != source.road) continue;  // gives off no NOx: not in the table
            auto const row = static_cast<std::size_t>(found - roads.begin());
            table.emission[row * species.size() + n] = source.rate_kg_s;
        }
}

/// A table without its rows. @param roads  its sources
state::TransferTable empty_table(Session const& session, run::EmissionByRoad const& traffic, TransferClass const& wind,
                                 std::vector<std::size_t> const& receptors, std::vector<RoadSource> const& roads,
                                 std::string const& model) {
    auto const& mesh = session.mesh();
    auto const& city = session.city();
    state::TransferTable table;
    table.model = model;
    table.wind_class = wind.name;
    table.key = air_key(session, wind.conditions, model);
    table.wind_from_deg = wind.conditions.wind_from_deg;
    table.wind_speed_m_s = wind.conditions.wind_speed_m_s;
    table.inverse_obukhov_length = wind.conditions.inverse_obukhov_length;
    table.species = name(transfer_pollutant);
    for (auto const& road : roads)
        table.sources.push_back(road.road < city.roads.size() ? city.roads[road.road].name : "");
    for (std::size_t const cell : receptors) {
        table.x.push_back(mesh.x_centre(cell % mesh.nx()));
        table.y.push_back(mesh.y_centre(cell / mesh.nx() % mesh.ny()));
        table.cell.push_back(static_cast<std::uint32_t>(cell));
    }
    add_emission(table, traffic, roads, city.roads.size());
    return table;
}

std::vector<double> rates_of(std::vector<RoadSource> const& roads) {
    std::vector<double> rates;
    for (auto const& road : roads) rates.push_back(road.rate_kg_s);
    return rates;
}

void require_room(std::size_t n_roads, std::size_t n_receptors, std::size_t n_numbers) {
    validate(static_cast<double>(n_numbers * n_roads) * static_cast<double>(n_receptors) <= most_numbers, "--spacing",
             fmt::format("{} roads and {} receptors are too many at once", n_roads, n_receptors),
             "take every second cell or fewer");
}

}  // namespace

std::vector<RoadSource> table_sources(run::EmissionByRoad const& traffic, std::size_t species, std::size_t n_roads,
                                      std::string const& model) {
    return model == fast_tier ? line_road_sources(traffic, species) : road_sources(traffic, species, n_roads);
}

std::vector<TransferClass> transfer_classes(Session const& session, std::size_t n_directions,
                                            std::vector<double> const& speeds) {
    weather::Conditions const own = session.weather().in_interval(0);
    std::vector<TransferClass> classes{{"run", own}};
    for (std::size_t n = 0; n < n_directions; ++n) {
        weather::Conditions turned = own;
        turned.wind_from_deg = 360.0 * static_cast<double>(n) / static_cast<double>(n_directions);
        std::string const name = fmt::format("from{:05.1f}", turned.wind_from_deg);
        if (speeds.empty()) classes.push_back({name, turned});
        for (double const speed : speeds) {
            turned.wind_speed_m_s = speed;
            classes.push_back({fmt::format("{}_{:05.2f}", name, speed), turned});
        }
    }
    return classes;
}

std::string air_key(Session const& session, weather::Conditions const& conditions, std::string const& model) {
    auto const inflow = inflow_of(session, conditions);
    auto const taken = removal(session, inflow);
    auto const& s = session.scenario().dispersion;
    if (model == fast_tier) {
        auto text = fmt::format("line source, loss {} tolerance {}", taken.loss_rate, s.line_tolerance);
        for (auto const& barrier : session.city().barriers) {
            text += fmt::format(" wall {}", barrier.height_m);
            for (auto const& at : barrier.axis) text += fmt::format(" {} {}", at.x, at.y);
        }
        return io::wind_key(session.mesh(), session.city().buildings, text, inflow);
    }
    auto const text = fmt::format("{} removal {} {} {} mixing {}", session.wind_model(), taken.deposition_velocity,
                                  taken.settling_velocity, taken.loss_rate, s.vehicle_mixing);
    return io::wind_key(session.mesh(), session.city().buildings, text, inflow);
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
    bool const aged = s.chemistry.on();
    require_room(roads.size(), receptors.size(), aged ? 2 : 1);

    auto const inflow = inflow_of(session, wind.conditions);
    auto const undisturbed =
        wind::make_wind_solver(s.wind, mesh, city.buildings, s.dispersion.schmidt_number, parallel)->solve(inflow);
    auto const flow = run::mean_stirred_flow(session.stage(), undisturbed, traffic);
    auto const limited = answers::linearise_about(emission_of(roads), flow, removal(session, inflow));
    std::vector<answers::CellShares> sources, places;
    for (auto const& road : roads) sources.push_back(road.air);
    for (std::size_t const cell : receptors) places.push_back({{cell, 1.0}});
    if (aged) sources.push_back(inflow_source(limited.transport));
    auto table = empty_table(session, traffic, wind, receptors, roads, resolved_tier);
    add_rows(table, rows_of(limited.transport, sources, places, aged, parallel), rates_of(roads), left_out_share);
    return table;
}

state::TransferTable build_line_transfer(Session const& session, run::EmissionByRoad const& traffic,
                                         TransferClass const& wind, std::vector<std::size_t> const& receptors,
                                         double left_out_share, Parallel const& parallel) {
    auto const roads = line_road_sources(traffic, species_index(traffic, transfer_pollutant));
    require_room(roads.size(), receptors.size(), 1);
    auto const inflow = inflow_of(session, wind.conditions);
    run::RoadLines lines(session.city(), session.mesh(), session.scenario().dispersion.line_tolerance,
                         std::vector<dispersion::Removal>(traffic.species.size()));
    lines.collect(traffic.roads, traffic.duration_s);
    auto const found = lines.transfer(receptors, removal(session, inflow).loss_rate, inflow, parallel);

    auto table = empty_table(session, traffic, wind, receptors, roads, fast_tier);
    answers::TransferRows rows(rates_of(roads), left_out_share);
    std::vector<double> row(roads.size());
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        std::ranges::fill(row, 0.0);
        for (std::size_t n = 0; n < found.roads.size(); ++n) {
            auto const source = std::ranges::lower_bound(roads, found.roads[n], {}, &RoadSource::road);
            if (source != roads.end() && source->road == found.roads[n])
                row[static_cast<std::size_t>(source - roads.begin())] = static_cast<double>(found.gives[n][r]);
        }
        rows.add_row(row);
    }
    table.rows = rows.stored();
    return table;
}

}  // namespace hacthanh::app
