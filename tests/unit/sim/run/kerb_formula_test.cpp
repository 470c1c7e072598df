/// The kerbs of single streets beside the formulas they are made of: which wind, which traffic, which own part, how
/// long the air reacts.

#include "sim/chemistry/nitrogen_oxides.hpp"
#include "sim/core/constants.hpp"
#include "sim/dispersion/own_response.hpp"
#include "sim/run/kerb_air.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::run {
namespace {

constexpr double length_m = 200;
constexpr double width_m = 7;
constexpr double each_s = 10;

/// A road to the east; with walls 12 m high and 14 m apart it is a canyon.
city::City street(bool walls) {
    city::City city;
    city::Road road;
    road.axis = {{300, 300}, {500, 300}};
    road.length_m = length_m;
    road.width_m = width_m;
    city.roads = {road};
    if (walls)
        city.buildings = {test::box_building(290, 307, 510, 320, 12), test::box_building(290, 280, 510, 293, 12)};
    return city;
}

class KerbFormula : public testing::Test {
protected:
    KerbFormula() {
        inflow_.wind_from_deg = 200;  // 70 degrees to the street
        inflow_.friction_velocity = 0.3;
        inflow_.mixing_height = 800;
        for (std::size_t k = 0; k < mesh_.nz(); ++k) inflow_.speed.push_back(1 + 0.2 * mesh_.z_centre(k));
        for (auto& group : roads_.groups) group.vehicle_metres = {80}, group.vehicle_seconds = {20};
    }

    /// Traffic that goes on until boxes and turbulence have come to rest, then one look at air of `background`.
    void settle(KerbAir& kerbs, std::vector<double> const& background, AirChemistry const& chemistry,
                mesh::CityMesh const& mesh) {
        state::EmissionField cells(mesh, background.size(), 2), where(mesh, background.size(), 2);
        state::RunSummary summary;
        summary.species.resize(background.size());
        for (int n = 0; n < 1000; ++n) kerbs.exchange(roads_, where, each_s, cells, summary);
        state::ConcentrationField air(mesh, std::vector<std::string>(background.size(), "x"));
        for (std::size_t s = 0; s < background.size(); ++s)
            for (std::size_t c = 0; c < mesh.n_cells(); ++c) air.species[s][c] = static_cast<float>(background[s]);
        kerbs.start(each_s);
        kerbs.sample(0, each_s, air, chemistry);
    }
    void settle(KerbAir& kerbs, double background) {
        settle(kerbs, {background}, AirChemistry(scenario_, mesh_, weather_, parallel_), mesh_);
    }

    double traffic_turbulence(double width) const {
        std::array<double, state::n_vehicle_groups> driven{}, speed{};
        driven.fill(80 / (length_m * each_s));
        speed.fill(80.0 / 20);
        return dispersion::vehicle_turbulence(driven, speed, width);
    }

    /// Of the street's emission per second in the mean of its cells [s/m3].
    double own_part(city::City const& city, state::Flow const& flow) const {
        double own = 0;
        for (auto const& [column, share] : column_shares(city.roads[0].axis, mesh_))
            own += share * share * dispersion::own_response(flow, mesh_, column, std::vector{1.0});
        return own;
    }

    static double of(std::vector<std::vector<float>> const& side, std::size_t species = 0) {
        return static_cast<double>(side[species][0]);
    }

