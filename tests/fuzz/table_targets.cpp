/// Readers of what users write themselves: scenarios, measures, studies, tables; and of transfer tables, winds and
/// checkpoints.

#include "io/apportion_file.hpp"
#include "io/checkpoint_file.hpp"
#include "io/cost_table.hpp"
#include "io/demand_tables.hpp"
#include "io/detail/rate_table_file.hpp"
#include "io/fleet_file.hpp"
#include "io/measure_file.hpp"
#include "io/monitor_file.hpp"
#include "io/receptor_file.hpp"
#include "io/scenario_file.hpp"
#include "io/study/study_file.hpp"
#include "io/sumo_config.hpp"
#include "io/sumo_signals.hpp"
#include "io/sumo_trips.hpp"
#include "io/transfer_file.hpp"
#include "io/weather_file.hpp"
#include "io/wind_reader.hpp"
#include "sim/core/error.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <cmath>

namespace hacthanh::fuzz {
namespace {

void read_scenario(std::string_view bytes) {
    auto const loaded = io::load_scenario_text(std::string(bytes), "/scenario.toml");
    require(loaded.scenario.traffic.end_s > loaded.scenario.traffic.begin_s);
    // What a result file says of its options must be read as the same again.
    auto const again = io::load_scenario_text(loaded.resolved, "/scenario.toml");
    require(again.resolved == loaded.resolved);
}

void read_measures(std::string_view bytes) { io::read_measures_text(std::string(bytes), "/measures.toml"); }

void read_study(std::string_view bytes) {
    auto const study = io::study::read_study(InputFile(bytes).path());
    require(study.seeds > 0 && !study.weathers.empty());
}

void read_costs(std::string_view bytes) {
    for (auto const& cost : io::read_costs(InputFile(bytes).path())) require(!cost.option.empty());
}

void read_bus_stops(std::string_view bytes) {
    for (auto const& stop : io::read_bus_stops(InputFile(bytes).path()))
        require(std::isfinite(stop.place.x) && std::isfinite(stop.place.y));
}

void read_receptors(std::string_view bytes) {
    city::Projection const projection{"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357,
                                      -2187411};
    for (auto const& receptor : io::read_receptors(InputFile(bytes).path(), projection))
        require(std::isfinite(receptor.x) && std::isfinite(receptor.y) && std::isfinite(receptor.height));
}

void read_weather(std::string_view bytes) {
    io::WeatherFileOptions options;
    options.utc_offset_s = 7 * 3600;
    options.begin_utc_s = 1736899200;  // 15 January 2025
    options.end_utc_s = options.begin_utc_s + 86400;
    io::read_weather_file(InputFile(bytes).path(), options);
}

void read_fleet(std::string_view bytes) { io::read_fleet(InputFile(bytes).path()); }

void read_rate_table(std::string_view bytes) {
    auto const table = io::detail::read_rate_table(InputFile(bytes).path());
    require(table.rate.size() == table.speed.size() * table.acceleration.size());
    for (auto const& rates : table.rate)
        for (double const rate : rates) require(rate >= 0 && std::isfinite(rate));
}

void read_monitors(std::string_view bytes) {
    for (auto const& value : io::read_monitors(InputFile(bytes).path(), 7 * 3600).values)
        require(value.ug_m3 >= 0 && std::isfinite(value.ug_m3) && value.hours > 0);
}

io::KnownNames const& known_edges() {
    static io::KnownNames const names = {"a", "b"};
    return names;
}

io::KnownNames const& known_types() {
    static io::KnownNames const names = {"car", "motorcycle"};
    return names;
}

void read_counts(std::string_view bytes) {
    for (auto const& count : io::read_counts(InputFile(bytes).path(), 0, known_edges()))
        require(count.vehicles >= 0 && count.end_s > count.begin_s);
}

void read_trip_tables(std::string_view bytes) {
    InputFile const file(bytes);
    try {
        for (auto const& cell : io::read_matrix(file.path(), known_edges(), known_types())) require(cell.trips >= 0);
    } catch (InputError const&) {  // it may still be another of the tables
    }
    try {
        io::read_trip_table(file.path(), 0, known_edges(), known_types());
    } catch (InputError const&) {
    }
    double sum = 0;
    for (auto const& span : io::read_profile(file.path(), 0)) sum += span.share;
    require(std::abs(sum - 1) < 1e-6);
}

void parse_type_shares(std::string_view bytes) {
    for (auto const& [type, share] : io::parse_type_shares(bytes, "types", known_types())) require(share >= 0);
}

void read_apportionments(std::string_view bytes) { io::read_apportionments(InputFile(bytes).path()); }

void read_transfer(std::string_view bytes) {
    auto const table = io::read_transfer(InputFile(bytes).path());
    require(table.rows.begin.size() == table.x.size() + 1 && table.rows.begin.back() == table.rows.source.size());
    for (auto const source : table.rows.source) require(source < table.sources.size());
}

void read_wind(std::string_view bytes) {
    auto const wind = io::read_wind(InputFile(bytes).path());
    require(wind.east.size() == wind.x_centre.size() * wind.y_centre.size() * wind.z_centre.size());
}

/// A run of six by six cells and two layers, key "run".
void read_checkpoint(std::string_view bytes) {
    mesh::CityMesh const mesh({0, 0, 120, 120}, {.levels = 2, .first_layer_m = 5, .top_m = 30, .extent = {}});
    auto const checkpoint = io::CheckpointFile(InputFile(bytes).path()).load(mesh, "run");
    require(checkpoint.has_value() && checkpoint->summary.species.size() == checkpoint->concentration.species.size());
    for (auto const& field : checkpoint->concentration.species) require(field.values().size() == mesh.n_cells());
}

void read_sumo_config(std::string_view bytes) { io::read_sumo_config(InputFile(bytes).path()); }

void read_signals(std::string_view bytes) { io::read_sumo_signals(InputFile(bytes).path(), {}); }

void read_trips(std::string_view bytes) {
    InputFile const routes(bytes);
    io::SumoConfig config;
    config.route_files = {routes.path()};
    auto const trips = io::read_sumo_trips(config, 0, 60, 1);
    for (std::size_t t = 1; t < trips.trips.size(); ++t)
        require(trips.trips[t - 1].depart_s <= trips.trips[t].depart_s);
}

constexpr std::array own_targets = {
    Target{"scenario", read_scenario},
    Target{"measures", read_measures},
    Target{"study", read_study},
    Target{"costs", read_costs},
    Target{"bus_stops", read_bus_stops},
    Target{"receptors", read_receptors},
    Target{"weather", read_weather},
    Target{"fleet", read_fleet},
    Target{"rate_table", read_rate_table},
    Target{"monitors", read_monitors},
    Target{"counts", read_counts},
    Target{"trip_tables", read_trip_tables},
    Target{"type_shares", parse_type_shares},
    Target{"apportionments", read_apportionments},
    Target{"transfer", read_transfer},
    Target{"wind", read_wind},
    Target{"checkpoint", read_checkpoint},
    Target{"sumo_config", read_sumo_config},
    Target{"signals", read_signals},
    Target{"trips", read_trips},
};

}  // namespace

std::span<Target const> table_targets() { return own_targets; }

}  // namespace hacthanh::fuzz
