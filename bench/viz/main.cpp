/// What looking at results costs on this machine; pictures are checked before times are told.
///
/// Writes a result of about 2 GB: a town of 5,000 buildings, 10,000 roads and 8,000 vehicles on 400 x 400 x 20 cells. A
/// process of its own then looks at it, so that its peak memory is that of looking.
/// frame_cpu_ms: processor time of a frame of 1600 x 1000 with buildings, roads, vehicles and a slice, the camera
/// turning. scrub_ms: wall time from a new time to the finished picture of the new slice over roads. first_picture_s:
/// wall time of `hacthanh render` from its start to its end.
///
/// Usage: bench_viz [--folder DIR] [--gigabytes G] [--frames N]; prints one JSON document.

#include "bench/io/plumes.hpp"
#include "io/result_writer.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/core/temporary_folder.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "viz/scene_picture.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace hacthanh;  // NOLINT: a program of its own
using viz::LayerKind;

constexpr std::size_t n_roads = 10'000;
constexpr std::size_t n_buildings = 5'000;
constexpr std::uint32_t n_vehicles = 8'000;
constexpr std::size_t n_cells = 400;  // each way
constexpr double cell_m = 10;
constexpr int n_layers = 20;
constexpr int width = 1600;
constexpr int height = 1000;

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

city::City make_town() {
    city::City town = bench::grid_of_roads(n_roads);
    double const shrink = n_cells * cell_m / town.road_extent.width();
    for (auto& road : town.roads) {
        for (auto& point : road.axis) point = {shrink * point.x, shrink * point.y};
        road.length_m *= shrink;
    }
    town.road_extent = {0, 0, n_cells * cell_m, n_cells * cell_m};
    std::mt19937 random(3);
    for (std::size_t i = 0; i < n_buildings; ++i) {  // one cell in 32, never two in one
        std::size_t const cell = i * 32 + random() % 31;
        double const x = static_cast<double>(cell % n_cells) * cell_m;
        double const y = static_cast<double>(cell / n_cells) * cell_m;
        city::Building building;
        building.id = std::to_string(i);
        building.footprint.outer = {{x, y}, {x + cell_m, y}, {x + cell_m, y + cell_m}, {x, y + cell_m}};
        building.height_m = 4 + static_cast<double>(random() % 30);
        town.buildings.push_back(std::move(building));
    }
    return town;
}

/// What stands in the lowest layer of a step, before noise [ug/m3]: a plume that drifts.
double plume(std::size_t step, std::size_t i, std::size_t j) {
    double const x = static_cast<double>(i) / n_cells - 0.3 - 0.4 * static_cast<double>(step % 50) / 50;
    double const y = static_cast<double>(j) / n_cells - 0.5;
    return 5 + 100 * std::exp(-(x * x + y * y) * 60);
}

state::VehicleTrace trace_of(double begin_s, double end_s) {
    state::VehicleTrace trace;
    for (double time : {begin_s + 0.5 * (end_s - begin_s), end_s}) {
        trace.time_s.push_back(time);
        trace.count.push_back(n_vehicles);
        for (std::uint32_t v = 0; v < n_vehicles; ++v) {
            trace.vehicle.push_back(v);
            trace.group.push_back(static_cast<std::uint8_t>(v % 5));
            double const along = std::fmod(v * 37.0 + time * 0.1, n_cells * cell_m);
            trace.x.push_back(static_cast<float>(v % 2 == 0 ? along : (v * 13) % 4000));
            trace.y.push_back(static_cast<float>(v % 2 == 0 ? (v * 13) % 4000 : along));
            trace.speed.push_back(8);
        }
    }
    return trace;
}

