#include "io/detail/departures.hpp"

#include "io/detail/numbers.hpp"
#include "io/sumo_config.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace hacthanh::io::detail {
namespace {

std::optional<double> number(XmlElement const& element, char const* key) {
    auto const text = element.find(key);
    return text ? parse_number(*text) : std::nullopt;
}

/// Departures per second, or nothing when the flow gives none.
std::optional<double> rate_of(XmlElement const& flow) {
    if (auto const probability = number(flow, "probability")) return *probability;
    for (char const* key : {"vehsPerHour", "perHour"})
        if (auto const per_hour = number(flow, key)) return *per_hour / 3600.0;
    std::string_view period = flow.get("period");
    if (period.starts_with("exp(") && period.ends_with(")")) return parse_number(period.substr(4, period.size() - 5));
    auto const seconds = parse_sumo_time(period);
    if (seconds && *seconds > 0) return 1.0 / *seconds;
    return std::nullopt;
}

}  // namespace

double departures_of_vehicle(XmlElement const& vehicle, Window window) {
    auto const depart = parse_sumo_time(vehicle.get("depart"));
    return !depart || (*depart >= window.begin_s && *depart < window.end_s) ? 1.0 : 0.0;
}

double departures_of_flow(XmlElement const& flow, Window window) {
    double const begin = parse_sumo_time(flow.get("begin")).value_or(0.0);
    double const end = parse_sumo_time(flow.get("end")).value_or(std::max(window.end_s, begin));
    double const shared = std::min(end, window.end_s) - std::max(begin, window.begin_s);
    if (shared <= 0) return 0;
    auto const count = number(flow, "number");
    auto const rate = rate_of(flow);
    if (rate) return std::max(0.0, std::min(*rate * shared, count.value_or(*rate * shared)));
    return std::max(0.0, count.value_or(0.0)) * shared / (end - begin);
}

}  // namespace hacthanh::io::detail
