#pragma once

#include "sim/state/inflow_profile.hpp"
#include "sim/state/weather_use.hpp"
#include "sim/weather/calm.hpp"

#include <cmath>
#include <numbers>

namespace hacthanh::run {

/// Averages the weather that carried the air over an output step.
class WeatherMean {
public:
    void start() {
        sum_ = {};
        duration_s_ = 0;
    }

    void add(state::InflowProfile const& inflow, double duration_s) {
        double const angle = inflow.wind_from_deg * std::numbers::pi / 180;
        duration_s_ += duration_s;
        sum_.measured_wind_speed += duration_s * inflow.measured_wind_speed;
        sum_.wind_speed += duration_s * inflow.site_wind_speed;
        sum_.wind_east -= duration_s * inflow.site_wind_speed * std::sin(angle);
        sum_.wind_north -= duration_s * inflow.site_wind_speed * std::cos(angle);
        sum_.friction_velocity += duration_s * inflow.friction_velocity;
        sum_.inverse_obukhov_length += duration_s * inflow.inverse_obukhov_length;
        sum_.mixing_height += duration_s * inflow.mixing_height;
        sum_.meander_diffusivity += duration_s * inflow.meander_diffusivity;
        if (is_calm(inflow)) sum_.calm_share += duration_s;
    }

    state::WeatherUse value() const {
        state::WeatherUse mean = sum_;
        for (auto const member : state::weather_use_members)
            mean.*member = duration_s_ > 0 ? mean.*member / duration_s_ : 0.0;
        return mean;
    }

    static bool is_calm(state::InflowProfile const& inflow) {
        return inflow.measured_wind_speed < weather::calm_below_m_s;
    }

private:
    state::WeatherUse sum_;
    double duration_s_ = 0;
};

}  // namespace hacthanh::run
