#include "sim/scenario/scenario.hpp"

#include <algorithm>

namespace hacthanh::scenario {

std::vector<Pollutant> carried_species(Scenario const& scenario) {
    std::vector<Pollutant> carried = scenario.output.species;
    if (!scenario.chemistry.on()) return carried;
    std::erase(carried, Pollutant::nox);
    for (Pollutant pollutant : {Pollutant::no, Pollutant::no2, Pollutant::o3})
        if (std::ranges::find(carried, pollutant) == carried.end()) carried.push_back(pollutant);
    return carried;
}

}  // namespace hacthanh::scenario
