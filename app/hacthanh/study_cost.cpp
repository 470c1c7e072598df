#include "app/hacthanh/study_cost.hpp"

#include "sim/core/parallel.hpp"
#include "sim/run/spin_up.hpp"
#include "sim/study/slot_times.hpp"
#include "sim/study/warm_up_groups.hpp"
#include "sim/weather/inflow.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

namespace hacthanh::app {
namespace {

/// The lines of some sections of a resolved scenario.
std::string sections_of(io::LoadedScenario const& loaded, std::vector<std::string_view> const& sections) {
    std::string lines;
    std::string_view text = loaded.resolved;
    bool wanted = false;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1);
        auto const line = text.substr(0, end + 1);
        text.remove_prefix(end + 1);
        if (line.starts_with('['))
            wanted =
                std::ranges::any_of(sections, [&line](std::string_view section) { return line.starts_with(section); });
        else if (wanted && !line.starts_with("scale =") && !line.starts_with("seed ="))
            lines += line;
    }
    return lines;
}

/// What decides which files are read and over which time; keys that only scale what was read are left out.
std::string reading_of(io::LoadedScenario const& loaded) {
    std::vector<std::string_view> sections = {"[traffic]", "[demand]", "[city]", "[time]"};
    if (!loaded.scenario.weather.file.empty()) sections.emplace_back("[weather]");
    return sections_of(loaded, sections);
}

/// What was read for some settings, without the mesh.
struct KnownCase {
    explicit KnownCase(Session const& session)
        : roads_extent(session.city().road_extent),
          roads(session.city().roads.size()),
          vehicles(session.expected_vehicles()),
          step_s(session.traffic_step_s()),
          sublane(session.sublane()),
          has_buildings(session.mesh().has_buildings()),
          roughness_m(session.scenario().weather.roughness_length_m),
          setting(session.setting()),
          weather(session.weather()) {}

    city::Rectangle roads_extent;
    std::size_t roads;
    double vehicles;
    double step_s;
    bool sublane;
    bool has_buildings;
    double roughness_m;  ///< of the buildings, where the scenario gives none
    weather::RunSetting setting;
    weather::Weather weather;
};

/// Times the trips of a run are multiplied by: the part of it in which a measure scales the demand of all vehicles.
double demand_factor(StudyVariant const& variant, scenario::Scenario const& s) {
    double factor = 1;
    double const span = s.traffic.end_s - s.traffic.begin_s;
    for (auto const& change : variant.interventions.list) {
        bool const all = change.who.classes.empty() && change.who.types.empty() && change.who.purposes.empty() &&
                         change.who.levels.empty() && !change.who.only_through;
        if (change.kind != traffic::InterventionKind::demand_scale || !all) continue;
        double inside = 0;
        for (auto const& window : change.windows)
            inside +=
                std::max(0.0, std::min(window.end_s, s.traffic.end_s) - std::max(window.begin_s, s.traffic.begin_s));
        factor *= 1 + (change.value - 1) * change.who.share * std::min(1.0, inside / span);
    }
    return factor;
}

double first_of(StudyVariant const& variant, scenario::Scenario const& s, double spin_up_s) {
    return variant.after_spin_up ? first_border(s, spin_up_s) : variant.first_s;
}

/// What a process keeps of the air from which members go on: twice the carried species (shared_run.hpp).
double branch_point_bytes(scenario::Scenario const& s, RunPlan const& plan) {
    return 2.0 * 4 * static_cast<double>(scenario::carried_species(s).size() * plan.cells);
}

class Pricing {
public:
    explicit Pricing(io::study::StudyFile const& study) : study_(study) {}

    void add(MemberSettings const& settings, std::vector<StudyVariant> const& variants) {
        auto const& known = known_case(settings);
        auto s = settings.loaded.scenario;
        if (known.has_buildings && !settings.loaded.given.contains("weather.roughness_length_m"))
            s.weather.roughness_length_m = known.roughness_m;
        if (s.dispersion.model == "line_source") s.output.fields_up_to_m = s.mesh.first_layer_m / 2;
        auto const mesh = make_mesh(s, known.roads_extent);
        auto const weather = s.weather.file.empty() ? weather::Weather(s.weather, known.setting) : known.weather;
        auto const inflow =
            weather::make_inflow_profile(s.weather, weather.in_interval(0), mesh, s.dispersion.schmidt_number);
        RunSize size{mesh,
                     known.has_buildings,
                     winds_of_run(s, weather, mesh, known.has_buildings),
                     run::plan_spin_up(s, mesh, inflow).length_s,
                     known.roads,
                     known.vehicles,
                     known.step_s,
                     known.sublane};
        keep_once(size.winds.solved);
        auto const winds = numbers_of(size.winds.solved, settings.loaded);
        double const parting_s = parting(s, size.spin_up_s, variants);
        double const shared = (parting_s - s.traffic.begin_s) / (s.traffic.end_s - s.traffic.begin_s);
        for (auto const& variant : variants) {
            size.vehicles = known.vehicles * demand_factor(variant, s);
            prices_.push_back({settings.point, settings.weather, variant.name, settings.levels,
                               static_cast<std::size_t>(study_.seeds), plan_run(s, size, study_.executor.threads),
                               first_of(variant, s, size.spin_up_s) >= parting_s ? shared : 0, winds});
            if (shared > 0) prices_.back().plan.memory_bytes += branch_point_bytes(s, prices_.back().plan);
        }
    }

