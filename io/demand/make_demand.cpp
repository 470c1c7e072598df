#include "io/demand/make_demand.hpp"

#include "io/demand/calibrate.hpp"
#include "io/demand/equilibrate.hpp"
#include "io/demand/folder_beside.hpp"
#include "io/demand/new_trips.hpp"
#include "io/demand/trip_fitting.hpp"
#include "io/demand_tables.hpp"
#include "io/hash.hpp"
#include "io/write_text.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/demand/geh.hpp"
#include "sim/demand/trip_changes.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <system_error>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using demand::Trip;

constexpr double least_prior = 1e3;  ///< counts alone: a route may have this much less or more than an even share

/// Every file that the demand is made from, with the role it plays.
std::vector<std::pair<std::string, fs::path>> files_of(DemandOrder const& order) {
    auto const& options = order.options;
    std::vector<std::pair<std::string, fs::path>> files = {{"sumo_config", order.base.file},
                                                           {"network", order.base.net_file}};
    for (auto const& file : order.base.additional_files) files.emplace_back("additional", file);
    if (options.keep_routes)
        for (auto const& file : order.base.route_files) files.emplace_back("routes", file);
    for (auto const& [role, file] : {std::pair<char const*, fs::path>{"trips", options.trips},
                                     {"matrix", options.matrix},
                                     {"zones", options.zones},
                                     {"counts", options.counts},
                                     {"profile", options.profile}})
        if (!file.empty()) files.emplace_back(role, file);
    return files;
}

/// What the result depends on, as one text.
std::string key_of(DemandOrder const& order) {
    auto const& o = order.options;
    std::string key = fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", build_info().version, build_info().commit,
                                  order.begin_s, order.end_s, order.start_clock_s, order.seed, o.zone_field,
                                  o.vehicle_shares, o.routing, o.relative_gap, o.most_days, o.interval_s);
    for (auto const& [role, file] : files_of(order)) key += "\n" + role + " " + sha256_of_file(file);
    return key;
}

Json inputs_json(DemandOrder const& order) {
    Json list = Json::array();
    for (auto const& [role, file] : files_of(order))
        list.push_back({{"role", role}, {"file", file.filename().string()}, {"sha256", sha256_of_file(file)}});
    return list;
}

EquilibriumSettings equilibrium_of(DemandOrder const& order) {
    auto const& o = order.options;
    return {order.begin_s, order.end_s, o.interval_s, o.relative_gap, o.most_days, 0.7, order.seed};
}

/// Makes one demand in a folder.
class Maker {
public:
    Maker(DemandOrder const& order, city::City const& city, Simulate const& simulate, fs::path folder)
        : order_(order), city_(city), simulate_(simulate), folder_(std::move(folder)) {}

    void run() {
        auto const& options = order_.options;
        SumoConfig base = order_.base;
        if (!options.keep_routes) base.route_files.clear();
        auto parts = read_sumo_trips(base, order_.begin_s, order_.end_s, order_.seed);
        if (!options.keep_routes) add_types_of_routes(parts);
        auto const facts = read_network_facts(order_.base.net_file);
        traffic_ = write_case(folder_, base, parts, order_.base.net_file, facts, notes_);
        std::vector<TrafficCount> counts;
        if (!options.counts.empty()) counts = read_counts(options.counts, order_.start_clock_s, road_names(city_));
        bool const counts_alone = options.trips.empty() && options.matrix.empty();
        auto trips = counts_alone ? candidate_trips(order_, facts, parts, counts.front().end_s - counts.front().begin_s)
                                  : new_trips(order_, city_, parts, folder_);
        trips.insert(trips.end(), parts.trips.begin(), parts.trips.end());
        demand::sort_by_departure(trips);
        validate(!trips.empty(), "demand", "no trip departs in the time of the run",
                 "look at time.start_clock, traffic.begin_s and traffic.end_s");
        record_["trips_asked"] = trips.size();
        fit_trips(trips, facts, facts, notes_);
        route(trips, facts);
        if (!counts.empty()) fit_counts(counts, counts_alone);
        finish();
    }

private:
    /// Vehicle types may stand in the route files that are left out.
    void add_types_of_routes(SumoTrips& parts) const {
        auto const all = read_sumo_trips(order_.base, order_.end_s, order_.end_s, order_.seed);
        parts.types = all.types;
        parts.class_of_type = all.class_of_type;
    }

