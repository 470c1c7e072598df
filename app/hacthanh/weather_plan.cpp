#include "app/hacthanh/weather_plan.hpp"

#include "sim/weather/calm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

constexpr std::size_t most_lines = 48;

bool is_calm(Session const& session, std::size_t interval) {
    return session.weather().in_interval(interval).wind_speed_m_s < weather::calm_below_m_s;
}

std::string local_clock(Session const& session, double traffic_s) {
    auto const minutes = static_cast<long>(std::floor((session.start_clock_s() + traffic_s) / 60));
    return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
}

std::string stability_text(double inverse_length) {
    return inverse_length == 0 ? "neutral" : fmt::format("L = {:.0f} m", 1 / inverse_length);
}

std::string interval_text(Session const& session, std::size_t interval) {
    auto const now = session.weather().in_interval(interval);
    return fmt::format("{:4.1f} m/s from {:3.0f} degrees, {}, mixing height {:.0f} m; over the city u* {:.2f} m/s{}",
                       now.wind_speed_m_s, now.wind_from_deg, stability_text(now.inverse_obukhov_length),
                       now.mixing_height_m, session.inflow(interval).friction_velocity,
                       is_calm(session, interval) ? "; calm" : "");
}

}  // namespace

std::size_t calm_intervals(Session const& session) {
    std::size_t calm = 0;
    for (std::size_t n = 0; n < session.weather().n_intervals(); ++n)
        if (is_calm(session, n)) ++calm;
    return calm;
}

std::string weather_text(Session const& session) {
    auto const& weather = session.weather();
    if (weather.options().file.empty()) return fmt::format("{:<12}{}\n", "wind", interval_text(session, 0));
    std::string text = fmt::format(
        "{:<12}{}: {} intervals of {} s, {} of them calm (below {} m/s)\n", "weather", weather.options().file.string(),
        weather.n_intervals(), weather.options().update_interval_s, calm_intervals(session), weather::calm_below_m_s);
    for (auto const& note : weather.notes()) text += fmt::format("{:<12}{}\n", "", note);
    for (std::size_t n = 0; n < std::min(weather.n_intervals(), most_lines); ++n)
        text += fmt::format("{:<12}{}  {}\n", "", local_clock(session, weather.interval_begin_s(n)),
                            interval_text(session, n));
    if (weather.n_intervals() > most_lines)
        text += fmt::format("{:<12}… and {} more (all with --json)\n", "", weather.n_intervals() - most_lines);
    return text;
}

nlohmann::ordered_json weather_json(Session const& session) {
    auto const& weather = session.weather();
    auto intervals = nlohmann::ordered_json::array();
    for (std::size_t n = 0; n < weather.n_intervals(); ++n) {
        auto const now = weather.in_interval(n);
        auto const inflow = session.inflow(n);
        intervals.push_back({{"begin_s", weather.interval_begin_s(n)},
                             {"local_time", local_clock(session, weather.interval_begin_s(n))},
                             {"wind_speed_m_s", now.wind_speed_m_s},
                             {"transport_wind_m_s", inflow.site_wind_speed},
                             {"wind_from_deg", now.wind_from_deg},
                             {"inverse_obukhov_length_per_m", now.inverse_obukhov_length},
                             {"mixing_height_m", now.mixing_height_m},
                             {"friction_velocity_m_s", inflow.friction_velocity},
                             {"meander_diffusivity_m2_s", inflow.meander_diffusivity},
                             {"calm", is_calm(session, n)}});
    }
    return {{"constant", weather.constant()},
            {"file", weather.options().file.string()},
            {"notes", weather.notes()},
            {"calm_intervals", calm_intervals(session)},
            {"intervals", intervals}};
}

}  // namespace hacthanh::app
