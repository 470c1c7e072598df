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
                                   std::span<std::size_t const> class_of) {
    for (std::size_t v = 0; v < vehicles.size(); ++v) {
        auto& emission = classes_[class_of[vehicles.type[v].value()]];
        emission.vehicle_m += vehicles.speed[v] * vehicles.step_s;
        emission.vehicle_s += vehicles.step_s;
        for (std::size_t p = 0; p < n_pollutants; ++p)
            if (!mass[p].empty()) emission.emitted_kg[p] += mass[p][v];
    }
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
    add_to_classes(vehicles, mass_, class_of_type_);
    return mass_;
}

std::unique_ptr<EmissionModel> make_emission_model(state::Fleet const* fleet, EmissionOptions const& options,
                                                   std::vector<Pollutant> const& species) {
    if (fleet == nullptr) return std::make_unique<ReportedEmission>();
    return std::make_unique<FleetEmission>(*fleet, options, species);
}

}  // namespace hacthanh::emission
