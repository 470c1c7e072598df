#pragma once

#include "sim/state/weather_record.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace hacthanh::weather::detail {

/// The measured values of one quantity, linear in time between them.
class ObservedSeries {
public:
    using Member = std::optional<double> state::WeatherObservation::*;

    /// Nothing was measured.
    ObservedSeries() = default;

    /// @param observations  in order of time  @param max_gap_s  no value between two that are further apart
    ObservedSeries(std::span<state::WeatherObservation const> observations, Member member, double max_gap_s)
        : max_gap_s_(max_gap_s) {
        for (auto const& observation : observations)
            if (observation.*member) points_.push_back({observation.time_utc_s, *(observation.*member)});
    }

    bool empty() const { return points_.empty(); }

    /// The value at this moment; nothing in a gap or further than `max_gap_s` from the ends.
    std::optional<double> at(double time_utc_s) const {
        auto const after = std::ranges::lower_bound(points_, time_utc_s, {}, &Point::time);
        if (after == points_.end()) {
            if (points_.empty() || time_utc_s - points_.back().time > max_gap_s_) return std::nullopt;
            return points_.back().value;
        }
        if (after->time == time_utc_s) return after->value;
        if (after == points_.begin())
            return after->time - time_utc_s > max_gap_s_ ? std::nullopt : std::optional(after->value);
        auto const before = after - 1;
        double const gap = after->time - before->time;
        if (gap > max_gap_s_) return std::nullopt;
        double const share = (time_utc_s - before->time) / gap;
        return (1 - share) * before->value + share * after->value;
    }

private:
    struct Point {
        double time;
        double value;
    };
    std::vector<Point> points_;
    double max_gap_s_ = 0;
};

}  // namespace hacthanh::weather::detail
