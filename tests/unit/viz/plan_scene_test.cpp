#include "viz/plan_scene.hpp"

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/unit/io/sample_run.hpp"
#include "viz/field_image.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::viz {
namespace {

/// The plan of a result file that holds one house and a river and no output step.
ResultMap plan_of_small_city() {
    io::testing::TestFolder const folder;
    io::testing::SampleRun const run;
    city::City city = run.city();
    city.buildings = {test::box_building(40, 40, 80, 80, 12)};
    city::Area river;
    river.kind = city::AreaKind::water;
    river.shape = test::box_building(0, 0, 400, 20, 1).footprint;
    city.areas = {river};
    auto const blocked = mesh::block_buildings(run.mesh(), city.buildings, {}, Parallel(1));
    auto const head = run.header();
    state::RunHeader header{.city = city, .mesh = blocked.mesh, .species = head.species};
    header.title = head.title;
    header.schematic = true;
    header.epoch_utc = head.epoch_utc;
    header.utc_offset = head.utc_offset;
    header.inflow = head.inflow;
    header.provenance = head.provenance;
    io::NetcdfResultSink const sink(header, folder.file("city.nc"));
    return make_plan_map(io::ResultReader(folder.file("city.nc.part")), {});
}

TEST(PlanScene, ShowsRoofsGroundAndRoads) {
    ResultMap const map = plan_of_small_city();
    ASSERT_TRUE(map.scene.field);
    EXPECT_EQ(map.scene.field->values[2 * map.scene.field->nx + 2], 12);
    EXPECT_TRUE(std::isnan(map.scene.field->values[0]));
    ASSERT_TRUE(map.scene.cover);
    ASSERT_EQ(map.scene.cover->legend.size(), 1U);
    EXPECT_EQ(map.scene.cover->legend[0].first.vietnamese, "Mặt nước");
    EXPECT_EQ(map.scene.cover->kinds[3], 0);
    EXPECT_EQ(map.scene.cover->kinds[10 * map.scene.cover->nx], -1);
    EXPECT_FALSE(map.scene.roads.empty());
    EXPECT_EQ(map.summary.max, 12);
    EXPECT_EQ(map.summary.time_name, "plan");
    EXPECT_THAT(map.scene.warning.english, testing::HasSubstr("chematic"));
}

TEST(CoverImage, PaintsCellsAndLeavesTheRestTransparent) {
    MapCover const cover{{0, 0, 20, 10}, 2, 1, {0, -1}, {{Text::same("Water"), Colour{1, 2, 3}}}};
    ImageDrawing const image = cover_image(cover, {0, 0, 30, 10}, {0, 0, 30, 10});
    auto const width = static_cast<std::size_t>(image.width);
    EXPECT_EQ(image.pixels[0], (Colour{1, 2, 3}));
    EXPECT_EQ(image.pixels[width / 2].alpha, 0);
    EXPECT_EQ(image.pixels[width - 1].alpha, 0);
}

}  // namespace
}  // namespace hacthanh::viz
