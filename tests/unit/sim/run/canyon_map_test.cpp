/// Streets between walls on the line source's map: the same air as at their kerbs, once.

#include "sim/run/kerb_air.hpp"

#include "sim/mesh/block_buildings.hpp"
#include "sim/run/road_lines.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::run {
namespace {

constexpr double south = 294, north = 308;  // walls of a street to the east

city::City street_city(bool with_walls, double far_road_kg = 0) {
    city::City city;
    auto const road = [](city::Polyline axis) {
        city::Road made;
        made.axis = std::move(axis);
        made.length_m = 210;
        made.width_m = 3.2;
        return made;
    };
    city.roads = {road({{287, 299.4}, {497, 299.4}}), road({{497, 302.6}, {287, 302.6}})};
    if (far_road_kg > 0) city.roads.push_back(road({{287, 180}, {497, 180}}));
    if (with_walls)
        city.buildings = {test::box_building(270, north, 520, 330, 12), test::box_building(270, 270, 520, south, 12)};
    return city;
}

/// A run of the line source by hand, with everything that the loop would do.
class CanyonMapTest : public testing::Test {
protected:
    struct Air {
        state::ConcentrationField open;  ///< before canyons
        state::ConcentrationField map;
        state::KerbSeries kerbs;
        std::vector<CanyonCell> canyon;
        std::vector<float> const& lee() const { return kerbs.leeward[0]; }
        std::vector<float> const& windward() const { return kerbs.windward[0]; }
    };

    Air run(mesh::CityMesh const& mesh, double wind_from_deg, double far_road_kg = 0, bool with_walls = true) {
        scenario::Scenario scenario;
        scenario.kerb.model = "street";
        scenario.dispersion.model = "line_source";
        auto const city = street_city(with_walls, far_road_kg);
        std::vector<Pollutant> const species{Pollutant::nox, Pollutant::pm};
        WrittenSpecies const written(species, species);
        KerbAir kerbs(scenario, city, mesh, species, written);
        state::InflowProfile inflow;
        inflow.wind_from_deg = wind_from_deg;
        inflow.friction_velocity = 0.3;
        inflow.roughness_length = 0.3;
        inflow.mixing_height = 800;
        inflow.speed.assign(mesh.nz(), 2.5);
        kerbs.set_flow(test::steady_flow(mesh, 1, 1), inflow);
        state::RoadSeries roads(city.roads.size(), 2);
        for (auto& emitted : roads.emitted) emitted = {2e-3, 1e-3};
        for (auto& group : roads.groups) group.vehicle_metres = group.vehicle_seconds = {10, 10};
        if (far_road_kg > 0) {
            for (auto& emitted : roads.emitted) emitted.push_back(far_road_kg);
            for (auto& group : roads.groups) group.vehicle_metres.push_back(0), group.vehicle_seconds.push_back(0);
        }
        RoadLines lines(city, mesh, 1e-7, {{0, 0, 0}, {0, 0, 0}}, {}, kerbs.streets());
        state::EmissionField where(mesh, 2, 1), cells(mesh, 2, 1);
        state::RunSummary summary;
        summary.species.resize(2);
        kerbs.exchange(roads, where, 10, cells, summary);
        lines.collect(roads, 10);
        state::ConcentrationField air(mesh, {"NOx", "PM"});
        lines.settle(inflow, {background, background}, {}, air, Parallel(2));
        auto const open = air;
        weather::Weather const weather(scenario.weather);
        AirChemistry const chemistry(scenario, mesh, weather, Parallel(1));
        kerbs.start(10);
        kerbs.settle(0, 10, air, chemistry, lines.own_parts());
        return {open, air, kerbs.value(), kerbs.streets()[0].canyon};
    }

