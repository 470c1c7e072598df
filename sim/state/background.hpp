#pragma once

#include "sim/state/concentration_field.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hacthanh::state {

/// The air that the city's traffic is added to: constant, the same everywhere.
struct Background {
    std::string kind;       ///< "regional", "rural" or "urban"; empty when no species has a background
    std::string source;     ///< where the numbers come from, in words
    std::string source_vi;  ///< Vietnamese
    std::vector<std::optional<double>> concentration;  ///< per species [kg/m3]; nothing = not known, taken as 0

    /// What enters through open sides; 0 for species without a background.
    InflowConcentration inflow() const {
        InflowConcentration air;
        air.reserve(concentration.size());
        for (auto const& value : concentration) air.push_back(value.value_or(0.0));
        return air;
    }
};

}  // namespace hacthanh::state
