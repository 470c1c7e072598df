/// The wind that a result keeps (schema 1.5), drawn by arrows and streamlines.

#include "tests/unit/io/sample_run.hpp"
#include "viz/scene_picture.hpp"
#include "viz/scene_view.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace hacthanh::viz {
namespace {

constexpr int width = 320;
constexpr int height = 240;

/// Two steps: the wind of the first blows east, that of the second north, 3 m/s each.
std::string write_run(std::string const& path) {
    io::testing::SampleRun const run;
    auto const header = run.header();
    io::NetcdfResultSink sink(header, path, {});
    for (std::size_t step = 0; step < 2; ++step) {
        double const begin_s = 25200 + 300.0 * static_cast<double>(step);
        state::OutputStep output{begin_s, begin_s + 300,         step == 0,        run.field(step), run.roads(step),
                                 30,      run.summary(step + 1), run.weather(step)};
        auto const& mesh = run.mesh();
        state::CellWind wind{{mesh, "u", "m s-1"}, {mesh, "v", "m s-1"}, {mesh, "w", "m s-1"}};
        for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) (step == 0 ? wind.u : wind.v)[cell] = 3;
        output.wind = std::move(wind);
        sink.write_step(output);
    }
    auto account = run.summary(2);
    account.complete = true;
    sink.finish(account);
    return path;
}

Scene scene_of(std::string const& by, std::string const& time) {
    Scene scene;
    scene.time = time;
    SceneLayer wind;
    wind.kind = LayerKind::wind;
    wind.colour_by = by;
    scene.layers = {wind};
    scene.camera = {Projection::orthographic, ScenePoint{578357 + 200, 2187411 + 150}, 0, 0, 90, 200};
    return scene;
}

/// Sums of the steps of brightness from a pixel to the next one, along rows and along columns.
std::pair<double, double> roughness(Picture const& picture) {
    double along_rows = 0;
    double along_columns = 0;
    auto const level = [&](int x, int y) {
        Colour const c = picture.at(x, y);
        return int(c.red) + int(c.green) + int(c.blue);
    };
    for (int y = 0; y + 1 < picture.height; ++y)
        for (int x = 0; x + 1 < picture.width; ++x) {
            along_rows += std::abs(level(x + 1, y) - level(x, y));
            along_columns += std::abs(level(x, y + 1) - level(x, y));
        }
    return {along_rows, along_columns};
}

class StoredWindTest : public ::testing::Test {
protected:
    io::testing::TestFolder folder_;
    SceneData data_{write_run(folder_.file("wind.nc"))};
};

TEST_F(StoredWindTest, LinesAndArrowsLieAlongTheWindOfTheirStep) {
    SceneRenderer renderer(data_, nullptr);
    for (std::string const by : {"streamlines", "arrows"}) {
        auto const [east_rows, east_columns] = roughness(renderer.render_bare(scene_of(by, "0"), width, height));
        auto const [north_rows, north_columns] = roughness(renderer.render_bare(scene_of(by, "1"), width, height));
        EXPECT_GT(east_columns, 1.5 * east_rows) << by << ": east";
        EXPECT_GT(north_rows, 1.5 * north_columns) << by << ": north";
    }
}

TEST_F(StoredWindTest, TheLegendIsOfTheStoredSpeeds) {
    SceneView view(data_, nullptr, Pane::first);
    view.show(scene_of("streamlines", "0"));
    auto const legends = view.legends();
    ASSERT_EQ(legends.size(), 1U);
    EXPECT_EQ(legends[0].unit.english, "m/s");
    EXPECT_GE(legends[0].range.high, 3);
    EXPECT_LE(legends[0].range.high, 6);
}

}  // namespace
}  // namespace hacthanh::viz
