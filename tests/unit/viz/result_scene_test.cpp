#include "viz/result_scene.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

/// Steps 07:00–07:05 (spin-up), 07:05–07:10, 07:10–07:15 in local time; NOx, PM, fuel.
class ResultSceneTest : public ::testing::Test {
protected:
    ResultSceneTest() {
        run_.write(folder_.file("two.nc"), 3, true);
        result_.emplace(folder_.file("two.nc"));
    }

    ResultMap map(MapRequest const& request) const { return make_result_map(*result_, request); }
    double micrograms(std::size_t step, std::size_t i, std::size_t j, std::size_t k) const {
        return 1e9 * run_.concentration(0, step, i, j, k);
    }

    io::testing::TestFolder folder_;
    io::testing::SampleRun run_;
    std::optional<io::ResultReader> result_;
};

TEST_F(ResultSceneTest, MeanIsOverTheStepsAfterSpinUp) {
    auto const shown = map({.whole_domain = true});
    ASSERT_TRUE(shown.scene.field);
    auto const& field = *shown.scene.field;
    ASSERT_EQ(field.nx, run_.mesh().nx());
    ASSERT_EQ(field.ny, run_.mesh().ny());
    for (std::size_t j = 0; j < field.ny; ++j)
        for (std::size_t i = 0; i < field.nx; ++i) {
            double const expected = (micrograms(1, i, j, 0) + micrograms(2, i, j, 0)) / 2;
            ASSERT_NEAR(static_cast<double>(field.values[j * field.nx + i]), expected, 1e-3 * expected);
        }
    EXPECT_EQ(shown.summary.begin_time, "2026-01-15T07:05:00+07:00");
    EXPECT_EQ(shown.summary.end_time, "2026-01-15T07:15:00+07:00");
    EXPECT_EQ(shown.summary.time_name, "mean");
}

TEST_F(ResultSceneTest, TimeAndHeightChooseStepAndLayer) {
    MapRequest request{.time = "07:12", .whole_domain = true};
    std::size_t const k = 2;
    request.height_m = run_.mesh().z_centre(k);
    auto const shown = map(request);
    EXPECT_NEAR(static_cast<double>(shown.scene.field->values.front()), micrograms(2, 0, 0, k),
                1e-3 * micrograms(2, 0, 0, k));
    EXPECT_NEAR(shown.summary.layer_bottom_m, run_.mesh().z_faces()[k], 1e-4);
    EXPECT_EQ(shown.summary.time, "2");
    EXPECT_EQ(shown.summary.time_name, "0710-0715");
}

TEST_F(ResultSceneTest, SummaryIsOfWhatIsShown) {
    auto const shown = map({});
    auto const& values = shown.scene.field->values;
    EXPECT_EQ(shown.summary.max, static_cast<double>(*std::max_element(values.begin(), values.end())));
    EXPECT_LE(shown.summary.min, shown.summary.mean);
    EXPECT_LE(shown.summary.mean, shown.summary.max);
    EXPECT_EQ(shown.scene.extent.x_min, shown.scene.field->extent.x_min);
}

TEST_F(ResultSceneTest, LargeNumbersChangeTheUnitNotTheSummary) {
    auto const small = map({});
    auto const large = map({.range = ValueRange{0, 20000}});
    EXPECT_EQ(large.scene.colours.unit.english, "mg/m³");
    EXPECT_DOUBLE_EQ(large.scene.colours.range->high, 20);
    EXPECT_DOUBLE_EQ(large.summary.range.high, 20000);
    EXPECT_DOUBLE_EQ(large.summary.max, small.summary.max);
    EXPECT_FLOAT_EQ(large.scene.field->values.front(), small.scene.field->values.front() / 1000);
}

TEST_F(ResultSceneTest, RoadMapsHaveTheFlowsAndSpeedsOfTheRoads) {
    auto const flow = map({.roads = "flow", .time = "1"});
    ASSERT_EQ(flow.scene.roads.size(), 3U);  // without the junction crossing
    auto const first = static_cast<double>(flow.scene.roads[0].value);
    EXPECT_NEAR(first, 8.0 * 600 / 400 / 300 * 3600, 0.01 * first);  // vehicle metres over length and time
    EXPECT_TRUE(std::isnan(flow.scene.roads[2].value));              // nobody drives there
    EXPECT_FALSE(flow.scene.field);
    auto const speed = map({.roads = "speed"});
    EXPECT_NEAR(static_cast<double>(speed.scene.roads[1].value), 8.0 * 3.6, 0.1);
    EXPECT_TRUE(speed.scene.colours.dark_low);
}

