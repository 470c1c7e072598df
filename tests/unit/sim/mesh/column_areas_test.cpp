/// Areas cut by the columns of a mesh.

#include "sim/mesh/column_areas.hpp"

#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hacthanh::mesh {
namespace {

CityMesh const grid = test::box(10, 8, 3, 20, 60);

double sum(std::vector<std::pair<std::size_t, double>> const& areas) {
    double all = 0;
    for (auto const& [column, area] : areas) all += area;
    return all;
}

TEST(ColumnAreas, ARectangleIsCutAtTheLinesOfTheGrid) {
    auto const areas = column_areas({{{30, 50}, {70, 50}, {70, 70}, {30, 70}}, {}}, grid);
    std::map<std::size_t, double> const found(areas.begin(), areas.end());
    ASSERT_EQ(found.size(), 6U);
    EXPECT_NEAR(found.at(1 + 10 * 2), 100, 1e-9);
    EXPECT_NEAR(found.at(2 + 10 * 2), 200, 1e-9);
    EXPECT_NEAR(found.at(3 + 10 * 3), 100, 1e-9);
}

TEST(ColumnAreas, ASlantedAreaKeepsItsAreaAndPartsAddUp) {
    city::Point const a{13.7, 22.1}, b{171.3, 47.9}, c{140.2, 133.3}, d{41.9, 120.4};
    auto const whole = column_areas({{a, b, c, d}, {}}, grid);
    EXPECT_NEAR(sum(whole), 0.5 * std::abs((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)), 1e-9);
    std::map<std::size_t, double> parts;
    for (auto const& ring : {city::Polyline{a, b, c}, city::Polyline{d, c, a}})  // in either direction
        for (auto const& [column, area] : column_areas({ring, {}}, grid)) parts[column] += area;
    for (auto const& [column, area] : whole) EXPECT_NEAR(parts[column], area, 1e-9) << column;
}

TEST(ColumnAreas, HolesAndWhatLiesOutsideDoNotCount) {
    city::Polygon yard{{{-50, 10}, {50, 10}, {50, 50}, {-50, 50}}, {{{20, 20}, {20, 40}, {40, 40}, {40, 20}}}};
    auto const areas = column_areas(yard, grid);
    EXPECT_NEAR(sum(areas), 50 * 40 - 400, 1e-9);
    for (auto const& [column, area] : areas) EXPECT_NE(column, 11U) << "the hole fills this one";
    EXPECT_TRUE(column_areas({{{300, 10}, {350, 10}, {350, 50}}, {}}, grid).empty());
    EXPECT_TRUE(column_areas({{{200, 10}, {250, 10}, {250, 50}, {200, 50}}, {}}, grid).empty()) << "at the border";
    EXPECT_TRUE(column_areas({{{30, 10}, {35, 10}}, {}}, grid).empty());
}

TEST(ColumnAreas, WhatIsSmallerThanACellIsInItsCell) {
    auto const areas = column_areas({{{105.1, 62}, {105.4, 62}, {105.4, 62.2}, {105.1, 62.2}}, {}}, grid);
    ASSERT_EQ(areas.size(), 1U);
    EXPECT_EQ(areas[0].first, 5U + 10 * 3);
    EXPECT_NEAR(areas[0].second, 0.06, 1e-9);
}

}  // namespace
}  // namespace hacthanh::mesh
