#include "io/city_folder.hpp"

#include "io/hash.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <string>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::filesystem::path const town = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
std::filesystem::path const real_place =
    std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/city/network.net.xml";

city::Polygon square(double x, double y, double side) {
    return {{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}};
}

/// A city with one thing of every kind.
CityFolder sample(std::filesystem::path const& network) {
    CityFolder content;
    content.network = network;
    content.about.name = "Town";
    content.about.name_vi = "Thị trấn";
    content.about.note = "a \"made-up\" place\nof two lines";
    content.about.sources = {{"buildings", "us", "b.gpkg", "00ff", "CC0", "", city::Mark::derived}};
    content.about.import_counts = {{"buildings", 2}, {"buildings_repaired", 0}};
    if (network == real_place)
        content.city.projection = {"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357, -2187411};
    auto yard = square(100, 100, 40);
    yard.holes.push_back({{110, 110}, {110, 120}, {120, 120}, {120, 110}});
    content.city.buildings = {
        {"way/1", yard, 0, 12.5, city::HeightSource::levels, "house", city::Mark::sourced},
        {"way/2", square(140, 100, 10), 3, 9, city::HeightSource::measured, "", city::Mark::memory}};
    content.city.areas = {{"r/1", city::AreaKind::water, square(0, 0, 50), "natural=water", "Hồ", city::Mark::sourced}};
    content.city.population = {{"z", {square(0, 0, 10), square(20, 0, 10)}, 12.25, city::Mark::computed}};
    content.city.barriers = {{"noise", {{10, 20}, {30, 25}, {60, 25}}, 4.5, city::Mark::memory}};
    content.city.terrain = {0, 0, 25, 3, 2, {1, 2, 3, 4, 5, std::numeric_limits<float>::quiet_NaN()}};
    return content;
}

std::string refusal(std::filesystem::path const& folder) {
    try {
        read_city_folder(folder);
    } catch (InputError const& error) {
        return error.what();
    }
    return "not refused";
}

class CityFolderTest : public testing::Test {
protected:
    std::filesystem::path write(CityFolder const& content, std::string const& name = "city") {
        write_city_folder(folder_ / name, content);
        return folder_ / name;
    }
    /// A city whose buildings come from a GeoJSON file. @param crs  its member "crs", may be empty
    std::filesystem::path with_buildings(std::string const& features, std::string const& crs) {
        auto const folder = write(sample(real_place));
        test::write_file(folder / "b.geojson",
                         R"({"type":"FeatureCollection",)" + crs + R"("features":[)" + features + "]}");
        auto text = test::read_file(folder / "city.toml");
        text.replace(text.find("buildings.gpkg"), 14, "b.geojson");
        test::write_file(folder / "city.toml", text);
        return folder;
    }
    test::ScratchFolder folder_;
};

std::string feature(std::string const& id, std::string const& ring, std::string const& more = "") {
    return R"({"type":"Feature","properties":{"id":")" + id + R"(","height_source":"levels","height_m":5.5)" + more +
           R"(},"geometry":{"type":"Polygon","coordinates":[[)" + ring + "]]}}";
}

TEST_F(CityFolderTest, ReadsWhatItWrote) {
    for (auto const& network : {town, real_place}) {
        auto const content = sample(network);
        auto const read = read_city_folder(write(content, network.stem().string()));
        EXPECT_EQ(read.about.name_vi, "Thị trấn");
        EXPECT_EQ(read.about.note, content.about.note);
        ASSERT_EQ(read.about.sources.size(), 1U);
        EXPECT_EQ(read.about.sources[0].mark, city::Mark::derived);
        EXPECT_EQ(read.about.import_counts, content.about.import_counts);
        ASSERT_EQ(read.city.buildings.size(), 2U);
        auto const& building = read.city.buildings[0];
        EXPECT_EQ(building.id, "way/1");
        EXPECT_EQ(building.height_m, 12.5);
        EXPECT_EQ(building.height_source, city::HeightSource::levels);
        ASSERT_EQ(building.footprint.holes.size(), 1U);
        ASSERT_EQ(building.footprint.outer.size(), 4U);
        EXPECT_NEAR(building.footprint.outer[0].x, 100, 1e-8);
        EXPECT_EQ(read.city.buildings[1].base_m, 3);
        EXPECT_EQ(read.city.buildings[1].mark, city::Mark::memory);
        ASSERT_EQ(read.city.areas.size(), 1U);
        EXPECT_EQ(read.city.areas[0].label, "Hồ");
        ASSERT_EQ(read.city.population.size(), 1U);
        EXPECT_EQ(read.city.population[0].parts.size(), 2U);
        EXPECT_EQ(read.city.population[0].residents, 12.25);
        ASSERT_EQ(read.city.barriers.size(), 1U);
        EXPECT_EQ(read.city.barriers[0].height_m, 4.5);
        EXPECT_EQ(read.city.barriers[0].mark, city::Mark::memory);
        ASSERT_EQ(read.city.barriers[0].axis.size(), 3U);
        EXPECT_NEAR(read.city.barriers[0].axis[1].y, 25, 1e-8);
        EXPECT_NEAR(read.city.terrain.x_min, 0, 1e-8);
        EXPECT_NEAR(read.city.terrain.y_min, 0, 1e-8);
        EXPECT_THAT(std::vector<float>(read.city.terrain.height_m.begin(), read.city.terrain.height_m.end() - 1),
                    testing::ElementsAre(1, 2, 3, 4, 5));
        EXPECT_TRUE(std::isnan(read.city.terrain.height_m.back()));
        EXPECT_FALSE(read.city.roads.empty());
        EXPECT_EQ(read.files.size(), 7U);
    }
}

TEST_F(CityFolderTest, TheSameContentGivesTheSameBytes) {
    auto const a = write(sample(real_place), "a");
    auto const b = write(sample(real_place), "b");
    for (char const* file : {"city.toml", "network.net.xml", "buildings.gpkg", "areas.gpkg", "population.gpkg",
                             "barriers.gpkg", "terrain.tif"})
        EXPECT_EQ(sha256_of_file(a / file), sha256_of_file(b / file)) << file;
}

TEST_F(CityFolderTest, WritingAgainReplacesACityAndNothingElse) {
    auto const folder = write(sample(town));
    auto bare = sample(town);
    bare.city.buildings.clear();
    write(bare);
    EXPECT_FALSE(std::filesystem::exists(folder / "buildings.gpkg"));
    test::write_file(folder_ / "other/letter.txt", "mine");
    EXPECT_THROW(write_city_folder(folder_ / "other", bare), InputError);
}

TEST_F(CityFolderTest, ReadsGeoJsonThatNamesTheProjection) {
    std::string const house =
        feature("a", "[578457,2187511],[578467,2187511],[578467,2187521],[578457,2187521],[578457,2187511]");
    auto const city =
        read_city_folder(
            with_buildings(house, R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32648"}},)"))
            .city;
    ASSERT_EQ(city.buildings.size(), 1U);
    EXPECT_NEAR(city.buildings[0].footprint.outer[0].x, 100, 1e-6);
    EXPECT_NEAR(city.buildings[0].footprint.outer[0].y, 100, 1e-6);
    // Without a name, GeoJSON is in degrees.
    EXPECT_THAT(refusal(with_buildings(house, "")), AllOf(HasSubstr("b.geojson"), HasSubstr("reference system")));
}

TEST_F(CityFolderTest, RefusesWithThePlaceAndTheRule) {
    EXPECT_THAT(refusal(folder_ / "nowhere"), HasSubstr("city folder not found"));
    std::filesystem::create_directory(folder_ / "empty");
    EXPECT_THAT(refusal(folder_ / "empty"), HasSubstr("has no city.toml"));
    auto const folder = write(sample(town));
    auto const text = test::read_file(folder / "city.toml");
    auto const with = [&](std::string const& from, std::string const& to) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        test::write_file(folder / "city.toml", changed);
        return refusal(folder);
    };
    EXPECT_THAT(with("schema = \"" + city_folder_schema.text() + "\"", "schema = \"2.0\""), HasSubstr("schema 2.0"));
    EXPECT_THAT(with("schematic", "schemattic"), AllOf(HasSubstr("city.toml:5"), HasSubstr("unknown key")));
    EXPECT_THAT(with("network.net.xml", "../town.net.xml"), HasSubstr("name of a file in the folder"));
    EXPECT_THAT(with("areas.gpkg", "gone.gpkg"), HasSubstr("files.areas = \"gone.gpkg\": file not found"));
    EXPECT_THAT(with("mark = \"D\"", "mark = \"X\""), HasSubstr("must be S, C, D or M"));
    EXPECT_THAT(with("= [0, 0]", "= [0]"), HasSubstr("two numbers"));
}

