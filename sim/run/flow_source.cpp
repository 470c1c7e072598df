#include "sim/run/flow_source.hpp"

#include "sim/run/add_flows.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/weather/inflow_class.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace hacthanh::run {

state::InflowProfile FlowSource::profile(weather::Conditions const& conditions) const {
    return weather::make_inflow_profile(weather_->options(), conditions, *mesh_, schmidt_number_);
}

state::InflowProfile FlowSource::inflow(std::size_t interval) const { return profile(weather_->in_interval(interval)); }

state::Flow FlowSource::flow_of_class(std::string const& name, state::InflowProfile const& inflow) const {
    if (auto known = catalogue_->load(name, inflow, *mesh_)) return std::move(*known);
    state::Flow solved = solver_->solve(inflow);
    catalogue_->save(name, inflow, solved);
    return solved;
}

state::Flow FlowSource::flow(std::size_t interval) const {
    weather::Conditions now = weather_->in_interval(interval);
    if (catalogue_ == nullptr) return solver_->solve(profile(now));
    now.wind_speed_m_s = std::max(now.wind_speed_m_s, weather_->options().min_wind_m_s);
    std::optional<state::Flow> sum;
    for (auto const& part : weather::inflow_classes(now)) {
        auto const inflow = profile(part.conditions);
        double const speed = now.wind_speed_m_s / inflow.site_wind_speed;
        state::Flow flow = flow_of_class(part.name, inflow);
        double const wind_weight = speed * part.wind_weight;
        double const turbulence_weight = speed * part.turbulence_weight;
        if (sum) {
            add_scaled(*sum, flow, wind_weight, turbulence_weight, *parallel_);
            continue;
        }
        sum = std::move(flow);
        if (wind_weight != 1 || turbulence_weight != 1) scale(*sum, wind_weight, turbulence_weight, *parallel_);
    }
    return std::move(*sum);
}

}  // namespace hacthanh::run