    static constexpr double background = 20e-9;
};

/// Where the street is all of a cell's air, the map is the mean of both kerbs.
TEST_F(CanyonMapTest, ACellThatIsTheStreetHasTheMeanOfItsKerbs) {
    auto const mesh = test::box(60, 40, 3, 14, 100, 3);  // one row from wall to wall
    auto const air = run(mesh, 200);
    double const mean = 0.5 * static_cast<double>(air.lee()[0] + air.windward()[0]);
    EXPECT_GT(air.lee()[0], 1.2F * air.windward()[0]);
    std::size_t filled = 0;
    for (auto const& one : air.canyon) {
        EXPECT_EQ(one.cell / mesh.nx(), 21U);
        if (one.left + one.right < 1 - 1e-9) continue;
        ++filled;
        EXPECT_NEAR(one.left, 0.5, 1e-9);
        EXPECT_NEAR(air.map.species[0][one.cell], mean, 1e-5 * mean) << one.cell;
        EXPECT_GT(std::abs(air.open.species[0][one.cell] / mean - 1), 0.05) << "it was another";
    }
    EXPECT_GE(filled, 14U);
}

/// Where each half of the street is a row of cells, one has the leeward kerb's air and one the windward kerb's.
TEST_F(CanyonMapTest, CellsOfOneSideHaveTheAirOfThatKerb) {
    auto const mesh = test::box(120, 80, 3, 7, 100, 3);
    for (double const wind : {180.0, 340.0}) {
        auto const air = run(mesh, wind);
        bool const lee_is_south = wind == 180;
        std::size_t compared = 0;
        for (auto const& one : air.canyon) {
            if (one.left + one.right < 1 - 1e-9) continue;
            bool const is_south = one.right > 0.5;  // the street goes east
            float const expected = is_south == lee_is_south ? air.lee()[0] : air.windward()[0];
            EXPECT_NEAR(air.map.species[0][one.cell], expected, 1e-5F * expected) << wind << " " << one.cell;
            ++compared;
        }
        EXPECT_GE(compared, 56U) << "two rows";
    }
}

/// Cells of 3.5 m, four across the street, would be enough for a wind between houses; the line source's goes over flat
/// ground, so that they have the kerbs' air, too.
TEST_F(CanyonMapTest, NoCellsAreFineEnoughForOpenPlumes) {
    auto const mesh = test::box(240, 160, 3, 3.5, 100, 3);
    auto const air = run(mesh, 180);
    std::size_t compared = 0;
    for (auto const& one : air.canyon) {
        if (one.left + one.right < 1 - 1e-9) continue;
        float const expected = one.right > 0.5 ? air.lee()[0] : air.windward()[0];
        EXPECT_NEAR(air.map.species[0][one.cell], expected, 1e-5F * expected) << one.cell;
        ++compared;
    }
    EXPECT_GE(compared, 220U) << "four rows";
}

/// In a cell much wider than the street: its share of the kerbs' mean, and the open plumes of the rest, as a mesh of
/// the rest's places has them. Cells beside the street keep their bits.
TEST_F(CanyonMapTest, AWideCellIsWeightedByArea) {
    auto const mesh = test::box(21, 14, 3, 40, 100, 3);
    auto const fine = test::box(84, 56, 3, 10, 100, 3);  // its centres are the places of the rest
    auto const air = run(mesh, 230);
    auto const places = run(fine, 230, 0, false).open;
    double const mean = 0.5 * static_cast<double>(air.lee()[0] + air.windward()[0]);
    std::vector<char> in_street(mesh.nx() * mesh.ny(), 0);
    std::size_t compared = 0;
    for (auto const& one : air.canyon) {
        in_street[one.cell] = 1;
        double const share = one.left + one.right;
        if (one.cell % mesh.nx() < 8 || one.cell % mesh.nx() > 11) continue;  // the street's ends
        EXPECT_NEAR(share, 14.0 / 40, 1e-9);
        double rest = 0;
        for (auto const& place : one.outside)
            rest += static_cast<double>(places.species[0][fine.cell(
                {static_cast<std::size_t>(place.x / 10), static_cast<std::size_t>(place.y / 10), 0})]);
        ASSERT_GT(one.outside.size(), 7U);
        rest /= static_cast<double>(one.outside.size());
        double const expected = share * mean + (1 - share) * rest;
        EXPECT_NEAR(air.map.species[0][one.cell], expected, 2e-5 * expected) << one.cell;
        ++compared;
    }
    EXPECT_EQ(compared, 4U);
    for (std::size_t cell = 0; cell < in_street.size(); ++cell)
        if (in_street[cell] == 0) {
            EXPECT_FLOAT_EQ(air.map.species[0][cell], air.open.species[0][cell]) << cell;
        }
}

/// What another road makes of the street's cells stays; the canyon's own part is the same with and without it.
TEST_F(CanyonMapTest, TheAirOfOthersStays) {
    auto const mesh = test::box(60, 40, 3, 14, 100, 3);
    auto const alone = run(mesh, 200);
    auto const with = run(mesh, 200, 5e-3);
    std::size_t compared = 0;
    for (auto const& one : alone.canyon) {
        if (one.left + one.right < 1 - 1e-9) continue;
        auto const of_other = [&](state::ConcentrationField const& a, state::ConcentrationField const& b) {
            return static_cast<double>(a.species[0][one.cell]) - static_cast<double>(b.species[0][one.cell]);
        };
        double const more = of_other(with.open, alone.open);
        EXPECT_GT(more, 1e-9);
        EXPECT_NEAR(of_other(with.map, alone.map), more, 1e-3 * more) << one.cell;
        ++compared;
    }
    EXPECT_GE(compared, 14U);
}

/// NO of the street meets ozone between its walls on the map as at the kerbs.
TEST_F(CanyonMapTest, ReactsAsTheKerbsDo) {
    scenario::Scenario scenario;
    scenario.kerb.model = "street";
    scenario.dispersion.model = "line_source";
    scenario.chemistry.model = "no-no2-o3";
    scenario.weather.latitude_deg = 19.8;
    scenario.weather.longitude_deg = 105.8;
    scenario.output.species = {Pollutant::no, Pollutant::no2, Pollutant::o3};
    auto const carried = scenario::carried_species(scenario);
    auto const at = [&](Pollutant pollutant) {
        return static_cast<std::size_t>(std::ranges::find(carried, pollutant) - carried.begin());
    };
    std::size_t const no = at(Pollutant::no), no2 = at(Pollutant::no2), o3 = at(Pollutant::o3);
    auto const mesh = test::box(60, 40, 3, 14, 100, 3);
    auto const city = street_city(true);
    WrittenSpecies const written(scenario.output.species, carried);
    KerbAir kerbs(scenario, city, mesh, carried, written);
    state::InflowProfile inflow;
    inflow.wind_from_deg = 200;
    inflow.friction_velocity = 0.3;
    inflow.mixing_height = 800;
    inflow.speed.assign(mesh.nz(), 2.5);
    kerbs.set_flow(test::steady_flow(mesh, 1, 1), inflow);
    state::RoadSeries roads(2, carried.size());
    roads.emitted[no] = {1e-3, 1e-3};
    for (auto& group : roads.groups) group.vehicle_metres = group.vehicle_seconds = {10, 10};
    state::EmissionField where(mesh, carried.size(), 1), cells(mesh, carried.size(), 1);
    state::RunSummary summary;
    summary.species.resize(carried.size());
    kerbs.exchange(roads, where, 10, cells, summary);
    state::ConcentrationField air(mesh, std::vector<std::string>(carried.size(), "of a pollutant"), 0.0F);
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) air.species[o3][cell] = 60e-9F;
    weather::Weather const weather(scenario.weather);
    AirChemistry const chemistry(scenario, mesh, weather, Parallel(1));
    auto const& street = kerbs.streets()[0];
    std::vector<std::vector<double>> const none(carried.size(), std::vector<double>(street.canyon.size(), 0.0));
    kerbs.start(10);
    kerbs.settle(0, 10, air, chemistry, {{std::vector<double>(carried.size(), 0.0), none, none}});
    std::size_t filled = 0;
    for (auto const& one : street.canyon) {
        if (one.left + one.right < 1 - 1e-9) continue;
        ++filled;
        for (std::size_t w = 0; w < 3; ++w) {
            double const mean = 0.5 * static_cast<double>(kerbs.value().leeward[w][0] + kerbs.value().windward[w][0]);
            std::size_t const s = written.parts(w).front().carried;
            EXPECT_NEAR(air.species[s][one.cell], mean, 1e-5 * mean + 1e-15) << w;
        }
        EXPECT_GT(air.species[no2][one.cell], 1e-9F) << "made of the street's NO";
        EXPECT_LT(air.species[o3][one.cell], 55e-9F);
    }
    EXPECT_GE(filled, 14U);
}

