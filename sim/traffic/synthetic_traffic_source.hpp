#pragma once

#include "sim/city/city.hpp"
#include "sim/state/ports/traffic_record.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <cstdint>
#include <vector>

namespace hacthanh::traffic {

/// Uniform flow along one road.
struct SyntheticTrafficSettings {
    EdgeId edge;                  ///< of the road
    city::Polyline axis;          ///< driven from its first to its last point, >= 2 points [m]
    double flow_per_hour = 600;   ///< vehicles entering, > 0
    double speed = 10;            ///< of every vehicle [m/s], > 0
    PerReported emission_rate{};  ///< of every vehicle [kg/s]
    state::VehicleType type{"synthetic", "passenger", "none", 4.3, 1.8, 1.5};
    double begin_s = 0;
    double end_s = 3600;  ///< > begin_s, a whole number of steps later
    double step_s = 1;    ///< > 0
};

/// Vehicles that enter a road at equal intervals and drive at equal speed: traffic whose every sum is known, for
/// tests. A vehicle exists from the first step at whose end it is on the road to the last. Exact and unlimited.
class SyntheticTrafficSource final : public TrafficSource {
public:
    /// Throws InputError for settings outside their range.
    explicit SyntheticTrafficSource(SyntheticTrafficSettings settings);

    double begin_s() const override { return settings_.begin_s; }
    double end_s() const override { return settings_.end_s; }
    double step_s() const override { return settings_.step_s; }
    std::optional<state::VehicleStates> next_step() override;
    std::span<state::VehicleType const> vehicle_types() const override { return {&settings_.type, 1}; }
    state::TrafficTotals totals() const override { return totals_; }

private:
    city::Point at(double distance_m) const;
    void add(std::uint32_t vehicle, double driven_m);

    SyntheticTrafficSettings settings_;
    std::vector<double> distance_m_;  ///< of every point of the axis from its start
    state::TrafficRecordStep step_;
    std::uint64_t steps_ = 0;
    state::TrafficTotals totals_;
};

}  // namespace hacthanh::traffic
