#include "sim/run/background.hpp"

#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <gtest/gtest.h>

namespace hacthanh::run {
namespace {

scenario::Scenario with_particles() {
    scenario::Scenario scenario;
    scenario.output.species = {Pollutant::nox, Pollutant::pm};
    scenario.background.kind = "urban";
    scenario.background.source = "a station";
    scenario.background.concentration_ug_m3[index(Pollutant::pm)] = 45;
    scenario.weather.wind_speed_m_s = 2;
    scenario.mesh.cell_size_m = 20;
    scenario.mesh.levels = 5;
    scenario.mesh.top_m = 60;
    return scenario;
}

TEST(BackgroundTest, IsInTheOrderOfTheSpeciesAndInKilograms) {
    auto const background = background_of(with_particles());
    EXPECT_EQ(background.kind, "urban");
    ASSERT_EQ(background.concentration.size(), 2U);
    EXPECT_FALSE(background.concentration[0]);
    EXPECT_DOUBLE_EQ(background.concentration[1].value(), 45e-9);
    EXPECT_EQ(background.inflow(), (state::InflowConcentration{0.0, 45e-9}));
}

/// Without traffic the air stays as it came, also between buildings, and its mass balances.
TEST(BackgroundTest, StaysTheSameWithoutTraffic) {
    auto const scenario = with_particles();
    Parallel const parallel(2);
    mesh::CityMesh const mesh({0, 0, 400, 300}, scenario.mesh);
    state::ConcentrationField air(mesh, {"NOx", "PM"});
    state::RunSummary summary;
    summary.species.resize(2);
    auto const background = background_of(scenario);
    start_with(background, mesh, air, summary);
    auto const inflow = weather::make_inflow_profile(scenario.weather, mesh, scenario.dispersion.schmidt_number);
    auto const flow = wind::UniformWind(mesh).solve(inflow);
    dispersion::FiniteVolumeTransport transport(scenario.dispersion, flow, mesh, {0.0, 0.0}, parallel);
    state::EmissionField nothing(mesh, 2, 1);
    nothing.duration_s = 600;
    auto const report = transport.advance(air, nothing, background.inflow(), 600);
    for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
        ASSERT_EQ(air.species[0][c], 0.0F);
        ASSERT_NEAR(static_cast<double>(air.species[1][c]), 45e-9, 45e-9 * 1e-5);
    }
    double const volume = 400.0 * 300.0 * 60.0;
    EXPECT_NEAR(summary.species[1].budget.initial, 45e-9 * volume, 45e-9 * volume * 1e-6);
    EXPECT_EQ(summary.species[0].budget.initial, 0.0);
    EXPECT_NEAR(report.species[1].inflow, report.species[1].outflow, 1e-5 * report.species[1].inflow);
    EXPECT_GT(report.species[1].inflow, 0.0);
}

}  // namespace
}  // namespace hacthanh::run
