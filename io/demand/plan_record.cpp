#include "io/demand/plan_record.hpp"

#include "io/hash.hpp"
#include "io/write_text.hpp"
#include "sim/core/build_info.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace hacthanh::io {
namespace {

using Json = nlohmann::ordered_json;

Json hashes(std::vector<std::filesystem::path> const& files) {
    Json list = Json::array();
    for (auto const& file : files)
        list.push_back({{"file", file.filename().string()}, {"sha256", sha256_of_file(file)}});
    return list;
}

Json days_of(Equilibrium const& equilibrium) {
    Json list = Json::array();
    for (GapStep const& day : equilibrium.days)
        list.push_back({{"day", day.day},
                        {"relative_gap", day.gap},
                        {"proof", day.proof},
                        {"trips_changed", day.changed},
                        {"mean_cost_s", day.mean_cost_s}});
    return list;
}

Json changes_of(demand::PlanChanges const& changes) {
    Json json = {{"roads_removed", changes.network.removed},
                 {"roads_built", Json::array()},
                 {"surcharges", changes.surcharges.size()},
                 {"bus_lines", Json::array()},
                 {"growth", Json::array()}};
    for (auto const& road : changes.network.roads) json["roads_built"].push_back(road.id);
    for (auto const& line : changes.bus_lines)
        json["bus_lines"].push_back({{"id", line.id}, {"headway_s", line.headway_s}, {"mode_shift", line.mode_shift}});
    for (auto const& growth : changes.growth) json["growth"].push_back(growth.factor);
    if (changes.response)
        json["elasticity"] = {{"value", changes.response->elasticity}, {"source", changes.response->source}};
    return json;
}

/// What made the plan. The hash of the running program tells builds of uncommitted changes apart.
Json program() {
    Json libraries = Json::object();
    for (auto const& [name, version] : build_info().libraries) libraries[name] = version;
    return {{"version", build_info().version},
            {"commit", build_info().commit},
            {"sha256", sha256_of_file("/proc/self/exe")},
            {"libraries", libraries}};
}

bool whole(Json const& outputs, std::filesystem::path const& folder) {
    for (Json const& output : outputs) {
        auto const file = folder / output.at("file").get<std::string>();
        if (!std::filesystem::exists(file) || sha256_of_file(file) != output.at("sha256").get<std::string>())
            return false;
    }
    return true;
}

}  // namespace

FinishedPlan finished(PlannedTraffic const& plan) {
    auto const& routes = plan.equilibrium;
    return {.config = plan.traffic.config,
            .reached = routes.reached,
            .relative_gap = routes.days.back().gap,
            .days = routes.days.size(),
            .trips = routes.trips.size(),
            .trips_added = plan.trips_added,
            .trips_removed = plan.trips_removed,
            .trips_moved = plan.trips_moved,
            .notes = plan.notes};
}

std::optional<FinishedPlan> read_finished_plan(std::filesystem::path const& folder) {
    std::ifstream stream(folder / "plan.json");
    Json const record = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
    try {
        if (!record.is_object() || record.at("program") != program() || !whole(record.at("outputs"), folder)) return {};
        return FinishedPlan{.config = folder / record.at("outputs").at(0).at("file").get<std::string>(),
                            .reached = record.at("reached"),
                            .relative_gap = record.at("relative_gap"),
                            .days = record.at("days").size(),
                            .trips = record.at("trips"),
                            .trips_added = record.at("trips_added"),
                            .trips_removed = record.at("trips_removed"),
                            .trips_moved = record.at("trips_moved"),
                            .notes = record.at("notes")};
    } catch (Json::exception const&) {
        return {};  // another program's record
    }
}

void write_plan_record(PlannedTraffic const& plan, PlanInput const& input, demand::PlanChanges const& changes) {
    auto const& settings = input.settings;
    auto const& files = plan.traffic;
    std::vector<std::filesystem::path> inputs = {input.base.file, input.base.net_file};
    for (auto const& list : {input.base.route_files, input.base.additional_files})
        inputs.insert(inputs.end(), list.begin(), list.end());
    Json const record = {
        {"mode", "planning"},
        {"program", program()},
        {"settings",
         {{"begin_s", settings.begin_s},
          {"end_s", settings.end_s},
          {"interval_s", settings.interval_s},
          {"target_gap", settings.target_gap},
          {"most_days", settings.most_days},
          {"memory", settings.memory},
          {"seed", settings.seed}}},
        {"reached", plan.equilibrium.reached},
        {"relative_gap", plan.equilibrium.days.back().gap},
        {"days", days_of(plan.equilibrium)},
        {"trips", plan.equilibrium.trips.size()},
        {"trips_base", plan.trips_base},
        {"trips_added", plan.trips_added},
        {"trips_removed", plan.trips_removed},
        {"trips_moved", plan.trips_moved},
        {"changes", changes_of(changes)},
        {"notes", plan.notes},
        {"inputs", hashes(inputs)},
        {"outputs", hashes({files.config, files.network, files.routes, files.types, files.furniture})}};
    write_text(files.folder / "plan.json", record.dump(2) + "\n");
}

}  // namespace hacthanh::io
