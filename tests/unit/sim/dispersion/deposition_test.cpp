// Resistances and settling against closed forms and published values.

#include "sim/dispersion/deposition.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::dispersion {
namespace {

constexpr SurfaceAir neutral{0.4, 0.8, 0, 1.5};

TEST(AerodynamicResistance, IsTheLogarithmInNeutralAir) {
    EXPECT_NEAR(aerodynamic_resistance(neutral), std::log(1.5 / 0.8) / (0.4 * 0.4), 1e-12);
    EXPECT_EQ(aerodynamic_resistance({0.4, 0.8, 0, 0.5}), 0);
}

// d(Ra)/dz = phi_h / (kappa u* z): the closed form is the integral of the gradient, also beyond the range of phi_h.
TEST(AerodynamicResistance, IsTheIntegralOfTheGradient) {
    for (double inverse : {-0.5, -0.02, 0.02, 0.5}) {
        double const low = 0.1, high = 30;
        double sum = 0;
        int const pieces = 200000;
        for (int n = 0; n < pieces; ++n) {
            double const z = low * std::pow(high / low, (n + 0.5) / pieces);
            double const zeta = z * inverse;
            double const phi = zeta < 0 ? 1 / std::sqrt(1 - 16 * std::max(zeta, -2.0)) : 1 + 5 * std::min(zeta, 1.0);
            sum += phi * std::log(high / low) / pieces / (0.4 * 0.3);
        }
        EXPECT_NEAR(aerodynamic_resistance({0.3, low, inverse, high}), sum, 1e-6 * sum) << inverse;
    }
}

// Seinfeld & Pandis 2016, table 9.3 region: 1 um 3.5e-5 m/s, 10 um 3.0e-3 m/s at unit density.
TEST(Settling, IsStokesWithSlip) {
    EXPECT_NEAR(settling_velocity({1e-6, 1000}), 3.5e-5, 0.1e-5);
    EXPECT_NEAR(settling_velocity({10e-6, 1000}), 3.05e-3, 0.05e-3);
    EXPECT_NEAR(settling_velocity({0.1e-6, 1000}), 8.8e-7, 0.3e-7);
}

// The size dependence that everyone measures: least around half a micrometre, rising to both sides.
TEST(ParticleDeposition, IsLeastForTheAccumulationMode) {
    auto const at = [](double diameter) { return deposition_velocity(Particle{diameter, 1500}, neutral); };
    EXPECT_GT(at(0.02e-6), 2 * at(0.5e-6));
    EXPECT_GT(at(10e-6), 3 * at(0.5e-6));
    EXPECT_GT(at(0.5e-6), 1e-4);  // 0.01 to 1 cm/s over cities
    EXPECT_LT(at(0.5e-6), 1e-2);
    for (double diameter : {1e-8, 1e-7, 1e-6, 1e-5, 5e-5}) EXPECT_GE(at(diameter), settling_velocity({diameter, 1500}));
}

TEST(ParticleDeposition, BecomesSettlingWhereTheAirResists) {
    SurfaceAir const still{1e-4, 0.8, 0, 1.5};
    Particle const dust{20e-6, 2000};
    EXPECT_NEAR(deposition_velocity(dust, still), settling_velocity(dust), 1e-6);
}

TEST(GasDeposition, IsTheSumOfResistances) {
    double const ozone = urban_surface_resistance(1, 0.01);
    EXPECT_NEAR(ozone, 400, 0.1);
    EXPECT_NEAR(urban_surface_resistance(0.1, 0.01), 3100, 5);
    EXPECT_GT(urban_surface_resistance(0, 0.002), 1e8);  // NO
    Gas const gas{1.07, ozone};
    double const boundary = 2 / (0.4 * 0.4) * std::pow(1.07 / 0.72, 2.0 / 3);
    EXPECT_NEAR(1 / deposition_velocity(gas, neutral), aerodynamic_resistance(neutral) + boundary + ozone, 1e-9);
}

TEST(DryDeposition, OnlyParticlesByDefault) {
    for (Pollutant gas : {Pollutant::co2, Pollutant::co, Pollutant::hc, Pollutant::nox, Pollutant::fuel}) {
        EXPECT_EQ(dry_deposition(gas, neutral).deposition_velocity, 0);
        EXPECT_FALSE(particle_of(gas));
    }
    auto const fine = dry_deposition(Pollutant::pm25, neutral);
    auto const coarse = dry_deposition(Pollutant::pm10_wear, neutral);
    EXPECT_GT(coarse.settling_velocity, 10 * fine.settling_velocity);
    EXPECT_GT(fine.deposition_velocity, 0);
    EXPECT_GT(coarse.deposition_velocity, coarse.settling_velocity);
}

}  // namespace
}  // namespace hacthanh::dispersion
