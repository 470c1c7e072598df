#include "sim/emission/deposit.hpp"

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

namespace hacthanh::emission {
namespace {

/// Vehicles of a test, owning their arrays.
struct Fleet {
    std::vector<std::uint32_t> number;
    std::vector<EdgeId> edge;
    std::vector<VehicleTypeId> type;
    std::vector<double> x_from, y_from, x, y, z, speed, acceleration;
    std::array<std::vector<double>, n_reported> rate;

    void add(double from_x, double from_y, double to_x, double to_y, double rate_kg_s, std::uint32_t vehicle_type = 0) {
        number.push_back(static_cast<std::uint32_t>(number.size()));
        edge.emplace_back(0U);
        type.emplace_back(vehicle_type);
        x_from.push_back(from_x), y_from.push_back(from_y), x.push_back(to_x), y.push_back(to_y), z.push_back(0);
        speed.push_back(std::hypot(to_x - from_x, to_y - from_y)), acceleration.push_back(0);
        for (auto& rates : rate) rates.push_back(rate_kg_s);
    }

    state::VehicleStates view() const {
        state::VehicleStates states{1.0, 1.0, number, edge, type, x_from, y_from, x, y, z, speed, acceleration, {}};
        for (std::size_t p = 0; p < n_reported; ++p) states.emission_rate[p] = rate[p];
        return states;
    }
};

class DepositTest : public testing::Test {
protected:
    static mesh::MeshOptions mesh_options() {
        mesh::MeshOptions options;
        options.cell_size_m = 10;
        options.levels = 10;
        options.first_layer_m = 2;
        options.top_m = 60;
        return options;
    }

    void deposit(Fleet const& fleet) {
        auto const states = fleet.view();
        deposit_.add(states, types_, emission_.emitted(states, types_), field_, roads_, account_);
    }
    double in_field(std::size_t s) const {
        auto const cells = field_.species(s);
        return std::accumulate(cells.begin(), cells.end(), 0.0);
    }