void write_result(std::string const& path, double gigabytes) {
    auto const town = make_town();
    mesh::MeshOptions options;
    options.cell_size_m = cell_m;
    options.levels = n_layers;
    options.first_layer_m = 3;
    options.top_m = 150;
    mesh::CityMesh const mesh(town.road_extent, options);
    state::RunHeader header{.city = town, .mesh = mesh, .species = {Pollutant::nox}};
    header.title = "A town made for measuring";
    header.title_vi = "Thị trấn giả định để đo";
    header.schematic = true;
    header.epoch_utc = "2026-01-14 17:00:00";
    header.utc_offset = "+07:00";
    constexpr double bytes_per_value = 3.2;  // of what noise leaves to compress
    double const step_bytes = bytes_per_value * n_cells * n_cells * n_layers;
    auto const n_steps = static_cast<std::size_t>(std::max(8.0, gigabytes * 1e9 / step_bytes));
    header.interval_s = 300;
    header.end_s = 300.0 * static_cast<double>(n_steps);
    header.trace_interval_s = 150;
    header.inflow.speed.assign(mesh.nz(), 2);
    header.inflow.horizontal_diffusivity.assign(mesh.nz(), 3);
    header.inflow.vertical_diffusivity.assign(mesh.nz() + 1, 1);
    io::NetcdfResultSink sink(header, path, {.n_threads = 2});
    state::RunSummary summary;
    summary.species.emplace_back().name = "NOx";
    std::mt19937 random(1);
    state::ConcentrationField noise(mesh, {"NOx"});
    for (float& value : noise.species[0].values()) value = static_cast<float>(random() >> 8U) / 16777216.0F;
    for (std::size_t step = 0; step < n_steps; ++step) {
        summary.steps_written = step + 1;
        state::ConcentrationField field = noise;
        for (std::size_t k = 0; k < mesh.nz(); ++k)
            for (std::size_t j = 0; j < n_cells; ++j)
                for (std::size_t i = 0; i < n_cells; ++i) {
                    float& value = field.species[0].at({i, j, k});
                    value = 1e-9F * (value + static_cast<float>(plume(step, i, j) / (1 + static_cast<double>(k))));
                }
        state::RoadSeries roads(town.roads.size(), 1);
        for (std::size_t r = 0; r < town.roads.size(); ++r) {
            roads.vehicle_seconds[r] = static_cast<double>((step * 37 + r * 11) % 1000);
            roads.vehicle_metres[r] = 10 * roads.vehicle_seconds[r];
            roads.emitted[0][r] = 1e-6 * roads.vehicle_seconds[r];
        }
        double const begin_s = 300.0 * static_cast<double>(step);
        state::OutputStep output{begin_s,          begin_s + 300, false,  std::move(field),
                                 std::move(roads), n_vehicles,    summary};
        output.trace = trace_of(begin_s, begin_s + 300);
        sink.write_step(output);
    }
    summary.complete = true;
    sink.finish(summary);
}

viz::SceneLayer layer(LayerKind kind, std::string colour_by = {}) {
    viz::SceneLayer layer;
    layer.kind = kind;
    layer.colour_by = std::move(colour_by);
    return layer;
}

std::size_t changed(viz::Picture const& a, viz::Picture const& b) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < a.rgb.size(); i += 3)
        n += a.rgb[i] != b.rgb[i] || a.rgb[i + 1] != b.rgb[i + 1] || a.rgb[i + 2] != b.rgb[i + 2];
    return n;
}

void require(bool holds, std::string const& what) {
    if (!holds) throw std::runtime_error("wrong picture: " + what);
}

/// Every layer must change what is seen, and the values must be those that were written.
void check_answer(viz::SceneData const& data, viz::SceneRenderer& renderer, viz::Scene const& scene) {
    auto const value = data.probe("NOx", data.moment("3"), {cell_m * 200.5, cell_m * 180.5}, 1.5);
    double const expected = plume(3, 200, 180) + 0.5;
    require(value && std::abs(static_cast<double>(*value) - expected) < 0.51, "the value of a cell");
    require(data.vehicles(data.moment("3").traffic_s).size() == n_vehicles, "the number of vehicles");
    auto const whole = renderer.render_bare(scene, width, height);
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        viz::Scene without = scene;
        without.layers[i].visible = false;
        require(changed(renderer.render_bare(without, width, height), whole) > 2000,
                std::string(name(scene.layers[i].kind)) + " is not seen");
    }
    viz::Scene later = scene;
    later.time = "20";
    require(changed(renderer.render_bare(later, width, height), whole) > 2000, "a later time looks the same");
}

double peak_rss_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

