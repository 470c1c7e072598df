#include "sim/emission/fleet_emission.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace hacthanh::emission {
namespace {

/// Global warming potential of fossil methane over 100 years: IPCC AR6 WG1, table 7.15.
constexpr double methane_warming_potential = 29.8;
/// SUMO 1.15: vehicles slower than this stand (SUMO_const_haltingSpeed) [m/s].
constexpr double standing_speed = 0.1;

bool reports_something(state::VehicleStates const& vehicles, std::size_t v) {
    return std::ranges::any_of(vehicles.emission_rate, [v](auto const& rate) { return rate[v] != 0; });
}

/// Emission classes of SUMO that give off nothing.
bool is_clean(state::VehicleType const& type) {
    return type.emission_class.starts_with("Zero") || type.emission_class == "zero";
}

/// Of a type's distance: all or none for a type that is of one level, else the share of the table.
double electric_share(state::FleetClass const& fleet_class, std::string const& level_name) {
    if (std::ranges::count(fleet_class.levels, level_name, &state::FleetLevel::name) > 0)
        return level_name == state::electric_level ? 1 : 0;
    auto const found = std::ranges::find(fleet_class.levels, state::electric_level, &state::FleetLevel::name);
    return found == fleet_class.levels.end() ? 0.0 : found->share;
}

}  // namespace

FleetEmission::FleetEmission(state::Fleet const& fleet, EmissionOptions const& options,
                             std::vector<Pollutant> const& species)
    : fleet_(fleet), silt_load_g_m2_(options.road_silt_load_g_m2) {
    for (Pollutant pollutant : reported_pollutants) wanted_[index(pollutant)] = true;
    for (Pollutant pollutant : species) wanted_[index(pollutant)] = true;
    // PM10 and PM25 are sums of the others.
    if (wanted(Pollutant::pm10)) wanted_[index(Pollutant::pm10_wear)] = true;
    if (wanted(Pollutant::pm25)) wanted_[index(Pollutant::pm25_wear)] = true;
    if (wanted(Pollutant::pm10) || wanted(Pollutant::pm25)) wanted_[index(Pollutant::pm_exhaust)] = true;
}

FleetEmission::ClassModel FleetEmission::make_model(state::FleetClass const& fleet_class,
                                                    std::string const& level_name) const {
    ClassModel model;
    model.name = fleet_class.name;
    if (fleet_class.table) model.table.emplace(*fleet_class.table);
    bool const one_level = std::ranges::count(fleet_class.levels, level_name, &state::FleetLevel::name) > 0;
    for (auto level : fleet_class.levels) {
        if (one_level) level.share = level.name == level_name ? 1 : 0;
        auto const add = [&](Pollutant pollutant, Pollutant base, double part) {
            std::size_t const b = index(base);
            Line& line = model.lines[index(pollutant)];
            line.base = b;
            double const weight = level.share * part;
            double const scaled = weight * level.scale[b];
            if (level.source[b] == state::EmissionSource::traffic) line.traffic += scaled;
            if (level.source[b] == state::EmissionSource::table) line.table += scaled;
            if (level.source[b] == state::EmissionSource::average) line.per_metre += scaled * level.factor_kg_m[b];
            line.start += weight * level.start_share * level.start_kg[b];
        };
        for (Pollutant pollutant : reported_pollutants) add(pollutant, pollutant, 1);
        add(Pollutant::no2_primary, Pollutant::nox, level.no2_share);
        add(Pollutant::no2, Pollutant::nox, level.no2_share);
        add(Pollutant::no, Pollutant::nox, (1 - level.no2_share) * no_in_nox);
        add(Pollutant::pm_exhaust, Pollutant::pm, level.exhaust_share);
        add(Pollutant::bc, Pollutant::pm, level.exhaust_share * level.black_carbon_share);
        add(Pollutant::co2e, Pollutant::co2, 1);
        model.lines[index(Pollutant::hc)].per_metre += level.share * level.evaporation_kg_m;
        model.lines[index(Pollutant::co2e)].per_metre += level.share * methane_warming_potential * level.methane_kg_m;
        if (level.share > 0) model.wear.emplace_back(level.share, Wear(level.wear, silt_load_g_m2_));
    }
    return model;
}

FleetEmission::ClassModel FleetEmission::make_clean(std::string const& name) {
    ClassModel model;
    model.name = name;
    for (Pollutant pollutant : reported_pollutants) model.lines[index(pollutant)] = {index(pollutant), 1, 0, 0, 0};
    return model;
}

