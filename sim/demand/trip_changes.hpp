#pragma once

#include "sim/demand/trip.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

namespace hacthanh::demand {

/// The trips with those of the filter multiplied: each stays floor(factor) times and once more with the probability
/// that is left, drawn by its own name, so that a larger factor only adds trips and a smaller one only takes away.
/// Copies get the id "ID+n" and depart up to `copy_spread_s` earlier or later, never before begin_s or after end_s.
/// @param factor  >= 0, of each trip that the filter holds for
/// Cost O(trips). The result is in order of departure.
std::vector<Trip> multiplied(std::vector<Trip> trips, TripFilter const& filter,
                             std::function<double(Trip const&)> const& factor, std::int64_t seed);

/// The same with one factor for all.
std::vector<Trip> multiplied(std::vector<Trip> trips, TripFilter const& filter, double factor, std::int64_t seed);

/// How far a copy departs from its original [s]: a few signal cycles, so that the two do not queue behind each other.
/// Our choice.
inline constexpr double copy_spread_s = 150;

/// Staggered hours: a share of the trips of the filter departs up to shift_s later (negative: earlier), evenly spread
/// over that time, drawn by name. @param share  0 to 1
std::vector<Trip> staggered(std::vector<Trip> trips, TripFilter const& filter, double share, double shift_s,
                            std::int64_t seed);

/// Elastic demand: (cost / base cost)^elasticity, the constant-elasticity demand function, cut to [0, 2].
/// @param elasticity  of trips with respect to generalised cost, <= 0; 0 gives 1. Costs in any one unit, > 0.
double elastic_factor(double cost, double base_cost, double elasticity);

/// Ids that are taken, and a name for the n-th copy of a trip that is not: "ID+n", with more signs where that is taken.
class TripNames {
public:
    explicit TripNames(std::vector<Trip> const& trips);
    std::string of_copy(std::string const& id, std::size_t n);

private:
    std::unordered_set<std::string> taken_;
};

/// Sorts by departure, then by id.
void sort_by_departure(std::vector<Trip>& trips);

}  // namespace hacthanh::demand
