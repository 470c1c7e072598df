#include "sim/dispersion/street_air.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::dispersion {
namespace {

StreetWind across() {
    StreetWind wind;
    wind.speed = 4.65;
    wind.friction_velocity = 0.53;
    wind.mixing_height = 1e5;
    return wind;
}

/// The sides differ, their mean is that of a box emptied through its top: flux out = emission.
TEST(CanyonTest, TheMeanOfBothSidesIsThatOfABox) {
    for (double const width : {8.0, 18.0, 60.0})
        for (double const sine : {0.0, 0.4, 1.0}) {
            StreetWind wind = across();
            wind.sine = sine;
            CanyonShape const shape{width, 18};
            auto const response = canyon_response(shape, wind);
            double const mean = 0.5 * (response.leeward + response.windward);
            EXPECT_NEAR(mean * roof_exchange(wind, 18) * width, 1, 1e-12);
            EXPECT_NEAR(response.residence, mean * width * 18, 1e-9) << "mass over flux";
        }
}

TEST(CanyonTest, TheLeeIsDirtierExceptAlongTheStreetAndInCalms) {
    auto const ratio = [](StreetWind const& wind) {
        auto const response = canyon_response({18, 18}, wind);
        return response.leeward / response.windward;
    };
    StreetWind wind = across();
    double const perpendicular = ratio(wind);
    EXPECT_GE(perpendicular, 2);
    wind.sine = 0.3;
    EXPECT_LT(ratio(wind), perpendicular);
    wind.sine = 0;
    EXPECT_DOUBLE_EQ(ratio(wind), 1);
    StreetWind calm = across();
    calm.speed = 0.2;
    calm.friction_velocity = 0.02;
    EXPECT_LT(ratio(calm), perpendicular);
}

/// In a calm the vehicles themselves clear the street.
TEST(CanyonTest, VehiclesMixTheirOwnExhaustAway) {
    std::array<double, state::n_vehicle_groups> driven{}, speed{};
    EXPECT_EQ(vehicle_turbulence(driven, speed, 15), 0);
    driven[0] = 0.5, speed[0] = 7;  // 1800 motorcycles an hour
    double const motorcycles = vehicle_turbulence(driven, speed, 15);
    EXPECT_NEAR(motorcycles, 0.3 * std::sqrt(0.5 * 7 * 0.4 / 15), 1e-12);
    driven = {0, 0.5}, speed = {0, 7};
    EXPECT_NEAR(vehicle_turbulence(driven, speed, 15) / motorcycles, std::sqrt(2 / 0.4), 1e-12) << "cars stir more";
    StreetWind calm = across();
    calm.speed = 0.3;
    calm.friction_velocity = 0.02;
    auto const still = canyon_response({15, 12}, calm);
    calm.vehicle_turbulence = motorcycles;
    auto const stirred = canyon_response({15, 12}, calm);
    EXPECT_LT(stirred.leeward, 0.6 * still.leeward);
}

TEST(CanyonTest, TurbulenceFollowsStability) {
    StreetWind wind = across();
    wind.mixing_height = 600;
    double const neutral = vertical_turbulence(wind, 18);
    EXPECT_NEAR(neutral, 1.3 * 0.53 * (1 - 0.8 * 18 / 600), 1e-12);
    wind.inverse_obukhov_length = 0.01;
    EXPECT_NEAR(vertical_turbulence(wind, 18), 1.3 * 0.53 * std::pow(1 - 0.5 * 18 / 600, 0.75), 1e-12);
    wind.inverse_obukhov_length = -0.01;
    EXPECT_GT(vertical_turbulence(wind, 18), neutral);
}

TEST(OpenRoadTest, FallsWithDistanceAndWind) {
    StreetWind wind = across();
    auto const at = [&](double kerb) { return open_road_response(8, kerb, 1.5, wind).leeward; };
    EXPECT_GT(at(1), at(5));
    EXPECT_GT(at(5), at(50));
    double const near = at(2);
    wind.speed *= 2, wind.friction_velocity *= 2;
    EXPECT_NEAR(at(2), 0.5 * near, 1e-12) << "twice the wind, half of it";
}

/// Far from the road it is the line source q / (U sigma_z) sqrt(2 / pi) at the ground.
TEST(OpenRoadTest, IsALineSourceFarAway) {
    StreetWind const wind = across();
    double const sigma_v = 1.9 * wind.friction_velocity;
    double const speed = std::sqrt(wind.speed * wind.speed + 2 * sigma_v * sigma_v);
    double const sigma_z = 0.70 * wind.friction_velocity / speed * 500;
    EXPECT_NEAR(open_road_response(4, 498, 0, wind).leeward * speed * sigma_z, std::sqrt(2 / 3.141592653589793), 0.01);
}

/// RLINE is 2-D at heart: an oblique wind goes further on its way to the kerb but crosses the road for longer.
TEST(OpenRoadTest, ObliqueWindIsNeverMuchCleaner) {
    StreetWind wind = across();
    double const perpendicular = open_road_response(8, 2, 1.5, wind).leeward;
    wind.sine = 0.5;
    EXPECT_GT(open_road_response(8, 2, 1.5, wind).leeward, perpendicular);
}

}  // namespace
}  // namespace hacthanh::dispersion
