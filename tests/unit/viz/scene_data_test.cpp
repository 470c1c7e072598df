#include "viz/scene_data.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/viz/traced_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace hacthanh::viz {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class SceneDataTest : public ::testing::Test {
protected:
    SceneDataTest() { testing::write_traced_run(file(), 3); }
    std::string file() const { return folder_.file("run.nc"); }
    /// Network to file coordinates.
    static ScenePoint at(double x, double y) { return {x + 578357, y + 2187411}; }

    io::testing::TestFolder folder_;
};

TEST_F(SceneDataTest, VehiclesLieOnTheLineBetweenStoredMoments) {
    SceneData const data(file());
    ASSERT_TRUE(data.has_vehicles());
    double const moment = 25200 + 120;
    auto const vehicles = data.vehicles(moment + 15);
    ASSERT_EQ(vehicles.size(), 3U);
    EXPECT_NEAR(vehicles[0].x, at(20 + 2.5, 0).x, 0.01);
    EXPECT_NEAR(vehicles[0].y, at(0, 50).y, 0.01);
    EXPECT_NEAR(vehicles[0].heading_deg, 90, 0.1);
    EXPECT_NEAR(vehicles[1].x, at(200, 0).x, 0.01);
    EXPECT_NEAR(vehicles[2].x, at(8000, 0).x, 0.01);  // jumps: never between
    EXPECT_NEAR(data.vehicles(moment + 45)[2].x, at(10, 0).x, 0.01);
    EXPECT_NEAR(data.vehicles(moment)[0].x, at(20, 0).x, 0.01);
    EXPECT_TRUE(data.vehicles(25200).empty());  // before the first moment
    EXPECT_TRUE(data.vehicles(99999).empty());
}

TEST_F(SceneDataTest, MomentsAreStepsClockTimesAndTrafficSeconds) {
    SceneData const data(file());
    EXPECT_THAT(data.moment("mean").steps, ElementsAre(1, 2));
    EXPECT_TRUE(data.moment("mean").mean);
    EXPECT_THAT(data.moment("last").steps, ElementsAre(2));
    EXPECT_EQ(data.moment("0").traffic_s, 25500);
    EXPECT_THAT(data.moment("07:06:30").steps, ElementsAre(1));
    EXPECT_EQ(data.moment("07:06:30").traffic_s, 25200 + 390);
    EXPECT_THAT(data.moment("@25812.5").steps, ElementsAre(2));
    EXPECT_EQ(data.moment("@25812.5").traffic_s, 25812.5);
    EXPECT_THAT(data.moment("@0").steps, ElementsAre(0));
    EXPECT_THROW(data.moment("@7am"), InputError);
    EXPECT_THROW(data.moment("noon"), InputError);
}

TEST_F(SceneDataTest, SeriesAreThoseOfTheFile) {
    SceneData const data(file());
    auto const speed = data.road_series("speed", 0);
    auto const stored = data.result().road_history(io::RoadQuantity::speed, 0);
    ASSERT_EQ(speed.value.size(), stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) EXPECT_FLOAT_EQ(speed.value[i], 3.6F * stored[i]);
    auto const point = data.point_series("NOx", at(110, 90), 1.5);
    ASSERT_TRUE(point);
    for (std::size_t step = 0; step < 3; ++step)
        EXPECT_EQ(point->value[step], data.result().concentration_layer(0, step, 0)[4 * 20 + 5]);
    EXPECT_EQ(data.probe("NOx", data.moment("1"), at(110, 90), 1.5).value(), point->value[1]);
    EXPECT_FALSE(data.point_series("NOx", at(-50, 90), 1.5));
    EXPECT_FLOAT_EQ(data.receptor_series("NOx", 1).value.at(2), 3);
    EXPECT_THAT([&] { data.road_series("kerb:NOx", 0); },
                ThrowsMessage<InputError>(HasSubstr("holds no kerb concentrations")));
}

