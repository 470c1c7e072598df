/// The profile is that of the moment's weather, not of the settings it began with.

#include "sim/weather/inflow.hpp"

#include <gtest/gtest.h>

namespace hacthanh::weather {
namespace {

TEST(InflowConditions, AreThoseOfTheMoment) {
    mesh::MeshOptions mesh_options;
    mesh_options.levels = 20;
    mesh_options.top_m = 600;
    mesh::CityMesh const mesh({0, 0, 200, 200}, mesh_options);
    WeatherOptions options;
    options.wind_speed_m_s = 9;
    options.wind_from_deg = 10;
    options.mixing_height_m = 800;
    Conditions const now{3, 250, -0.02, 300};
    auto const profile = make_inflow_profile(options, now, mesh, 0.8);
    EXPECT_EQ(profile.measured_wind_speed, 3);
    EXPECT_EQ(profile.wind_from_deg, 250);
    EXPECT_EQ(profile.inverse_obukhov_length, -0.02);
    EXPECT_EQ(profile.mixing_height, 300);
    for (std::size_t k = 0; k + 1 < mesh.z_faces().size(); ++k) {
        bool const above = mesh.z_faces()[k] >= 300;
        EXPECT_EQ(profile.vertical_diffusivity[k] > 0, k > 0 && !above) << mesh.z_faces()[k];
    }
}

}  // namespace
}  // namespace hacthanh::weather
