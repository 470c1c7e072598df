#include "sim/scenario/measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hacthanh::scenario {

namespace {

/// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
    auto const digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (!digit(at) || !digit(at + 1)) return -1;
    return 10 * (text[at] - '0') + (text[at + 1] - '0');
}

bool is_planning(MeasureKind kind) {
    switch (kind) {
        case MeasureKind::one_way_pair:
        case MeasureKind::bypass:
        case MeasureKind::bus_line:
        case MeasureKind::congestion_charge:
        case MeasureKind::remove_parking:
        case MeasureKind::demand_scale: return true;
        default: return false;
    }
}

}  // namespace

std::optional<double> time_of_day(std::string_view text) {
    bool const with_seconds = text.size() == 8 && text[5] == ':';
    if ((text.size() != 5 && !with_seconds) || text[2] != ':') return std::nullopt;
    int const hours = two_digits(text, 0);
    int const minutes = two_digits(text, 3);
    int const seconds = with_seconds ? two_digits(text, 6) : 0;
    if (hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return std::nullopt;
    double const time = 3600.0 * hours + 60.0 * minutes + seconds;
    if (time > 86400) return std::nullopt;
    return time;
}

std::string Measure::where(std::string const& key) const {
    auto const known = lines.find(key);
    return fmt::format("{}:{}: measure.{}", file, known == lines.end() ? line : known->second, key);
}

MeasureMode Measure::mode() const {
    if (mode_text == "planning") return MeasureMode::planning;
    if (mode_text == "operational") return MeasureMode::operational;
    return is_planning(kind) ? MeasureMode::planning : MeasureMode::operational;
}

std::vector<ClockWindow> Measure::clock_windows() const {
    std::vector<ClockWindow> found;
    for (std::string const& text : windows) {
        auto const dash = text.find('-');
        found.push_back({time_of_day(std::string_view(text).substr(0, dash)).value(),
                         time_of_day(std::string_view(text).substr(dash + 1)).value()});
    }
    std::ranges::sort(found, {}, &ClockWindow::from_s);
    return found;
}

std::vector<std::string> Measure::vehicle_classes() const {
    if (!classes.empty()) return classes;
    switch (kind) {
        case MeasureKind::truck_ban: return {"truck", "trailer"};
        case MeasureKind::bus_lane: return {"bus", "coach"};  // those who may use it
        case MeasureKind::electrify: return {"motorcycle", "moped"};
        case MeasureKind::congestion_charge:
        case MeasureKind::bypass: return {"passenger", "delivery", "truck", "trailer"};
        default: return {"all"};
    }
}

city::Polyline Measure::polygon() const {
    city::Polyline points;
    for (std::size_t i = 0; i + 1 < polygon_m.size(); i += 2) points.push_back({polygon_m[i], polygon_m[i + 1]});
    return points;
}

std::vector<SignalPhase> Measure::signal_phases() const {
    std::vector<SignalPhase> found;
    for (std::string const& text : phases) {
        SignalPhase phase;
        auto const end = std::from_chars(text.data(), text.data() + text.size(), phase.duration_s).ptr;
        phase.state.assign(end, text.data() + text.size());
        std::erase(phase.state, ' ');
        found.push_back(std::move(phase));
    }
    return found;
}

bool overlap_in_time(Measure const& a, Measure const& b) {
    if (a.windows.empty() || b.windows.empty()) return true;
    for (ClockWindow const& x : a.clock_windows())
        for (ClockWindow const& y : b.clock_windows())
            if (x.from_s < y.to_s && y.from_s < x.to_s) return true;
    return false;
}

MeasureMode MeasureFile::mode() const {
    bool const any = std::ranges::any_of(measures, [](auto const& m) { return m.mode() == MeasureMode::planning; });
    return any ? MeasureMode::planning : MeasureMode::operational;
}

}  // namespace hacthanh::scenario
