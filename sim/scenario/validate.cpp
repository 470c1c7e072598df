#include "sim/scenario/validate.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::scenario {
namespace {

/// Gathers broken rules, so that the user sees all of them at once.
class Complaints {
public:
    Complaints(Scenario const& scenario, Origins const& origins) : scenario_(scenario), origins_(origins) {}

    /// @param key  the option to blame; its value is shown
    void unless(bool holds, std::string const& key, std::string_view rule, std::string_view remedy) {
        if (holds) return;
        auto const value = find_option(key)->get(scenario_);
        text_.append(text_.empty() ? "" : "\n");
        text_.append(origins_.complaint(key, value ? to_toml(*value) : "absent", rule));
        if (!remedy.empty()) text_ += fmt::format("; {}", remedy);
    }

    void throw_if_any() const {
        if (!text_.empty()) throw InputError({}, text_);
    }

private:
    Scenario const& scenario_;
    Origins const& origins_;
    std::string text_;
};

bool is_finite(OptionValue const& value) {
    if (auto const* number = std::get_if<double>(&value)) return std::isfinite(*number);
    if (auto const* list = std::get_if<std::vector<double>>(&value))
        return std::all_of(list->begin(), list->end(), [](double x) { return std::isfinite(x); });
    return true;
}

bool is_multiple(double value, double unit) {
    double const ratio = value / unit;
    return ratio > 0.5 && std::abs(ratio - std::round(ratio)) <= 1e-9 * ratio;
}

void check_each(Scenario const& scenario, Complaints& complaints) {
    for (Option const& option : options()) {
        auto const value = option.get(scenario);
        if (!value) continue;
        if (!is_finite(*value))
            complaints.unless(false, option.key, "must be finite", option.hint);
        else if (option.rule.holds)
            complaints.unless(option.rule.holds(*value), option.key, option.rule.text, option.hint);
    }
}

void check_traffic(Scenario const& scenario, Complaints& complaints) {
    auto const& traffic = scenario.traffic;
    bool const both = !traffic.sumo_config.empty() && !traffic.recording.empty();
    bool const none = traffic.sumo_config.empty() && traffic.recording.empty();
    complaints.unless(!both, "traffic.recording", "must not stand beside traffic.sumo_config", "keep one of the two");
    complaints.unless(!none, "traffic.sumo_config", "traffic.sumo_config or traffic.recording must be given",
                      "name a .sumocfg file");
    complaints.unless(traffic.end_s > traffic.begin_s, "traffic.end_s",
                      fmt::format("must be > traffic.begin_s = {}", traffic.begin_s), "an hour is 3600");
}

void check_intervals(Scenario const& scenario, Complaints& complaints) {
    double const duration = scenario.traffic.end_s - scenario.traffic.begin_s;
    double const interval = scenario.output.interval_s;
    double const coupling = scenario.run.coupling_interval_s;
    complaints.unless(is_multiple(interval, coupling), "output.interval_s",
                      fmt::format("must be a multiple of run.coupling_interval_s = {}", coupling),
                      fmt::format("the nearest is {}", std::max(1.0, std::round(interval / coupling)) * coupling));
    if (duration <= 0) return;  // said already
    complaints.unless(interval <= duration, "output.interval_s",
                      fmt::format("must not be longer than the run of {} s", duration),
                      "shorten it or raise traffic.end_s");
    if (scenario.run.spin_up_s)
        complaints.unless(*scenario.run.spin_up_s < duration, "run.spin_up_s",
                          fmt::format("must be < the run of {} s", duration), "shorten it or raise traffic.end_s");
}

void check_mesh(Scenario const& scenario, Complaints& complaints) {
    auto const& mesh = scenario.mesh;
    complaints.unless(
        mesh.first_layer_m * mesh.levels <= mesh.top_m * (1 + 1e-12), "mesh.first_layer_m",
        fmt::format("mesh.levels = {} layers of it must fit under mesh.top_m = {}", mesh.levels, mesh.top_m),
        "lower it or mesh.levels, or raise mesh.top_m");
    if (!mesh.extent) return;
    double const shorter = std::min(mesh.extent->width(), mesh.extent->height());
    complaints.unless(2 * mesh.cell_size_m <= shorter, "mesh.cell_size_m",
                      fmt::format("two cells must fit into the shorter side of mesh.extent, {} m", shorter),
                      "choose a smaller cell or a larger extent");
}

void check_weather(Scenario const& scenario, Complaints& complaints) {
    auto const& weather = scenario.weather;
    double const lowest = weather.displacement_height_m + weather.roughness_length_m;
    complaints.unless(weather.blending_height_m > lowest, "weather.blending_height_m",
                      fmt::format("must be > displacement_height_m + roughness_length_m = {}", lowest),
                      "raise it or lower the displacement height");
    complaints.unless(
        weather.file.empty() || is_multiple(weather.update_interval_s, scenario.run.coupling_interval_s),
        "weather.update_interval_s",
        fmt::format("must be a multiple of run.coupling_interval_s = {}", scenario.run.coupling_interval_s),
        "600 is usual");
    complaints.unless(weather.rose_class == 0 || !weather.file.empty(), "weather.rose_class",
                      "needs a wind rose in weather.file", "name the file or leave the class out");
    if (scenario.output.fields_up_to_m)
        complaints.unless(*scenario.output.fields_up_to_m <= scenario.mesh.top_m, "output.fields_up_to_m",
                          fmt::format("must be <= mesh.top_m = {}", scenario.mesh.top_m),
                          "leave it out to store all layers");
}

void check_background(Scenario const& scenario, Complaints& complaints) {
    auto const& background = scenario.background;
    bool const any = std::any_of(background.concentration_ug_m3.begin(), background.concentration_ug_m3.end(),
                                 [](auto const& value) { return value.has_value(); });
    if (any || !background.file.empty()) {
        complaints.unless(!background.kind.empty(), "background.kind", "must be given with a background concentration",
                          "say where such air is found: rural, upwind, urban, regional, regional_model or in_domain");
        complaints.unless(!background.source.empty(), "background.source",
                          "must be given with a background concentration", "name the station, paper or estimate");
    } else {
        complaints.unless(background.kind.empty(), "background.kind", "must stand beside a background concentration",
                          "give background.NOx_ug_m3 or another species, or take it out");
    }
    auto const value = [&](Pollutant pollutant) { return background.concentration_ug_m3[index(pollutant)]; };
    if (value(Pollutant::nox) && value(Pollutant::no2))
        complaints.unless(
            *value(Pollutant::no2) <= *value(Pollutant::nox), "background.NO2_ug_m3",
            fmt::format("must be <= background.NOx_ug_m3 = {}, which counts NO and NO2 as NO2", *value(Pollutant::nox)),
            "raise NOx or lower NO2");
}

void check_chemistry(Scenario const& scenario, Complaints& complaints) {
    auto const& species = scenario.output.species;
    bool const on = scenario.chemistry.on();
    auto const writes = [&](Pollutant pollutant) { return std::ranges::find(species, pollutant) != species.end(); };
    for (Pollutant pollutant : species)
        complaints.unless(on || !is_reactive(pollutant), "output.species",
                          fmt::format("{} is known with chemistry only", name(pollutant)),
                          "set chemistry.model = \"no-no2-o3\"");
    if (!on) return;
    complaints.unless(writes(Pollutant::no2), "output.species", "chemistry is on, and NO2 is not among them",
                      "add \"NO2\", or set chemistry.model = \"none\"");
    complaints.unless(!scenario.emission.fleet.empty() || scenario.emission.no2_share, "emission.no2_share",
                      "emission.no2_share must be given with chemistry and without emission.fleet",
                      "0.03 for petrol, 0.1-0.5 for diesel, or name a fleet table");
    complaints.unless(scenario.emission.fleet.empty() || !scenario.emission.no2_share, "emission.no2_share",
                      "must not stand beside emission.fleet, which has a share for every class", "keep one of the two");
    if (!scenario.background.file.empty()) return;  // its columns are known when it is read
    for (Pollutant pollutant : {Pollutant::no2, Pollutant::o3})
        complaints.unless(
            scenario.background.concentration_ug_m3[index(pollutant)].has_value(),
            fmt::format("background.{}_ug_m3", name(pollutant)),
            fmt::format("background.{}_ug_m3 must be given with chemistry", name(pollutant)),
            "ozone of the incoming air makes the NO2 of the street; measure it or take a regional model's");
}

void check_dispersion(Scenario const& scenario, Complaints& complaints) {
    if (scenario.dispersion.model == "finite_volume") {
        complaints.unless(!scenario.dispersion.flux_memory || !scenario.kerb.on(), "dispersion.flux_memory",
                          "a street's own part is taken out of its cell by a response without memory",
                          "leave it out, or set kerb.model = \"none\"");
        return;
    }
    complaints.unless(!scenario.dispersion.flux_memory, "dispersion.flux_memory",
                      "only the finite volumes' fluxes lack memory", "leave it out");
    bool const lines = scenario.dispersion.model == "line_source";
    for (std::size_t p = 0; lines && p < n_pollutants; ++p)
        complaints.unless(!scenario.removal.deposition_m_s[p],
                          fmt::format("removal.{}_deposition_m_s", name(static_cast<Pollutant>(p))),
                          "has no place in the line source, which loses nothing to the ground",
                          "leave it out, or set dispersion.model = \"finite_volume\"");
    complaints.unless(!scenario.weather.meander_sigma_deg || scenario.weather.meander == "directions",
                      "weather.meander_sigma_deg",
                      fmt::format("needs weather.meander = \"directions\" with dispersion.model = \"{}\": only finite "
                                  "volumes know the turning of the wind as mixing",
                                  scenario.dispersion.model),
                      "set it, or leave the angle out");
    auto const only_volumes = [&](bool absent, std::string_view key, std::string_view reason, std::string_view remedy) {
        complaints.unless(absent, "dispersion.model", fmt::format("{} needs \"finite_volume\": {}", key, reason),
                          fmt::format("take it, or leave out {}{}", key, remedy));
    };
    if (lines) {
        only_volumes(scenario.nest.parent.empty(), "nest.parent", "the line source takes no air from another run",
                     ": it counts all roads of the city in any mesh, also in a small one of fine cells");
        return;
    }
    only_volumes(scenario.nest.parent.empty(), "nest.parent", "particles bring no air in through the sides", "");
    only_volumes(scenario.kerb.model == "none", "kerb.model",
                 "a street's own part is taken out of its cell by the mesh's response, or by the line source's", "");
    only_volumes(!scenario.chemistry.on(), "chemistry.model", "the reactions act on whole air, not on particles", "");
}

void check_emission(Scenario const& scenario, Complaints& complaints) {
    auto const& emission = scenario.emission;
    bool const has_fleet = !emission.fleet.empty();
    std::string const remedy = "name a fleet table in emission.fleet, e.g. one of scenarios/fleets";
    for (Pollutant pollutant : scenario.output.species)
        complaints.unless(has_fleet || is_reported(pollutant) || is_reactive(pollutant), "output.species",
                          fmt::format("{} is known with a fleet table only", name(pollutant)), remedy);
    complaints.unless(has_fleet || !emission.electric_motorbike_share, "emission.electric_motorbike_share",
                      "needs a fleet table", remedy);
    complaints.unless(has_fleet || !emission.road_silt_load_g_m2, "emission.road_silt_load_g_m2", "needs a fleet table",
                      remedy);
}

void check_demand(Scenario const& scenario, Complaints& complaints) {
    auto const& demand = scenario.demand;
    complaints.unless(!demand.given() || !scenario.traffic.sumo_config.empty(), "traffic.sumo_config",
                      "traffic.sumo_config must be given with a demand: it names the network and the vehicle types",
                      "name a .sumocfg file in place of the recording");
    complaints.unless(demand.matrix.empty() || !demand.zones.empty(), "demand.zones",
                      "demand.zones must be given with demand.matrix", "name polygons or a file of SUMO's taz");
    complaints.unless(demand.zones.empty() || !demand.matrix.empty(), "demand.matrix",
                      "demand.matrix must be given with demand.zones", "name the matrix (CSV), or take the zones out");
    complaints.unless(demand.profile.empty() || !demand.matrix.empty(), "demand.matrix",
                      "demand.matrix must be given with demand.profile",
                      "trips of a table have departures of their own");
}

}  // namespace

