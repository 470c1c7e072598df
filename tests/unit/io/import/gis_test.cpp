/// Footprints, people and ground from files that GDAL opens.

#include "io/gis.hpp"
#include "io/geos.hpp"
#include "io/import/gis_footprints.hpp"
#include "io/import/population.hpp"
#include "io/import/terrain.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/import/shapes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <utility>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A place in Thanh Hoá: UTM 48N, network = projected + (-578357, -2187411).
city::City place() {
    city::City city;
    city.roads.push_back({"a", "", {{0, 0}, {6000, 6000}}, 8485, 3.2, 1, false});
    city.road_extent = {0, 0, 6000, 6000};
    city.projection = {"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357, -2187411};
    return city;
}

class GisTest : public testing::Test {
protected:
    /// A GeoJSON file of one square of side `side` whose south-west corner is at `x, y`.
    std::filesystem::path square(double x, double y, double side, std::string const& properties,
                                 std::string const& crs = "urn:ogc:def:crs:EPSG::32648") {
        auto const corner = [&](double dx, double dy) { return fmt::format("[{},{}]", x + dx * side, y + dy * side); };
        auto const ring =
            fmt::format("{},{},{},{},{}", corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0));
        auto const system = crs.empty() ? "" : R"("crs":{"type":"name","properties":{"name":")" + crs + "\"}},";
        test::write_file(folder_ / "f.geojson", R"({"type":"FeatureCollection",)" + system +
                                                    R"("features":[{"type":"Feature","properties":{)" + properties +
                                                    R"(},"geometry":{"type":"Polygon","coordinates":[[)" + ring +
                                                    "]]}}]}");
        return folder_ / "f.geojson";
    }

    std::vector<Footprint> read(std::filesystem::path const& file, GisFootprintSettings const& settings = {}) {
        log_ = {};
        return read_gis_footprints(file, city_, settings, log_);
    }
    std::string refusal(std::filesystem::path const& file, GisFootprintSettings const& settings = {}) {
        try {
            read(file, settings);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }

    /// A GeoTIFF in UTM 48N, north up, its north-west corner at network coordinates `x, y`.
    std::filesystem::path raster(double x, double y, double cell, int nx, int ny, std::vector<float> values) {
        auto const file = folder_ / "r.tif";
        GDALAllRegister();
        auto* const driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        GisDataset dataset(driver->Create(file.c_str(), nx, ny, 1, GDT_Float32, nullptr));
        std::array<double, 6> transform = {x + 578357, cell, 0, y + 2187411, 0, -cell};
        dataset->SetGeoTransform(transform.data());
        auto const reference = make_reference("EPSG:32648", "");
        dataset->SetSpatialRef(&reference);
        dataset->GetRasterBand(1)->SetNoDataValue(-99999);
        EXPECT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, nx, ny, values.data(), nx, ny, GDT_Float32, 0, 0),
                  CE_None);
        return file;
    }

    city::City city_ = place();
    ImportLog log_;
    test::ScratchFolder folder_;
};

TEST_F(GisTest, ReadsFootprintsAndGuessesColumns) {
    auto const footprints = read(square(581357, 2190411, 10, R"("Height":"12,5 m","so_tang":4,"osm_id":"77")"));
    ASSERT_EQ(footprints.size(), 1U);
    EXPECT_EQ(footprints[0].id, "77");
    EXPECT_EQ(footprints[0].height_m, 12.5);
    EXPECT_EQ(footprints[0].levels, 4);
    EXPECT_NEAR(footprints[0].parts[0].outer[0].x, 3000, 1e-6);
    EXPECT_NEAR(footprints[0].parts[0].outer[0].y, 3000, 1e-6);
    EXPECT_THAT(log_.warnings().at(0), AllOf(HasSubstr("heights from column \"Height\""), HasSubstr("\"so_tang\"")));
}

