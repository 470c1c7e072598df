/// `hacthanh import osm` on a made-up crossing with one building for every trouble, and on the real cases.

#include "io/city_folder.hpp"
#include "io/hash.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;

std::string const crossing = std::string(HACTHANH_SOURCE_DIR) + "/tests/data/crossing.osm";

class ImportOsmTest : public testing::Test {
protected:
    /// Imports and returns the report.
    nlohmann::json import(std::string const& file, std::string const& name, std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"import", "osm", file, "-o", (folder_ / name).string(), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out);
    }
    /// Runs a command that must be refused and returns its message.
    std::string refusal(std::vector<std::string> const& arguments) {
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 2) << result.out;
        return result.err;
    }
    ScratchFolder folder_;
};

double ring_area(city::Polyline const& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        auto const& p = ring[i];
        auto const& q = ring[(i + 1) % ring.size()];
        twice += p.x * q.y - q.x * p.y;
    }
    return twice / 2;
}

double area(city::Polygon const& polygon) {
    double sum = ring_area(polygon.outer);
    for (auto const& hole : polygon.holes) sum += ring_area(hole);
    return sum;
}

TEST_F(ImportOsmTest, EveryTroubleIsRepairedOrCounted) {
    auto const report = import(crossing, "city");
    auto const& counts = report.at("counts");
    auto const count = [&](char const* name) { return counts.value(name, 0); };
    EXPECT_EQ(count("nodes_missing"), 1);
    EXPECT_EQ(count("ways_with_missing_nodes"), 1);
    EXPECT_EQ(count("heights_implausible"), 1);
    EXPECT_EQ(count("heights_unreadable"), 1);
    EXPECT_EQ(count("buildings_open"), 1);
    EXPECT_EQ(count("buildings_zero_area"), 1);
    EXPECT_EQ(count("buildings_duplicate"), 1);
    EXPECT_EQ(count("buildings_outside_box"), 1);
    EXPECT_EQ(count("relations_incomplete"), 1);
    EXPECT_EQ(count("outlines_replaced"), 1);
    EXPECT_GE(count("buildings_overlapping"), 1);
    EXPECT_EQ(count("buildings_over_roads"), 1);
    EXPECT_EQ(report.at("examples").at("buildings_over_roads").at(0), "way/118");
    EXPECT_EQ(report.at("examples").at("buildings_open").at(0), "way/113");

    auto const city = io::read_city_folder(folder_ / "city").city;  // refuses overlap and invalid shapes
    std::map<std::string, city::Building const*> by_id;
    for (auto const& building : city.buildings) by_id[building.id] = &building;
    auto const height = [&](char const* id) { return by_id.at(id)->height_m; };
    EXPECT_NEAR(height("way/101"), 4 * 3.1, 1e-9);
    EXPECT_NEAR(height("way/102"), 12, 1e-9);
    EXPECT_NEAR(height("way/103"), 12.192, 1e-9);
    EXPECT_NEAR(height("way/104"), 4 * 3.1, 1e-9);
    for (char const* id : {"way/105", "way/106", "way/107"})
        EXPECT_EQ(by_id.at(id)->height_source, city::HeightSource::neighbours) << id;
    EXPECT_EQ(height("way/108"), 3);
    EXPECT_EQ(by_id.at("way/122")->height_source, city::HeightSource::land_use);
    EXPECT_EQ(by_id.at("way/123")->height_source, city::HeightSource::fallback);
    EXPECT_NEAR(area(by_id.at("relation/201")->footprint), 60 * 60 - 30 * 30, 20);  // the courtyard stays open
    EXPECT_EQ(by_id.at("relation/201")->footprint.holes.size(), 1U);
    EXPECT_EQ(by_id.at("way/117")->base_m, 4);
    EXPECT_FALSE(by_id.contains("way/115"));
    EXPECT_FALSE(by_id.contains("way/119"));
    EXPECT_FALSE(by_id.contains("way/120"));
    EXPECT_NEAR(area(by_id.at("way/109")->footprint), 6 * 15, 1);  // four metres went to the taller one

    std::map<std::string, double> areas;
    for (auto const& piece : city.areas) areas[std::string(name(piece.kind))] += area(piece.shape);
    EXPECT_NEAR(areas["water"], 100 * 60, 100);  // cut at the box
    EXPECT_NEAR(areas["trees"], 60 * 5 + 2 * 3.14 * 6.25, 8);
    EXPECT_TRUE(std::any_of(city.roads.begin(), city.roads.end(),
                            [](auto const& road) { return road.street_name == "Đường Lê Lợi"; }));
    EXPECT_THAT(read_file(folder_ / "city/network.net.xml"), HasSubstr("traffic_light"));
}

