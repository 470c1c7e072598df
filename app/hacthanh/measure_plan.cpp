#include "app/hacthanh/measure_plan.hpp"

#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"
#include "sim/study/member_indicators.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

std::string window_text(Session const& session, traffic::TimeWindow const& window) {
    auto const clock = [&](double traffic_s) {
        auto const s = static_cast<long>(traffic_s + session.start_clock_s());
        return fmt::format("{:02}:{:02}:{:02}", s / 3600 % 24, s / 60 % 60, s % 60);
    };
    return fmt::format("{}-{}", clock(window.begin_s), clock(window.end_s));
}

std::string change_text(Session const& session, traffic::Intervention const& change) {
    std::vector<std::string> windows;
    for (auto const& window : change.windows) windows.push_back(window_text(session, window));
    std::string text = fmt::format("  {}: {}", change.label, fmt::join(windows, ", "));
    if (!change.who.classes.empty()) text += fmt::format("; {}", fmt::join(change.who.classes, ", "));
    if (!change.edges.empty()) text += fmt::format("; {} edges", change.edges.size());
    if (!change.lanes.empty()) text += fmt::format("; {} lanes", change.lanes.size());
    if (!change.signal.empty()) text += fmt::format("; signal {}, offset {:.0f} s", change.signal, change.offset_s);
    return text + "\n";
}

}  // namespace

std::string measures_text(Session const& session) {
    if (!session.measures()) return {};
    auto const& file = *session.measures();
    auto const resolved = session.resolve(file, session.seed());
    std::string text = fmt::format("\nmeasures: {} / {}; mode {}; {} roads\n", file.title, file.title_vi,
                                   name(file.mode()), resolved.place.size());
    if (!file.note.empty()) text += fmt::format("  {} / {}\n", file.note, file.note_vi);
    for (auto const& change : resolved.interventions.list) text += change_text(session, change);
    for (auto const& note : resolved.notes) text += fmt::format("  {}\n", note);
    for (auto const& expected : file.expectations)
        text += fmt::format("  expected: {} ({}) {}{}{}\n", expected.indicator, expected.place, expected.sign,
                            expected.published.empty() ? "" : "; published: " + expected.published,
                            expected.source.empty() ? "" : " [" + expected.source + "]");
    return text;
}

nlohmann::ordered_json measures_json(Session const& session) {
    auto const& file = *session.measures();
    auto const resolved = session.resolve(file, session.seed());
    nlohmann::ordered_json changes = nlohmann::ordered_json::array();
    for (auto const& change : resolved.interventions.list) {
        nlohmann::ordered_json windows = nlohmann::ordered_json::array();
        for (auto const& window : change.windows) windows.push_back({window.begin_s, window.end_s});
        changes.push_back({{"label", change.label},
                           {"windows_s", windows},
                           {"edges", change.edges},
                           {"lanes", change.lanes},
                           {"signal", change.signal},
                           {"offset_s", change.offset_s}});
    }
    return {{"title", file.title},           {"title_vi", file.title_vi}, {"mode", std::string(name(file.mode()))},
            {"answered", resolved.answered}, {"changes", changes},        {"roads_at_place", resolved.place.size()},
            {"notes", resolved.notes}};
}

void require_known_indicators(Session const& session, scenario::MeasureFile const& file) {
    if (file.expectations.empty()) return;
    std::vector<Pollutant> all(n_pollutants);
    for (std::size_t p = 0; p < n_pollutants; ++p) all[p] = static_cast<Pollutant>(p);
    std::vector<std::string> known;
    for (auto const& [name, unused] : study::MemberIndicators(session.city(), session.mesh(), all, 0, {}, {}).result())
        known.push_back(name);
    for (auto const& expected : file.expectations) {
        auto const name =
            expected.place == "all" ? expected.indicator : fmt::format("{}@{}", expected.indicator, expected.place);
        if (std::ranges::count(known, name) > 0) continue;
        throw InputError(fmt::format("{}: expect.indicator", file.file),
                         fmt::format("no what-if measures \"{}\" (place = \"{}\")", expected.indicator, expected.place),
                         fmt::format("the closest is \"{}\"", scenario::closest_word(name, known)));
    }
}

void require_operational(scenario::MeasureFile const& file, run::ResolvedMeasures const& resolved) {
    validate(resolved.answered, file.file, fmt::format("{}", fmt::join(resolved.notes, "; ")),
             "nothing is computed that would not be an answer");
    validate(file.mode() == scenario::MeasureMode::operational, file.file,
             "its measures are of planning mode: routes must be brought to equilibrium first",
             "compare it with `hacthanh whatif`, or set mode = \"operational\" in each measure");
}

void require_operational(Session const& session) {
    if (session.measures())
        require_operational(*session.measures(), session.resolve(*session.measures(), session.seed()));
}

}  // namespace hacthanh::app
