#include "io/city_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {
namespace {

/// The flagship's city folder, as every later command reads it: that the buildings are valid and disjoint is the
/// reader's own check.
class ThanhHoaCityTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ =
            new CityFolder(read_city_folder(std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/city"));
    }
    static void TearDownTestSuite() { delete folder_; }
    static city::City const& city() { return folder_->city; }

    inline static CityFolder* folder_ = nullptr;
};

/// Pieces of road axes by squares of 25 m.
class RoadIndex {
public:
    explicit RoadIndex(city::City const& city) {
        for (auto const& road : city.roads)
            for (std::size_t i = 0; i + 1 < road.axis.size() && !road.internal; ++i)
                add({road.axis[i], road.axis[i + 1], road.width_m / 2});
    }

    /// Distance of a point to the nearest carriageway within a square or two [m]; negative on it, 25 when far.
    double gap(city::Point p) const {
        double least = square;
        for (int i = -1; i <= 1; ++i)
            for (int j = -1; j <= 1; ++j) {
                auto const found = pieces_.find({index(p.x) + i, index(p.y) + j});
                if (found == pieces_.end()) continue;
                for (Piece const& piece : found->second) least = std::min(least, distance(piece, p) - piece.half_width);
            }
        return least;
    }

private:
    static constexpr double square = 25;
    struct Piece {
        city::Point a, b;
        double half_width;
    };
    static int index(double x) { return static_cast<int>(std::floor(x / square)); }

    void add(Piece const& piece) {
        double const length = std::hypot(piece.b.x - piece.a.x, piece.b.y - piece.a.y);
        std::set<std::pair<int, int>> squares;
        int const n = 1 + static_cast<int>(length / 5);
        for (int k = 0; k <= n; ++k) {
            double const share = static_cast<double>(k) / n;
            squares.emplace(index(piece.a.x + share * (piece.b.x - piece.a.x)),
                            index(piece.a.y + share * (piece.b.y - piece.a.y)));
        }
        for (auto const& where : squares) pieces_[where].push_back(piece);
    }

    static double distance(Piece const& piece, city::Point p) {
        double const dx = piece.b.x - piece.a.x;
        double const dy = piece.b.y - piece.a.y;
        double const size = dx * dx + dy * dy;
        double const along = size > 0 ? ((p.x - piece.a.x) * dx + (p.y - piece.a.y) * dy) / size : 0;
        double const share = std::clamp(along, 0.0, 1.0);
        return std::hypot(p.x - piece.a.x - share * dx, p.y - piece.a.y - share * dy);
    }

    std::map<std::pair<int, int>, std::vector<Piece>> pieces_;
};

TEST_F(ThanhHoaCityTest, SaysThatItIsASketchAndWhereItComesFrom) {
    EXPECT_TRUE(folder_->about.schematic);
    EXPECT_THAT(folder_->about.note_vi, ::testing::HasSubstr("chưa có số liệu"));
    std::set<std::string> parts;
    for (auto const& source : folder_->about.sources) parts.insert(source.part);
    EXPECT_THAT(parts, ::testing::ElementsAre("areas", "buildings", "heights", "network", "population"));
}

TEST_F(ThanhHoaCityTest, TubeHousesHaveTheSizesOfTubeHouses) {
    EXPECT_GT(city().buildings.size(), 40000U);
    std::size_t tube_houses = 0;
    for (auto const& building : city().buildings) {
        if (building.use != "terrace") {
            EXPECT_EQ(building.mark, city::Mark::memory) << building.id;
            continue;
        }
        ++tube_houses;
        auto const& ring = building.footprint.outer;
        double const width = std::hypot(ring[1].x - ring[0].x, ring[1].y - ring[0].y);
        double const depth = std::hypot(ring[2].x - ring[1].x, ring[2].y - ring[1].y);
        ASSERT_GT(std::min(width, depth), 3.4) << building.id;
        ASSERT_LT(std::min(width, depth), 6.1) << building.id;
        ASSERT_GT(std::max(width, depth), 9.9) << building.id;
        ASSERT_LT(std::max(width, depth), 20.1) << building.id;
        ASSERT_GE(building.height_m, 8.1) << building.id;   // 2 storeys
        ASSERT_LE(building.height_m, 18.0) << building.id;  // 5 storeys
        ASSERT_EQ(building.mark, city::Mark::derived) << building.id;
    }
    EXPECT_GT(tube_houses, 40000U);
}

TEST_F(ThanhHoaCityTest, NoBuildingStandsOnARoad) {
    RoadIndex const roads(city());
    for (auto const& building : city().buildings)
        for (auto const& corner : building.footprint.outer) ASSERT_GT(roads.gap(corner), 0.0) << building.id;
}

TEST_F(ThanhHoaCityTest, ThePeopleOfHacThanhLiveOnTheMap) {
    double residents = 0;
    for (auto const& zone : city().population) residents += zone.residents;
    EXPECT_NEAR(residents, 197142 * 0.987, 5);  // the part of the ward on the map; other wards have no number
}

TEST_F(ThanhHoaCityTest, HasItsBridgesRiverAndNamedStreets) {
    std::set<std::string> streets, labels;
    for (auto const& road : city().roads) streets.insert(road.street_name);
    for (auto const& area : city().areas) labels.insert(area.label);
    for (char const* name : {"Cầu Hàm Rồng", "Cầu Hoàng Long", "Cầu Nguyệt Viên", "Đại lộ Lê Lợi", "Trần Phú",
                             "Phan Chu Trinh", "Nguyễn Trãi", "ngõ (sơ đồ)"})
        EXPECT_TRUE(streets.contains(name)) << name;
    EXPECT_TRUE(labels.contains("Sông Mã"));
}

}  // namespace
}  // namespace hacthanh::io
