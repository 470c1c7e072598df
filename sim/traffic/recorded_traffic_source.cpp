#include "sim/traffic/recorded_traffic_source.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::traffic {

RecordedTrafficSource::RecordedTrafficSource(std::unique_ptr<state::TrafficRecordReader> reader)
    : reader_(std::move(reader)), end_s_(reader_->header().end_s), time_s_(reader_->header().begin_s) {}

RecordedTrafficSource::RecordedTrafficSource(std::unique_ptr<state::TrafficRecordReader> reader, double end_s)
    : RecordedTrafficSource(std::move(reader)) {
    validate(end_s > begin_s() && end_s <= end_s_, "traffic.end_s",
             fmt::format("{} s is outside the recording, which lasts from {} to {} s", end_s, begin_s(), end_s_));
    double const steps = (end_s - begin_s()) / step_s();
    validate(std::abs(steps - std::round(steps)) < 1e-6, "traffic.end_s",
             fmt::format("{} s is not at the end of a step of {} s", end_s, step_s()));
    end_s_ = end_s;
}

double RecordedTrafficSource::begin_s() const { return reader_->header().begin_s; }
double RecordedTrafficSource::step_s() const { return reader_->header().step_s; }

std::optional<state::VehicleStates> RecordedTrafficSource::next_step() {
    bool const whole = end_s_ == reader_->header().end_s;
    if (time_s_ > end_s_ - 0.5 * step_s()) {
        if (whole) totals_ = reader_->final_totals();
        return std::nullopt;
    }
    if (!reader_->read_step(step_))
        throw RunError(
            fmt::format("the traffic recording ends at {} s instead of {} s: it is damaged", time_s_, end_s_));
    time_s_ = step_.end_time_s;
    types_.insert(types_.end(), step_.new_types.begin(), step_.new_types.end());
    totals_ = step_.totals;
    return view(step_, step_s());
}

state::VehicleStates view(state::TrafficRecordStep const& step, double step_s) {
    state::VehicleStates states;
    states.end_time_s = step.end_time_s;
    states.step_s = step_s;
    states.vehicle = step.vehicle;
    states.edge = step.edge;
    states.type = step.type;
    states.x_from = step.x_from;
    states.y_from = step.y_from;
    states.x = step.x;
    states.y = step.y;
    states.z = step.z;
    states.speed = step.speed;
    states.acceleration = step.acceleration;
    for (std::size_t p = 0; p < n_reported; ++p) states.emission_rate[p] = step.emission_rate[p];
    return states;
}

}  // namespace hacthanh::traffic