nlohmann::json look(std::string const& path, int frames) {
    viz::SceneData const data(path);
    viz::SceneRenderer renderer(data, nullptr);
    viz::Scene scene;
    scene.time = "3";
    scene.camera = {viz::Projection::perspective, viz::ScenePoint{2000, 2000}, 0, 20, 40, 2600};
    scene.layers = {layer(LayerKind::ground), layer(LayerKind::slice), layer(LayerKind::roads),
                    layer(LayerKind::buildings), layer(LayerKind::vehicles)};
    check_answer(data, renderer, scene);
    std::vector<double> frame_ms;
    std::vector<double> frame_wall_ms;
    for (int frame = 0; frame < frames; ++frame) {
        scene.camera.azimuth_deg = 20 + 2 * frame;
        double const before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
        Stopwatch const wall;
        renderer.render_bare(scene, width, height);
        frame_ms.push_back(1e3 * (cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - before));
        frame_wall_ms.push_back(1e3 * wall.seconds());
    }
    viz::Scene map = viz::make_preset(viz::Preset::timelapse);
    map.camera = {viz::Projection::orthographic, viz::ScenePoint{2000, 2000}, 0, 0, 90, 4000};
    map.time = "5";
    auto before = renderer.render_bare(map, width, height);
    std::vector<double> scrub_ms;
    std::size_t const n_steps = data.result().n_steps();
    for (int frame = 0; frame < frames; ++frame) {
        map.time = std::to_string((11 + 7 * static_cast<std::size_t>(frame)) % n_steps);
        Stopwatch const wall;
        auto now = renderer.render_bare(map, width, height);
        scrub_ms.push_back(1e3 * wall.seconds());
        require(changed(before, now) > 2000, "a new time shows the old slice");
        before = std::move(now);
    }
    for (std::size_t step = 0; step < n_steps; ++step) data.concentration_layer(0, step, 0);  // the whole day once
    return {{"frame_cpu_ms", median(frame_ms)},
            {"frame_wall_ms", median(frame_wall_ms)},
            {"scrub_ms", median(scrub_ms)},
            {"peak_rss_mb", peak_rss_mb()},
            {"cache_mb", 1e-6 * static_cast<double>(data.cached_bytes())},
            {"steps", n_steps}};
}

/// Runs a program and waits; its standard output goes to a file. Throws when it fails.
void run(std::vector<std::string> arguments, std::string const& output) {
    pid_t const child = fork();
    if (child == 0) {
        if (std::freopen(output.c_str(), "w", stdout) == nullptr) _exit(127);
        std::vector<char*> argv;
        for (auto& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        execv(argv.front(), argv.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(arguments.front() + " failed");
}

nlohmann::json measure(std::string const& folder, double gigabytes, int frames) {
    std::string const path = folder + "/town.nc";
    write_result(path, gigabytes);
    std::filesystem::path const self = std::filesystem::read_symlink("/proc/self/exe");
    run({self.string(), "--look", path, "--frames", std::to_string(frames)}, folder + "/look.json");
    nlohmann::json numbers = nlohmann::json::parse(std::ifstream(folder + "/look.json"));
    std::vector<double> first_s;
    for (int round = 0; round < 3; ++round) {
        std::string const picture = fmt::format("{}/first{}.png", folder, round);
        Stopwatch const wall;
        run({(self.parent_path() / "hacthanh-render").string(), path, "--preset", "map", "--time", "last", "--language",
             "vi", "--size", "1600x1000", "-o", picture},
            folder + "/render.txt");
        first_s.push_back(wall.seconds());
        require(std::filesystem::file_size(picture) > 50'000, "the first picture is empty");
    }
    numbers["first_picture_s"] = median(first_s);
    numbers["file_gb"] = 1e-9 * static_cast<double>(std::filesystem::file_size(path));
    return numbers;
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    double gigabytes = 2;
    int frames = 15;
    std::string folder;
    std::string result;
    CLI::App command("Cost of looking at results");
    command.add_option("--folder", folder, "where the files of the measurement go; default: a temporary folder");
    command.add_option("--gigabytes", gigabytes, "size of the result")->check(CLI::Range(0.05, 50.0));
    command.add_option("--frames", frames, "of each measurement")->check(CLI::Range(3, 1000));
    command.add_option("--look", result, "measure on this file of an earlier run alone");
    CLI11_PARSE(command, argc, argv);
    try {
        std::optional<TemporaryFolder> temporary;
        if (result.empty() && folder.empty()) folder = temporary.emplace("bench-viz").path().string();
        std::puts((result.empty() ? measure(folder, gigabytes, frames) : look(result, frames)).dump(2).c_str());
    } catch (std::exception const& error) {
        std::fprintf(stderr, "bench_viz: %s\n", error.what());
        return 1;
    }
    return 0;
}
