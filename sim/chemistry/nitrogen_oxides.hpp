#pragma once
/// NO, NO2 and ozone in one parcel of air, in closed form.

#include "sim/chemistry/rates.hpp"

namespace hacthanh::chemistry {

/// Amounts in a cubic metre of air [mol/m3], >= 0.
struct NitrogenOxides {
    double no = 0;
    double no2 = 0;
    double o3 = 0;

    double nox() const { return no + no2; }  ///< kept by both reactions
    double ox() const { return no2 + o3; }   ///< kept by both reactions
};

/// The parcel after `duration` [s] by itself, exactly.
///
/// With A = NOx, B = Ox, phi = J/k the amount n of NO2 keeps dn/dt = k (n - n1)(n - n2), where n1 <= n2 are the roots
/// of n^2 - (A + B + phi) n + A B = 0. Written without cancellation, with d = n2 - n1 and G = (1 - exp(-k d t)) / d:
///     n(t) - n(0) = G (NO O3 - phi NO2) / (1 + (n1 - n(0)) G)
/// Unconditionally stable, keeps NOx and Ox, and nothing turns negative. Thread-safe.
NitrogenOxides after(NitrogenOxides const& parcel, Rates const& rates, double duration);

/// The parcel after a long time: NO O3 k = J NO2 (Leighton 1961).
NitrogenOxides photostationary(NitrogenOxides const& parcel, Rates const& rates);

/// The steady state of a well-mixed volume that air flows through.
///
/// @param supply     the parcel that the volume would hold without reactions: background and emission [mol/m3]
/// @param residence  mean time of the air in the volume [s], > 0; the reactions have that long
/// NO2 = [b - sqrt(b^2 - 4 (NOx Ox + n0 D))] / 2 with b = NOx + Ox + J/k + D, D = 1 / (k residence), n0 = NO2 of the
/// supply. Hertel & Berkowicz 1989 use the same balance in OSPM. Thread-safe.
NitrogenOxides in_through_flow(NitrogenOxides const& supply, Rates const& rates, double residence);

}  // namespace hacthanh::chemistry
