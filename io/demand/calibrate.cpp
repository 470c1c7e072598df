#include "io/demand/calibrate.hpp"

#include "io/demand/trip_fitting.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/demand/draw.hpp"
#include "sim/demand/geh.hpp"
#include "sim/demand/trip_changes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace hacthanh::io {
namespace {

using demand::Trip;

constexpr std::uint64_t lot_of_hold_out = 7;
constexpr double bias_limit = 2;  ///< most that a simulation's shortfall corrects a target by, and least 1 / this

double hourly(double vehicles, TrafficCount const& count) { return vehicles * 3600 / (count.end_s - count.begin_s); }

/// The grid that the counts lie on. Throws InputError when they do not.
demand::Intervals grid_of(std::vector<TrafficCount> const& counts, std::string const& where,
                          CalibrationSettings const& settings) {
    double const length = counts.front().end_s - counts.front().begin_s;
    for (TrafficCount const& count : counts) {
        std::string const place = at_line(where, count.line);
        validate(count.begin_s >= settings.begin_s && count.end_s <= settings.end_s, place,
                 fmt::format("counted from second {} to {}, outside the scenario's {} to {}", count.begin_s,
                             count.end_s, settings.begin_s, settings.end_s),
                 "widen traffic.begin_s and traffic.end_s, or leave the row out");
        double const steps = (count.begin_s - counts.front().begin_s) / length;
        validate(std::abs(count.end_s - count.begin_s - length) < 1e-6 && std::abs(steps - std::round(steps)) < 1e-6,
                 place, "spans of counts must be equally long and follow one grid",
                 "sum up shorter ones, or calibrate with each kind of span alone");
    }
    double begin = counts.front().begin_s;
    while (begin - length >= settings.begin_s - 1e-6) begin -= length;
    double const n = std::floor((settings.end_s - begin) / length + 1e-6);
    return {begin, length, static_cast<std::size_t>(std::max(1.0, n))};
}

/// Trips that depart in one interval on one route.
struct Group {
    std::vector<Trip const*> trips;
    demand::CountedPath path;
};

class Calibrator {
public:
    Calibrator(Calibration& result, std::vector<Trip> trips, demand::Intervals grid, NetworkFacts const& facts,
               CalibrationSettings const& settings, Simulate const& simulate)
        : result_(result),
          given_(std::move(trips)),
          grid_(grid),
          times_(grid, facts.free_flow_s()),
          settings_(settings),
          simulate_(simulate) {
        for (std::size_t c = 0; c < result_.counts.size(); ++c) {
            auto const& count = result_.counts[c].count;
            at_[{count.edge, grid_.at(0.5 * (count.begin_s + count.end_s))}] = c;
        }
    }

    void run() {
        measured_ = measure(given_);
        for (std::size_t c = 0; c < measured_.size(); ++c) set_before(result_.counts[c], measured_[c]);
        meant_ = passages_of(given_);
        name_unreachable();
        std::vector<Trip> best = given_;
        std::vector<double> best_measured = measured_;
        for (int pass = 1; pass <= settings_.passes; ++pass) {
            auto const trips = fitted();
            measured_ = measure(trips);
            meant_ = passages_of(trips);
            ++result_.passes;
            auto const [share, mean] = score(measured_);
            log::info("calibration, pass {}: {:.1f} % of the fitted counts below GEH 5, mean GEH {:.2f}", pass,
                      100 * share, mean);
            if (pass == 1 || better(measured_, best_measured)) {
                best = trips;
                best_measured = measured_;
            }
        }
        for (std::size_t c = 0; c < best_measured.size(); ++c) set_after(result_.counts[c], best_measured[c]);
        result_.trips_before = given_.size();
        result_.trips_after = best.size();
        write_sumo_trips(result_.traffic.routes, best, TripStyle::vehicles);
    }

private:
    static void set_before(CountFit& fit, double vehicles) {
        fit.before = vehicles;
        fit.geh_before = demand::geh(hourly(vehicles, fit.count), hourly(fit.count.vehicles, fit.count));
    }
    static void set_after(CountFit& fit, double vehicles) {
        fit.after = vehicles;
        fit.geh_after = demand::geh(hourly(vehicles, fit.count), hourly(fit.count.vehicles, fit.count));
    }

