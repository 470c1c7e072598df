#include "sim/demand/trip_changes.hpp"

#include "sim/core/contracts.hpp"
#include "sim/demand/draw.hpp"

#include <fmt/format.h>

#include <cmath>
#include <tuple>

namespace hacthanh::demand {
namespace {

constexpr std::uint64_t lot_of_number = 1;  ///< which of a trip's lots decides what
constexpr std::uint64_t lot_of_stagger = 2;
constexpr std::uint64_t lot_of_shift = 3;
constexpr std::uint64_t lot_of_copy = 16;

/// A departure moved by `shift` that stays inside the filter's hours.
double moved(double depart_s, double shift, TripFilter const& filter) {
    double const last = std::nextafter(filter.end_s, filter.begin_s);
    return std::clamp(depart_s + shift, filter.begin_s, std::max(filter.begin_s, last));
}

}  // namespace

TripNames::TripNames(std::vector<Trip> const& trips) {
    for (Trip const& trip : trips) taken_.insert(trip.id);
}

std::string TripNames::of_copy(std::string const& id, std::size_t n) {
    std::string name = fmt::format("{}+{}", id, n);
    while (!taken_.insert(name).second) name += "+";
    return name;
}

void sort_by_departure(std::vector<Trip>& trips) {
    std::ranges::stable_sort(
        trips, [](Trip const& a, Trip const& b) { return std::tie(a.depart_s, a.id) < std::tie(b.depart_s, b.id); });
}

std::vector<Trip> multiplied(std::vector<Trip> trips, TripFilter const& filter,
                             std::function<double(Trip const&)> const& factor, std::int64_t seed) {
    TripNames names(trips);
    std::vector<Trip> result;
    result.reserve(trips.size());
    for (Trip& trip : trips) {
        if (!filter.holds(trip)) {
            result.push_back(std::move(trip));
            continue;
        }
        double const wanted = factor(trip);
        HACTHANH_EXPECT(wanted >= 0 && std::isfinite(wanted));
        auto const number = static_cast<std::uint64_t>(std::floor(wanted + draw(seed, trip.id, lot_of_number)));
        for (std::uint64_t n = 1; n < number; ++n) {
            Trip copy = trip;
            copy.id = names.of_copy(trip.id, n);
            double const spread = copy_spread_s * (2 * draw(seed, trip.id, lot_of_copy + n) - 1);
            copy.depart_s = std::round(10 * moved(trip.depart_s, spread, filter)) / 10;
            result.push_back(std::move(copy));
        }
        if (number > 0) result.push_back(std::move(trip));
    }
    sort_by_departure(result);
    return result;
}

std::vector<Trip> multiplied(std::vector<Trip> trips, TripFilter const& filter, double factor, std::int64_t seed) {
    return multiplied(
        std::move(trips), filter, [factor](Trip const&) { return factor; }, seed);
}

std::vector<Trip> staggered(std::vector<Trip> trips, TripFilter const& filter, double share, double shift_s,
                            std::int64_t seed) {
    HACTHANH_EXPECT(share >= 0 && share <= 1);
    for (Trip& trip : trips) {
        if (!filter.holds(trip) || draw(seed, trip.id, lot_of_stagger) >= share) continue;
        double const shift = shift_s * draw(seed, trip.id, lot_of_shift);
        trip.depart_s = std::max(0.0, std::round(10 * (trip.depart_s + shift)) / 10);
    }
    sort_by_departure(trips);
    return trips;
}

double elastic_factor(double cost, double base_cost, double elasticity) {
    HACTHANH_EXPECT(cost > 0 && base_cost > 0);
    return std::clamp(std::pow(cost / base_cost, elasticity), 0.0, 2.0);
}

}  // namespace hacthanh::demand
