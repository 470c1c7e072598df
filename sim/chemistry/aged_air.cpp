#include "sim/chemistry/aged_air.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>

namespace hacthanh::chemistry {
namespace {

NitrogenOxides with_traffic(NitrogenOxides const& background, AgedAir const& air) {
    double const nox = std::max(air.traffic_nox, 0.0);
    double const no2 = std::clamp(air.traffic_no2, 0.0, nox);
    return {background.no + nox - no2, background.no2 + no2, background.o3};
}

}  // namespace

NitrogenOxides unreacted(AgedAir const& air) { return with_traffic(air.background, air); }

NitrogenOxides formed(AgedAir const& air, Rates const& rates) {
    HACTHANH_EXPECT(rates.oxidation > 0);
    double const together = std::max(air.traffic_age, 0.0);
    auto const met = with_traffic(after(air.background, rates, std::max(air.inflow_age - together, 0.0)), air);
    return together > 0 ? in_through_flow(met, rates, together) : met;
}

}  // namespace hacthanh::chemistry
