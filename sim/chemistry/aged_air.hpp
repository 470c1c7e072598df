#pragma once

#include "sim/chemistry/nitrogen_oxides.hpp"

namespace hacthanh::chemistry {

/// Air at a place: what traffic gave off into the air that came in, and how long ago either was.
struct AgedAir {
    double traffic_nox = 0;     ///< NOx of the traffic [mol/m3]; below 0 counts as 0
    double traffic_no2 = 0;     ///< of which left the exhausts as NO2 [mol/m3]; kept within 0 and traffic_nox
    double traffic_age = 0;     ///< mean time since it was given off [s]; below 0 counts as 0
    NitrogenOxides background;  ///< as it comes in through the sides
    double inflow_age = 0;      ///< mean time since it came in [s]
};

/// That air without reactions.
NitrogenOxides unreacted(AgedAir const& air);

/// NO, NO2 and ozone of that air: the chemistry after a linear, steady transport.
///
/// The background reacts by itself until the traffic's air joins it (after(), for inflow_age - traffic_age). From then
/// on both react together as in a mixed volume whose air is traffic_age old on the mean (in_through_flow()): ages are
/// spread exponentially, as befits a place with streets near and far. Assumed: one mean age for all traffic, and the
/// dilution at the place all the way. NOx and Ox are those of unreacted(), nothing is negative. What it is worth
/// against full runs: docs/theory/transfer.md. Precondition: rates.oxidation > 0. Thread-safe.
NitrogenOxides formed(AgedAir const& air, Rates const& rates);

}  // namespace hacthanh::chemistry
