#include "app/hacthanh/fast_results.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "io/result_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/run/weather_mean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hacthanh::app {
namespace {

constexpr double kg_of_ug = 1e-9;

/// A species of the result, and where it stands among those that the scenario writes.
struct Written {
    Pollutant pollutant = transfer_pollutant;
    std::size_t place = 0;
    FormedSpecies const* formed = nullptr;  ///< null = the product
};

/// NOx, and what is formed of the species that the scenario writes.
std::vector<Written> written_species(FastResult const& result) {
    auto const& species = result.session.scenario().output.species;
    auto const place = [&](Pollutant pollutant) {
        return static_cast<std::size_t>(std::ranges::find(species, pollutant) - species.begin());
    };
    validate(place(transfer_pollutant) < species.size(), "output.species",
             fmt::format("holds no {}", name(transfer_pollutant)), "add it to the scenario");
    std::vector<Written> all{{transfer_pollutant, place(transfer_pollutant), nullptr}};
    for (auto const& formed : result.formed)
        if (place(formed.pollutant) < species.size())
            all.push_back({formed.pollutant, place(formed.pollutant), &formed});
    return all;
}

state::RunHeader header_of(FastResult const& result, std::vector<Written> const& species, int n_threads) {
    auto const& session = result.session;
    auto header = result.measures != nullptr
                      ? session.header(n_threads, session.seed(), *result.measures, {result.measures->file})
                      : session.header(n_threads, session.seed());
    header.species.clear();
    for (auto const& one : species) header.species.push_back(one.pollutant);
    auto const keep = [&](auto& values) {
        auto kept = values;
        kept.clear();
        for (auto const& one : species)
            if (one.place < values.size()) kept.push_back(values[one.place]);
        values = kept;
    };
    keep(header.background.concentration);
    for (auto& values : header.background.changing) keep(values);
    header.interval_s = header.end_s - header.begin_s - header.spin_up_s;
    header.kerbs = false;
    header.receptors.clear();
    header.trace_interval_s = 0;
    if (result.measures == nullptr && !result.name.empty()) {
        header.title += ": " + result.name;
        header.title_vi += ": " + result.name;
    }
    auto const add = [](std::string& note, std::string const& more) { note += (note.empty() ? "" : " ") + more; };
    add(header.note, "By transfer functions, not a full run; one seed.");
    add(header.note_vi, "Tính bằng hàm truyền, không phải lần chạy đầy đủ; một hạt giống ngẫu nhiên.");
    return header;
}

/// The account of a species: nothing of its air, which was not carried.
state::SpeciesSummary account(run::EmissionByRoad const& emission, Pollutant pollutant) {
    state::SpeciesSummary sum;
    sum.name = name(pollutant);
    auto const species = species_index(emission, pollutant);
    for (double const mass : emission.roads.emitted[species]) sum.emitted_kg += mass;
    for (auto const& place : emission.places) sum.emitted_inside_kg += place.masses[species];
    sum.emitted_outside_kg = sum.emitted_kg - sum.emitted_inside_kg;
    sum.on_mesh_kg = sum.emitted_inside_kg;
    return sum;
}

}  // namespace

bool covers_the_map(state::TransferTable const& table, mesh::CityMesh const& mesh) {
    return std::ranges::equal(table.cell, receptor_cells(mesh, 1));
}

void write_fast_result(std::filesystem::path const& file, FastResult const& result, state::TransferTable const& table,
                       Parallel const& parallel) {
    auto const& session = result.session;
    auto const species = written_species(result);
    auto const header = header_of(result, species, parallel.n_threads());
    double const from_s = header.begin_s + header.spin_up_s;
    auto const around = header.background.mean(from_s, header.end_s);

    state::RunSummary summary;
    std::vector<std::string> names;
    auto roads = result.emission.roads;
    roads.emitted.clear();
    for (auto const& one : species) {
        names.emplace_back(name(one.pollutant));
        summary.species.push_back(account(result.emission, one.pollutant));
        roads.emitted.push_back(result.emission.roads.emitted[species_index(result.emission, one.pollutant)]);
    }
    summary.traffic = result.emission.traffic;
    summary.cells = session.mesh().n_cells();
    summary.steps_written = 1;
    summary.simulated_until_s = header.end_s;
    summary.spin_up_s = header.spin_up_s;
    summary.complete = true;
    summary.warnings = {"by transfer functions, not a full run; " + result.difference};

    state::OutputStep step{.begin_s = from_s,
                           .end_s = header.end_s,
                           .mean_concentration = {session.mesh(), names},
                           .roads = std::move(roads),
                           .n_vehicles = result.emission.traffic.running,
                           .summary = summary};
    run::WeatherMean weather;
    weather.start();
    weather.add(session.inflow(), header.interval_s);
    step.weather = weather.value();
    step.background = around;
    for (std::size_t n = 0; n < species.size(); ++n) {
        auto& field = step.mean_concentration.species[n];
        std::ranges::fill(field.values(), static_cast<float>(around.at(n)));
        auto const* formed = species[n].formed;
        for (std::size_t r = 0; r < table.cell.size(); ++r) {
            double const air = formed != nullptr ? static_cast<double>(formed->air[r]) * kg_of_ug
                                                 : around.at(n) + static_cast<double>(result.air[r]) * kg_of_ug;
            // The unlimited scheme may fall below zero; no file does.
            field.values()[table.cell[r]] = static_cast<float>(std::max(0.0, air));
        }
    }

    auto options = session.writer_options(parallel.n_threads());
    options.keep_fields = options.keep_wind = false;
    io::NetcdfResultSink sink(header, file.string(), options);
    sink.write_step(step);
    sink.finish(summary);
}

}  // namespace hacthanh::app
