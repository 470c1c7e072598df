#pragma once

#include "sim/core/pollutant.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace hacthanh::state {

/// What the vehicles of one class drove and gave off, since the start or in a piece of a run.
struct ClassEmission {
    std::string name;           ///< class of the fleet table; without one, SUMO's vehicle class
    std::string vehicle_class;  ///< SUMO's vehicle class of the first vehicle of the class
    double vehicle_m = 0;
    double vehicle_s = 0;
    PerPollutant emitted_kg{};  ///< 0 for pollutants that were not worked out
    PerPollutant started_kg{};  ///< the part of it that starts of cold engines gave
    /// Of vehicle_m, by the fleet table's level "electric"; nothing where emission does not know what vehicles run on.
    std::optional<double> electric_m{};

    /// Running emission, without starts [g/km].
    double grams_per_km(Pollutant pollutant) const {
        double const running = emitted_kg[index(pollutant)] - started_kg[index(pollutant)];
        return vehicle_m > 0 ? 1e6 * running / vehicle_m : 0.0;
    }

    void add(ClassEmission const& piece) {
        vehicle_m += piece.vehicle_m;
        vehicle_s += piece.vehicle_s;
        if (piece.electric_m) electric_m = electric_m.value_or(0) + *piece.electric_m;
        for (std::size_t p = 0; p < n_pollutants; ++p) {
            emitted_kg[p] += piece.emitted_kg[p];
            started_kg[p] += piece.started_kg[p];
        }
    }
};

}  // namespace hacthanh::state
