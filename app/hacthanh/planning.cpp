#include "app/hacthanh/planning.hpp"

#include "app/hacthanh/simulate_traffic.hpp"
#include "io/demand/measure_changes.hpp"
#include "io/hash.hpp"
#include "io/sumo_network.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

namespace hacthanh::app {

Planning::Planning(io::LoadedScenario const& loaded)
    : loaded_(loaded),
      sumo_(traffic_config(loaded).sumo),
      city_(io::read_sumo_network(sumo_.net_file)),
      folder_(loaded.resolve(loaded.scenario.demand.cache)) {
    key_ = loaded.resolved;
    for (auto const& list : {std::vector{sumo_.file, sumo_.net_file}, sumo_.route_files, sumo_.additional_files})
        for (auto const& file : list) key_ += io::sha256_of_file(file);
}

io::PlanInput Planning::input(std::string const& where) const {
    auto const& s = loaded_.scenario;
    io::EquilibriumSettings settings;
    settings.begin_s = s.traffic.begin_s;
    settings.end_s = s.traffic.end_s;
    settings.interval_s = s.demand.interval_s;
    settings.target_gap = s.demand.relative_gap;
    settings.most_days = s.demand.most_days;
    settings.seed = s.traffic.seed.value_or(sumo_.seed.value_or(sumo_default_seed));
    return {sumo_, settings, simulate_traffic, where};
}

std::filesystem::path Planning::folder_of(std::string const& measures) const {
    return folder_ / fmt::format("plan-{}", io::sha256_of_text(key_ + measures).substr(0, 16));
}

io::PlannedTraffic const& Planning::made_base() {
    if (!base_) base_ = io::plan_base(input(loaded_.file.string()), folder_of(""));
    return *base_;
}

io::FinishedPlan Planning::base() {
    if (base_) return io::finished(*base_);
    if (auto known = io::read_finished_plan(folder_of(""))) {
        log::info("planning: the baseline's equilibrium is that of {}", folder_of("").string());
        return *known;
    }
    return io::finished(made_base());
}

io::FinishedPlan Planning::variant(scenario::MeasureFile const& file) {
    auto const facts = io::read_network_facts(sumo_.net_file);
    auto const changes = io::plan_changes(file, city_, facts, start_clock_s(loaded_.scenario));
    if (changes.empty()) return base();
    auto const folder = folder_of(file.text);
    if (auto known = io::read_finished_plan(folder)) {
        log::info("planning: the equilibrium with {} is that of {}", file.title, folder.string());
        return *known;
    }
    return io::finished(io::plan_variant(input(file.file), made_base(), changes, folder));
}

std::vector<std::string> Planning::overrides_for(io::FinishedPlan const& planned) const {
    auto overrides = loaded_.overrides;
    overrides.push_back("traffic.sumo_config=" + std::filesystem::absolute(planned.config).string());
    for (char const* key : {"trips", "matrix", "zones", "counts", "profile"})
        if (loaded_.given.contains(fmt::format("demand.{}", key))) overrides.push_back(fmt::format("demand.{}=", key));
    return overrides;
}

std::string plan_text(io::FinishedPlan const& planned) {
    return fmt::format(
        "planning mode / chế độ quy hoạch: relative gap / khoảng cách tương đối {:.2f} %{} after {} days, "
        "{} trips (+{} -{}, {} begin or end elsewhere)",
        100 * planned.relative_gap, planned.reached ? "" : " (NOT REACHED / CHƯA ĐẠT)", planned.days, planned.trips,
        planned.trips_added, planned.trips_removed, planned.trips_moved);
}

}  // namespace hacthanh::app
