#include "sim/wind/uniform_wind.hpp"

#include "sim/weather/inflow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::wind {
namespace {

TEST(BlowsTo, FollowsTheCompass) {
    EXPECT_EQ(blows_to(0).east, 0);
    EXPECT_EQ(blows_to(0).north, -1);
    EXPECT_EQ(blows_to(90).east, -1);
    EXPECT_EQ(blows_to(90).north, 0);
    EXPECT_EQ(blows_to(180).east, 0);
    EXPECT_EQ(blows_to(180).north, 1);
    EXPECT_EQ(blows_to(270).east, 1);
    EXPECT_EQ(blows_to(270).north, 0);
    EXPECT_EQ(blows_to(360).north, -1);
}

TEST(BlowsTo, IsMinusSineAndCosine) {
    for (double degrees = 0; degrees <= 360; degrees += 7.3) {
        double const angle = degrees * std::acos(-1.0) / 180;
        EXPECT_NEAR(blows_to(degrees).east, -std::sin(angle), 1e-14);
        EXPECT_NEAR(blows_to(degrees).north, -std::cos(angle), 1e-14);
    }
}

class UniformWindTest : public testing::Test {
protected:
    state::InflowProfile profile(double from) const {
        weather::WeatherOptions options;
        options.wind_speed_m_s = 4;
        options.wind_from_deg = from;
        return weather::make_inflow_profile(options, mesh_, 0.8);
    }

    mesh::CityMesh mesh_{{0, 0, 100, 60}, {}};
};

TEST_F(UniformWindTest, WestWindBlowsEast) {
    auto const inflow = profile(270);
    auto const flow = UniformWind(mesh_).solve(inflow);
    for (std::size_t k = 0; k < mesh_.nz(); ++k) {
        EXPECT_EQ(flow.wind.x()[flow.wind.x_face(5, 2, k)], inflow.speed[k]);
        EXPECT_EQ(flow.wind.y()[flow.wind.y_face(0, 3, k)], 0);
    }
}

TEST_F(UniformWindTest, NorthWindBlowsSouth) {
    auto const inflow = profile(0);
    auto const flow = UniformWind(mesh_).solve(inflow);
    for (std::size_t k = 0; k < mesh_.nz(); ++k) {
        EXPECT_EQ(flow.wind.x()[flow.wind.x_face(0, 0, k)], 0);
        EXPECT_EQ(flow.wind.y()[flow.wind.y_face(4, 1, k)], -inflow.speed[k]);
    }
}

TEST_F(UniformWindTest, FluxesBalanceExactly) {
    auto const flow = UniformWind(mesh_).solve(profile(217));
    for (std::size_t k = 0; k < mesh_.nz(); ++k)
        for (std::size_t j = 0; j < mesh_.ny(); ++j)
            for (std::size_t i = 0; i < mesh_.nx(); ++i) {
                EXPECT_EQ(flow.wind.x()[flow.wind.x_face(i, j, k)], flow.wind.x()[flow.wind.x_face(i + 1, j, k)]);
                EXPECT_EQ(flow.wind.y()[flow.wind.y_face(i, j, k)], flow.wind.y()[flow.wind.y_face(i, j + 1, k)]);
            }
    EXPECT_TRUE(std::ranges::all_of(flow.wind.z(), [](double w) { return w == 0; }));
}

TEST_F(UniformWindTest, CarriesTheTurbulenceOfTheProfile) {
    auto const inflow = profile(120);
    auto const flow = UniformWind(mesh_).solve(inflow);
    auto const& turbulence = flow.turbulence;
    for (std::size_t k = 0; k < mesh_.nz(); ++k)
        EXPECT_EQ(turbulence.horizontal_diffusivity.at({1, 2, k}),
                  static_cast<float>(inflow.horizontal_diffusivity[k]));
    for (std::size_t level = 0; level <= mesh_.nz(); ++level)
        EXPECT_EQ(turbulence.vertical_diffusivity.z()[turbulence.vertical_diffusivity.z_face(4, 0, level)],
                  static_cast<float>(inflow.vertical_diffusivity[level]));
}

}  // namespace
}  // namespace hacthanh::wind
