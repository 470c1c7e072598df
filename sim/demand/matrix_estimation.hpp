#pragma once

#include <cstddef>
#include <vector>

namespace hacthanh::demand {

/// A count that vehicles of a path pass.
struct Passage {
    std::size_t count = 0;  ///< index of the count
    double share = 1;       ///< of the path's vehicles, > 0
};

/// Vehicles that depart in one interval on one route.
struct CountedPath {
    double prior = 0;  ///< how many were thought to, > 0
    std::vector<Passage> passages;
};

struct EstimationOptions {
    int sweeps = 200;         ///< over all counts, > 0
    double relaxation = 0.5;  ///< exponent of a correction, (0, 1]: counts that contradict each other settle between
    double most_change = 10;  ///< a path ends between prior / this and prior * this, > 1
};

/// The most likely demand that gives the counts, given what was known before: the entropy-maximising matrix.
///
///     x_r = x0_r prod_a X_a^(p_ra),  with X_a such that  sum_r p_ra x_r = counted_a
///
/// Van Zuylen and Willumsen 1980 (doi:10.1016/0191-2615(80)90008-9), solved by balancing one count after the other. A
/// path that passes no count keeps its prior; that is why counts left out of the fit can test it.
/// @param counted  vehicles, >= 0
/// @return vehicles per path. Counts that no path passes have no effect. Cost O(sweeps x passages). Deterministic.
std::vector<double> estimate_demand(std::vector<CountedPath> const& paths, std::vector<double> const& counted,
                                    EstimationOptions const& options = {});

/// Whole numbers near `vehicles` whose sums over any run of neighbours stay within one of the real ones.
std::vector<int> whole_vehicles(std::vector<double> const& vehicles);

}  // namespace hacthanh::demand
