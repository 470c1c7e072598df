#include "sim/emission/emission_model.hpp"

#include "sim/emission/fleet_emission.hpp"

#include <algorithm>
#include <utility>

namespace hacthanh::emission {

std::vector<state::ClassEmission> EmissionModel::take_classes() {
    std::vector<state::ClassEmission> taken = classes_;
    for (auto& emission : classes_) emission = {emission.name, emission.vehicle_class};
    return taken;
}

std::size_t EmissionModel::class_index(std::string const& name, state::VehicleType const& type) {
    auto const found = std::ranges::find(classes_, name, &state::ClassEmission::name);
    auto const at = static_cast<std::size_t>(found - classes_.begin());
    if (found == classes_.end()) classes_.push_back({name, type.vehicle_class});
    return at;
}

void EmissionModel::add_to_classes(state::VehicleStates const& vehicles, EmittedMass const& mass,
                                   std::span<std::size_t const> class_of, std::span<double const> electric_share) {
    for (std::size_t v = 0; v < vehicles.size(); ++v) {
        auto& emission = classes_[class_of[vehicles.type[v].value()]];
        double const metres = vehicles.speed[v] * vehicles.step_s;
        emission.vehicle_m += metres;
        if (!electric_share.empty())
            emission.electric_m = emission.electric_m.value_or(0) + electric_share[vehicles.type[v].value()] * metres;
        emission.vehicle_s += vehicles.step_s;
        for (std::size_t p = 0; p < n_pollutants; ++p)
            if (!mass[p].empty()) emission.emitted_kg[p] += mass[p][v];
    }
}

ReportedEmission::ReportedEmission(std::vector<Pollutant> const& species, double no2_share) : no2_share_(no2_share) {
    for (Pollutant pollutant : species) wanted_[index(pollutant)] = true;
}

void ReportedEmission::split_nitrogen_oxides() {
    auto const& nox = mass_[index(Pollutant::nox)];
    auto const set = [&](Pollutant pollutant, double part) {
        if (!wanted_[index(pollutant)]) return;
        auto& mass = mass_[index(pollutant)];
        mass.resize(nox.size());
        for (std::size_t v = 0; v < mass.size(); ++v) mass[v] = part * nox[v];
    };
    set(Pollutant::no2, no2_share_);
    set(Pollutant::no, (1 - no2_share_) * no_in_nox);
    set(Pollutant::o3, 0);
}

EmittedMass const& ReportedEmission::emitted(state::VehicleStates const& vehicles,
                                             std::span<state::VehicleType const> types) {
    while (class_of_type_.size() < types.size()) {
        auto const& type = types[class_of_type_.size()];
        class_of_type_.push_back(class_index(type.vehicle_class, type));
    }
    for (std::size_t p = 0; p < n_reported; ++p) {
        auto const rate = vehicles.emission_rate[p];
        auto& mass = mass_[p];
        mass.resize(vehicles.size());
        for (std::size_t v = 0; v < mass.size(); ++v) mass[v] = rate[v] > 0 ? rate[v] * vehicles.step_s : 0.0;
    }
    split_nitrogen_oxides();
    add_to_classes(vehicles, mass_, class_of_type_);
    return mass_;
}

std::unique_ptr<EmissionModel> make_emission_model(state::Fleet const* fleet, EmissionOptions const& options,
                                                   std::vector<Pollutant> const& species) {
    if (fleet == nullptr) return std::make_unique<ReportedEmission>(species, options.no2_share.value_or(0));
    return std::make_unique<FleetEmission>(*fleet, options, species);
}

}  // namespace hacthanh::emission