    std::vector<MemberPrice> take() { return std::move(prices_); }

private:
    /// Numbers of winds in the study: members with one geometry and one wind model share them.
    std::vector<std::size_t> numbers_of(std::vector<std::string> const& names, io::LoadedScenario const& loaded) {
        if (names.empty()) return {};
        auto const geometry = sections_of(loaded, {"[city]", "[mesh]", "[wind]"}) +
                              fmt::format("{} {}", loaded.scenario.dispersion.schmidt_number,
                                          loaded.scenario.traffic.sumo_config.string());
        std::vector<std::size_t> numbers;
        for (auto const& name : names) numbers.push_back(winds_.emplace(geometry + name, winds_.size()).first->second);
        return numbers;
    }

    /// Where the variants of these settings part; the begin when they share nothing.
    double parting(scenario::Scenario const& s, double spin_up_s, std::vector<StudyVariant> const& variants) const {
        bool const can_share =
            study_.executor.share_warm_up && !s.traffic.keep_sumo_outputs && s.dispersion.model != "particles";
        if (!can_share) return s.traffic.begin_s;
        std::vector<double> first_s;
        for (auto const& variant : variants) first_s.push_back(first_of(variant, s, spin_up_s));
        return study::best_parting(first_s, s.traffic.begin_s, s.traffic.end_s, s.output.interval_s);
    }

    KnownCase const& known_case(MemberSettings const& settings) {
        auto key = reading_of(settings.loaded);
        auto const known = cases_.find(key);
        if (known != cases_.end()) return known->second;
        Session const session({study_.scenario, {}, settings.overrides, {}});
        return cases_.emplace(std::move(key), KnownCase(session)).first->second;
    }

    io::study::StudyFile const& study_;
    std::map<std::string, KnownCase> cases_;
    std::map<std::string, std::size_t> winds_;
    std::vector<MemberPrice> prices_;
};

/// As many as were asked for; else as many as there are cores and free memory for.
int slots_for(int asked, int threads, double member_bytes) {
    if (asked > 0) return asked;
    auto const cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    double const free_bytes =
        static_cast<double>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    auto const by_memory = static_cast<int>(std::min(1e6, free_bytes / std::max(1.0, member_bytes)));
    return std::clamp(by_memory, 1, std::max(1, cores / std::max(1, threads)));
}

/// Core time and wall time on the slots, of units that run a common beginning once; a wind is solved by the first that
/// wants it.
void add_work(io::study::StudyFile const& study, StudyCost& cost) {
    std::size_t const variants = study.variants.size() + 1;
    std::vector<std::vector<std::size_t>> groups;  ///< of prices
    for (std::size_t first = 0; first < cost.prices.size(); first += variants)
        for (int seed = 0; seed < study.seeds; ++seed)
            for (std::size_t v = 0; v < variants; ++v) {
                if (v == 0 || !study.executor.share_warm_up) groups.emplace_back();
                groups.back().push_back(first + v);
            }
    std::vector<double> walls_s;
    std::set<std::size_t> solved;
    double const threads = std::max(1, study.executor.threads);
    for (auto const& unit : study::units_of_work(groups, cost.slots)) {
        auto& wall_s = walls_s.emplace_back(0);
        bool begun = false;
        for (std::size_t const n : unit) {
            auto const& price = cost.prices[n];
            double const own = begun ? 1 - price.shared : 1;
            begun = begun || price.shared > 0;
            double winds_s = 0;
            for (std::size_t const wind : price.winds)
                if (solved.insert(wind).second) winds_s += price.plan.one_wind_s;
            wall_s += own * (price.plan.wall_s - price.plan.winds_s() / threads) + winds_s / threads;
            cost.core_s += own * (price.plan.traffic_s + price.plan.transport_s) + winds_s;
            cost.winds_s += winds_s;
        }
    }
    cost.winds = solved.size();
    cost.wall_s = study::wall_on_slots(walls_s, cost.slots);
}

}  // namespace

StudyCost cost_of_study(io::study::StudyFile const& study, int asked_slots) {
    Pricing pricing(study);
    StudyCost cost;
    cost.members = plan_members(study, [&](MemberSettings const& settings, std::vector<StudyVariant> const& variants) {
        pricing.add(settings, variants);
    });
    cost.prices = pricing.take();
    for (auto const& price : cost.prices) {
        cost.disk_bytes += static_cast<double>(price.members) * price.plan.file_bytes;
        cost.memory_bytes = std::max(cost.memory_bytes, price.plan.memory_bytes);
    }
    cost.slots =
        slots_for(asked_slots > 0 ? asked_slots : study.executor.slots, study.executor.threads, cost.memory_bytes);
    add_work(study, cost);
    return cost;
}

}  // namespace hacthanh::app
