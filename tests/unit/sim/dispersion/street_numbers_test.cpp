/// Numbers of the street formulas that were worked out apart, from the equations of docs/theory/street_canyon.md.

#include "sim/dispersion/street_air.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::dispersion {
namespace {

StreetWind wind_of(double speed, double friction_velocity, double sine) {
    StreetWind wind;
    wind.speed = speed;
    wind.friction_velocity = friction_velocity;
    wind.sine = sine;
    return wind;
}

/// Square, wide (a slanted side within the street) and deep (none) canyons, with and without vehicles, weak wind too.
TEST(StreetNumbers, LeewardOverWindwardIsOspms) {
    auto const ratio = [](double width, double height, StreetWind wind, double vehicles) {
        wind.vehicle_turbulence = vehicles;
        auto const response = canyon_response({width, height}, wind);
        return response.leeward / response.windward;
    };
    EXPECT_NEAR(ratio(18, 18, wind_of(4.65, 0.53, 1), 0), 2.8084287741, 1e-9);
    EXPECT_NEAR(ratio(30, 10, wind_of(1.5, 0.2, 0.6), 0.2), 3.2078074586, 1e-9);
    EXPECT_NEAR(ratio(12, 24, wind_of(3, 0.3, 0.8), 0.1), 2.0051686095, 1e-9);
}

/// b^2 N V S^2 / W of every class: S^2 = 2 m2 for cars and 16 m2 for lorries and buses as in OSPM.
TEST(StreetNumbers, EveryClassOfVehicleStirsWithItsFront) {
    auto const front = [](state::VehicleGroup group) {
        std::array<double, state::n_vehicle_groups> driven{}, speed{};
        driven[static_cast<std::size_t>(group)] = 0.2;
        speed[static_cast<std::size_t>(group)] = 9;
        return std::pow(vehicle_turbulence(driven, speed, 12) / 0.3, 2) * 12 / (0.2 * 9);
    };
    using enum state::VehicleGroup;
    EXPECT_NEAR(front(motorcycle), 0.4, 1e-12);
    EXPECT_NEAR(front(car), 2, 1e-12);
    EXPECT_NEAR(front(van), 4, 1e-12);
    EXPECT_NEAR(front(bus), 16, 1e-12);
    EXPECT_NEAR(front(truck), 16, 1e-12);
    EXPECT_NEAR(front(other), 2, 1e-12);
    std::array<double, state::n_vehicle_groups> driven{0.3, 0.2}, speed{7, 9};
    EXPECT_NEAR(vehicle_turbulence(driven, speed, 12), 0.3 * std::sqrt((0.3 * 7 * 0.4 + 0.2 * 9 * 2) / 12), 1e-12);
}

/// Two metres from the edge of a road of 7 m, at 1.5 m: wake, reflections and the way across the road all count there.
TEST(StreetNumbers, TheKerbOfAnOpenRoadIsFivePlumesOverItsWidth) {
    auto const kerb = [](double inverse_length, double sine) {
        auto wind = wind_of(2.0, 0.25, sine);
        wind.inverse_obukhov_length = inverse_length;
        return open_road_response(7, 2, 1.5, wind);
    };
    EXPECT_NEAR(kerb(0, 0.8).leeward, 0.1941405195, 1e-9);
    EXPECT_NEAR(kerb(0, 0.8).residence, 3.2586049220, 1e-9);
    EXPECT_NEAR(kerb(0.02, 0.8).leeward, 0.1950350963, 1e-9);
    EXPECT_NEAR(kerb(-0.02, 1).leeward, 0.1579967979, 1e-9);
    EXPECT_EQ(kerb(0, 1).windward, 0);
    EXPECT_NEAR(kerb(0, 0.05).leeward, kerb(0, 0.1736).leeward, 1e-12) << "never more along the road than ten degrees";
}

}  // namespace
}  // namespace hacthanh::dispersion
