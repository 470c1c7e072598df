#include "sim/scenario/measure_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::scenario {
namespace {

bool has_place(Measure const& m) { return !m.edges.empty() || !m.streets.empty() || !m.polygon_m.empty(); }

bool needs_place(MeasureKind kind) {
    auto const* const edges = find_measure_key("edges");
    return std::ranges::count(edges->kinds, kind) > 0;
}

class Checker {
public:
    Checker(MeasureFile const& file, std::vector<std::string>& problems) : file_(file), problems_(problems) {}

    void check() {
        for (Measure const& measure : file_.measures) check(measure);
        for (std::size_t a = 0; a < file_.measures.size(); ++a)
            for (std::size_t b = a + 1; b < file_.measures.size(); ++b)
                check_pair(file_.measures[a], file_.measures[b]);
    }

private:
    void unless(bool holds, Measure const& measure, std::string const& key, std::string_view rule) {
        if (!holds) problems_.push_back(fmt::format("{}: {}", measure.where(key), rule));
    }

    void check(Measure const& m) {
        for (MeasureKey const& key : measure_keys())
            if (std::ranges::count(key.needed_by, m.kind) > 0 && key.option.key != "kind")
                unless(m.given(key.option.key), m, key.option.key,
                       fmt::format("{} needs it: {}", name(m.kind), key.option.documentation));
        unless(!needs_place(m.kind) || has_place(m), m, "edges",
               fmt::format("{} needs a place: give edges, streets or polygon_m", name(m.kind)));
        auto const windows = m.clock_windows();
        for (std::size_t i = 1; i < windows.size(); ++i)
            unless(windows[i].from_s >= windows[i - 1].to_s, m, "windows",
                   "windows of one measure must not overlap; join them or move one");
        unless(m.kind != MeasureKind::one_way_pair || m.bearings_deg.size() == m.streets.size(), m, "bearings_deg",
               fmt::format("must be one for each of the {} streets", m.streets.size()));
        unless(m.offsets_s.empty() || m.offsets_s.size() == m.signals.size(), m, "offsets_s",
               fmt::format("must be one for each of the {} signals", m.signals.size()));
        unless(m.kind != MeasureKind::green_wave || m.signals.size() >= 2, m, "signals",
               "a green wave needs at least two");
        unless(m.kind != MeasureKind::actuated_control || m.max_green_s > m.min_green_s, m, "max_green_s",
               fmt::format("must be > min_green_s = {}", m.min_green_s));
        unless(m.kind != MeasureKind::bus_line || m.stops.size() >= 2, m, "stops", "a line needs at least two");
        unless(m.behaviour == "switch" || !m.given("switch_to") || m.kind != MeasureKind::low_emission_zone, m,
               "switch_to", "goes with behaviour = \"switch\"");
    }

    /// Two measures of one kind must not both hold for the same thing at the same time.
    void check_pair(Measure const& a, Measure const& b) {
        if (a.kind != b.kind || !overlap_in_time(a, b)) return;
        auto const shared = [&](std::vector<std::string> const& x, std::vector<std::string> const& y) {
            auto const both =
                std::ranges::find_if(x, [&](auto const& item) { return std::ranges::count(y, item) > 0; });
            return both == x.end() ? std::string() : *both;
        };
        std::string thing;
        for (auto const list : {&Measure::edges, &Measure::streets, &Measure::signals})
            if (thing.empty()) thing = shared(a.*list, b.*list);
        bool const whole_city = a.kind == MeasureKind::demand_scale || a.kind == MeasureKind::electrify;
        if (whole_city && !shared(a.vehicle_classes(), b.vehicle_classes()).empty()) thing = "the same vehicles";
        unless(thing.empty(), b, "windows",
               fmt::format("overlaps in time with the {} of line {} on {}; move one of them", name(a.kind), a.line,
                           thing));
    }

    MeasureFile const& file_;
    std::vector<std::string>& problems_;
};

}  // namespace

void check_measures(MeasureFile const& file, std::vector<std::string>& problems) { Checker(file, problems).check(); }

}  // namespace hacthanh::scenario
