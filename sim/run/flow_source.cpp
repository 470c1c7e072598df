#include "sim/run/flow_source.hpp"

#include "sim/weather/inflow.hpp"

namespace hacthanh::run {

state::InflowProfile FlowSource::inflow(std::size_t interval) const {
    return weather::make_inflow_profile(weather_->options(), weather_->in_interval(interval), *mesh_, schmidt_number_);
}

state::Flow FlowSource::flow(std::size_t interval) const { return solver_->solve(inflow(interval)); }

}  // namespace hacthanh::run
