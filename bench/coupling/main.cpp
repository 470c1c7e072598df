/// SUMO with reading, hand-over and deposit of six pollutants, and nothing else: no transport, no files.
///
/// Usage: bench_coupling CONFIG.sumocfg --end SECOND; prints one JSON document. bench/coupling.py measures its CPU.

#include "io/sumo_config.hpp"
#include "io/sumo_network.hpp"
#include "sim/core/log.hpp"
#include "sim/run/traffic_feed.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

namespace hacthanh {
namespace {

constexpr double coupling_interval_s = 10;

mesh::CityMesh mesh_over(city::Rectangle roads) {
    constexpr double margin_m = 200;
    mesh::MeshOptions const options;
    return {{roads.x_min - margin_m, roads.y_min - margin_m, roads.x_max + margin_m, roads.y_max + margin_m}, options};
}

nlohmann::ordered_json measure(std::filesystem::path const& config, double end_s, bool getters) {
    auto const sumo = io::read_sumo_config(config);
    auto const city = io::read_sumo_network(sumo.net_file);
    auto const mesh = mesh_over(city.road_extent);
    traffic::LibsumoTrafficSettings settings;
    settings.worker = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "hacthanh-traffic";
    settings.sumo_config = std::filesystem::absolute(config);
    settings.end_s = end_s;
    settings.learn_emissions = !getters;
    for (auto const& road : city.roads) settings.roads.push_back(road.name);
    traffic::LibsumoTrafficSource source(settings);
    std::vector<Pollutant> const species(reported_pollutants.begin(), reported_pollutants.end());
    run::FeedPlan plan{static_cast<std::size_t>(std::llround(coupling_interval_s / source.step_s())), 0, {}};
    for (auto const& road : city.roads) plan.speed_limits.push_back(road.speed_limit);
    run::TrafficFeed feed(source, std::make_unique<emission::ReportedEmission>(), mesh, {}, species, city.roads.size(),
                          plan);
    PerReported emitted{};
    double feed_cpu_s = 0;
    state::TrafficTotals totals;
    while (run::TrafficPiece const* piece = feed.next()) {
        for (std::size_t s = 0; s < species.size(); ++s)
            emitted[s] += piece->account.inside[s] + piece->account.outside[s];
        totals = piece->totals;
        feed_cpu_s = piece->cpu_s;
    }
    nlohmann::ordered_json document;
    for (Pollutant pollutant : species)
        document["emitted_kg"][std::string(name(pollutant))] = emitted[index(pollutant)];
    document["vehicle_seconds"] = totals.vehicle_seconds;
    document["worker_cpu_s"] = totals.cpu_s;
    document["feed_cpu_s"] = feed_cpu_s;
    return document;
}

}  // namespace
}  // namespace hacthanh

int main(int argc, char** argv) {
    CLI::App command("CPU of SUMO with reading, hand-over and deposit");
    std::filesystem::path config;
    double end_s = 3600;
    command.add_option("config", config, "SUMO configuration")->required();
    command.add_option("--end", end_s, "Last traffic second");
    bool getters = false;
    command.add_flag("--getters", getters, "Ask SUMO for every emission instead of rebuilding its functions");
    CLI11_PARSE(command, argc, argv);
    try {
        fmt::print("{}\n", hacthanh::measure(config, end_s, getters).dump(2));
        return 0;
    } catch (std::exception const& error) {
        hacthanh::log::error("{}", error.what());
        return 1;
    }
}
