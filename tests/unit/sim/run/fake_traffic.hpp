#pragma once

#include "sim/core/error.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace hacthanh::run {

/// A few vehicles that drive round in circles and emit at a steady rate.
class FakeTraffic final : public traffic::TrafficSource {
public:
    explicit FakeTraffic(double end_s, double fails_at_s = 1e9) : end_s_(end_s), fails_at_s_(fails_at_s) {}

    double begin_s() const override { return 0; }
    double end_s() const override { return end_s_; }
    double step_s() const override { return 1; }

    std::optional<state::VehicleStates> next_step() override {
        if (now_s_ >= end_s_) return std::nullopt;
        now_s_ += 1;
        if (now_s_ > fails_at_s_) throw RunError("traffic broke");
        number_.clear();
        edge_.clear();
        type_.clear();
        x_from_ = x_, y_from_ = y_;
        x_.clear(), y_.clear();
        for (std::uint32_t v = 0; v < n_vehicles; ++v) {
            number_.push_back(v);
            edge_.emplace_back(v % 2);
            type_.emplace_back(0U);
            x_.push_back(100 + 50 * std::cos(0.1 * now_s_ + v));
            y_.push_back(100 + 50 * std::sin(0.1 * now_s_ + v));
        }
        if (x_from_.empty()) x_from_ = x_, y_from_ = y_;
        state::VehicleStates states{now_s_, 1.0, number_, edge_,  type_, x_from_, y_from_,
                                    x_,     y_,  zero_,   speed_, zero_, {}};
        for (auto& rate : states.emission_rate) rate = rate_;
        return states;
    }

    std::span<state::VehicleType const> vehicle_types() const override { return types_; }

    state::TrafficTotals totals() const override {
        state::TrafficTotals totals;
        totals.departed = n_vehicles;
        totals.running = n_vehicles;
        totals.vehicle_seconds = n_vehicles * now_s_;
        return totals;
    }

    static constexpr std::uint32_t n_vehicles = 5;
    static constexpr double rate_kg_s = 1e-6;

private:
    double now_s_ = 0;
    double end_s_;
    double fails_at_s_;
    std::vector<state::VehicleType> types_{{"car", "passenger", "", 4.5, 1.8, 1.5}};
    std::vector<std::uint32_t> number_;
    std::vector<EdgeId> edge_;
    std::vector<VehicleTypeId> type_;
    std::vector<double> x_from_, y_from_, x_, y_;
    std::vector<double> zero_ = std::vector<double>(n_vehicles, 0.0);
    std::vector<double> speed_ = std::vector<double>(n_vehicles, 5.0);
    std::vector<double> rate_ = std::vector<double>(n_vehicles, rate_kg_s);
};

}  // namespace hacthanh::run
