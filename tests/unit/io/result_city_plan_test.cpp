#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::io {
namespace {

/// A block of houses beside a river, on a small mesh.
struct BuiltRun {
    BuiltRun() : mesh(blocked()) {
        city.buildings = {test::box_building(40, 40, 80, 80, 12)};
        city::Area river;
        river.kind = city::AreaKind::water;
        river.shape = test::box_building(0, 0, 400, 20, 1).footprint;
        city.areas = {river};
    }

    mesh::CityMesh blocked() const {
        std::vector<city::Building> const houses = {test::box_building(40, 40, 80, 80, 12)};
        return mesh::block_buildings(plain.mesh(), houses, {}, Parallel(1)).mesh;
    }

    state::RunHeader header() const {
        auto const head = plain.header();
        state::RunHeader built{.city = city, .mesh = mesh, .species = head.species};
        built.epoch_utc = head.epoch_utc;
        built.utc_offset = head.utc_offset;
        built.begin_s = head.begin_s;
        built.end_s = head.end_s;
        built.interval_s = head.interval_s;
        built.significant_error = head.significant_error;
        built.inflow = head.inflow;
        built.provenance = head.provenance;
        return built;
    }

    void write(std::string const& path, std::size_t n_steps) const {
        auto const head = header();
        NetcdfResultSink sink(head, path);
        for (std::size_t step = 0; step < n_steps; ++step) {
            state::ConcentrationField const field(mesh, {"NOx", "PM", "fuel"}, 2e-9F);
            state::RoadSeries const roads(0, 3);
            auto const summary = plain.summary(step + 1);
            double const begin = head.begin_s + static_cast<double>(step) * head.interval_s;
            sink.write_step({begin, begin + head.interval_s, false, field, roads, 3, summary});
        }
        auto summary = plain.summary(n_steps);
        summary.complete = true;
        sink.finish(summary);
    }

    testing::SampleRun plain;
    city::City city;
    mesh::CityMesh mesh;
};

TEST(ResultCityPlan, HoldsBuildingsAndGround) {
    testing::TestFolder const folder;
    BuiltRun const run;
    run.write(folder.file("run.nc"), 1);
    auto const plan = ResultReader(folder.file("run.nc")).city_plan();
    ASSERT_TRUE(plan);
    std::size_t const nx = run.mesh.nx();
    EXPECT_EQ(plan->built_fraction[2 * nx + 2], 1);
    EXPECT_EQ(plan->building_height[2 * nx + 2], 12);
    EXPECT_TRUE(std::isnan(plan->building_height[5]));
    EXPECT_EQ(mesh::cover_kind(plan->cover[5]), city::AreaKind::water);
    EXPECT_EQ(plan->cover[5 * nx], 0);
}

TEST(ResultCityPlan, IsAbsentWithoutBuildingsAndAreas) {
    testing::TestFolder const folder;
    testing::SampleRun const run;
    run.write(folder.file("run.nc"), 1, true);
    EXPECT_FALSE(ResultReader(folder.file("run.nc")).city_plan());
}

TEST(ResultCityPlan, CellsWithoutAirHaveNoConcentration) {
    testing::TestFolder const folder;
    BuiltRun const run;
    run.write(folder.file("run.nc"), 2);
    ResultReader const result(folder.file("run.nc"));
    for (auto const& layer : {result.concentration_layer(0, 1, 0), result.mean_surface(0)}) {
        EXPECT_TRUE(std::isnan(layer[2 * run.mesh.nx() + 2]));
        EXPECT_NEAR(layer[0], 2, 2 * 5e-4);
    }
}

}  // namespace
}  // namespace hacthanh::io