TEST_F(GisTest, ReadsGeoPackageAndShapefileInAnyProjection) {
    GDALAllRegister();
    for (auto const& [driver_name, name] : {std::pair("GPKG", "b.gpkg"), std::pair("ESRI Shapefile", "b.shp")}) {
        auto const file = folder_ / name;
        {
            auto* const driver = GetGDALDriverManager()->GetDriverByName(driver_name);
            GisDataset const dataset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
            auto web_mercator = make_reference("EPSG:3857", "");
            auto* const layer = dataset->CreateLayer("b", &web_mercator, wkbPolygon, nullptr);
            OGRFieldDefn column("HOEHE", OFTReal);
            ASSERT_EQ(layer->CreateField(&column), OGRERR_NONE);
            auto const feature = OGRFeatureUniquePtr(OGRFeature::CreateFeature(layer->GetLayerDefn()));
            feature->SetField("HOEHE", 7.5);
            feature->SetGeometryDirectly(to_ogr(test::box(11775030, 2250270, 20, 20)).release());
            ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
        }
        auto const footprints = read(file);
        ASSERT_EQ(footprints.size(), 1U);
        EXPECT_EQ(footprints[0].height_m, 7.5);
        Geos const geos;
        double const shrink = std::cos(19.8 * 3.14159265358979 / 180);  // scale of Mercator on the sphere
        EXPECT_NEAR(geos.area(*geos.polygon(footprints[0].parts[0])), 400 * shrink * shrink, 3);
        EXPECT_NEAR(footprints[0].parts[0].outer[0].x, 3000, 200);
        EXPECT_NEAR(footprints[0].parts[0].outer[0].y, 3000, 200);
    }
}

TEST_F(GisTest, ReprojectsFromDegreesAndCountsUnknownHeights) {
    auto const footprints = read(square(105.7769, 19.8078, 0.0001, R"("height":9999)", ""));
    ASSERT_EQ(footprints.size(), 1U);
    EXPECT_EQ(footprints[0].height_m, std::nullopt);
    EXPECT_EQ(log_["heights_implausible"], 1);
    EXPECT_NEAR(footprints[0].parts[0].outer[0].x, 3000, 60);
    EXPECT_NEAR(footprints[0].parts[0].outer[0].y, 3000, 60);
}

TEST_F(GisTest, SaysWhatIsWrongWithThePlace) {
    EXPECT_THAT(refusal(square(581357, 2190411, 10, "\"a\":1", "")),
                AllOf(HasSubstr("no building lies near"), HasSubstr("the network's projection")));
    EXPECT_THAT(refusal(square(105.7769, 19.8078, 1e-4, "\"a\":1", "urn:ogc:def:crs:EPSG::32648")),
                HasSubstr("would fit as degrees"));
    EXPECT_THAT(refusal(square(19.8078, 105.7769, 1e-4, "\"a\":1", "")),
                AllOf(HasSubstr("degrees with swapped axes"), HasSubstr("--swap-axes")));
    EXPECT_THAT(refusal(square(3000, 3000, 10, "\"a\":1")), HasSubstr("network coordinates"));
    EXPECT_THAT(refusal(square(581357, 2190411, 10, "\"a\":1", "urn:ogc:def:crs:EPSG::32649")),
                HasSubstr("the network's projection"));
    GisFootprintSettings swapped;
    swapped.swap_axes = true;
    EXPECT_EQ(read(square(19.8078, 105.7769, 1e-4, "\"a\":1", ""), swapped).size(), 1U);
    GisFootprintSettings network;
    network.crs = "network";
    EXPECT_EQ(read(square(3000, 3000, 10, "\"a\":1"), network).size(), 1U);
    GisFootprintSettings field;
    field.height_field = "tall";
    EXPECT_THAT(refusal(square(581357, 2190411, 10, "\"a\":1"), field),
                AllOf(HasSubstr("no column \"tall\""), HasSubstr("a")));
    test::write_file(folder_ / "noise.gpkg", "noise");
    EXPECT_THAT(refusal(folder_ / "noise.gpkg"), HasSubstr("cannot be read as a vector file"));
    test::write_file(folder_ / "none.geojson", R"({"type":"FeatureCollection","features":[]})");
    EXPECT_THAT(refusal(folder_ / "none.geojson"), HasSubstr("is empty"));
}