TEST_F(ResultSceneTest, EmissionsGrowWithTheSteps) {
    auto const one = map({.roads = "emission:NOx", .time = "1"});
    auto const two = map({.roads = "emission:NOx", .time = "2"});
    EXPECT_NEAR(static_cast<double>(two.scene.roads[0].value / one.scene.roads[0].value), 1.5, 0.01);
}

TEST_F(ResultSceneTest, SaysWhereThePictureComesFromAndThatItIsSchematic) {
    auto const scene = map({}).scene;
    EXPECT_EQ(scene.title.vietnamese, "Hai con đường");
    EXPECT_THAT(scene.warning.english, HasSubstr("Schematic road network"));
    EXPECT_THAT(scene.warning.vietnamese, HasSubstr("ạng lưới đường sơ đồ"));
    ASSERT_TRUE(scene.wind);
    EXPECT_EQ(scene.wind->from_deg, 45);
    ASSERT_EQ(scene.source.size(), 2U);
    EXPECT_THAT(scene.source[0].vietnamese, HasSubstr("không phải số đo"));
    EXPECT_THAT(scene.source[1].english, HasSubstr("two.nc"));
    EXPECT_THAT(scene.source[1].english, HasSubstr("EPSG:32648"));
}

TEST_F(ResultSceneTest, AMapSaysWhichBackgroundItHolds) {
    auto const without = map({.field = "NOx"}).scene;
    EXPECT_THAT(without.source[0].english, HasSubstr("no background concentration"));
    EXPECT_EQ(without.colours.quantity.english, "NOx from traffic");
    io::testing::SampleRun const run(true, 20, 6);
    auto head = run.header();
    head.background = {"urban", "station X", "trạm X", {20e-9, std::nullopt, std::nullopt}, {}, {}};
    auto const path = folder_.file("background.nc");
    {
        io::NetcdfResultSink sink(head, path, {});
        for (std::size_t step = 0; step < 2; ++step) run.write_step(sink, step);
        sink.finish(run.summary(2));
    }
    io::ResultReader const result(path + ".part");
    EXPECT_NEAR(result.facts().background[0].value(), 20, 1e-9);
    EXPECT_FALSE(result.facts().background[1]);
    auto const nox = make_result_map(result, {.field = "NOx"}).scene;
    EXPECT_THAT(nox.source[0].english, Not(HasSubstr("no background")));
    EXPECT_THAT(nox.source[1].english, HasSubstr("Background 20 µg/m³ everywhere (urban): station X"));
    EXPECT_THAT(nox.source[1].vietnamese, HasSubstr("nền đô thị): trạm X"));
    EXPECT_EQ(nox.colours.quantity.english, "NOx, traffic and background");
    auto const pm = make_result_map(result, {.field = "PM"}).scene;
    EXPECT_THAT(pm.source[0].english, HasSubstr("no background concentration"));
}

TEST_F(ResultSceneTest, ABackgroundOfTheDomainItselfIsCalledCountedTwice) {
    io::testing::SampleRun const run(true, 20, 6);
    auto head = run.header();
    head.background = {"in_domain", "station X", "trạm X", {20e-9, std::nullopt, std::nullopt}, {}, {}};
    auto const path = folder_.file("station.nc");
    {
        io::NetcdfResultSink sink(head, path, {});
        run.write_step(sink, 0);
        sink.finish(run.summary(1));
    }
    auto const scene = make_result_map(io::ResultReader(path + ".part"), {.field = "NOx", .time = "0"}).scene;
    EXPECT_THAT(scene.source[1].english, HasSubstr("counted twice"));
    EXPECT_THAT(scene.source[1].vietnamese, HasSubstr("tính hai lần"));
}

TEST_F(ResultSceneTest, RefusalsSayWhatTheFileHas) {
    EXPECT_THAT([&] { map({.roads = "kerb:NOx"}); }, ThrowsMessage<InputError>(HasSubstr("[kerb] model")));
    EXPECT_THAT([&] { map({.field = "SO2"}); }, ThrowsMessage<InputError>(HasSubstr("it has NOx, PM, fuel")));
    EXPECT_THAT([&] { map({.roads = "emission:SO2"}); }, ThrowsMessage<InputError>(HasSubstr("it has NOx, PM, fuel")));
    EXPECT_THAT([&] { map({.roads = "colour"}); }, ThrowsMessage<InputError>(HasSubstr("flow, speed")));
    EXPECT_THAT([&] { map({.time = "09:00"}); }, ThrowsMessage<InputError>(HasSubstr("07:00–07:15 in 3 steps")));
    EXPECT_THAT([&] { map({.height_m = 121}); }, ThrowsMessage<InputError>(HasSubstr("0 to 120 m")));
    EXPECT_THROW(map({.height_m = -1}), InputError);
}

}  // namespace
}  // namespace hacthanh::viz
