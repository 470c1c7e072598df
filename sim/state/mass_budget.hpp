#pragma once

#include <algorithm>
#include <cmath>

namespace hacthanh::state {

/// Where the mass of one species came from and went since the start of the run [kg], in double.
struct MassBudget {
    double initial = 0;    ///< in the domain at the start
    double emitted = 0;    ///< set free inside the domain
    double inflow = 0;     ///< carried in through open sides
    double outflow = 0;    ///< carried out through open sides
    double deposited = 0;  ///< to the ground
    double chemistry = 0;  ///< made (> 0) or destroyed (< 0), first-order loss included
    double in_domain = 0;  ///< in the domain now, summed over the cells

    /// Mass that the numerics made (> 0) or lost (< 0) [kg].
    double residual() const { return in_domain - (initial + emitted + inflow - outflow - deposited + chemistry); }

    /// |residual| over the mass emitted, brought in and present at the start; 0 for an empty budget.
    double relative_error() const {
        double const supplied = initial + emitted + inflow + std::max(chemistry, 0.0);
        return supplied > 0 ? std::abs(residual()) / supplied : std::abs(residual());
    }
};

}  // namespace hacthanh::state
