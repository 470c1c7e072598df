#include "sim/chemistry/nitrogen_oxides.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::chemistry {
namespace {

constexpr double ppb = reference_air / 1e9;

/// Classical Runge-Kutta of fourth order on the rate equation, with `steps` steps.
NitrogenOxides integrated(NitrogenOxides const& parcel, Rates const& rates, double duration, int steps) {
    double const step = duration / steps;
    double n = parcel.no2;
    auto const slope = [&](double no2) {
        return rates.oxidation * (parcel.nox() - no2) * (parcel.ox() - no2) - rates.photolysis * no2;
    };
    for (int i = 0; i < steps; ++i) {
        double const k1 = slope(n);
        double const k2 = slope(n + 0.5 * step * k1);
        double const k3 = slope(n + 0.5 * step * k2);
        double const k4 = slope(n + step * k3);
        n += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return {parcel.nox() - n, n, parcel.ox() - n};
}

/// The closed form against a fine integrator: 1e-8 of NOx, from fresh exhaust to aged air, day and night.
TEST(Transient, EqualsAFineIntegrator) {
    double worst = 0;
    for (double const no : {1.0, 40.0, 400.0})
        for (double const no2 : {0.0, 15.0, 60.0})
            for (double const o3 : {0.5, 35.0, 120.0})
                for (double const sun : {0.0, 30.0, 900.0})
                    for (double const seconds : {1.0, 10.0, 120.0}) {
                        NitrogenOxides const parcel{no * ppb, no2 * ppb, o3 * ppb};
                        auto const rates = rates_of(288, sun);
                        auto const exact = after(parcel, rates, seconds);
                        auto const fine = integrated(parcel, rates, seconds, 4000);
                        worst = std::fmax(worst, std::fabs(exact.no2 - fine.no2) / parcel.nox());
                    }
    EXPECT_LE(worst, 1e-8);
    RecordProperty("worst", std::to_string(worst));
}

/// The integrator itself converges with order 4 to the closed form: neither is wrong alone.
TEST(Transient, TheIntegratorConvergesToItWithItsOrder) {
    NitrogenOxides const parcel{200 * ppb, 10 * ppb, 60 * ppb};
    auto const rates = rates_of(298, 700);
    double const exact = after(parcel, rates, 120).no2;
    double const coarse = std::fabs(integrated(parcel, rates, 120, 20).no2 - exact);
    double const fine = std::fabs(integrated(parcel, rates, 120, 40).no2 - exact);
    EXPECT_GE(std::log2(coarse / fine), 3.8);
}

}  // namespace
}  // namespace hacthanh::chemistry