TEST_F(CityFolderTest, RefusesOverlapNamingBothBuildings) {
    auto content = sample(town);
    content.city.buildings.push_back(content.city.buildings[1]);
    content.city.buildings[2].id = "way/3";
    EXPECT_THAT(refusal(write(content)), AllOf(HasSubstr("\"way/2\" and \"way/3\" overlap on 100.00")));
}

TEST_F(CityFolderTest, RefusesBadObjectsByName) {
    auto const broken = [&](auto const& change) {
        auto content = sample(town);
        change(content.city);
        return refusal(write(content));
    };
    EXPECT_THAT(broken([](auto& city) { city.buildings[1].id = "way/1"; }), HasSubstr("\"way/1\" is there twice"));
    EXPECT_THAT(broken([](auto& city) { city.buildings[1].base_m = 9; }),
                AllOf(HasSubstr("\"way/2\""), HasSubstr("base_m < height_m")));
    EXPECT_THAT(broken([](auto& city) { city.buildings[1].height_m = 9999; }), HasSubstr("<= 1000"));
    EXPECT_THAT(broken([](auto& city) {
                    std::swap(city.buildings[1].footprint.outer[0], city.buildings[1].footprint.outer[1]);
                }),
                AllOf(HasSubstr("\"way/2\""), HasSubstr("not a valid polygon")));
    EXPECT_THAT(broken([](auto& city) { city.population[0].residents = -1; }), HasSubstr("must be >= 0"));
    EXPECT_THAT(broken([](auto& city) { city.barriers[0].height_m = 0; }),
                AllOf(HasSubstr("\"noise\""), HasSubstr("must be > 0")));
    EXPECT_THAT(broken([](auto& city) { city.barriers[0].axis = {{5, 5}, {5, 5}}; }), HasSubstr("has no length"));
}

TEST_F(CityFolderTest, RefusesALayerInAnotherProjection) {
    auto const folder = write(sample(real_place));
    auto elsewhere = sample(town);
    auto const other = write(elsewhere, "other");
    std::filesystem::copy_file(other / "buildings.gpkg", folder / "buildings.gpkg",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_THAT(refusal(folder), AllOf(HasSubstr("layer buildings"), HasSubstr("reference system")));
}

TEST(CityFolderSchemaTest, ThePageNamesTheVersion) {
    auto const page = test::read_file(std::string(HACTHANH_SOURCE_DIR) + "/docs/formats/city-folder.md");
    EXPECT_THAT(page, HasSubstr("**" + city_folder_schema.text() + "**"));
}

}  // namespace
}  // namespace hacthanh::io
