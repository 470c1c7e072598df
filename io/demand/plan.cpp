#include "io/demand/plan.hpp"

#include "io/demand/folder_beside.hpp"
#include "io/demand/network_patch.hpp"
#include "io/demand/plan_record.hpp"
#include "io/demand/trip_fitting.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/demand/trip_changes.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using demand::Trip;

/// Gives the part its name, and the plan the paths that it has then.
void give_name(FolderBeside const& part, fs::path const& folder, PlannedTraffic& plan) {
    part.give_name([&folder] { return read_finished_plan(folder).has_value(); });
    auto& made = plan.traffic;
    for (fs::path* const file : {&made.config, &made.network, &made.routes, &made.types, &made.furniture})
        *file = folder / file->filename();
    made.folder = folder;
}

/// Counts trips that are new and gone between two lists, by id.
void count_changes(std::vector<Trip> const& before, std::vector<Trip> const& after, PlannedTraffic& plan) {
    std::set<std::string_view> old_ids;
    for (Trip const& trip : before) old_ids.insert(trip.id);
    std::size_t kept = 0;
    for (Trip const& trip : after) kept += old_ids.contains(trip.id) ? 1U : 0U;
    plan.trips_removed = before.size() - kept;
    plan.trips_added = after.size() - kept;
}

std::vector<Trip> changed_trips(std::vector<Trip> trips, demand::PlanChanges const& changes, NetworkFacts const& facts,
                                NetworkFacts const& before, PlanInput const& input, PlannedTraffic& plan) {
    auto const seed = input.settings.seed;
    for (auto const& growth : changes.growth)
        trips = demand::multiplied(std::move(trips), growth.filter, growth.factor, seed);
    for (auto const& stagger : changes.staggers)
        trips = demand::staggered(std::move(trips), stagger.filter, stagger.share, stagger.shift_s, seed);
    for (auto const& line : changes.bus_lines) trips = with_bus_line(std::move(trips), line, facts, plan.demand, input);
    plan.trips_moved = fit_trips(trips, facts, before, plan.notes);
    demand::sort_by_departure(trips);
    return trips;
}

/// Trips that pay more than in the base become fewer.
std::vector<Trip> responded(Equilibrium const& now, Equilibrium const& base, demand::Response const& response,
                            std::int64_t seed) {
    auto const factor = [&](Trip const& trip) {
        auto const cost = now.cost_s.find(trip.id);
        auto const before = base.cost_s.find(trip.id.substr(0, trip.id.rfind('+')));
        if (cost == now.cost_s.end() || before == base.cost_s.end()) return 1.0;
        if (cost->second <= 0 || before->second <= 0) return 1.0;
        return demand::elastic_factor(cost->second, before->second, response.elasticity);
    };
    return demand::multiplied(now.trips, {}, factor, seed + 1);
}

void finish(PlannedTraffic& plan, PlanInput const& input, demand::PlanChanges const& changes) {
    auto const& result = plan.equilibrium;
    if (!result.unroutable.empty())
        plan.notes.push_back(
            fmt::format("{} trips have no way from origin to destination and are left out, first \"{}\"",
                        result.unroutable.size(), result.unroutable.front()));
    if (!result.reached)
        plan.notes.push_back(fmt::format("the relative gap is {:.2f} % after {} days, above the {:.2f} % wanted",
                                         100 * result.days.back().gap, result.days.size(),
                                         100 * input.settings.target_gap));
    write_plan_record(plan, input, changes);
}

}  // namespace

PlannedTraffic plan_base(PlanInput const& input, fs::path const& folder) {
    auto const& settings = input.settings;
    auto demand = read_sumo_trips(input.base, settings.begin_s, settings.end_s, settings.seed);
    validate(!demand.trips.empty(), input.base.file.string(),
             fmt::format("no vehicle departs from second {} to {}", settings.begin_s, settings.end_s),
             "choose a span of time with traffic");
    FolderBeside const part(folder);
    auto const network = patch_network(input.base.net_file, {}, part.path(), input.where);
    auto const facts = read_network_facts(network);
    std::vector<std::string> notes;
    for (auto const& [kind, number] : demand.left_out)
        notes.push_back(fmt::format("{} elements <{}> of the demand's files are left out", number, kind));
    auto traffic = write_case(part.path(), input.base, demand, network, facts, notes);
    auto trips = demand.trips;
    std::size_t const moved = fit_trips(trips, facts, facts, notes);
    demand::LearnedTimes const nothing(settings.intervals(), facts.free_flow_s());
    auto equilibrium = equilibrate(traffic, std::move(trips), {}, nothing, settings, input.simulate);
    std::size_t const n = demand.trips.size();
    PlannedTraffic plan{std::move(traffic), std::move(demand), std::move(equilibrium), n, 0, 0, moved,
                        std::move(notes)};
    finish(plan, input, {});
    give_name(part, folder, plan);
    return plan;
}

PlannedTraffic plan_variant(PlanInput const& input, PlannedTraffic const& base, demand::PlanChanges const& changes,
                            fs::path const& folder) {
    if (changes.empty()) return base;
    FolderBeside const part(folder);
    auto const network = patch_network(input.base.net_file, changes.network, part.path(), input.where);
    auto const facts = read_network_facts(network);
    PlannedTraffic plan{{}, base.demand, {{}, {}, {}, false, {}, base.equilibrium.times}, base.trips_base, 0, 0, 0, {}};
    plan.traffic = write_case(part.path(), input.base, base.demand, network, facts, plan.notes);
    auto trips =
        changed_trips(base.equilibrium.trips, changes, facts, read_network_facts(base.traffic.network), input, plan);
    auto const known = base.equilibrium.times.carried_to(facts.free_flow_s(), changes.network.empty());
    plan.equilibrium =
        equilibrate(plan.traffic, std::move(trips), changes.surcharges, known, input.settings, input.simulate);
    if (changes.response) {
        auto fewer = responded(plan.equilibrium, base.equilibrium, *changes.response, input.settings.seed);
        auto days = std::move(plan.equilibrium.days);
        plan.equilibrium = equilibrate(plan.traffic, std::move(fewer), changes.surcharges,
                                       std::move(plan.equilibrium.times), input.settings, input.simulate);
        for (GapStep& day : plan.equilibrium.days) day.day += static_cast<int>(days.size());
        plan.equilibrium.days.insert(plan.equilibrium.days.begin(), days.begin(), days.end());
    }
    count_changes(base.equilibrium.trips, plan.equilibrium.trips, plan);
    finish(plan, input, changes);
    give_name(part, folder, plan);
    return plan;
}

}  // namespace hacthanh::io