    /// Simulates; vehicles by count. Learns travel times by the way.
    std::vector<double> measure(std::vector<Trip> const& trips) {
        auto const seen = measure_day(result_.traffic, trips, grid_, settings_.end_s, settings_.seed, simulate_);
        times_.add_day(seen.samples, 0);
        std::vector<double> vehicles(result_.counts.size(), 0);
        for (EdgeCount const& count : seen.counts) {
            auto const found = at_.find({count.edge, grid_.at(0.5 * (count.begin_s + count.end_s))});
            if (found != at_.end()) vehicles[found->second] += count.entered;
        }
        return vehicles;
    }

    /// Calls body(count) for every count that the trip passes at the times learned.
    template <class Body>
    void for_each_passage(Trip const& trip, Body const& body) const {
        double time = trip.depart_s;
        for (std::string const& edge : trip.route) {
            auto const found = at_.find({edge, grid_.at(time)});
            if (found != at_.end() && time < settings_.end_s) body(found->second);
            time += times_.time_s(edge, time);
        }
    }

    std::vector<double> passages_of(std::vector<Trip> const& trips) const {
        std::vector<double> vehicles(result_.counts.size(), 0);
        for (Trip const& trip : trips) for_each_passage(trip, [&](std::size_t c) { vehicles[c] += 1; });
        return vehicles;
    }

    void name_unreachable() {
        std::set<std::string> passed;
        std::set<std::string> all;
        for (std::size_t c = 0; c < meant_.size(); ++c) {
            all.insert(result_.counts[c].count.edge);
            if (meant_[c] > 0) passed.insert(result_.counts[c].count.edge);
        }
        std::ranges::set_difference(all, passed, std::back_inserter(result_.unreachable));
    }

    /// Share below the limit and mean GEH of the fitted counts.
    std::pair<double, double> score(std::vector<double> const& vehicles) const {
        double below = 0;
        double sum = 0;
        double n = 0;
        for (std::size_t c = 0; c < vehicles.size(); ++c) {
            auto const& fit = result_.counts[c];
            if (fit.held_out) continue;
            double const geh = demand::geh(hourly(vehicles[c], fit.count), hourly(fit.count.vehicles, fit.count));
            below += geh < demand::geh_limit ? 1 : 0;
            sum += geh;
            ++n;
        }
        return {below / n, sum / n};
    }
    bool better(std::vector<double> const& a, std::vector<double> const& b) const {
        auto const [share_a, mean_a] = score(a);
        auto const [share_b, mean_b] = score(b);
        return share_a != share_b ? share_a > share_b : mean_a < mean_b;
    }

    /// The given trips by route and interval, with the fitted counts that they pass.
    std::vector<Group> groups(std::vector<std::size_t> const& fitted_index, std::vector<double>& fixed) const {
        std::map<std::pair<std::size_t, std::string>, Group> by_route;
        for (Trip const& trip : given_) {
            if (trip.fixed) {
                for_each_passage(trip, [&](std::size_t c) {
                    if (fitted_index[c] < fixed.size()) fixed[fitted_index[c]] += 1;
                });
                continue;
            }
            by_route[{grid_.at(trip.depart_s), fmt::format("{}", fmt::join(trip.route, " "))}].trips.push_back(&trip);
        }
        std::vector<Group> result;
        for (auto& [key, group] : by_route) {
            std::map<std::size_t, double> shares;
            double const each = 1.0 / static_cast<double>(group.trips.size());
            for (Trip const* const trip : group.trips)
                for_each_passage(*trip, [&](std::size_t c) {
                    if (fitted_index[c] < fixed.size()) shares[fitted_index[c]] += each;
                });
            group.path.prior = static_cast<double>(group.trips.size());
            for (auto const& [count, share] : shares) group.path.passages.push_back({count, share});
            result.push_back(std::move(group));
        }
        return result;
    }

    /// The next demand to try.
    std::vector<Trip> fitted() const {
        std::vector<std::size_t> index(result_.counts.size(), result_.counts.size());
        std::vector<double> targets;
        for (std::size_t c = 0; c < result_.counts.size(); ++c) {
            if (result_.counts[c].held_out) continue;
            index[c] = targets.size();
            double const bias = measured_[c] > 0 && meant_[c] > 0 ? meant_[c] / measured_[c] : 1;
            targets.push_back(result_.counts[c].count.vehicles * std::clamp(bias, 1 / bias_limit, bias_limit));
        }
        std::vector<double> fixed(targets.size(), 0);
        auto const all = groups(index, fixed);
        for (std::size_t c = 0; c < targets.size(); ++c) targets[c] = std::max(0.0, targets[c] - fixed[c]);
        std::vector<demand::CountedPath> paths;
        paths.reserve(all.size());
        for (Group const& group : all) paths.push_back(group.path);
        auto const whole = demand::whole_vehicles(demand::estimate_demand(paths, targets, settings_.estimation));
        return drawn(all, whole);
    }

