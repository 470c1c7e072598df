/// Classes of VN_AQI: only where the averaging time is that of the index, with the names of the classes.

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"
#include "viz/scene_picture.hpp"
#include "viz/scene_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr float stronger = 30;  ///< than the sample: up to some 1000 ug/m3

/// Steps of `step_s` from 07:00, the first one spin-up, whose first species is `first`.
std::string write_run(std::string const& path, Pollutant first, double step_s, std::size_t n_steps, bool background) {
    io::testing::SampleRun const run;
    auto header = run.header();
    header.species[0] = first;
    header.interval_s = header.spin_up_s = step_s;
    header.end_s = header.begin_s + step_s * static_cast<double>(n_steps);
    if (background) header.background = {"rural", "station X", "trạm X", {5e-9, std::nullopt, std::nullopt}, {}, {}};
    io::NetcdfResultSink sink(header, path, {});
    for (std::size_t step = 0; step < n_steps; ++step) {
        auto field = run.field(step);
        for (std::size_t k = 0; k < run.mesh().nz(); ++k)
            for (std::size_t j = 0; j < run.mesh().ny(); ++j)
                for (std::size_t i = 0; i < run.mesh().nx(); ++i) field.species[0].at({i, j, k}) *= stronger;
        double const begin_s = header.begin_s + step_s * static_cast<double>(step);
        sink.write_step({begin_s, begin_s + step_s, step == 0, std::move(field), run.roads(step), 30,
                         run.summary(step + 1), run.weather(step)});
    }
    auto account = run.summary(n_steps);
    account.complete = true;
    sink.finish(account);
    return path;
}

Scene scene_of(std::string const& field, std::string const& time = "last") {
    Scene scene;
    scene.field = field;
    scene.time = time;
    SceneLayer slice;
    slice.kind = LayerKind::slice;
    slice.colour_by = "vn_aqi";
    scene.layers = {slice};
    scene.camera = {Projection::orthographic, ScenePoint{578357 + 200, 2187411 + 150}, 0, 0, 90, 240};
    return scene;
}

/// The table of NO2, written down here once more: 0 100 200 700 1200 -> 0 50 100 150 200.
int index_of_no2(double c) {
    constexpr std::array<std::pair<double, double>, 5> table = {
        {{0, 0}, {100, 50}, {200, 100}, {700, 150}, {1200, 200}}};
    for (std::size_t n = 1; n < table.size(); ++n)
        if (c <= table[n].first)
            return static_cast<int>(
                std::lround(table[n - 1].second + (c - table[n - 1].first) / (table[n].first - table[n - 1].first) *
                                                      (table[n].second - table[n - 1].second)));
    return -1;
}

class IndexBandsTest : public ::testing::Test {
protected:
    io::testing::TestFolder folder_;
};

TEST_F(IndexBandsTest, TheHourThatEndsWithTheStepIsHeldAgainstTheTable) {
    SceneData const data(write_run(folder_.file("no2.nc"), Pollutant::no2, 900, 6, true));
    SceneView view(data, nullptr, Pane::first);
    view.show(scene_of("NO2"));
    for (auto const& [x, y] : {std::pair(60.0, 40.0), {160.0, 90.0}, {150.0, 100.0}}) {
        auto const pick = view.pick(x, y, 320, 240);
        ASSERT_TRUE(pick);
        double mean = 0;
        for (std::size_t step = 2; step <= 5; ++step)
            mean += static_cast<double>(data.probe("NO2", {{step}, 0, false}, {pick->x, pick->y}, 1.5).value()) / 4;
        EXPECT_EQ(static_cast<int>(pick->value.value()), index_of_no2(mean)) << mean;
    }
}

TEST_F(IndexBandsTest, TheLegendNamesClassesAndTheHour) {
    SceneData const data(write_run(folder_.file("no2.nc"), Pollutant::no2, 900, 6, true));
    SceneView view(data, nullptr, Pane::first);
    view.show(scene_of("NO2"));
    auto const legends = view.legends();
    ASSERT_EQ(legends.size(), 1U);
    auto const& rows = legends[0].classes;
    ASSERT_EQ(rows.size(), 7U);
    EXPECT_THAT(rows[0].first.english, AllOf(HasSubstr("VN_AQI NO2 (1h)"), HasSubstr("07:30–08:30")));
    EXPECT_EQ(rows[1].first.vietnamese, "0–50 Tốt");
    EXPECT_EQ(rows[2].first.english, "51–100 Moderate");
    EXPECT_EQ(rows[6].first.vietnamese, "301–500 Nguy hại");
    EXPECT_EQ(rows[4].second, (Colour{255, 0, 0}));
}

TEST_F(IndexBandsTest, ThePictureHasTheColoursOfTheClassesAlone) {
    SceneData const data(write_run(folder_.file("no2.nc"), Pollutant::no2, 900, 6, true));
    SceneRenderer renderer(data, nullptr);
    Picture const picture = renderer.render_bare(scene_of("NO2"), 320, 240);
    std::array<int, 4> pixels{};
    constexpr std::array<Colour, 4> classes = {{{0, 228, 0}, {255, 255, 0}, {255, 126, 0}, {255, 0, 0}}};
    int other = 0;
    for (int y = 20; y < 220; ++y)
        for (int x = 20; x < 300; ++x) {
            auto const found = std::find(classes.begin(), classes.end(), picture.at(x, y));
            found == classes.end() ? ++other : ++pixels[static_cast<std::size_t>(found - classes.begin())];
        }
    EXPECT_GT(pixels[1], 500);
    EXPECT_GT(pixels[2], 500);
    EXPECT_LT(other, 280 * 200 / 100) << "blended colours between classes";
}

TEST_F(IndexBandsTest, RefusesWhatTheIndexDoesNotSay) {
    SceneData const no2(write_run(folder_.file("no2.nc"), Pollutant::no2, 900, 6, true));
    SceneData const traffic(write_run(folder_.file("traffic.nc"), Pollutant::no2, 900, 6, false));
    SceneData const nox(write_run(folder_.file("nox.nc"), Pollutant::nox, 900, 6, true));
    SceneData const particles(write_run(folder_.file("pm.nc"), Pollutant::pm25, 900, 6, true));
    auto const show = [](SceneData const& data, Scene const& scene) {
        return [&data, scene] { SceneView(data, nullptr, Pane::first).show(scene); };
    };
    EXPECT_THAT(show(no2, scene_of("NO2", "3")),
                ThrowsMessage<InputError>(AllOf(HasSubstr("45 min of stored steps"), HasSubstr("over 1 h"))));
    EXPECT_THAT(show(no2, scene_of("NO2", "0")), ThrowsMessage<InputError>(HasSubstr("15 min of stored steps")));
    EXPECT_THAT(show(no2, scene_of("NO2", "mean")),
                ThrowsMessage<InputError>(HasSubstr("the mean is over 1.25 h, the index is one of means over 1 h")));
    EXPECT_THAT(show(traffic, scene_of("NO2")), ThrowsMessage<InputError>(HasSubstr("has no background of NO2")));
    EXPECT_THAT(show(nox, scene_of("NOx")),
                ThrowsMessage<InputError>(AllOf(HasSubstr("NOx has no index"), HasSubstr("NO2"), HasSubstr("PM25"))));
    EXPECT_THAT(show(particles, scene_of("PM25")), ThrowsMessage<InputError>(HasSubstr("over 24 h")));
    EXPECT_THAT([&] { SceneView(no2, &no2, Pane::difference).show(scene_of("NO2")); },
                ThrowsMessage<InputError>(HasSubstr("an index has no difference")));
}

}  // namespace
}  // namespace hacthanh::viz
