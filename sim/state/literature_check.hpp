#pragma once

#include "sim/core/pollutant.hpp"

#include <string>

namespace hacthanh::state {

/// What one vehicle class gave off per km in a run, beside what is published.
struct LiteratureCheck {
    std::string fleet_class;
    Pollutant pollutant{};
    double grams_per_km = 0;  ///< without starts
    double low = 0;           ///< [g/km]
    double high = 0;          ///< [g/km]
    std::string reference;

    bool outside() const { return grams_per_km < low || grams_per_km > high; }
};

}  // namespace hacthanh::state