/// Crossing streets have a cell's air together, and no more than it.
TEST(CanyonCells, SharesOfACellAreItsAirAtMost) {
    auto const mesh = test::box(20, 20, 3, 20, 60);
    city::City city;
    for (auto const& axis : {city::Polyline{{50, 190}, {350, 190}}, city::Polyline{{190, 50}, {190, 350}}}) {
        city::Road road;
        road.axis = axis;
        city.roads.push_back(road);
    }
    std::vector<std::size_t> const first{0}, second{1};
    auto east = canyon_cells(city, mesh, first, 18);
    auto up = canyon_cells(city, mesh, second, 18);
    double area = 0;
    for (auto const& one : east) area += 400 * (one.left + one.right);
    EXPECT_NEAR(area, 300 * 18, 1e-6);
    std::vector<CanyonCell>* const both[] = {&east, &up};
    share_cells(both);
    std::size_t const crossing = 9 + 9 * 20;
    double taken = 0;
    for (auto const* const cells : both)
        for (auto const& one : *cells)
            if (one.cell == crossing) taken += one.left + one.right;
    EXPECT_NEAR(taken, 1, 1e-12);
    for (auto const& one : east)
        if (one.cell == 5 + 9 * 20) {
            EXPECT_NEAR(one.left + one.right, 0.9, 1e-12) << "no other there";
        }
}

/// Houses that stand in a cell leave less air, of which the street is more.
TEST(CanyonCells, AShareIsOfTheCellsAir) {
    city::City city;
    city::Road road;
    road.axis = {{50, 190}, {350, 190}};
    city.roads = {road};
    mesh::MeshOptions options;
    options.cell_size_m = 20;
    options.levels = 4;
    options.top_m = 40;
    options.first_layer_m = 10;
    city.buildings = {test::box_building(50, 180, 350, 184, 20)};
    auto const mesh =
        mesh::block_buildings(mesh::CityMesh({0, 0, 400, 400}, options), city.buildings, {}, Parallel(1)).mesh;
    std::vector<std::size_t> const roads{0};
    for (auto const& one : canyon_cells(city, mesh, roads, 12)) {
        if (one.cell % 20 < 3 || one.cell % 20 > 16) continue;
        EXPECT_NEAR(one.left + one.right, 12.0 / 16, 0.005) << one.cell;
        EXPECT_EQ(one.outside.size(), 8U);
    }
}

}  // namespace
}  // namespace hacthanh::run