    /// As many trips of every group, evenly picked; more than there are become copies.
    std::vector<Trip> drawn(std::vector<Group> const& all, std::vector<int> const& numbers) const {
        demand::TripNames names(given_);
        std::vector<Trip> trips;
        for (Trip const& trip : given_)
            if (trip.fixed) trips.push_back(trip);
        for (std::size_t g = 0; g < all.size(); ++g) {
            auto const n = static_cast<std::size_t>(std::max(0, numbers[g]));
            std::size_t const m = all[g].trips.size();
            std::map<std::size_t, std::size_t> used;
            for (std::size_t k = 0; k < n; ++k) {
                std::size_t const pick = (2 * k + 1) * m / (2 * n);
                Trip trip = *all[g].trips[pick];
                if (std::size_t const copy = used[pick]++; copy > 0) {
                    double const begin = grid_.begin_s + static_cast<double>(grid_.at(trip.depart_s)) * grid_.length_s;
                    double const end = std::min(begin + grid_.length_s, settings_.end_s);
                    double const lot = demand::draw(settings_.seed, trip.id, copy);
                    trip.id = names.of_copy(trip.id, copy);
                    trip.depart_s = std::floor(10 * (begin + lot * (end - begin))) / 10;
                }
                trips.push_back(std::move(trip));
            }
        }
        demand::sort_by_departure(trips);
        return trips;
    }

    Calibration& result_;
    std::vector<Trip> given_;
    demand::Intervals grid_;
    demand::LearnedTimes times_;
    CalibrationSettings const& settings_;
    Simulate const& simulate_;
    std::map<std::pair<std::string, std::size_t>, std::size_t> at_;  ///< count by edge and interval
    std::vector<double> measured_;                                   ///< by the last simulation
    std::vector<double> meant_;                                      ///< by its trips' routes
};

}  // namespace

FitSummary summarise(std::vector<CountFit> const& counts, bool held_out, bool after) {
    FitSummary summary;
    for (CountFit const& fit : counts) {
        if (fit.held_out != held_out) continue;
        double const geh = after ? fit.geh_after : fit.geh_before;
        ++summary.counts;
        summary.below_limit += geh < demand::geh_limit ? 1 : 0;
        summary.mean_geh += geh;
        summary.counted += fit.count.vehicles;
        summary.simulated += after ? fit.after : fit.before;
    }
    if (summary.counts == 0) return summary;
    summary.below_limit /= static_cast<double>(summary.counts);
    summary.mean_geh /= static_cast<double>(summary.counts);
    return summary;
}

Calibration calibrate(SumoConfig const& config, std::vector<TrafficCount> const& counts, std::string const& where,
                      CalibrationSettings const& settings, std::filesystem::path const& folder,
                      Simulate const& simulate) {
    auto const grid = grid_of(counts, where, settings);
    Calibration result;
    bool any_fitted = false;
    for (TrafficCount const& count : counts) {
        bool const held = demand::draw(settings.seed, count.edge, lot_of_hold_out) < settings.hold_out;
        any_fitted = any_fitted || !held;
        result.counts.push_back({count, held, 0, 0, 0, 0});
    }
    validate(any_fitted, where, fmt::format("all roads fall into the {} held out", settings.hold_out),
             "hold out a smaller share or give more counts");
    auto const demand = read_sumo_trips(config, settings.begin_s, settings.end_s, settings.seed);
    auto const facts = read_network_facts(config.net_file);
    result.traffic = write_case(folder, config, demand, config.net_file, facts, result.notes);
    auto trips = demand.trips;
    fit_trips(trips, facts, facts, result.notes);
    demand::LearnedTimes const free_flow(grid, facts.free_flow_s());
    std::vector<std::string> unroutable;
    route_new_trips(result.traffic, trips, free_flow, {}, unroutable);
    if (!unroutable.empty())
        result.notes.push_back(
            fmt::format("{} trips have no way and are left out, first \"{}\"", unroutable.size(), unroutable.front()));
    validate(!trips.empty(), config.file.string(), "no vehicle departs in the scenario's time",
             "give the demand that is to be fitted");
    Calibrator(result, std::move(trips), grid, facts, settings, simulate).run();
    return result;
}

}  // namespace hacthanh::io