std::string Origins::complaint(std::string const& key, std::string_view value, std::string_view rule) const {
    auto const origin = given_.find(key);
    if (origin == given_.end()) {
        bool const absent = value == "absent";
        return absent ? fmt::format("{}: {}", source_, rule)
                      : fmt::format("{}: {} = {}, the default ({})", source_, key, value, rule);
    }
    if (origin->second.line == 0) return fmt::format("--set {}={} ({})", key, origin->second.typed, rule);
    return fmt::format("{}:{}: {} = {} ({})", source_, origin->second.line, key, value, rule);
}

void validate(Scenario const& scenario, Origins const& origins) {
    Complaints complaints(scenario, origins);
    check_each(scenario, complaints);
    complaints.throw_if_any();
    check_traffic(scenario, complaints);
    check_intervals(scenario, complaints);
    check_mesh(scenario, complaints);
    check_weather(scenario, complaints);
    check_background(scenario, complaints);
    check_dispersion(scenario, complaints);
    check_emission(scenario, complaints);
    check_chemistry(scenario, complaints);
    check_demand(scenario, complaints);
    complaints.throw_if_any();
}

void check_required(Origins const& origins) {
    std::vector<std::string> missing;
    if (!origins.given("traffic.sumo_config") && !origins.given("traffic.recording"))
        missing.push_back("traffic.sumo_config");
    bool const wind_from_file = origins.given("weather.file");
    for (Option const& option : options())
        if (option.required && !origins.given(option.key) && !(wind_from_file && option.section() == "weather"))
            missing.push_back(option.key);
    if (missing.empty()) return;
    std::string remedy = "add:";
    for (std::string const& key : missing) {
        Option const* const option = find_option(key);
        remedy += fmt::format("\n    [{}] {}: {}{}", option->section(), option->leaf(), option->documentation,
                              option->unit.empty() ? "" : fmt::format(" [{}]", option->unit));
    }
    throw InputError(origins.source(),
                     fmt::format("{} not given (required): {}",
                                 missing.size() == 1 ? "an option is" : fmt::format("{} options are", missing.size()),
                                 fmt::join(missing, ", ")),
                     remedy);
}

}  // namespace hacthanh::scenario
