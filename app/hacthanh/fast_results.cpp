#include "app/hacthanh/fast_results.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "io/result_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/run/weather_mean.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::app {
namespace {

constexpr double kg_of_ug = 1e-9;

/// Place of the table's species among those that the scenario writes.
std::size_t written_place(Session const& session) {
    auto const& species = session.scenario().output.species;
    auto const found = std::ranges::find(species, transfer_pollutant);
    validate(found != species.end(), "output.species", fmt::format("holds no {}", name(transfer_pollutant)),
             "add it to the scenario");
    return static_cast<std::size_t>(found - species.begin());
}

state::RunHeader header_of(FastResult const& result, int n_threads) {
    auto const& session = result.session;
    auto header = session.header(n_threads, session.seed());
    auto const place = written_place(session);
    header.species = {transfer_pollutant};
    auto const keep_one = [place](auto& values) {
        if (values.size() > place) values = {values[place]};
    };
    keep_one(header.background.concentration);
    for (auto& values : header.background.changing) keep_one(values);
    header.interval_s = header.end_s - header.begin_s - header.spin_up_s;
    header.kerbs = false;
    header.receptors.clear();
    header.trace_interval_s = 0;
    if (result.measures != nullptr) {
        add_measures(header, *result.measures);
        header.provenance.inputs.push_back(input_file(result.measures->file, measure_role));
    } else if (!result.name.empty()) {
        header.title += ": " + result.name;
        header.title_vi += ": " + result.name;
    }
    auto const add = [](std::string& note, std::string const& more) { note += (note.empty() ? "" : " ") + more; };
    add(header.note, "By transfer functions, not a full run; one seed.");
    add(header.note_vi, "Tính bằng hàm truyền, không phải lần chạy đầy đủ; một hạt giống ngẫu nhiên.");
    return header;
}

state::RoadSeries roads_of(run::EmissionByRoad const& emission, std::size_t species) {
    auto roads = emission.roads;
    roads.emitted = {emission.roads.emitted[species]};
    return roads;
}

}  // namespace

bool covers_the_map(state::TransferTable const& table, mesh::CityMesh const& mesh) {
    return std::ranges::equal(table.cell, receptor_cells(mesh, 1));
}

void write_fast_result(std::filesystem::path const& file, FastResult const& result, state::TransferTable const& table,
                       Parallel const& parallel) {
    auto const& session = result.session;
    auto const header = header_of(result, parallel.n_threads());
    auto const species = species_index(result.emission, transfer_pollutant);
    double const from_s = header.begin_s + header.spin_up_s;
    auto const around = header.background.mean(from_s, header.end_s);

    state::RunSummary summary;
    summary.species.emplace_back();
    summary.species.back().name = name(transfer_pollutant);
    auto& given_off = summary.species.back();
    for (double const mass : result.emission.roads.emitted[species]) given_off.emitted_kg += mass;
    for (auto const& place : result.emission.places) given_off.emitted_inside_kg += place.masses[species];
    given_off.emitted_outside_kg = given_off.emitted_kg - given_off.emitted_inside_kg;
    given_off.on_mesh_kg = given_off.emitted_inside_kg;
    summary.traffic = result.emission.traffic;
    summary.cells = session.mesh().n_cells();
    summary.steps_written = 1;
    summary.simulated_until_s = header.end_s;
    summary.spin_up_s = header.spin_up_s;
    summary.complete = true;
    summary.warnings = {"by transfer functions, not a full run; " + result.difference};

    state::OutputStep step{.begin_s = from_s,
                           .end_s = header.end_s,
                           .mean_concentration = {session.mesh(),
                                                  {std::string(name(transfer_pollutant))},
                                                  static_cast<float>(around.at(0))},
                           .roads = roads_of(result.emission, species),
                           .n_vehicles = result.emission.traffic.running,
                           .summary = summary};
    run::WeatherMean weather;
    weather.start();
    weather.add(session.inflow(), header.interval_s);
    step.weather = weather.value();
    step.background = around;
    for (std::size_t r = 0; r < table.cell.size(); ++r)  // the unlimited scheme may fall below zero; no file does
        step.mean_concentration.species[0].values()[table.cell[r]] =
            static_cast<float>(std::max(0.0, around.at(0) + static_cast<double>(result.air[r]) * kg_of_ug));

    auto options = session.writer_options(parallel.n_threads());
    options.keep_fields = options.keep_wind = false;
    io::NetcdfResultSink sink(header, file.string(), options);
    sink.write_step(step);
    sink.finish(summary);
}

}  // namespace hacthanh::app
