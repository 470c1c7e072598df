/// The plume of a road begins in the wakes of those who drove on it, over the road's width.

#include "sim/run/road_lines.hpp"

#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace hacthanh::run {
namespace {

using Driven = std::vector<std::pair<state::VehicleGroup, double>>;

class RoadVehicles : public testing::Test {
protected:
    RoadVehicles() {
        weather_.wind_from_deg = 270;
        weather_.friction_velocity = 0.3;
        weather_.roughness_length = 0.3;
        weather_.mixing_height = 800;
        weather_.speed.assign(mesh_.nz(), 2.5);
    }

    static city::City road_of(double width_m) {
        city::City city;
        city::Road road;
        road.axis = {{300, 100}, {300, 500}};
        road.width_m = width_m;
        city.roads = {road};
        return city;
    }

    /// Just behind the road, of 1 g in ten seconds.
    double in_a_run(double width_m, Driven const& driven) const {
        auto const city = road_of(width_m);
        RoadLines lines(city, mesh_, 1e-7, {{0, 0, 0}});
        state::RoadSeries roads(1, 1);
        roads.emitted[0] = {1e-3};
        for (auto const& [group, metres] : driven)
            roads.groups[static_cast<std::size_t>(group)].vehicle_metres = {metres};
        lines.collect(roads, 10);
        state::ConcentrationField air(mesh_, {"NOx"});
        lines.settle(weather_, {0}, {}, air, Parallel(1));
        return static_cast<double>(air.species[0].at({15, row_, 0}));
    }

    double by_the_model(double width_m, double vehicle_m) const {
        auto const city = road_of(width_m);
        dispersion::LineSource const model(dispersion::surface_layer(weather_), weather_.wind_from_deg,
                                           {dispersion::vehicle_wake(vehicle_m, width_m)}, mesh_.z_centre(0), {1e-7});
        std::vector<dispersion::RoadPiece> const pieces{{city.roads[0].axis[0], city.roads[0].axis[1], 0}};
        std::vector<double> const rates{1e-3 / 10 / 400};
        std::vector<city::Point> const places{{mesh_.x_centre(15), mesh_.y_centre(row_)}};
        return model.concentrations(pieces, rates, 1, places, Parallel(1))[0][0];
    }

    mesh::CityMesh mesh_ = test::box(40, 30, 10, 20, 100, 3);
    state::InflowProfile weather_;
    std::size_t row_ = 15;  ///< of the receptor, ten metres downwind of the road
};

TEST_F(RoadVehicles, ItsHeightIsTheMeanOfWhatDroveThere) {
    using enum state::VehicleGroup;
    double const low = by_the_model(7, 1.5), high = by_the_model(7, 3.5), between = by_the_model(7, 2.5);
    EXPECT_LT(high, 0.9 * low) << "what the test is about is seen";
    EXPECT_NEAR(in_a_run(7, {{motorcycle, 900}, {car, 100}}), low, 1e-6 * low);
    EXPECT_NEAR(in_a_run(7, {{bus, 50}}), high, 1e-6 * high) << "3.4 m in steps of half a metre";
    EXPECT_NEAR(in_a_run(7, {{bus, 500}, {motorcycle, 500}}), between, 1e-6 * between);
    EXPECT_NEAR(in_a_run(7, {}), low, 1e-6 * low) << "cars where nothing is known";
}

TEST_F(RoadVehicles, ItsWidthIsTheRoadsInLanes) {
    row_ = 25;  // beside the road's end: the wider it begins, the more is there
    double const wide = by_the_model(14, 1.5);
    EXPECT_NEAR(in_a_run(13.2, {}), wide, 1e-6 * wide);
    EXPECT_LT(by_the_model(3.5, 1.5), 0.9 * wide) << "what the test is about is seen";
}

}  // namespace
}  // namespace hacthanh::run
