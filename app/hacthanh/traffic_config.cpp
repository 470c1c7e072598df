#include "app/hacthanh/traffic_config.hpp"

#include "app/hacthanh/simulate_traffic.hpp"
#include "io/demand/make_demand.hpp"
#include "io/sumo_network.hpp"
#include "sim/core/log.hpp"

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

io::DemandOrder order_of(io::LoadedScenario const& loaded, io::SumoConfig const& sumo) {
    auto const& s = loaded.scenario;
    io::DemandOrder order{s.demand,          sumo,
                          s.traffic.begin_s, s.traffic.end_s,
                          start_clock_s(s),  s.traffic.seed.value_or(sumo.seed.value_or(sumo_default_seed))};
    auto& options = order.options;
    for (fs::path* const path :
         {&options.trips, &options.matrix, &options.zones, &options.counts, &options.profile, &options.cache})
        if (!path->empty()) *path = loaded.resolve(*path);
    return order;
}

}  // namespace

double start_clock_s(scenario::Scenario const& scenario) {
    return io::parse_sumo_time(scenario.time.start_clock + ":00").value();
}

TrafficConfig traffic_config(io::LoadedScenario const& loaded) {
    TrafficConfig config{io::read_sumo_config(loaded.resolve(loaded.scenario.traffic.sumo_config)), {}, {}};
    auto const& demand = loaded.scenario.demand;
    if (!demand.given()) return config;
    auto const city = io::read_sumo_network(config.sumo.net_file);
    auto made = io::make_demand(order_of(loaded, config.sumo), city, simulate_traffic);
    log::info("demand: routes {} {}", made.from_cache ? "found in" : "made in",
              made.config.parent_path().lexically_normal().string());
    config.notes = std::move(made.notes);
    config.sumo = io::read_sumo_config(made.config);
    for (auto const& [role, file] : {std::pair<char const*, fs::path>{"demand trips", demand.trips},
                                     {"demand matrix", demand.matrix},
                                     {"demand zones", demand.zones},
                                     {"demand counts", demand.counts},
                                     {"demand profile", demand.profile}})
        if (!file.empty()) config.demand_files.emplace_back(role, loaded.resolve(file));
    return config;
}

}  // namespace hacthanh::app
