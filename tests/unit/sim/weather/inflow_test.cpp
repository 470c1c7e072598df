#include "sim/weather/inflow.hpp"

#include "sim/core/error.hpp"
#include "sim/core/similarity.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::weather {
namespace {

mesh::CityMesh city_mesh(double first = 3, int levels = 30, double top = 500) {
    mesh::MeshOptions options;
    options.first_layer_m = first;
    options.levels = levels;
    options.top_m = top;
    return mesh::CityMesh({0, 0, 100, 100}, options);
}

WeatherOptions weather(double speed = 4) {
    WeatherOptions options;
    options.wind_speed_m_s = speed;
    options.wind_from_deg = 230;
    return options;
}

/// Neutral, a stable night, a sunny noon, and with displacement and extremes.
std::vector<WeatherOptions> kinds_of_weather() {
    std::vector<WeatherOptions> kinds(6, weather());
    kinds[1].monin_obukhov_length_m = 20;
    kinds[2].monin_obukhov_length_m = -15;
    kinds[3].displacement_height_m = 9;
    kinds[4].monin_obukhov_length_m = 2;
    kinds[5].monin_obukhov_length_m = -1;
    kinds[5].mixing_height_m = 200;
    return kinds;
}

TEST(Inflow, NeutralLayerMeansAreTheIntegratedLogarithm) {
    auto const mesh = city_mesh();
    auto const profile = make_inflow_profile(weather(), mesh, 0.8);
    double const ustar = 4 * 0.4 * std::log(60 / 0.03) / std::log(10 / 0.03) / std::log(60 / 0.8);
    EXPECT_NEAR(profile.friction_velocity, 4 * std::log(60 / 0.03) / std::log(10 / 0.03) * 0.4 / std::log(60 / 0.8),
                1e-12);
    auto const integral = [&](double z) { return z <= 0.8 ? 0 : ustar / 0.4 * (z * (std::log(z / 0.8) - 1) + 0.8); };
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const low = mesh.z_faces()[k];
        double const high = mesh.z_faces()[k + 1];
        EXPECT_NEAR(profile.speed[k], (integral(high) - integral(low)) / (high - low), 1e-6 * profile.speed[k]) << k;
    }
}

// At the blending height both profiles have the same speed: a layer around it carries what the met site's profile says.
TEST(Inflow, MeetsTheMetSiteAtTheBlendingHeight) {
    for (double length : {1e9, 30.0, -30.0}) {
        WeatherOptions options = weather(3);
        options.monin_obukhov_length_m = length;
        auto const mesh = city_mesh(0.5, 1000, 500);
        auto const profile = make_inflow_profile(options, mesh, 0.8);
        auto const site = [&](double z) { return std::log(z / 0.03) - psi_m(z / length) + psi_m(0.03 / length); };
        EXPECT_NEAR(0.5 * (profile.speed[119] + profile.speed[120]), 3 * site(60) / site(10), 1e-4);
    }
}

TEST(Inflow, SpeedsAreNeverNegativeAndNeverFallWithHeight) {
    auto const mesh = city_mesh(1, 60);
    for (auto const& options : kinds_of_weather()) {
        auto const profile = make_inflow_profile(options, mesh, 0.8);
        ASSERT_EQ(profile.speed.size(), mesh.nz());
        EXPECT_GE(profile.speed[0], 0);
        for (std::size_t k = 1; k < mesh.nz(); ++k) EXPECT_GE(profile.speed[k], profile.speed[k - 1] * (1 - 1e-12));
        EXPECT_GT(profile.speed.back(), 0);
    }
}

TEST(Inflow, IsCalmBelowDisplacementAndRoughness) {
    WeatherOptions options = weather();
    options.displacement_height_m = 10;
    auto const mesh = city_mesh(1, 60);
    auto const profile = make_inflow_profile(options, mesh, 0.8);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        if (mesh.z_faces()[k + 1] <= 10.8)
            EXPECT_EQ(profile.speed[k], 0);
        else
            EXPECT_GT(profile.speed[k], 0);
    }
}

