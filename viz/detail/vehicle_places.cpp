#include "viz/detail/vehicle_places.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <unordered_map>

namespace hacthanh::viz::detail {
namespace {

/// A vehicle that moves less than this between two moments keeps its heading unknown [m].
constexpr double least_move_m = 0.2;
/// One that moves further was put elsewhere, and does not drive through houses [m/s].
constexpr double fastest_m_s = 70;

double heading(double dx, double dy) { return std::atan2(dx, dy) * 180 / std::numbers::pi; }

struct Rows {
    state::VehicleTrace trace;
    std::size_t begin = 0;
    std::size_t end = 0;

    VehicleAt at(std::size_t row, io::ResultGrid const& grid) const {
        return {static_cast<double>(trace.x[row]) - grid.network_offset_x,
                static_cast<double>(trace.y[row]) - grid.network_offset_y, 0, trace.speed[row], trace.group[row]};
    }
};

Rows rows_of(state::VehicleTrace const& trace, std::size_t moment) {
    auto const first = trace.count.begin();
    auto const begin = std::accumulate(first, first + static_cast<std::ptrdiff_t>(moment), std::size_t(0));
    return {trace, begin, begin + trace.count[moment]};
}

}  // namespace

std::vector<VehicleAt> vehicles_at(io::ResultReader const& result, std::vector<double> const& moments,
                                   double traffic_s) {
    std::vector<VehicleAt> vehicles;
    if (moments.empty() || traffic_s < moments.front() || traffic_s > moments.back()) return vehicles;
    auto const after =
        static_cast<std::size_t>(std::upper_bound(moments.begin(), moments.end() - 1, traffic_s) - moments.begin());
    std::size_t const before = after == 0 ? 0 : after - 1;
    auto const trace = result.trace(moments[before], moments[after]);
    if (trace.count.empty()) return vehicles;
    Rows const from = rows_of(trace, 0);
    Rows const to = rows_of(trace, trace.count.size() - 1);
    double const length = moments[after] - moments[before];
    double const share = length > 0 ? (traffic_s - moments[before]) / length : 0;
    std::unordered_map<std::uint32_t, std::size_t> later;
    for (std::size_t row = to.begin; row < to.end; ++row) later.emplace(trace.vehicle[row], row);
    for (std::size_t row = from.begin; row < from.end; ++row) {
        VehicleAt vehicle = from.at(row, result.grid());
        auto const found = later.find(trace.vehicle[row]);
        if (found == later.end()) {
            if (share < 0.5) vehicles.push_back(vehicle);
            continue;
        }
        VehicleAt const next = to.at(found->second, result.grid());
        later.erase(found);
        double const dx = next.x - vehicle.x;
        double const dy = next.y - vehicle.y;
        double const moved = std::hypot(dx, dy);
        if (moved > fastest_m_s * length) {
            vehicles.push_back(share < 0.5 ? vehicle : next);
            continue;
        }
        if (moved >= least_move_m) vehicle.heading_deg = heading(dx, dy);
        vehicle.x += share * dx;
        vehicle.y += share * dy;
        vehicle.speed += static_cast<float>(share) * (next.speed - vehicle.speed);
        vehicles.push_back(vehicle);
    }
    if (share >= 0.5)
        for (std::size_t row = to.begin; row < to.end; ++row)
            if (later.contains(trace.vehicle[row])) vehicles.push_back(to.at(row, result.grid()));
    return vehicles;
}

}  // namespace hacthanh::viz::detail
