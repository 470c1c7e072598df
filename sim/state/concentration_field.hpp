#pragma once

#include "sim/mesh/fields.hpp"

#include <string>
#include <vector>

namespace hacthanh::state {

/// Mass concentration of every species [kg/m3 of air], each a field over the cells, >= 0.
struct ConcentrationField {
    std::vector<mesh::CellField<float>> species;

    /// Zero everywhere. @param names  one per species, in the order of all per-species arrays
    ConcentrationField(mesh::CityMesh const& mesh, std::vector<std::string> const& names, float value = 0.0F) {
        species.reserve(names.size());
        for (auto const& name : names) species.emplace_back(mesh, name, "kg m-3", value);
    }
};

/// Concentrations of the air that enters through open sides, one per species [kg/m3].
using InflowConcentration = std::vector<double>;

}  // namespace hacthanh::state
