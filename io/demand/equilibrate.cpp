#include "io/demand/equilibrate.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::io {
namespace {

using demand::Trip;

constexpr double least_gain = 0.005;  ///< nobody takes another way for half a percent; our choice

/// Takes out the trips that found no way and those of the list `ways` with them.
void take_out_lost(std::vector<Trip>& trips, std::vector<std::optional<Way>>& ways,
                   std::vector<std::string>& unroutable) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < trips.size(); ++i) {
        if (!trips[i].fixed && !ways[i]) {
            unroutable.push_back(trips[i].id);
            continue;
        }
        if (kept != i) {
            trips[kept] = std::move(trips[i]);
            ways[kept] = std::move(ways[i]);
        }
        ++kept;
    }
    trips.resize(kept);
    ways.resize(kept);
}

/// Costs of the trips that may choose, and their places in the list of all.
struct Choices {
    std::vector<demand::WayCosts> costs;
    std::vector<std::size_t> trip;
};

Choices choices_of(std::vector<Trip> const& trips, std::vector<std::optional<Way>> const& ways) {
    Choices choices;
    for (std::size_t i = 0; i < trips.size(); ++i) {
        if (trips[i].fixed) continue;
        choices.costs.push_back(ways[i]->costs);
        choices.trip.push_back(i);
    }
    return choices;
}

}  // namespace

demand::Intervals EquilibriumSettings::intervals() const {
    double const length = std::min(interval_s, end_s - begin_s);
    return {begin_s, length, static_cast<std::size_t>(std::max(1.0, std::ceil((end_s - begin_s) / length - 1e-9)))};
}

EdgeData measure_day(TrafficCase const& traffic, std::vector<Trip> const& trips, demand::Intervals const& intervals,
                     double end_s, std::int64_t seed, Simulate const& simulate) {
    write_sumo_trips(traffic.routes, trips, TripStyle::vehicles);
    auto const order = traffic.folder / "count.add.xml";
    auto const outputs = traffic.folder / "counts";
    write_edge_data_order(order, intervals, "edges.xml");
    std::filesystem::remove_all(outputs);
    simulate({traffic.config,
              fmt::format("{},{},{}", traffic.types.string(), traffic.furniture.string(), order.string()),
              intervals.begin_s, end_s, seed, outputs});
    return read_edge_data(outputs / "edges.xml", intervals);
}

void route_new_trips(TrafficCase const& traffic, std::vector<Trip>& trips, demand::LearnedTimes const& times,
                     std::vector<demand::Surcharge> const& surcharges, std::vector<std::string>& unroutable) {
    std::vector<Trip> fresh;
    for (Trip const& trip : trips)
        if (!trip.routed) fresh.push_back(trip);
    if (fresh.empty()) return;
    auto const ways = find_ways(traffic.folder / "router", traffic, fresh, times, surcharges);
    std::size_t next = 0;
    std::erase_if(trips, [&](Trip& trip) {
        if (trip.routed) return false;
        auto const& way = ways[next++];
        if (!way) {
            unroutable.push_back(trip.id);
            return true;
        }
        trip.route = way->best;
        trip.routed = true;
        return false;
    });
}

Equilibrium equilibrate(TrafficCase const& traffic, std::vector<Trip> trips,
                        std::vector<demand::Surcharge> const& surcharges, demand::LearnedTimes known,
                        EquilibriumSettings const& settings, Simulate const& simulate) {
    Equilibrium result{{}, {}, {}, false, {}, std::move(known)};
    route_new_trips(traffic, trips, result.times, surcharges, result.unroutable);
    validate(!trips.empty(), traffic.routes.string(), "no trip has a way",
             "check origins, destinations and the network");
    int same_routes = 0;                        // days driven with the routes as they are
    demand::LearnedTimes proof = result.times;  // learned on these days alone
    for (int day = 1;; ++day) {
        auto const seen =
            measure_day(traffic, trips, settings.intervals(), settings.end_s, settings.seed + day - 1, simulate);
        proof.add_day(seen.samples, same_routes++ == 0 ? 0 : 1);
        result.times.add_day(seen.samples, settings.memory);
        bool const proven = same_routes >= std::min(proof_days, settings.most_days);
        auto const& times = proven ? proof : result.times;
        auto ways = find_ways(traffic.folder / "router", traffic, trips, times, surcharges);
        take_out_lost(trips, ways, result.unroutable);
        Choices const choices = choices_of(trips, ways);
        GapStep step{day, demand::relative_gap(choices.costs), proven, 0, 0};
        for (auto const& cost : choices.costs) step.mean_cost_s += cost.current_s;
        if (!choices.costs.empty()) step.mean_cost_s /= static_cast<double>(choices.costs.size());
        bool const small = step.gap <= settings.target_gap;
        result.reached = small && proven;
        bool const last = result.reached || day >= settings.most_days;
        if (!last && !small) {
            auto const share = demand::successive_share(static_cast<std::size_t>(day));
            for (std::size_t const i : demand::trips_to_change(choices.costs, share, least_gain)) {
                trips[choices.trip[i]].route = ways[choices.trip[i]]->best;
                ++step.changed;
            }
            if (proven) result.times = proof;
            if (step.changed > 0) {
                same_routes = 0;
                proof = result.times;
            }
        }
        result.days.push_back(step);
        log::info("routes, day {}: relative gap {:.2f} %{}, {} trips change their way", day, 100 * step.gap,
                  proven ? " (proof)" : "", step.changed);
        if (!last) continue;
        for (std::size_t i = 0; i < choices.trip.size(); ++i)
            result.cost_s[trips[choices.trip[i]].id] = choices.costs[i].current_s;
        if (result.reached) result.times = std::move(proof);
        break;
    }
    result.trips = std::move(trips);
    return result;
}

}  // namespace hacthanh::io