TEST(Inflow, ScalesWithTheMeasuredWind) {
    auto const mesh = city_mesh();
    auto const slow = make_inflow_profile(weather(2), mesh, 0.8);
    auto const fast = make_inflow_profile(weather(8), mesh, 0.8);
    EXPECT_NEAR(fast.friction_velocity, 4 * slow.friction_velocity, 1e-12);
    for (std::size_t k = 0; k < mesh.nz(); ++k) EXPECT_NEAR(fast.speed[k], 4 * slow.speed[k], 1e-12);
    for (std::size_t k = 0; k <= mesh.nz(); ++k)
        EXPECT_NEAR(fast.vertical_diffusivity[k], 4 * slow.vertical_diffusivity[k], 1e-12);
}

TEST(Inflow, MixesAsTheSurfaceLayerNearTheGround) {
    auto const mesh = city_mesh(0.1, 60);
    auto const profile = make_inflow_profile(weather(), mesh, 0.8);
    for (std::size_t k = 1; k < 10; ++k) {
        double const z = mesh.z_faces()[k];
        EXPECT_NEAR(profile.vertical_diffusivity[k] / (0.4 * profile.friction_velocity * z / 0.8), 1, 3 * z / 800);
    }
}

TEST(Inflow, DiffusivityIsClosedAtBothEndsAndAboveTheMixingHeight) {
    auto const mesh = city_mesh(1, 60);
    for (auto const& options : kinds_of_weather()) {
        auto const profile = make_inflow_profile(options, mesh, 0.8);
        ASSERT_EQ(profile.vertical_diffusivity.size(), mesh.nz() + 1);
        ASSERT_EQ(profile.horizontal_diffusivity.size(), mesh.nz());
        EXPECT_EQ(profile.vertical_diffusivity.front(), 0);
        EXPECT_EQ(profile.vertical_diffusivity.back(), 0);
        for (std::size_t k = 1; k < mesh.nz(); ++k) {
            double const z = mesh.z_faces()[k];
            if (z >= options.mixing_height_m)
                EXPECT_EQ(profile.vertical_diffusivity[k], 0);
            else
                EXPECT_GT(profile.vertical_diffusivity[k], 0);
        }
        for (double value : profile.horizontal_diffusivity) EXPECT_GE(value, 0.1);
    }
}

TEST(Inflow, SunMixesMoreAndNightLess) {
    auto const mesh = city_mesh();
    auto kinds = kinds_of_weather();
    auto const mixing = [&](WeatherOptions const& options) {
        auto const profile = make_inflow_profile(options, mesh, 0.8);
        return profile.vertical_diffusivity[8] / profile.friction_velocity;
    };
    EXPECT_GT(mixing(kinds[2]), 1.5 * mixing(kinds[0]));
    EXPECT_LT(mixing(kinds[1]), 0.5 * mixing(kinds[0]));
}

TEST(Inflow, SchmidtNumberDividesTheDiffusivity) {
    auto const mesh = city_mesh();
    auto const one = make_inflow_profile(weather(), mesh, 1.0);
    auto const half = make_inflow_profile(weather(), mesh, 0.5);
    for (std::size_t k = 0; k <= mesh.nz(); ++k)
        EXPECT_NEAR(half.vertical_diffusivity[k], 2 * one.vertical_diffusivity[k], 1e-12);
    EXPECT_EQ(half.speed, one.speed);
}

TEST(Inflow, BlendingBelowTheRoofsIsRefused) {
    WeatherOptions options = weather();
    options.displacement_height_m = 70;
    auto const mesh = city_mesh();
    EXPECT_THAT([&] { make_inflow_profile(options, mesh, 0.8); },
                testing::ThrowsMessage<InputError>(testing::HasSubstr("weather.blending_height_m")));
}

}  // namespace
}  // namespace hacthanh::weather