    void route(std::vector<Trip>& trips, NetworkFacts const& facts) {
        auto const settings = equilibrium_of(order_);
        demand::LearnedTimes free_flow(settings.intervals(), facts.free_flow_s());
        std::vector<std::string> unroutable;
        std::size_t const asked = trips.size();
        if (order_.options.routing == "equilibrium") {
            auto result = equilibrate(traffic_, std::move(trips), {}, std::move(free_flow), settings, simulate_);
            record_["relative_gap"] = result.days.back().gap;
            record_["days"] = result.days.size();
            if (!result.reached)
                notes_.push_back(
                    fmt::format("demand: the relative gap is {:.2f} % after {} days, above demand.relative_gap",
                                100 * result.days.back().gap, result.days.size()));
            trips = std::move(result.trips);
            unroutable = std::move(result.unroutable);
        } else {
            route_new_trips(traffic_, trips, free_flow, {}, unroutable);
        }
        validate(!trips.empty(), "demand", "no trip has a way from its origin to its destination",
                 "check zones and vehicle types against the network");
        if (!unroutable.empty())
            notes_.push_back(fmt::format("demand: {} of {} trips have no way and are left out, first \"{}\"",
                                         unroutable.size(), asked, unroutable.front()));
        record_["trips_without_way"] = unroutable.size();
        write(trips);
    }

    void write(std::vector<Trip> const& trips) {
        write_sumo_trips(traffic_.routes, trips, TripStyle::vehicles);
        record_["trips"] = trips.size();
    }

    void fit_counts(std::vector<TrafficCount> const& counts, bool alone) {
        CalibrationSettings settings{order_.begin_s, order_.end_s, 0, 4, order_.seed, {}};
        if (alone) settings.estimation.most_change = least_prior;
        auto const fit = calibrate(read_sumo_config(traffic_.config), counts, order_.options.counts.string(), settings,
                                   folder_ / "fit", simulate_);
        fs::copy_file(fit.traffic.routes, traffic_.routes, fs::copy_options::overwrite_existing);
        fs::remove_all(folder_ / "fit");
        auto const summary = summarise(fit.counts, false, true);
        record_["trips"] = fit.trips_after;
        record_["counts"] = {
            {"counts", summary.counts}, {"share_below_geh_5", summary.below_limit}, {"mean_geh", summary.mean_geh}};
        if (summary.below_limit < demand::geh_share)
            notes_.push_back(fmt::format("demand.counts: GEH is below 5 on {:.0f} % of the counts, 85 % is usual",
                                         100 * summary.below_limit));
        for (auto const& edge : fit.unreachable)
            notes_.push_back(fmt::format("demand.counts: no route of the demand passes the counted road \"{}\"", edge));
    }

    void finish() {
        for (char const* rest : {"router", "counts", "count.add.xml", "matrix.xml", "matrix.trips.xml", "od2trips.log"})
            fs::remove_all(folder_ / rest);
        record_["routing"] = order_.options.routing;
        record_["seed"] = order_.seed;
        record_["notes"] = notes_;
        record_["inputs"] = inputs_json(order_);
        record_["routes_sha256"] = sha256_of_file(traffic_.routes);
        record_["program"] = {{"version", build_info().version}, {"commit", build_info().commit}};
        write_text(folder_ / "demand.json", record_.dump(2) + "\n");
    }

    DemandOrder const& order_;
    city::City const& city_;
    Simulate const& simulate_;
    fs::path folder_;
    TrafficCase traffic_;
    std::vector<std::string> notes_;
    Json record_;
};

}  // namespace

MadeDemand make_demand(DemandOrder const& order, city::City const& city, Simulate const& simulate) {
    auto const& cache = order.options.cache;
    auto const folder = cache / sha256_of_text(key_of(order)).substr(0, 16);
    MadeDemand made{folder / "case.sumocfg", fs::exists(folder / "demand.json"), {}};
    if (!made.from_cache) {
        FolderBeside const part(folder);
        Maker(order, city, simulate, part.path()).run();
        part.give_name([&folder] { return fs::exists(folder / "demand.json"); });
    }
    std::ifstream record(folder / "demand.json");
    made.notes = Json::parse(record).at("notes").get<std::vector<std::string>>();
    return made;
}

}  // namespace hacthanh::io
