#include "sim/run/flow_source.hpp"

#include "sim/run/add_flows.hpp"
#include "sim/weather/calm.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/weather/inflow_class.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

namespace hacthanh::run {

WindPiece FlowSource::piece_at(double time_s) const {
    std::size_t const interval = weather_->interval_at(time_s);
    if (!by_directions()) return {interval, 0};
    double const speed = std::max(weather_->in_interval(interval).wind_speed_m_s, weather_->options().min_wind_m_s);
    double const turns = (time_s - weather_->interval_begin_s(interval)) / (2 * weather::meander_time_s(speed));
    return {interval, static_cast<std::size_t>(std::max(0.0, turns + 1e-9)) % weather::meander_directions.size()};
}

/// The weather of the piece, its wind turned by the meander.
weather::Conditions FlowSource::conditions(WindPiece piece) const {
    auto now = weather_->in_interval(piece.interval);
    if (!by_directions()) return now;
    auto const mean = weather::make_inflow_profile(weather_->options(), now, *mesh_, schmidt_number_);
    double const sigma =
        std::sqrt(mean.meander_diffusivity / weather::meander_time_s(mean.site_wind_speed)) / mean.site_wind_speed;
    double const turned =
        now.wind_from_deg + weather::meander_directions[piece.direction] * sigma * 180 / std::numbers::pi;
    now.wind_from_deg = turned - 360 * std::floor(turned / 360);
    return now;
}

state::InflowProfile FlowSource::profile(weather::Conditions const& conditions) const {
    auto options = weather_->options();
    if (by_directions()) {
        options.meander_m_s = 0;
        options.meander_sigma_deg.reset();
    }
    return weather::make_inflow_profile(options, conditions, *mesh_, schmidt_number_);
}

state::InflowProfile FlowSource::inflow(WindPiece piece) const { return profile(conditions(piece)); }

state::Flow const& FlowSource::flow(WindPiece piece) {
    if (!kept_.empty() && kept_.front().first.interval != piece.interval) kept_.clear();
    for (auto const& [known, flow] : kept_)
        if (known == piece) return flow;
    kept_.reserve(weather::meander_directions.size());
    return kept_.emplace_back(piece, solve(piece)).second;
}

state::Flow FlowSource::flow_of_class(std::string const& name, state::InflowProfile const& inflow) const {
    if (auto known = catalogue_->load(name, inflow, *mesh_)) return std::move(*known);
    state::Flow solved = solver_->solve(inflow);
    catalogue_->save(name, inflow, solved);
    return solved;
}

state::Flow FlowSource::solve(WindPiece piece) const {
    weather::Conditions now = conditions(piece);
    if (catalogue_ == nullptr) return solver_->solve(profile(now));
    if (!catalogue_->by_class()) return flow_of_class("exact", profile(now));
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
