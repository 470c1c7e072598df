#include "sim/traffic/synthetic_traffic_source.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/error.hpp"
#include "sim/traffic/recorded_traffic_source.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::traffic {

SyntheticTrafficSource::SyntheticTrafficSource(SyntheticTrafficSettings settings) : settings_(std::move(settings)) {
    auto const& s = settings_;
    validate(s.axis.size() >= 2, "synthetic traffic", "the road needs at least two points");
    validate(s.flow_per_hour > 0 && s.speed > 0 && s.step_s > 0, "synthetic traffic",
             "flow, speed and step must be > 0");
    double const steps = (s.end_s - s.begin_s) / s.step_s;
    validate(steps > 0 && std::abs(steps - std::round(steps)) < 1e-9, "synthetic traffic",
             "the end must lie a whole number of steps after the begin");
    distance_m_.push_back(0);
    for (std::size_t i = 1; i < s.axis.size(); ++i)
        distance_m_.push_back(distance_m_.back() +
                              std::hypot(s.axis[i].x - s.axis[i - 1].x, s.axis[i].y - s.axis[i - 1].y));
}

std::optional<state::VehicleStates> SyntheticTrafficSource::next_step() {
    auto const& s = settings_;
    if (static_cast<double>(steps_) > (s.end_s - s.begin_s) / s.step_s - 0.5) return std::nullopt;
    ++steps_;
    step_ = {};
    double const elapsed = static_cast<double>(steps_) * s.step_s;
    step_.end_time_s = s.begin_s + elapsed;
    double const headway = constants::seconds_per_hour / s.flow_per_hour;
    totals_.departed = totals_.arrived = 0;
    // Vehicle k enters at (k + 1/2) headways.
    for (std::uint32_t k = 0;; ++k) {
        double const driving = elapsed - (k + 0.5) * headway;
        if (driving < 0) break;
        ++totals_.departed;
        if (driving * s.speed >= distance_m_.back())
            ++totals_.arrived;
        else
            add(k, driving * s.speed);
    }
    totals_.running = step_.vehicle.size();
    totals_.vehicle_seconds += static_cast<double>(totals_.running) * s.step_s;
    return view(step_, s.step_s);
}

city::Point SyntheticTrafficSource::at(double distance_m) const {
    auto const& axis = settings_.axis;
    auto const next = std::upper_bound(distance_m_.begin() + 1, distance_m_.end() - 1, distance_m);
    auto const i = static_cast<std::size_t>(next - distance_m_.begin());
    double const share = (distance_m - distance_m_[i - 1]) / (distance_m_[i] - distance_m_[i - 1]);
    return {std::lerp(axis[i - 1].x, axis[i].x, share), std::lerp(axis[i - 1].y, axis[i].y, share)};
}

void SyntheticTrafficSource::add(std::uint32_t vehicle, double driven_m) {
    auto const& s = settings_;
    city::Point const now = at(driven_m);
    // The step before, computed in the same way, so that its x is this step's x_from to the last bit.
    double const headway = constants::seconds_per_hour / s.flow_per_hour;
    double const driving_before = static_cast<double>(steps_ - 1) * s.step_s - (vehicle + 0.5) * headway;
    city::Point const before = driving_before < 0 ? now : at(driving_before * s.speed);
    step_.vehicle.push_back(vehicle);
    step_.edge.push_back(s.edge);
    step_.type.emplace_back(0U);
    step_.x_from.push_back(before.x);
    step_.y_from.push_back(before.y);
    step_.x.push_back(now.x);
    step_.y.push_back(now.y);
    step_.z.push_back(0);
    step_.speed.push_back(s.speed);
    step_.acceleration.push_back(0);
    for (std::size_t p = 0; p < n_reported; ++p) step_.emission_rate[p].push_back(s.emission_rate[p]);
}

}  // namespace hacthanh::traffic
