#include "sim/emission/emission_model.hpp"

namespace hacthanh::emission {

EmittedMass const& ReportedEmission::emitted(state::VehicleStates const& vehicles) {
    for (std::size_t p = 0; p < n_pollutants; ++p) {
        auto const rate = vehicles.emission_rate[p];
        auto& mass = mass_[p];
        mass.resize(vehicles.size());
        for (std::size_t v = 0; v < mass.size(); ++v) mass[v] = rate[v] > 0 ? rate[v] * vehicles.step_s : 0.0;
    }
    return mass_;
}

}  // namespace hacthanh::emission