TEST_F(ImportOsmTest, TheSameInputGivesTheSameBytes) {
    import(crossing, "a", {"--name", "Crossing"});  // else each is called after its folder
    import(crossing, "b", {"--name", "Crossing"});
    for (char const* file :
         {"city.toml", "network.net.xml", "buildings.gpkg", "areas.gpkg", "scenario.toml", "traffic.sumocfg"})
        EXPECT_EQ(io::sha256_of_file(folder_ / "a" / file), io::sha256_of_file(folder_ / "b" / file)) << file;
}

TEST_F(ImportOsmTest, DrivesOnTheLeftAndCutsTheBox) {
    import(crossing, "left", {"--left-hand"});
    EXPECT_THAT(read_file(folder_ / "left/network.net.xml"), HasSubstr("lefthand=\"true\""));
    auto const half = import(crossing, "half", {"--bbox", "105.7700,19.8000,105.7720,19.8040"});
    EXPECT_LT(half.at("buildings"), 12);
    EXPECT_GT(half.at("buildings"), 0);
}

TEST_F(ImportOsmTest, ReadsThePackedForms) {
    auto const packed = (folder_ / "crossing.osm.gz").string();
    ASSERT_EQ(run_command({"sh", "-c", "gzip -c '" + crossing + "' > '" + packed + "'"}).exit_code, 0);
    auto const plain = import(crossing, "plain");
    EXPECT_EQ(import(packed, "packed").at("counts"), plain.at("counts"));
}

TEST_F(ImportOsmTest, SpreadsATotalOverTheFloors) {
    auto const report = import(crossing, "city", {"--population-total", "1234"});
    EXPECT_NEAR(report.at("residents").get<double>(), 1234, 1e-6);
}

TEST_F(ImportOsmTest, RefusesWhatIsNoCity) {
    auto const out = (folder_ / "out").string();
    auto const with_text = [&](std::string const& name, std::string const& text) {
        write_file(folder_ / name, text);
        return refusal({"import", "osm", (folder_ / name).string(), "-o", out});
    };
    EXPECT_THAT(refusal({"import", "osm", (folder_ / "none.osm").string(), "-o", out}), HasSubstr("file not found"));
    EXPECT_THAT(with_text("empty.osm", ""), HasSubstr("is empty"));
    EXPECT_THAT(with_text("text.osm", "hello"), HasSubstr("cannot be read as OpenStreetMap data"));
    EXPECT_THAT(with_text("noise.osm.pbf", "hello"), HasSubstr("cannot be read as OpenStreetMap data"));
    EXPECT_THAT(with_text("bare.osm", "<osm version=\"0.6\"></osm>"), HasSubstr("holds no nodes"));
    auto text = read_file(crossing);
    EXPECT_THAT(with_text("cut.osm", text.substr(0, text.size() / 2)), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal({"import", "osm", crossing, "-o", out, "--bbox", "105.0,19.0,105.1,19.1"}),
                HasSubstr("holds no roads inside the box"));
    EXPECT_THAT(refusal({"import", "osm", crossing, "-o", out, "--bbox", "19.8,105.77,19.81,105.78"}),
                HasSubstr("west,south,east,north"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out/city.toml"));
    write_file(folder_ / "mine/letter.txt", "dear");
    EXPECT_THAT(refusal({"import", "osm", crossing, "-o", (folder_ / "mine").string()}),
                HasSubstr("holds other things than a city"));
    import(crossing, "twice");
    EXPECT_THAT(refusal({"import", "osm", crossing, "-o", (folder_ / "twice").string()}), HasSubstr("--force"));
}

/// Real extracts: import, then check.
class RealOsmTest : public ImportOsmTest, public testing::WithParamInterface<char const*> {};

TEST_P(RealOsmTest, ImportsAndChecks) {
    auto const data = data_folder();
    if (!data) GTEST_SKIP() << "the folder of real cases is absent (set HACTHANH_DATA_DIR)";
    auto const report = import((*data / "cases" / GetParam()).string(), "city");
    EXPECT_GT(report.at("buildings"), 400);
    EXPECT_GT(report.at("roads"), 300);
    auto const folder = io::read_city_folder(folder_ / "city");
    EXPECT_EQ(folder.city.buildings.size(), report.at("buildings"));
    auto const checked = hacthanh({"check", (folder_ / "city/scenario.toml").string()});
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
}

INSTANTIATE_TEST_SUITE_P(Cities, RealOsmTest,
                         testing::Values("hanoi_catlinh/map.osm", "berlin_adlershof/berlin_adlershof.osm.xml.gz"),
                         [](auto const& test) { return std::string(test.param).substr(0, 5); });

}  // namespace
}  // namespace hacthanh::test
