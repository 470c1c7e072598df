#include "sim/chemistry/nitrogen_oxides.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::chemistry {
namespace {

/// Moves `amount` of NO and ozone into NO2; round-off alone could pass 0, and may not.
NitrogenOxides oxidised(NitrogenOxides const& parcel, double amount) {
    return {std::max(parcel.no - amount, 0.0), std::max(parcel.no2 + amount, 0.0), std::max(parcel.o3 - amount, 0.0)};
}

/// n2 - n1, without cancellation: (A + B + phi)^2 - 4 A B = (A - B)^2 + phi^2 + 2 phi (A + B).
double root_distance(double nox, double ox, double phi) {
    double const difference = nox - ox;
    return std::sqrt(difference * difference + phi * (phi + 2 * (nox + ox)));
}

}  // namespace

NitrogenOxides after(NitrogenOxides const& parcel, Rates const& rates, double duration) {
    HACTHANH_EXPECT(duration >= 0);
    if (!(rates.oxidation > 0)) {
        double const left = std::exp(-rates.photolysis * duration);
        return oxidised(parcel, -(1 - left) * parcel.no2);
    }
    double const phi = rates.photolysis / rates.oxidation;
    double const sum = parcel.nox() + parcel.ox() + phi;
    if (!(sum > 0)) return parcel;
    double const d = root_distance(parcel.nox(), parcel.ox(), phi);
    double const lower_root = 2 * parcel.nox() * parcel.ox() / (sum + d);
    double const kt = rates.oxidation * duration;
    double const g = kt * d > 0 ? -std::expm1(-kt * d) / d : kt;
    double const gain = parcel.no * parcel.o3 - phi * parcel.no2;
    return oxidised(parcel, g * gain / (1 + (lower_root - parcel.no2) * g));
}

NitrogenOxides photostationary(NitrogenOxides const& parcel, Rates const& rates) {
    constexpr double long_time_s = 1e30;
    return after(parcel, rates, long_time_s);
}

NitrogenOxides in_through_flow(NitrogenOxides const& supply, Rates const& rates, double residence) {
    HACTHANH_EXPECT(rates.oxidation > 0 && residence > 0);
    double const flow = 1 / (rates.oxidation * residence);
    double const b = supply.nox() + supply.ox() + rates.photolysis / rates.oxidation + flow;
    double const c = supply.nox() * supply.ox() + supply.no2 * flow;
    double const no2 = 2 * c / (b + std::sqrt(std::max(b * b - 4 * c, 0.0)));
    return oxidised(supply, no2 - supply.no2);
}

}  // namespace hacthanh::chemistry
