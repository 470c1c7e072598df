#include "sim/dispersion/roadside_walls.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hacthanh::dispersion {
namespace {

std::vector<RoadSource> const sources{vehicle_wake(1.5, 7)};
std::vector<RoadPiece> const road{{{0, -100}, {0, 100}, 0}};  // north-south
constexpr double west = 270;

double length(RoadPiece const& piece) { return std::hypot(piece.to.x - piece.from.x, piece.to.y - piece.from.y); }

void expect_whole(WalledRoads const& found, std::vector<RoadPiece> const& pieces) {
    std::vector<double> sums(pieces.size());
    for (std::size_t n = 0; n < found.pieces.size(); ++n) sums[found.parents[n]] += length(found.pieces[n]);
    for (std::size_t n = 0; n < pieces.size(); ++n) EXPECT_NEAR(sums[n], length(pieces[n]), 1e-9);
}

TEST(RoadsideWalls, WithoutWallsNothingChanges) {
    auto const found = beside_walls(road, sources, {}, west);
    ASSERT_EQ(found.pieces.size(), 1U);
    EXPECT_EQ(found.pieces[0].from.y, -100);
    EXPECT_EQ(found.pieces[0].to.y, 100);
    EXPECT_EQ(found.sources.size(), 1U);
}

TEST(RoadsideWalls, CutsTheRoadWhereAWallBeginsAndEnds) {
    std::vector<Wall> const walls{{{12, -30}, {12, 40}, 5}};
    auto const found = beside_walls(road, sources, walls, west);
    ASSERT_EQ(found.pieces.size(), 3U);
    expect_whole(found, road);
    EXPECT_NEAR(found.pieces[1].from.y, -30, 1e-9);
    EXPECT_NEAR(found.pieces[1].to.y, 40, 1e-9);
    EXPECT_EQ(found.pieces[0].source, 0U);
    EXPECT_EQ(found.pieces[2].source, 0U);
    auto const& barriers = found.sources[found.pieces[1].source].barriers;
    ASSERT_TRUE(barriers.has_value());
    EXPECT_EQ(barriers->downwind_height, 5);
    EXPECT_EQ(barriers->downwind_distance, 12);
    EXPECT_EQ(barriers->upwind_height, 0);
}

TEST(RoadsideWalls, TheWindSaysWhichSideIsWhich) {
    std::vector<Wall> const walls{{{12, -200}, {12, 200}, 5}};
    auto const from_east = beside_walls(road, sources, walls, 90);
    ASSERT_EQ(from_east.pieces.size(), 1U);
    auto const& barriers = from_east.sources[from_east.pieces[0].source].barriers;
    ASSERT_TRUE(barriers.has_value());
    EXPECT_EQ(barriers->upwind_height, 5);
    EXPECT_EQ(barriers->upwind_distance, 12);
    EXPECT_EQ(barriers->downwind_height, 0);
    // askew: further along the wind; beyond ten heights: none
    auto const askew = beside_walls(road, sources, walls, 210);
    for (auto const& piece : askew.pieces)
        EXPECT_EQ(askew.sources[piece.source].barriers->downwind_distance, 24);  // 12 m over sin 30 degrees
    for (auto const& piece : beside_walls(road, sources, walls, 190).pieces) EXPECT_EQ(piece.source, 0U);
}

TEST(RoadsideWalls, TakesTheNearestOfEachSide) {
    std::vector<Wall> const walls{{{30, -200}, {30, 200}, 8},
                                  {{12, -200}, {12, 200}, 3},
                                  {{-9, 200}, {-9, -200}, 4},
                                  {{-15, 200}, {-15, -200}, 6}};
    auto const found = beside_walls(road, sources, walls, west);
    ASSERT_EQ(found.pieces.size(), 1U);
    auto const& barriers = *found.sources[found.pieces[0].source].barriers;
    EXPECT_EQ(barriers.downwind_height, 3);
    EXPECT_EQ(barriers.downwind_distance, 12);
    EXPECT_EQ(barriers.upwind_height, 4);
    EXPECT_EQ(barriers.upwind_distance, 9);
}

/// A wall that comes nearer is a row of distances, each within half its height; a wall over the road changes sides.
TEST(RoadsideWalls, FollowsASlantedWall) {
    std::vector<Wall> const walls{{{40, -100}, {-40, 100}, 6}};
    auto const found = beside_walls(road, sources, walls, west);
    expect_whole(found, road);
    for (auto const& piece : found.pieces) {
        double const middle = 0.5 * (piece.from.y + piece.to.y);
        double const to_wall = -0.4 * middle;
        auto const& barriers = found.sources[piece.source].barriers;
        if (to_wall > 0) {
            ASSERT_TRUE(barriers.has_value()) << middle;
            EXPECT_NEAR(barriers->downwind_distance, std::max(0.5, to_wall), 0.26);
        } else if (-to_wall < 6.5 * 6 - 0.1) {
            ASSERT_TRUE(barriers.has_value()) << middle;
            EXPECT_NEAR(barriers->upwind_distance, std::max(0.5, -to_wall), 0.26);
        }
        if (barriers) {
            EXPECT_LE(0.4 * length(piece), 3 + 1e-9);
        }
    }
}

}  // namespace
}  // namespace hacthanh::dispersion
