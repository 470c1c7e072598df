#pragma once

#include "sim/state/concentration_field.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/flow.hpp"

#include <cstdint>
#include <vector>

namespace hacthanh::dispersion {

/// Mass of one species that entered or left the air of the domain during one call [kg].
struct BorderExchange {
    double emitted = 0;
    double inflow = 0;
    double outflow = 0;
    double deposited = 0;
    double lost = 0;       ///< to first-order decay
    double in_domain = 0;  ///< in the domain at the end of the call
};

/// What one call did.
struct TransportReport {
    std::vector<BorderExchange> species;
    std::uint64_t steps = 0;  ///< time steps taken inside the call
};

/// Carries pollutants through the city's air.
class DispersionModel {
public:
    virtual ~DispersionModel() = default;

    /// Moves `concentration` forward by `duration_s`, adding `emission` evenly over it.
    /// The flow is the one the model was made for or was given since.
    virtual TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                                    state::InflowConcentration const& inflow, double duration_s) = 0;
};

}  // namespace hacthanh::dispersion
