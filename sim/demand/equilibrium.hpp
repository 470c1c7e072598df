#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::demand {

/// What a trip's way costs and what the best one would [s of generalised cost].
struct WayCosts {
    double current_s = 0;
    double best_s = 0;  ///< <= current_s, > 0
};

/// Relative gap of route choices: (sum of current costs - sum of best costs) / sum of best costs.
///
/// 0 at a user equilibrium (Wardrop 1952, doi:10.1680/ipeds.1952.11259: nobody gains by changing route). With a trip
/// per vehicle it is the gap of dynamic assignment, sum_i (c_i - u_i) / sum_i u_i over departures i with the least cost
/// u_i for that departure time (Chiu et al. 2011, Dynamic Traffic Assignment: A Primer, TRB Circular E-C153, chapter
/// 4).
double relative_gap(std::span<WayCosts const> costs);

/// The trips that change to their best way next: at most `share` of all trips, those first that gain most in
/// proportion.
///
/// The method of successive averages with the ranking of Sbayti, Lu and Mahmassani (2007, doi:10.3141/2029-04): a few
/// of those who would gain change, so that what draws one driver does not draw them all. Trips that would gain less
/// than `least_gain` (relative) stay. Ties go to the earlier index. Cost O(n log n).
std::vector<std::size_t> trips_to_change(std::span<WayCosts const> costs, double share, double least_gain);

/// The share of iteration n (from 1): 1 / (n + 1).
inline double successive_share(std::size_t n) { return 1.0 / (static_cast<double>(n) + 1.0); }

}  // namespace hacthanh::demand