TEST_F(GisTest, KeepsTheTotalOfARasterOfPeople) {
    auto const file = raster(2900, 3100, 100, 3, 2, {1.5F, 2, -99999, 0, 4.25F, 8});
    auto const zones = population_from_raster(file, city_, city_.road_extent, log_);
    EXPECT_EQ(zones.size(), 4U);
    EXPECT_DOUBLE_EQ(total_residents(zones), 15.75);
    EXPECT_NEAR(zones[0].parts[0].outer[0].x, 2900, 1e-6);
    EXPECT_NEAR(zones[0].parts[0].outer[0].y, 3100, 1e-6);
    EXPECT_THROW(population_from_raster(raster(90000, 90000, 100, 1, 1, {5}), city_, city_.road_extent, log_),
                 InputError);
}

TEST_F(GisTest, KeepsTheResidentsOfPolygonsWhole) {
    auto const ward = square(581357, 2190411, 20000, R"("dan_so":197142)");  // reaches beyond the roads
    auto const zones = population_from_polygons(ward, "dan_so", city_, city_.road_extent, log_);
    EXPECT_EQ(total_residents(zones), 197142);
    EXPECT_THROW(population_from_polygons(ward, "people", city_, city_.road_extent, log_), InputError);
    auto const bad = square(581357, 2190411, 100, R"("dan_so":"many")");
    EXPECT_THROW(population_from_polygons(bad, "dan_so", city_, city_.road_extent, log_), InputError);
}

TEST_F(GisTest, SpreadsATotalByFloorArea) {
    std::vector<city::Building> buildings(4);
    for (auto& building : buildings) building.footprint = test::box(0, 0, 10, 10);
    buildings[0].height_m = 3.1;
    buildings[0].use = "house";
    buildings[1].height_m = 9.4;  // three storeys of 3.1
    buildings[1].use = "house";
    buildings[2].height_m = 50;
    buildings[2].use = "office";
    buildings[3].height_m = 3;
    buildings[3].use = "garage";
    auto const zones = population_by_floor_area(buildings, 1000);
    ASSERT_EQ(zones.size(), 2U);
    EXPECT_DOUBLE_EQ(zones[0].residents, 250);
    EXPECT_DOUBLE_EQ(zones[1].residents, 750);
    EXPECT_EQ(zones[0].mark, city::Mark::computed);
    buildings.erase(buildings.begin(), buildings.begin() + 2);
    EXPECT_THROW(population_by_floor_area(buildings, 1000), InputError);
}

TEST_F(GisTest, KeepsAPlane) {
    int const n = 80;
    std::vector<float> values;
    for (int row = 0; row < n; ++row)
        for (int column = 0; column < n; ++column)  // rises by 0.05 eastwards and 0.12 northwards
            values.push_back(static_cast<float>(0.05 * (2000 + 25 * column + 12.5) + 0.12 * (4000 - 25 * row - 12.5)));
    auto const file = raster(2000, 4000, 25, n, n, values);
    city::Terrain terrain;
    // Finer than the source: bilinear, a plane stays. Coarser: GDAL's filter, within a tenth of a source cell's rise.
    for (auto const& [cell_m, tolerance] : {std::pair(10.0, 0.01), std::pair(30.0, 0.1 * 25 * (0.05 + 0.12))}) {
        terrain = import_terrain(file, city_, {2500, 2500, 3500, 3500}, cell_m);
        ASSERT_EQ(terrain.nx, static_cast<std::size_t>(std::ceil(1000 / cell_m)));
        for (std::size_t j = 0; j < terrain.ny; ++j)
            for (std::size_t i = 0; i < terrain.nx; ++i) {
                double const x = 2500 + cell_m * (static_cast<double>(i) + 0.5);
                double const y = 2500 + cell_m * (static_cast<double>(j) + 0.5);
                ASSERT_NEAR(terrain.height_m[j * terrain.nx + i], 0.05 * x + 0.12 * y, tolerance) << i << "," << j;
            }
    }
    auto const slopes = slope_statistics(terrain);
    EXPECT_NEAR(slopes.mean_slope, std::hypot(0.05, 0.12), 2e-3);
    EXPECT_EQ(slopes.steep_share, 1);
    EXPECT_THROW(import_terrain(raster(90000, 90000, 25, n, n, values), city_, {2500, 2500, 3500, 3500}, 30),
                 InputError);
}

}  // namespace
}  // namespace hacthanh::io
