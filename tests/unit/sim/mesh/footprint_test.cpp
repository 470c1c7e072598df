#include "sim/mesh/detail/footprint.hpp"

#include "sim/core/error.hpp"
#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>

namespace hacthanh::mesh::detail {
namespace {

/// A ring clipped to one side of a line, as Sutherland & Hodgman do (doi:10.1145/360767.360802): another way to the
/// same area.
city::Polyline clipped(city::Polyline const& ring, std::function<double(city::Point)> const& inside) {
    city::Polyline kept;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        auto const a = ring[n];
        auto const b = ring[(n + 1) % ring.size()];
        double const da = inside(a);
        double const db = inside(b);
        if (da >= 0) kept.push_back(a);
        if ((da >= 0) != (db >= 0))
            kept.push_back({a.x + (b.x - a.x) * da / (da - db), a.y + (b.y - a.y) * da / (da - db)});
    }
    return kept;
}

double area_in(city::Polyline ring, city::Rectangle cell) {
    ring = clipped(ring, [&](city::Point p) { return p.x - cell.x_min; });
    ring = clipped(ring, [&](city::Point p) { return cell.x_max - p.x; });
    ring = clipped(ring, [&](city::Point p) { return p.y - cell.y_min; });
    ring = clipped(ring, [&](city::Point p) { return cell.y_max - p.y; });
    city::Building part;
    part.footprint.outer = ring;
    return test::footprint_area(part);
}

CityMesh mesh_of(double cell_size, city::Rectangle extent = {-35, 12, 265, 212}) {
    MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = 6;
    options.first_layer_m = 3;
    options.top_m = 60;
    return {extent, options};
}

TEST(Footprint, AreaInEveryCellIsThatOfAnotherMethod) {
    for (double const cell_size : {4.0, 20.0, 90.0}) {
        CityMesh const mesh = mesh_of(cell_size);
        auto const city = test::random_city({-60, -10, 300, 240}, 45, 7);
        FootprintRow row;
        double largest = 0;
        for (auto const& building : city) {
            Footprint const footprint(building, mesh);
            EXPECT_NEAR(footprint.area * cell_size * cell_size, test::footprint_area(building), 1e-9);
            for (std::size_t j = 0; j < mesh.ny(); ++j) {
                clip_to_row(footprint, mesh, j, 1e-4, row);
                for (std::size_t n = 0; n < row.size(); ++n) {
                    double const x = mesh.extent().x_min + static_cast<double>(row.first + n) * cell_size;
                    double const y = mesh.extent().y_min + static_cast<double>(j) * cell_size;
                    city::Rectangle const cell{x, y, x + cell_size, y + cell_size};
                    double expected = area_in(building.footprint.outer, cell);
                    for (auto const& hole : building.footprint.holes) expected -= area_in(hole, cell);
                    ASSERT_NEAR(row.area[n], expected / (cell_size * cell_size), 1e-12);
                    largest = std::max(largest, row.area[n]);
                }
            }
        }
        EXPECT_GT(largest, 0.05);
    }
}

TEST(Footprint, SectionsOfASlantedWallAreWhereItStands) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100});
    city::Building triangle;
    triangle.id = "triangle";
    triangle.height_m = 10;
    triangle.footprint.outer = {{12, 20}, {52, 20}, {12, 60}};  // its long wall is x + y = 72
    FootprintRow row;
    clip_to_row(Footprint(triangle, mesh), mesh, 3, 0, row);  // 30 <= y < 40
    ASSERT_EQ(row.first, 1U);
    for (int side = 0; side < 2; ++side) {
        EXPECT_NEAR(row.x_section[side][0], 0, 1e-14);    // x = 10, west of it
        EXPECT_NEAR(row.x_section[side][1], 1, 1e-14);    // x = 20
        EXPECT_NEAR(row.x_section[side][2], 1, 1e-14);    // x = 30: up to y = 42
        EXPECT_NEAR(row.x_section[side][3], 0.2, 1e-14);  // x = 40: up to y = 32
        EXPECT_NEAR(row.x_section[side][4], 0, 1e-14);    // x = 50: up to y = 22
        EXPECT_NEAR(row.y_section[side][0], 0.8, 1e-14);  // y = 30, from x = 12
        EXPECT_NEAR(row.y_section[side][2], 1, 1e-14);
        EXPECT_NEAR(row.y_section[side][3], 0.2, 1e-14);  // up to x = 42
    }
}

TEST(Footprint, AWallInAFacePlaneIsSeenFromOneSide) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100});
    FootprintRow row;
    clip_to_row(Footprint(test::box_building(20, 30, 40, 50, 10), mesh), mesh, 3, 1e-4, row);
    std::size_t const west = 2 - row.first;
    EXPECT_EQ(row.x_section[0][west], 0);
    EXPECT_NEAR(row.x_section[1][west], 1, 1e-12);
    EXPECT_NEAR(row.x_section[0][west + 2], 1, 1e-12);
    EXPECT_EQ(row.x_section[1][west + 2], 0);
    EXPECT_EQ(row.y_section[0][west], 0);
    EXPECT_NEAR(row.y_section[1][west], 1, 1e-12);
}

TEST(Footprint, TheWayRoundTheRingsDoesNotMatter) {
    CityMesh const mesh = mesh_of(20);
    for (auto building : test::random_city({-35, 12, 265, 212}, 45, 3)) {
        double const area = Footprint(building, mesh).area;
        building.footprint.outer = test::reversed(building.footprint.outer);
        for (auto& hole : building.footprint.holes) hole = test::reversed(hole);
        EXPECT_NEAR(Footprint(building, mesh).area, area, 1e-12);
    }
}

TEST(Footprint, WithoutAnExtentIsRefusedWithItsName) {
    CityMesh const mesh = mesh_of(20);
    auto const refused = [&](city::Building building) {
        building.id = "way/17";
        try {
            Footprint(building, mesh);
        } catch (InputError const& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    auto const good = test::box_building(0, 20, 30, 40, 10);
    EXPECT_EQ(refused(good), "no error");
    auto bad = good;
    bad.footprint.outer.resize(2);
    EXPECT_THAT(refused(bad), testing::HasSubstr("way/17"));
    bad = good;
    bad.footprint.outer[1].x = std::nan("");
    EXPECT_THAT(refused(bad), testing::HasSubstr("way/17"));
    bad = good;
    bad.height_m = bad.base_m = 4;
    EXPECT_THAT(refused(bad), testing::HasSubstr("way/17"));
}

}  // namespace
}  // namespace hacthanh::mesh::detail