    mesh::CityMesh mesh_{{0, 0, 200, 100}, mesh_options()};
    std::vector<Pollutant> species_{Pollutant::nox, Pollutant::pm};
    std::vector<state::VehicleType> types_{{"car", "passenger", "", 4.5, 1.8, 1.5}, {"bus", "bus", "", 12, 2.5, 3.4}};
    ReportedEmission emission_;
    Deposit deposit_{mesh_, EmissionOptions{}, species_};
    state::EmissionField field_{mesh_, 2, deposit_.n_layers()};
    state::RoadSeries roads_{1, 2};
    DepositAccount account_{2};
};

TEST_F(DepositTest, MassInCellsIsMassEmittedForRandomPaths) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> x(-50, 250), y(-50, 150), rate(0, 1e-5);
    Fleet fleet;
    double emitted = 0;
    for (int v = 0; v < 2000; ++v) {
        fleet.add(x(random), y(random), x(random), y(random), rate(random), static_cast<std::uint32_t>(v % 2));
        emitted += fleet.rate[0].back();
    }
    deposit(fleet);
    for (std::size_t s = 0; s < 2; ++s) {
        EXPECT_GT(account_.outside[s], 0);
        EXPECT_NEAR(in_field(s), account_.inside[s], 1e-12 * emitted);
        EXPECT_NEAR(account_.inside[s] + account_.outside[s], emitted, 1e-12 * emitted);
    }
}

TEST_F(DepositTest, NotesWhichRoadsEmissionIsInWhichCell) {
    std::mt19937 random(8);
    std::uniform_real_distribution<double> x(0, 200), y(0, 100), rate(0, 1e-5);
    Fleet fleet;
    for (int v = 0; v < 300; ++v) {
        fleet.add(x(random), y(random), x(random), y(random), rate(random), static_cast<std::uint32_t>(v % 2));
        fleet.edge.back() = v % 3 == 0 ? EdgeId() : EdgeId(static_cast<std::uint32_t>(v % 3));
    }
    roads_ = state::RoadSeries(3, 2);
    EmissionPlaces places(2);
    deposit_.note_places(&places);
    deposit(fleet);
    std::vector<double> by_cell(field_.species(0).size(), 0.0), by_road(3, 0.0);
    for (auto const& place : places.sorted()) {
        by_cell[place.cell] += place.masses[0];
        by_road[place.road == EmissionPlaces::no_road ? 0 : place.road] += place.masses[0];
    }
    double const all = in_field(0);
    for (auto const& place : places.sorted()) {
        double groups = 0;
        for (std::size_t g = 0; g < state::n_vehicle_groups; ++g) groups += place.by_group[2 * g];
        EXPECT_NEAR(groups, place.masses[0], 1e-12 * all);
    }
    for (std::size_t c = 0; c < by_cell.size(); ++c) EXPECT_NEAR(by_cell[c], field_.species(0)[c], 1e-12 * all);
    EXPECT_GT(by_road[0], 0);
    for (std::size_t r = 1; r < 3; ++r) EXPECT_NEAR(by_road[r], roads_.emitted[0][r], 1e-12 * all);
    auto const sorted = places.sorted();
    EXPECT_TRUE(
        std::ranges::is_sorted(sorted, {}, [](auto const& place) { return std::pair(place.road, place.cell); }));
}

TEST_F(DepositTest, APathIsSharedByTheLengthInEachCell) {
    Fleet fleet;
    fleet.add(5, 15, 25, 15, 1.0);  // 5 m in column 0, 10 m in column 1, 5 m in column 2
    deposit(fleet);
    std::vector<double> by_column(mesh_.nx(), 0.0);
    std::size_t const layer_cells = mesh_.nx() * mesh_.ny();
    for (std::size_t k = 0; k < deposit_.n_layers(); ++k)
        for (std::size_t i = 0; i < mesh_.nx(); ++i)
            by_column[i] += field_.species(0)[k * layer_cells + mesh_.nx() + i];
    EXPECT_NEAR(by_column[0], 0.25, 1e-14);
    EXPECT_NEAR(by_column[1], 0.50, 1e-14);
    EXPECT_NEAR(by_column[2], 0.25, 1e-14);
}

TEST_F(DepositTest, TheWakeOfABusReachesHigherThanThatOfACar) {
    auto const share_above = [&](std::uint32_t type) {
        state::EmissionField field(mesh_, 2, deposit_.n_layers());
        state::RoadSeries roads(1, 2);
        DepositAccount account(2);
        Fleet fleet;
        fleet.add(5, 5, 5, 5, 1.0, type);
        auto const states = fleet.view();
        deposit_.add(states, types_, emission_.emitted(states, types_), field, roads, account);
        auto const cells = field.species(0);
        return 1.0 - cells[0];
    };
    EXPECT_NEAR(share_above(0), 1 - 2.0 / (1.7 * 1.5), 1e-12);
    EXPECT_NEAR(share_above(1), 1 - 2.0 / (1.7 * 3.4), 1e-12);
}

TEST_F(DepositTest, NegativeRatesAreClampedAtZero) {
    Fleet fleet;
    fleet.add(5, 5, 6, 5, -1.0);
    fleet.add(5, 5, 6, 5, 2.0);
    deposit(fleet);
    EXPECT_DOUBLE_EQ(account_.inside[0], 2.0);
    EXPECT_DOUBLE_EQ(roads_.emitted[0][0], 2.0);
}

TEST_F(DepositTest, RoadsCountTimeDistanceAndMassAndSkipVehiclesOffTheRoad) {
    Fleet fleet;
    fleet.add(0, 5, 12, 5, 3.0);
    fleet.add(0, 5, 0, 5, 4.0);
    fleet.edge[1] = EdgeId();
    deposit(fleet);
    EXPECT_DOUBLE_EQ(roads_.vehicle_seconds[0], 1.0);
    EXPECT_DOUBLE_EQ(roads_.vehicle_metres[0], 12.0);
    EXPECT_DOUBLE_EQ(roads_.emitted[1][0], 3.0);
    EXPECT_DOUBLE_EQ(account_.inside[0], 7.0);
}

TEST_F(DepositTest, PathsOnCellBordersLoseNothing) {
    Fleet fleet;
    fleet.add(10, 10, 30, 10, 1.0);
    fleet.add(30, 30, 10, 10, 1.0);
    fleet.add(0, 0, 0, 0, 1.0);
    fleet.add(200, 50, 190, 50, 1.0);
    deposit(fleet);
    EXPECT_NEAR(in_field(0), 4.0, 1e-13);
    EXPECT_NEAR(account_.inside[0], 4.0, 1e-13);
}

// Roads through buildings: nothing is lost, nothing lies in a wall, what was moved is told.
TEST_F(DepositTest, WhatFallsIntoBuildingsGoesToTheNearestAir) {
    auto const mesh = mesh::block_buildings(mesh_, test::random_city({0, 0, 200, 100}, 36, 4), {}, Parallel(1)).mesh;
    Deposit deposit(mesh, EmissionOptions{}, species_);
    state::EmissionField field(mesh, 2, deposit.n_layers());
    std::mt19937 random(7);
    std::uniform_real_distribution<double> x(0, 200), y(0, 100), rate(0, 1e-5);
    Fleet fleet;
    for (int v = 0; v < 500; ++v)
        fleet.add(x(random), y(random), x(random), y(random), rate(random), static_cast<std::uint32_t>(v % 2));
    auto const states = fleet.view();
    deposit.add(states, types_, emission_.emitted(states, types_), field, roads_, account_);
    std::size_t closed = 0;
    for (std::size_t s = 0; s < 2; ++s) {
        auto const cells = field.species(s);
        EXPECT_NEAR(std::accumulate(cells.begin(), cells.end(), 0.0), account_.inside[s], 1e-12 * account_.inside[s]);
        EXPECT_GT(account_.moved[s], 0);
        EXPECT_LT(account_.moved[s], account_.inside[s]);
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            if (mesh.free_volume_fraction(cell) >= OpenCells::least_free_fraction) continue;
            ASSERT_EQ(cells[cell], 0);
            ++closed;
        }
    }
    EXPECT_GT(closed, 0U);
}

TEST_F(DepositTest, NothingMovesOnAnOpenMesh) {
    Fleet fleet;
    fleet.add(5, 15, 25, 15, 1.0);
    deposit(fleet);
    EXPECT_EQ(account_.moved[0], 0);
}

}  // namespace
}  // namespace hacthanh::emission