void FleetEmission::meet_types(std::span<state::VehicleType const> types) {
    while (models_.size() < types.size()) {
        auto const& type = types[models_.size()];
        std::string const type_name = state::type_name(type.name);
        auto const* const known = fleet_.find(type_name, type.vehicle_class);
        validate(known != nullptr || is_clean(type), "emission.fleet",
                 fmt::format("the table has no emission source for vehicle type \"{}\" ({}), which traffic uses",
                             type_name, type.vehicle_class),
                 fmt::format("add rows of the class {} or {}", type.vehicle_class, type_name));
        models_.push_back(known != nullptr ? make_model(*known, state::level_name(type.name))
                                           : make_clean(type.vehicle_class));
        class_of_type_.push_back(class_index(models_.back().name, type));
        electric_share_.push_back(known != nullptr ? electric_share(*known, state::level_name(type.name)) : 0.0);
    }
}

double FleetEmission::start_seconds(std::uint32_t vehicle, double end_time_s, double step_s) {
    if (vehicle >= trip_begin_s_.size())
        trip_begin_s_.resize(std::max<std::size_t>(vehicle + 1, 2 * trip_begin_s_.size()),
                             std::numeric_limits<double>::quiet_NaN());
    double& begin_s = trip_begin_s_[vehicle];
    if (std::isnan(begin_s)) begin_s = end_time_s - step_s;
    return std::clamp(start_duration_s - (end_time_s - step_s - begin_s), 0.0, step_s);
}

void FleetEmission::pass(state::VehicleStates const& vehicles) {
    for (std::uint32_t const vehicle : vehicles.vehicle) start_seconds(vehicle, vehicles.end_time_s, vehicles.step_s);
}

void FleetEmission::set_wear(ClassModel const& model, state::VehicleStates const& vehicles, std::size_t v) {
    WearMass worn;
    for (auto const& [share, wear] : model.wear) {
        auto const of_level = wear.in_step(vehicles.speed[v], vehicles.acceleration[v], vehicles.step_s);
        worn.pm10 += share * of_level.pm10;
        worn.pm25 += share * of_level.pm25;
    }
    auto const set = [&](Pollutant pollutant, double mass) {
        if (wanted(pollutant)) mass_[index(pollutant)][v] = mass;
    };
    double const exhaust = wanted(Pollutant::pm_exhaust) ? mass_[index(Pollutant::pm_exhaust)][v] : 0.0;
    set(Pollutant::pm10_wear, worn.pm10);
    set(Pollutant::pm25_wear, worn.pm25);
    set(Pollutant::pm10, exhaust + worn.pm10);
    set(Pollutant::pm25, exhaust + worn.pm25);
}

EmittedMass const& FleetEmission::emitted(state::VehicleStates const& vehicles,
                                          std::span<state::VehicleType const> types) {
    meet_types(types);
    for (std::size_t p = 0; p < n_pollutants; ++p)
        if (wanted_[p]) mass_[p].resize(vehicles.size());
    bool const wears = wanted(Pollutant::pm10_wear) || wanted(Pollutant::pm25_wear);
    double const step_s = vehicles.step_s;
    for (std::size_t v = 0; v < vehicles.size(); ++v) {
        ClassModel const& model = models_[vehicles.type[v].value()];
        double const metres = vehicles.speed[v] * step_s;
        double const starts = start_seconds(vehicles.vehicle[v], vehicles.end_time_s, step_s) / start_duration_s;
        PerReported table{};
        if (model.table && (vehicles.speed[v] > standing_speed || reports_something(vehicles, v)))
            table = model.table->at(vehicles.speed[v], vehicles.acceleration[v]);
        for (std::size_t p = 0; p < n_pollutants; ++p) {
            if (!wanted_[p]) continue;
            Line const& line = model.lines[p];
            double const rate = vehicles.emission_rate[line.base][v];
            double const reported = rate > 0 ? rate * step_s : 0.0;
            mass_[p][v] = line.traffic * reported + line.per_metre * metres + line.table * table[line.base] * step_s;
            if (starts == 0 || line.start == 0) continue;
            mass_[p][v] += line.start * starts;
            std::size_t const of_class = class_of_type_[vehicles.type[v].value()];
            auto const pollutant = static_cast<Pollutant>(p);
            add_start(of_class, pollutant, line.start * starts);
            if (pollutant != Pollutant::pm_exhaust) continue;
            if (wanted(Pollutant::pm10)) add_start(of_class, Pollutant::pm10, line.start * starts);
            if (wanted(Pollutant::pm25)) add_start(of_class, Pollutant::pm25, line.start * starts);
        }
        if (wears) set_wear(model, vehicles, v);
    }
    add_to_classes(vehicles, mass_, class_of_type_, electric_share_);
    return mass_;
}

}  // namespace hacthanh::emission
