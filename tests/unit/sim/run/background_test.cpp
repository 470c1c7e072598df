#include "sim/run/background.hpp"

#include "sim/core/error.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <gmock/gmock.h>

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
    auto const background = background_of(with_particles(), with_particles().output.species);
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
    auto const background = background_of(scenario, scenario.output.species);
    start_with(background.inflow(), mesh, air, summary);
    auto const inflow = weather::make_inflow_profile(scenario.weather, mesh, scenario.dispersion.schmidt_number);
    auto const flow = wind::UniformWind(mesh).solve(inflow);
    dispersion::FiniteVolumeTransport transport(scenario.dispersion, flow, mesh, {{}, {}}, parallel);
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

constexpr double epoch = 1e9;

scenario::Scenario with_chemistry() {
    auto scenario = with_particles();
    scenario.chemistry.model = "no-no2-o3";
    scenario.traffic.begin_s = 0;
    scenario.traffic.end_s = 7200;
    scenario.background.concentration_ug_m3[index(Pollutant::o3)] = 60;
    return scenario;
}

state::BackgroundSeries series(std::vector<std::vector<std::optional<double>>> values) {
    state::BackgroundSeries rows{"air.csv", {"NOx", "NO2"}, {}};
    for (std::size_t n = 0; n < values.size(); ++n)
        rows.rows.push_back({epoch + 3600.0 * static_cast<double>(n), n + 2, values[n]});
    return rows;
}

TEST(BackgroundTest, OfASeriesHoldsUntilTheNextRow) {
    auto const rows = series({{40e-9, 20e-9}, {60e-9, std::nullopt}});
    auto const background =
        background_of(with_chemistry(), {Pollutant::no2, Pollutant::no, Pollutant::o3}, &rows, epoch);
    constexpr double no_of_nox = 30.006 / 46.005;
    auto const first = background.inflow(3599);
    EXPECT_DOUBLE_EQ(first[0], 20e-9);
    EXPECT_NEAR(first[1], 20e-9 * no_of_nox, 1e-20);
    EXPECT_DOUBLE_EQ(first[2], 60e-9);
    auto const second = background.inflow(3600);
    EXPECT_DOUBLE_EQ(second[0], 20e-9) << "a missing value is the one before";
    EXPECT_NEAR(second[1], 40e-9 * no_of_nox, 1e-20);
    EXPECT_NEAR(background.concentration[1].value(), 30e-9 * no_of_nox, 1e-20) << "mean over the run";
    EXPECT_NEAR(background.mean(1800, 5400)[1], 30e-9 * no_of_nox, 1e-20);
}

TEST(BackgroundTest, RefusesASeriesThatDoesNotServe) {
    auto const refusal = [](state::BackgroundSeries const& rows, scenario::Scenario const& scenario) {
        try {
            background_of(scenario, {Pollutant::no2}, &rows, epoch);
        } catch (InputError const& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    using testing::AllOf;
    using testing::HasSubstr;
    auto late = series({{1e-9, 1e-9}});
    late.rows[0].time_utc_s += 60;
    EXPECT_THAT(refusal(late, with_chemistry()), AllOf(HasSubstr("air.csv:2"), HasSubstr("time.date")));
    EXPECT_THAT(refusal(series({{1e-9, 2e-9}}), with_chemistry()), HasSubstr("NO2 is more than NOx"));
    EXPECT_THAT(refusal(series({{1e-9, std::nullopt}}), with_chemistry()), HasSubstr("no NO2"));
    auto without_ozone = with_chemistry();
    without_ozone.background.concentration_ug_m3[index(Pollutant::o3)].reset();
    EXPECT_THAT(refusal(series({{2e-9, 1e-9}}), without_ozone), HasSubstr("background.O3_ug_m3"));
}

TEST(BackgroundTest, AStationInsideTheDomainIsCountedTwice) {
    auto scenario = with_particles();
    EXPECT_FALSE(background_of(scenario, scenario.output.species).counted_twice());
    scenario.background.kind = "in_domain";
    EXPECT_TRUE(background_of(scenario, scenario.output.species).counted_twice());
}

}  // namespace
}  // namespace hacthanh::run
