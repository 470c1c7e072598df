#pragma once

#include "sim/state/ports/traffic_record.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <memory>
#include <vector>

namespace hacthanh::traffic {

/// Replays a recording bit for bit: the same vehicles, types and totals, step by step, as its source gave them.
class RecordedTrafficSource final : public TrafficSource {
public:
    /// EdgeIds are those of the recording's own city.
    explicit RecordedTrafficSource(std::unique_ptr<state::TrafficRecordReader> reader);
    /// Replays the part of the recording that ends at `end_s`, a time on the grid of its steps (else InputError).
    RecordedTrafficSource(std::unique_ptr<state::TrafficRecordReader> reader, double end_s);

    double begin_s() const override;
    double end_s() const override { return end_s_; }
    double step_s() const override;
    std::optional<state::VehicleStates> next_step() override;
    std::span<state::VehicleType const> vehicle_types() const override { return types_; }
    state::TrafficTotals totals() const override { return totals_; }

private:
    std::unique_ptr<state::TrafficRecordReader> reader_;
    double end_s_;
    double time_s_;
    state::TrafficRecordStep step_;
    std::vector<state::VehicleType> types_;
    state::TrafficTotals totals_;
};

/// Views a recorded step as what a source hands out.
state::VehicleStates view(state::TrafficRecordStep const& step, double step_s);

}  // namespace hacthanh::traffic
