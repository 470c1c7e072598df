#pragma once
/// A small made-up run with physical values, for the tests of result files.

#include "io/result_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/state/ports/result_sink.hpp"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io::testing {

/// A folder of its own for one test, removed at its end.
class TestFolder {
public:
    TestFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "hacthanh-test-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(TestFolder const&) = delete;
    TestFolder& operator=(TestFolder const&) = delete;
    std::string file(std::string const& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

/// Two streets crossing near Thanh Hoa, three species, five-minute steps; the first step is spin-up.
class SampleRun {
public:
    explicit SampleRun(bool projected = true, double cell_size_m = 20, int levels = 6)
        : city_(make_city(projected)), mesh_({0, 0, 400, 300}, options(cell_size_m, levels)) {
        for (std::size_t k = 0; k < mesh_.nz(); ++k) {
            inflow_.speed.push_back(2.0 + 0.1 * static_cast<double>(k));
            inflow_.horizontal_diffusivity.push_back(3.0);
        }
        inflow_.vertical_diffusivity.assign(mesh_.nz() + 1, 0.5);
        inflow_.wind_from_deg = 45;
        inflow_.friction_velocity = 0.3;
        inflow_.roughness_length = 0.8;
    }

    city::City const& city() const { return city_; }
    mesh::CityMesh const& mesh() const { return mesh_; }

    state::RunHeader header(double significant_error = 5e-4) const {
        state::Provenance provenance;
        provenance.scenario_path = "/city/two_streets.toml";
        provenance.scenario_text = "[traffic]\nsumo_config = \"two.sumocfg\"  # \xE2\x80\x9Ctwo\xE2\x80\x9D\n";
        provenance.overrides = {"traffic.scale=1.2"};
        provenance.resolved_scenario = "[traffic]\nscale = 1.2\n";
        provenance.inputs = {{"two.sumocfg", "sumo_config", 123, std::string(64, 'a')},
                             {"two.net.xml", "network", 45678, std::string(64, 'b')}};
        provenance.start_time_utc = "2026-01-15T01:02:03Z";
        provenance.host = "a processor, 2 cores";
        provenance.n_threads = 2;
        provenance.seed = 42;
        return {city_,
                mesh_,
                {Pollutant::nox, Pollutant::pm, Pollutant::fuel},
                "Two streets",
                "Hai con đường",
                "Schematic road network.",
                "Mạng đường giản lược.",
                true,
                "2026-01-14 17:00:00",
                "+07:00",
                25200,
                25200 + 3600,
                300,
                300,
                significant_error,
                inflow_,
                provenance};
    }

    /// Concentration of a species [kg/m3] at a cell in a step; decays with height and distance to the streets.
    double concentration(std::size_t species, std::size_t step, std::size_t i, std::size_t j, std::size_t k) const {
        double const x = mesh_.x_centre(i) - 200;
        double const y = mesh_.y_centre(j) - 150;
        double const level =
            std::exp(-mesh_.z_centre(k) / 15) * (std::exp(-std::abs(x) / 60) + std::exp(-std::abs(y) / 40));
        return 1e-8 * static_cast<double>(1 + species) * (1 + 0.25 * static_cast<double>(step)) * level;
    }

    state::ConcentrationField field(std::size_t step) const {
        state::ConcentrationField field(mesh_, {"NOx", "PM", "fuel"});
        for (std::size_t s = 0; s < 3; ++s)
            for (std::size_t k = 0; k < mesh_.nz(); ++k)
                for (std::size_t j = 0; j < mesh_.ny(); ++j)
                    for (std::size_t i = 0; i < mesh_.nx(); ++i)
                        field.species[s].at({i, j, k}) = static_cast<float>(concentration(s, step, i, j, k));
        return field;
    }

    state::RoadSeries roads(std::size_t step) const {
        state::RoadSeries roads(city_.roads.size(), 3);
        for (std::size_t e = 0; e + 1 < city_.roads.size(); ++e) {  // nobody drives on the last road
            roads.vehicle_seconds[e] = 600.0 * static_cast<double>(e + 1);
            roads.vehicle_metres[e] = 8.0 * roads.vehicle_seconds[e];
            auto& motorcycles = roads.groups[0];
            motorcycles.vehicle_seconds[e] = roads.vehicle_seconds[e];
            motorcycles.vehicle_metres[e] = roads.vehicle_metres[e];
            motorcycles.delay_s[e] = 0.25 * roads.vehicle_seconds[e];
            motorcycles.queue_s[e] = 0.5 * roads.vehicle_seconds[e];
            for (std::size_t s = 0; s < 3; ++s)
                roads.emitted[s][e] = 1e-3 * static_cast<double>((s + 1) * (e + 1)) * (1 + static_cast<double>(step));
        }
        return roads;
    }

    /// The account after `steps` steps; its mass budget closes to 1e-9 of what was emitted.
    state::RunSummary summary(std::size_t steps) const {
        state::RunSummary summary;
        char const* const names[] = {"NOx", "PM", "fuel"};
        for (std::size_t s = 0; s < 3; ++s) {
            auto const emitted = 0.01 * static_cast<double>((s + 1) * steps);
            state::SpeciesSummary species;
            species.name = names[s];
            species.emitted_kg = emitted * 1.125;
            species.emitted_inside_kg = emitted;
            species.emitted_outside_kg = emitted * 0.125;
            species.on_mesh_kg = emitted;
            species.budget.emitted = emitted;
            species.budget.outflow = 0.75 * emitted;
            species.budget.in_domain = 0.25 * emitted * (1 + 4e-9);
            species.worst_relative_error = species.budget.relative_error();
            species.worst_step_error = 3e-10;
            summary.species.push_back(species);
        }
        summary.traffic = {.departed = 100 * steps,
                           .arrived = 70 * steps,
                           .running = 30 * steps,
                           .waiting = 2,
                           .teleported = 1,
                           .collisions = 4,
                           .emergency_stops = 5,
                           .warnings = 3,
                           .vehicle_seconds = 12345.678,
                           .cpu_s = 1.5,
                           .first_warnings = {"Vehicle 'a' teleports", "Xe b\xE1\xBB\x8B k\xE1\xBA\xB9t \"x\""}};
        summary.classes = {{"motorcycle", "motorcycle", 12345.5, 1500, {}, {}}};
        summary.classes[0].emitted_kg[index(Pollutant::co)] = 0.0625;
        summary.classes[0].electric_m = 0.25 * 12345.5;
        summary.classes[0].started_kg[index(Pollutant::co)] = 0.03125;
        summary.literature = {{"motorcycle", Pollutant::co, 2.5, 3.5, 11, "a survey"}};
        summary.cells = mesh_.n_cells();
        summary.steps_written = steps;
        summary.transport_steps = 40 * steps;
        summary.simulated_until_s = 25200 + 300.0 * static_cast<double>(steps);
        summary.wall_s = 0.1 + 2.0 * static_cast<double>(steps);
        summary.sumo_cpu_s = 1.5;
        summary.deposit_cpu_s = 0.25;
        summary.transport_cpu_s = 3.5;
        summary.output_cpu_s = 0.125;
        summary.stage_wall_s = {{"start", 0.1}, {"steps", 2.0 * static_cast<double>(steps)}};
        summary.spin_up_s = 300;
        summary.calm_s = 60.0 * static_cast<double>(steps);
        summary.initial_air_fraction = 0.001;
        summary.warnings = {"a made-up warning"};
        return summary;
    }

    state::WeatherUse weather(std::size_t step) const {
        state::WeatherUse use;
        double value = 1.5 + static_cast<double>(step);
        for (auto const member : state::weather_use_members) use.*member = value *= 1.25;
        return use;
    }

    void write_step(state::ResultSink& sink, std::size_t step) const {
        auto const concentrations = field(step);
        auto const series = roads(step);
        auto const account = summary(step + 1);
        double const begin_s = 25200 + 300.0 * static_cast<double>(step);
        sink.write_step(
            {begin_s, begin_s + 300, step == 0, concentrations, series, 30 * (step + 1), account, weather(step)});
    }

    /// Writes steps [0, n) and finishes.
    void write(std::string const& path, std::size_t n, bool complete, ResultWriterOptions const& options = {}) const {
        auto const head = header();
        NetcdfResultSink sink(head, path, options);
        for (std::size_t step = options.resume_after_steps; step < n; ++step) write_step(sink, step);
        auto account = summary(n);
        account.complete = complete;
        sink.finish(account);
    }

private:
    static mesh::MeshOptions options(double cell_size_m, int levels) {
        mesh::MeshOptions options;
        options.cell_size_m = cell_size_m;
        options.levels = levels;
        options.top_m = 120;
        return options;
    }

    static city::City make_city(bool projected) {
        city::City city;
        city.roads = {{"east", "Đường Lê Lợi", {{0, 150}, {200, 150}, {400, 152}}, 400.0, 7, 2, false},
                      {"north", "", {{200, 0}, {200, 300}}, 300, 3.5, 1, false, 12.0},
                      {":0_1", "", {{198, 150}, {200, 152}}, 2.8, 3.5, 1, true},
                      {"empty", "", {{0, 10}, {400, 10}}, 400, 3.5, 1, false}};
        city.road_extent = {0, 0, 400, 300};
        if (projected)
            city.projection = {"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357, -2187411};
        return city;
    }

    city::City city_;
    mesh::CityMesh mesh_;
    state::InflowProfile inflow_;
};

}  // namespace hacthanh::io::testing
