#pragma once

#include "io/demand/routing.hpp"
#include "io/demand/traffic_case.hpp"
#include "io/edge_data.hpp"
#include "sim/demand/changes.hpp"
#include "sim/demand/learned_times.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hacthanh::io {

/// How routes are brought to equilibrium.
struct EquilibriumSettings {
    double begin_s = 0;
    double end_s = 3600;
    double interval_s = 900;   ///< travel times are learned for intervals of this length, > 0
    double target_gap = 0.02;  ///< relative gap to reach, > 0
    int most_days = 20;        ///< simulations at most, >= 1
    double memory = 0.7;       ///< weight that earlier days keep in what drivers know, [0, 1)
    std::int64_t seed = 42;    ///< of the first day; every day has its own

    demand::Intervals intervals() const;
};

/// Days on which the same routes are driven before their gap counts. Our choice.
inline constexpr int proof_days = 3;

/// One simulated day.
struct GapStep {
    int day = 0;              ///< from 1
    double gap = 0;           ///< relative gap of its routes at the times learned so far
    bool proof = false;       ///< learned on days with these same routes alone
    std::size_t changed = 0;  ///< trips that took another route after it
    double mean_cost_s = 0;   ///< generalised cost of a trip
};

/// Routes with their proof.
struct Equilibrium {
    std::vector<demand::Trip> trips;      ///< with routes, in order of departure
    std::vector<std::string> unroutable;  ///< ids of trips that no way leads for; they are not in `trips`
    std::vector<GapStep> days;
    bool reached = false;                  ///< the last day's gap is <= target; its routes are `trips`
    std::map<std::string, double> cost_s;  ///< generalised cost by trip id, without trips of fixed route
    demand::LearnedTimes times;
};

/// Simulates day after day until no driver gains much by another route: user equilibrium for expected travel times.
///
/// Each day: simulate the routes; learn its travel times (LearnedTimes); ask for every trip's cost and least cost;
/// above the target gap, the share 1/(day+1) of the trips, those with most to gain, takes its best way. At or below it,
/// the same routes are driven on `proof_days` days in all, and the gap at the mean times of these days alone decides:
/// what earlier routes showed proves nothing for these. The routes returned are the ones that were measured; when
/// most_days pass first, `reached` is false and they are those of the last day.
///
/// The gap is that of expected times (mean over days with different random seeds), not of one random day.
/// @param traffic   its network, types and furniture; its routes file is written
/// @param trips     with or without routes; those with roads that the network lacks must be unrouted
/// @param known     travel times to begin with (may be empty: free flow)
/// Cost: one simulation and one or more duarouter runs per day. Same inputs and simulate: same bits.
Equilibrium equilibrate(TrafficCase const& traffic, std::vector<demand::Trip> trips,
                        std::vector<demand::Surcharge> const& surcharges, demand::LearnedTimes known,
                        EquilibriumSettings const& settings, Simulate const& simulate);

/// Simulates the trips once and returns what SUMO counted. Writes the case's routes file.
/// @param folder  for SUMO's outputs
EdgeData measure_day(TrafficCase const& traffic, std::vector<demand::Trip> const& trips,
                     demand::Intervals const& intervals, double end_s, std::int64_t seed, Simulate const& simulate);

/// Gives trips that have none their fastest route at these times; those that find none are named and taken out.
void route_new_trips(TrafficCase const& traffic, std::vector<demand::Trip>& trips, demand::LearnedTimes const& times,
                     std::vector<demand::Surcharge> const& surcharges, std::vector<std::string>& unroutable);

}  // namespace hacthanh::io
