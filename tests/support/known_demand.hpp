#pragma once
/// A demand that is known, its counts, and a wrong demand that a calibration must set right.

#include "io/demand/calibrate.hpp"
#include "io/demand/equilibrate.hpp"
#include "sim/demand/trip_changes.hpp"
#include "tests/support/command.hpp"
#include "tests/support/simulate.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

namespace hacthanh::test {

namespace fs = std::filesystem;

/// A SUMO case, its known demand and one that is wrong.
struct KnownCase {
    io::SumoConfig config;
    double end_s;
    double interval_s;
    double factor;  ///< known demand against the files'
};

/// Simulates the known demand, writes its counts, then leaves a wrong demand as the case's routes: what begins in one
/// half of the city is cut to a third, the rest is a quarter too much.
inline io::TrafficCase make_wrong_case(KnownCase const& known, fs::path const& folder, fs::path const& counts) {
    auto const read = io::read_sumo_trips(known.config, 0, known.end_s, 1);
    auto const facts = io::read_network_facts(known.config.net_file);
    std::vector<std::string> notes;
    auto const traffic = io::write_case(folder, known.config, read, known.config.net_file, facts, notes);
    auto const trips = demand::multiplied(read.trips, {}, known.factor, 1);
    demand::Intervals const grid{0, known.interval_s, static_cast<std::size_t>(known.end_s / known.interval_s)};
    auto const seen = io::measure_day(traffic, trips, grid, known.end_s, 7, simulate);
    std::map<std::pair<std::string, std::size_t>, double> passed;
    for (auto const& count : seen.counts)
        if (count.edge.front() != ':')
            passed[{count.edge, grid.at(0.5 * (count.begin_s + count.end_s))}] += count.entered;
    std::string table = "edge,begin_s,end_s,vehicles\n";
    for (auto const& [key, vehicles] : passed)
        table += fmt::format("{},{},{},{}\n", key.first, grid.begin_s + static_cast<double>(key.second) * grid.length_s,
                             grid.begin_s + static_cast<double>(key.second + 1) * grid.length_s, vehicles);
    write_file(counts, table);
    double middle = 0;
    for (auto const& trip : trips)
        middle += facts.roads.at(trip.route.front()).middle.x / static_cast<double>(trips.size());
    auto const wrong = demand::multiplied(
        trips, {},
        [&](demand::Trip const& trip) { return facts.roads.at(trip.route.front()).middle.x < middle ? 0.33 : 1.25; },
        99);
    io::write_sumo_trips(traffic.routes, wrong, io::TripStyle::vehicles);
    return traffic;
}

inline std::string scenario_text(io::TrafficCase const& traffic, double end_s) {
    return fmt::format(
        "[traffic]\nsumo_config = \"{}\"\nbegin_s = 0\nend_s = {}\n[weather]\nwind_speed_m_s = 2\nwind_from_deg = 0\n"
        "[emission]\nallow_default_emission_class = true\n[output]\ninterval_s = 60\n",
        traffic.config.string(), end_s);
}

inline nlohmann::json calibrate_by_command(fs::path const& scenario, fs::path const& counts, fs::path const& output) {
    constexpr std::chrono::minutes limit(28);  // a city's peak hour is simulated several times
    auto const result = Command({std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "calibrate", scenario.string(),
                                 "--counts", counts.string(), "--hold-out", "0.25", "-o", output.string(), "--json"})
                            .wait(limit);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return nlohmann::json::parse(result.out);
}

/// GEH below 5 on 85 % of all counted roads, those held out among them; the held-out ones alone come nearer, too.
inline void expect_recovered(nlohmann::json const& report) {
    double n = 0;
    double below = 0;
    for (char const* set : {"fitted", "held_out"}) {
        auto const& fit = report.at(set);
        auto const share = [&](char const* when) { return fit.at(when).at("share_below_geh_5").get<double>(); };
        auto const mean = [&](char const* when) { return fit.at(when).at("mean_geh").get<double>(); };
        auto const counts = fit.at("counts").get<double>();
        EXPECT_GE(counts, 10) << set;
        EXPECT_LT(share("before"), 0.7) << set << ": a start that is not wrong proves nothing";
        EXPECT_GT(share("after"), share("before")) << set << " " << fit.dump();
        EXPECT_LT(mean("after"), mean("before")) << set << " " << fit.dump();
        n += counts;
        below += counts * share("after");
    }
    EXPECT_GE(below / n, 0.85) << report.dump();
}

}  // namespace hacthanh::test