TEST_F(SceneDataTest, MeanIsWeightedWithTheSteps) {
    SceneData const data(file());
    auto const mean = data.concentration_layer(0, data.moment("mean"), 0);
    auto const a = data.concentration_layer(0, std::size_t(1), 0);
    auto const b = data.concentration_layer(0, std::size_t(2), 0);
    for (std::size_t i = 0; i < mean->size(); ++i) ASSERT_FLOAT_EQ((*mean)[i], ((*a)[i] + (*b)[i]) / 2);
}

TEST_F(SceneDataTest, CacheForgetsWhatWasUsedLongestAgo) {
    SceneData const free(file());
    auto const layer = free.concentration_layer(0, std::size_t(0), 0);
    EXPECT_EQ(free.concentration_layer(0, std::size_t(0), 0), layer);  // the same slab
    std::size_t const one = layer->size() * sizeof(float);
    SceneData const tight(file(), 2 * one);
    auto const first = tight.concentration_layer(0, std::size_t(0), 0);
    auto const second = tight.concentration_layer(0, std::size_t(1), 0);
    EXPECT_EQ(tight.concentration_layer(0, std::size_t(0), 0), first);
    tight.concentration_layer(0, std::size_t(2), 0);
    EXPECT_LE(tight.cached_bytes(), 2 * one);
    EXPECT_EQ(tight.concentration_layer(0, std::size_t(0), 0), first);
    EXPECT_NE(tight.concentration_layer(0, std::size_t(1), 0), second);
    EXPECT_EQ(*tight.concentration_layer(0, std::size_t(1), 0), *second);  // read again, equal
}

TEST_F(SceneDataTest, FindsStreetsWithoutMarks) {
    SceneData const data(file());
    EXPECT_THAT(data.find_roads("le loi"), ElementsAre(0));
    EXPECT_THAT(data.find_roads("Lợi"), ElementsAre(0));
    EXPECT_THAT(data.find_roads("DUONG"), ElementsAre(0));
    EXPECT_THAT(data.find_roads("north"), ElementsAre(1));
    EXPECT_TRUE(data.find_roads("zzz").empty());
    EXPECT_EQ(data.road_near(at(50, 154), 10), 0U);
    EXPECT_FALSE(data.road_near(at(50, 80), 10));
}

TEST_F(SceneDataTest, FollowsARunThatGoesOn) {
    std::string const growing = folder_.file("growing.nc");
    testing::write_traced_run(growing, 1, false);
    std::string const part = growing + ".part";
    ASSERT_TRUE(std::filesystem::exists(part));
    SceneData data(part);
    EXPECT_EQ(data.result().n_steps(), 1U);
    EXPECT_FALSE(data.refresh());
    std::filesystem::remove(part);
    std::filesystem::copy(file(), growing);
    EXPECT_TRUE(data.refresh());
    EXPECT_EQ(data.result().n_steps(), 3U);
    EXPECT_EQ(data.path(), growing);
    EXPECT_FALSE(data.refresh());
}

TEST_F(SceneDataTest, RefusesWhatIsNoResult) {
    auto const size = std::filesystem::file_size(file());
    for (std::uintmax_t kept : {size - 1, size / 2, size / 20, std::uintmax_t(7), std::uintmax_t(0)}) {
        std::filesystem::copy_file(file(), folder_.file("cut.nc"), std::filesystem::copy_options::overwrite_existing);
        std::filesystem::permissions(folder_.file("cut.nc"), std::filesystem::perms::owner_all);
        std::filesystem::resize_file(folder_.file("cut.nc"), kept);
        EXPECT_THROW(SceneData data(folder_.file("cut.nc")), InputError) << kept;
    }
    std::ofstream(folder_.file("text.nc")) << "not a result";
    EXPECT_THROW(SceneData data(folder_.file("text.nc")), InputError);
    EXPECT_THROW(SceneData data(folder_.file("none.nc")), InputError);
}

}  // namespace
}  // namespace hacthanh::viz
