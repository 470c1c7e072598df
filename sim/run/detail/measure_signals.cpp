#include "sim/run/detail/measure_signals.hpp"

#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace hacthanh::run::detail {

using scenario::Measure;
using scenario::MeasureKind;

namespace {

std::vector<std::string> approaches_of(city::Signal const& signal) {
    std::set<std::string> roads;
    for (auto const& link : signal.links)
        if (!link.from.empty() && link.from.front() != ':') roads.insert(link.from);
    return {roads.begin(), roads.end()};
}

double positive_remainder(double value, double period) {
    double const rest = std::fmod(value, period);
    return rest < 0 ? rest + period : rest;
}

}  // namespace

city::Signal const* SignalPlans::find(Measure const& measure, std::string const& id) const {
    auto const known = std::ranges::find(signals_, id, &city::Signal::id);
    if (known != signals_.end() && !known->phases.empty()) return &*known;
    std::vector<std::string> ids;
    for (auto const& signal : signals_)
        if (!signal.phases.empty()) ids.push_back(signal.id);
    problems_.push_back(ids.empty() ? fmt::format("{}: the network has no traffic lights", measure.where("signals"))
                                    : fmt::format("{}: the network has no traffic light \"{}\"; did you mean \"{}\"?",
                                                  measure.where("signals"), id, scenario::closest_word(id, ids)));
    return nullptr;
}

std::vector<SignalPlan> SignalPlans::of(Measure const& measure) const {
    return measure.kind == MeasureKind::green_wave ? wave(measure) : program(measure);
}

std::vector<SignalPlan> SignalPlans::program(Measure const& measure) const {
    std::vector<SignalPlan> plans;
    auto const phases = measure.signal_phases();
    for (std::size_t n = 0; n < measure.signals.size(); ++n) {
        auto const* const signal = find(measure, measure.signals[n]);
        if (signal == nullptr) continue;
        SignalPlan plan{signal->id, {}, 0, approaches_of(*signal)};
        double cycle = 0;
        for (auto const& phase : phases) {
            plan.phases.push_back({phase.duration_s, phase.state});
            cycle += phase.duration_s;
            if (phase.state.size() == signal->links.size()) continue;
            problems_.push_back(fmt::format(
                "{}: \"{}\" has {} letters, traffic light \"{}\" has {} links; give one "
                "letter for each",
                measure.where("phases"), phase.state, phase.state.size(), signal->id, signal->links.size()));
        }
        if (!measure.offsets_s.empty())
            plan.offset_s = positive_remainder(measure.offsets_s[n] - start_clock_s_, cycle);
        plans.push_back(std::move(plan));
    }
    return plans;
}

std::vector<SignalPlan> SignalPlans::wave(Measure const& measure) const {
    std::vector<city::Signal const*> corridor;
    for (std::string const& id : measure.signals) {
        corridor.push_back(find(measure, id));
        if (corridor.back() == nullptr) return {};
    }
    double const cycle = corridor.front()->cycle_s();
    std::vector<SignalPlan> plans;
    double way_s = 0;
    for (std::size_t n = 0; n < corridor.size(); ++n) {
        auto const& signal = *corridor[n];
        if (std::abs(signal.cycle_s() - cycle) > 1e-6) {
            problems_.push_back(
                fmt::format("{}: traffic light \"{}\" has a cycle of {} s and \"{}\" one of {} s; a green "
                            "wave needs one cycle: give all of them signal_program first",
                            measure.where("signals"), signal.id, signal.cycle_s(), corridor[0]->id, cycle));
            return {};
        }
        city::Point const from = corridor[n == 0 ? 0 : n - 1]->place;
        city::Point const to = n == 0 ? corridor[1]->place : signal.place;
        if (n > 0) way_s += std::hypot(to.x - from.x, to.y - from.y) / (*measure.speed_km_h / 3.6);
        double const offset = measure.offsets_s.empty() ? way_s - green_start(measure, signal, from, to)
                                                        : measure.offsets_s[n] - start_clock_s_;
        plans.push_back({signal.id, {}, positive_remainder(offset, cycle), {}});
    }
    return plans;
}

double SignalPlans::green_start(Measure const& measure, city::Signal const& signal, city::Point from,
                                city::Point to) const {
    // Links that come in from a street of the corridor, in the direction of the wave.
    std::vector<std::size_t> links;
    for (std::size_t l = 0; l < signal.links.size(); ++l) {
        auto const road = std::ranges::find(city_.roads, signal.links[l].from, &city::Road::name);
        auto const next = std::ranges::find(city_.roads, signal.links[l].to, &city::Road::name);
        if (road == city_.roads.end() || next == city_.roads.end()) continue;
        if (std::ranges::count(measure.streets, road->street_name) == 0 || next->street_name != road->street_name)
            continue;
        auto const& a = road->axis.front();
        auto const& b = road->axis.back();
        if ((b.x - a.x) * (to.x - from.x) + (b.y - a.y) * (to.y - from.y) > 0) links.push_back(l);
    }
    double at = 0;
    double start = -1;
    bool was_green = false;
    // Twice round, so that a green over the end of the cycle is found from its beginning.
    for (std::size_t n = 0; n < 2 * signal.phases.size(); ++n) {
        auto const& phase = signal.phases[n % signal.phases.size()];
        bool const green = std::ranges::any_of(links, [&](std::size_t l) {
            return l < phase.state.size() && (phase.state[l] == 'G' || phase.state[l] == 'g');
        });
        if (green && !was_green && n > 0) start = at;
        was_green = green;
        at += phase.duration_s;
    }
    if (start < 0 && links.empty())
        problems_.push_back(fmt::format("{}: traffic light \"{}\" holds no straight way along {} in this direction",
                                        measure.where("signals"), signal.id, fmt::join(measure.streets, ", ")));
    return std::max(start, 0.0);
}

}  // namespace hacthanh::run::detail