    Parallel parallel_{1};
    scenario::Scenario scenario_ = [] {
        scenario::Scenario scenario;
        scenario.kerb.model = "street";
        return scenario;
    }();
    weather::Weather weather_{scenario_.weather};
    std::vector<Pollutant> species_{Pollutant::nox};
    WrittenSpecies written_{species_, species_};
    mesh::CityMesh mesh_ = test::box(40, 30, 10, 20, 100, 3);
    state::Flow flow_ = test::steady_flow(mesh_, 0.5, 1.5, 0.5, 0.5);
    state::InflowProfile inflow_;
    state::RoadSeries roads_{1, 1};
};

/// c Q over the air of the cells less the street's own part in them, in the wind of its cells; nothing upwind.
TEST_F(KerbFormula, AnOpenRoadsDownwindKerbHasItsLineInPlaceOfItsPartOfTheCells) {
    auto const city = street(false);
    KerbAir kerbs(scenario_, city, mesh_, species_, written_);
    kerbs.set_flow(flow_, inflow_);
    roads_.emitted[0] = {2e-4};
    double const line = 2e-4 / (length_m * each_s);
    double const own = own_part(city, flow_);
    dispersion::StreetWind wind;
    wind.speed = std::hypot(0.5, 1.5);
    wind.sine = 1.5 / wind.speed;
    wind.friction_velocity = inflow_.friction_velocity;
    wind.mixing_height = inflow_.mixing_height;
    auto const response = dispersion::open_road_response(width_m, 2, 1.5, wind);
    double const cells = 3 * own * line * length_m;  // twice its own part comes from elsewhere
    settle(kerbs, cells);
    EXPECT_NEAR(of(kerbs.value().windward), cells - own * line * length_m, 1e-5 * cells);
    EXPECT_NEAR(of(kerbs.value().leeward), cells - own * line * length_m + response.leeward * line,
                1e-5 * response.leeward * line);
    EXPECT_GT(response.leeward * line, own * line * length_m) << "a kerb is above its cell";
    settle(kerbs, 0.5 * own * line * length_m);  // less than its own part: not below 0
    EXPECT_EQ(of(kerbs.value().windward), 0);
}

/// In the wind at the height of its roofs, with the turbulence of its own traffic.
TEST_F(KerbFormula, ACanyonHasTheWindOverItsRoofsAndItsTraffic) {
    auto const city = street(true);
    KerbAir kerbs(scenario_, city, mesh_, species_, written_);
    kerbs.set_flow(flow_, inflow_);
    roads_.emitted[0] = {2e-4};
    settle(kerbs, 0);
    dispersion::StreetWind wind;
    wind.speed = 1 + 0.2 * 12;
    wind.sine = std::sin(70 * std::numbers::pi / 180);
    wind.friction_velocity = inflow_.friction_velocity;
    wind.mixing_height = inflow_.mixing_height;
    wind.vehicle_turbulence = traffic_turbulence(14);
    auto const response = dispersion::canyon_response({14, 12}, wind);
    double const line = 2e-4 / (length_m * each_s);
    EXPECT_NEAR(of(kerbs.value().leeward), response.leeward * line, 1e-5 * response.leeward * line);
    EXPECT_NEAR(of(kerbs.value().windward), response.windward * line, 1e-5 * response.windward * line);
    wind.vehicle_turbulence = 0;
    EXPECT_LT(of(kerbs.value().leeward), 0.97 * dispersion::canyon_response({14, 12}, wind).leeward * line);
}

TEST_F(KerbFormula, TrafficsTurbulenceIsItsMeanOverFiveMinutes) {
    auto const city = street(true);
    KerbAir kerbs(scenario_, city, mesh_, species_, written_);
    kerbs.set_flow(flow_, inflow_);
    state::EmissionField cells(mesh_, 1, 2), where(mesh_, 1, 2);
    state::RunSummary summary;
    summary.species.resize(1);
    roads_.emitted[0] = {0};
    double const whole = std::pow(traffic_turbulence(14), 2);
    for (int n = 1; n <= 30; ++n) {
        kerbs.exchange(roads_, where, each_s, cells, summary);
        EXPECT_NEAR(kerbs.memory()[0], (1 - std::exp(-n * each_s / 300)) * whole, 1e-12 * whole) << n;
    }
}

/// Enough cells across it: both kerbs are what its cells say, and nothing is taken off.
TEST_F(KerbFormula, AResolvedStreetIsItsCells) {
    auto const city = street(false);
    auto const fine = test::box(300, 120, 10, 3, 60, 3);  // of a road of 7 m
    auto const flow = test::steady_flow(fine, 0.5, 1.5, 0.5, 0.5);
    KerbAir kerbs(scenario_, city, fine, species_, written_);
    ASSERT_EQ(kerbs.streets()[0].kind, StreetKind::resolved);
    kerbs.set_flow(flow, inflow_);
    roads_.emitted[0] = {2e-4};
    settle(kerbs, {30e-9}, AirChemistry(scenario_, fine, weather_, parallel_), fine);
    EXPECT_NEAR(of(kerbs.value().leeward), 30e-9, 1e-14);
    EXPECT_NEAR(of(kerbs.value().windward), 30e-9, 1e-14);
}

/// The air over the street and the street's own exhaust react for as long as the exhaust stays, in sun and cloud.
TEST_F(KerbFormula, NO2AtTheKerbHasTheStreetsResidenceTime) {
    scenario_.chemistry.model = "no-no2-o3";
    scenario_.weather.latitude_deg = 19.8;
    scenario_.weather.longitude_deg = 105.8;
    scenario_.output.species = {Pollutant::no2, Pollutant::o3};
    weather::RunSetting setting;
    setting.epoch_utc_s = 1768446000;  // 2026-01-15 03:00 UTC, ten in the morning
    weather::Weather const weather(scenario_.weather, setting);
    AirChemistry const chemistry(scenario_, mesh_, weather, parallel_);
    auto const carried = scenario::carried_species(scenario_);
    WrittenSpecies const written({Pollutant::no, Pollutant::no2, Pollutant::o3}, carried);
    auto const place = [&](Pollutant p) {
        return static_cast<std::size_t>(std::ranges::find(carried, p) - carried.begin());
    };
    state::RoadSeries roads(1, carried.size());
    roads.groups = roads_.groups;
    for (auto& emitted : roads.emitted) emitted = {0};
    roads.emitted[place(Pollutant::no)] = {8e-6};
    roads.emitted[place(Pollutant::no2)] = {8e-7};
    std::vector<double> background(carried.size(), 0.0);
    background[place(Pollutant::no)] = 3e-9;
    background[place(Pollutant::no2)] = 20e-9;
    background[place(Pollutant::o3)] = 150e-9;
    for (bool const walls : {true, false}) {
        auto const city = street(walls);
        KerbAir kerbs(scenario_, city, mesh_, carried, written);
        inflow_.wind_from_deg = 180;
        auto const mixed = test::steady_flow(mesh_, 0, 1.5, 1e6, 0);  // its own part is little beside the background
        kerbs.set_flow(mixed, inflow_);
        roads_ = roads;
        settle(kerbs, background, chemistry, mesh_);
        dispersion::StreetWind wind;
        wind.speed = walls ? 1 + 0.2 * 12 : 1.5;
        wind.friction_velocity = inflow_.friction_velocity;
        wind.mixing_height = inflow_.mixing_height;
        wind.vehicle_turbulence = traffic_turbulence(walls ? 14 : width_m);
        auto const response =
            walls ? dispersion::canyon_response({14, 12}, wind) : dispersion::open_road_response(width_m, 2, 1.5, wind);
        double const share = response.leeward / (length_m * each_s) - own_part(city, mixed) / each_s;
        chemistry::NitrogenOxides const supply{(3e-9 + share * 8e-6) / constants::molar_mass_no,
                                               (20e-9 + share * 8e-7) / constants::molar_mass_no2,
                                               150e-9 / constants::molar_mass_o3};
        auto const rates = chemistry.rates(0.5 * each_s);
        EXPECT_GT(rates.photolysis, 1e-3) << "the sun shines";
        auto const expected = chemistry::in_through_flow(supply, rates, response.residence);
        double const no2 = expected.no2 * constants::molar_mass_no2;
        EXPECT_NEAR(of(kerbs.value().leeward, 1), no2, 2e-5 * no2) << walls;
        EXPECT_GT(std::abs(expected.no2 / supply.no2 - 1), 5e-3) << "there is time to react";
        auto const never = chemistry::in_through_flow(supply, rates, 1e6);
        EXPECT_GT(std::abs(never.no2 / expected.no2 - 1), 5e-3) << "but not to come to rest";
    }
}

}  // namespace
}  // namespace hacthanh::run
