#include "io/source_file.hpp"

#include "io/gis.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/support/transport_cases.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string const heading = "source,item,pollutant,value,reference,evidence\n";
std::string const kiln =
    "kiln,sector,,kiln,made up,M\nkiln,height,,10 30,made up,M\nkiln,emission,NOx,31557.6,made up,M\n";

class SourceFileTest : public testing::Test {
protected:
    LoadedSources read(std::string const& rows) {
        test::write_file(folder_ / "sources.csv", heading + rows);
        return read_sources(folder_ / "sources.csv", mesh_, city_.projection);
    }
    std::string refusal(std::string const& rows) {
        try {
            read(rows);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }
    static double inside(state::OtherSource const& source) {
        return std::accumulate(source.columns.begin(), source.columns.end(), 0.0,
                               [](double sum, auto const& column) { return sum + column.second; });
    }

    test::ScratchFolder folder_;
    mesh::CityMesh mesh_ = test::box(10, 10, 5, 20, 100);
    city::City city_;
};

TEST_F(SourceFileTest, ReadsAPointWithItsProfiles) {
    auto const loaded = read(kiln + "kiln,point,,50 70,made up,M\nkiln,name_vi,,lò gạch,made up,M\n" +
                             "kiln,weekday,,2 2 2 2 2 2 0,made up,M\n");
    ASSERT_EQ(loaded.sources.size(), 1U);
    auto const& source = loaded.sources[0];
    EXPECT_EQ(source.name_vi, "lò gạch");
    EXPECT_NEAR(source.rate_kg_s[index(Pollutant::nox)], 1e-3, 1e-12);
    ASSERT_EQ(source.columns.size(), 1U);
    EXPECT_EQ(source.columns[0].first, 3U * 10 + 2);
    ASSERT_TRUE(source.point.has_value());
    EXPECT_EQ(source.point->x, 50);
    EXPECT_EQ(source.point->y, 70);
    EXPECT_NEAR(source.weekday[0], 7.0 / 6, 1e-12) << "factors have the mean 1";
    EXPECT_EQ(source.weekday[6], 0);
    EXPECT_EQ(source.hour[5], 1);
    EXPECT_TRUE(loaded.notes.empty());
}

/// A GeoPackage in network coordinates: two rectangles with weights.
void write_fields(std::filesystem::path const& file) {
    GDALAllRegister();
    auto* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    GisDataset const dataset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    auto plane = make_reference("", "");
    OGRLayer* const layer = dataset->CreateLayer("fields", &plane, wkbPolygon, nullptr);
    OGRFieldDefn weight("weight", OFTReal);
    ASSERT_EQ(layer->CreateField(&weight), OGRERR_NONE);
    auto const add = [&](city::Polyline const& ring, double value) {
        std::unique_ptr<OGRFeature, void (*)(OGRFeature*)> const feature(
            OGRFeature::CreateFeature(layer->GetLayerDefn()), &OGRFeature::DestroyFeature);
        feature->SetField("weight", value);
        feature->SetGeometry(to_ogr({ring, {}}).get());
        ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    };
    add({{20, 20}, {60, 20}, {60, 40}, {20, 40}}, 3);          // 800 m2 in two cells
    add({{180, 100}, {220, 100}, {220, 140}, {180, 140}}, 1);  // 1600 m2, half of it outside
}

TEST_F(SourceFileTest, AnAreaIsSpreadOverItsCellsAndCutAtTheBorder) {
    write_fields(folder_ / "fields.gpkg");
    auto const loaded = read(kiln + "kiln,area,,fields.gpkg,made up,M\n");
    auto const& source = loaded.sources[0];
    EXPECT_NEAR(inside(source), (3 * 800 + 800) / 4000.0, 1e-12);
    for (auto const& [column, share] : source.columns) {
        if (column / 10 == 1) {
            EXPECT_NEAR(share, 0.3, 1e-12) << column;
        } else {
            EXPECT_NEAR(share, 0.1, 1e-12) << column;
        }
    }
    EXPECT_EQ(source.columns.size(), 4U);
}

TEST_F(SourceFileTest, AGridIsInProportionToItsValues) {
    GDALAllRegister();
    auto* const driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    auto const file = (folder_ / "grid.tif").string();
    {
        GisDataset const grid(driver->Create(file.c_str(), 2, 2, 1, GDT_Float32, nullptr));
        double transform[] = {100, 100, 0, 200, 0, -100};  // two columns: the second lies outside of the mesh
        grid->SetGeoTransform(transform);
        float values[] = {1, 4, 3, 0};
        ASSERT_EQ(grid->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 2, 2, values, 2, 2, GDT_Float32, 0, 0), CE_None);
    }
    auto const loaded = read(kiln + "kiln,grid,,grid.tif,made up,M\n");
    auto const& source = loaded.sources[0];
    EXPECT_NEAR(inside(source), 0.5, 1e-12);
    double upper = 0;
    for (auto const& [column, share] : source.columns) upper += column / 10 >= 5 ? share : 0;
    EXPECT_NEAR(upper, 0.125, 1e-12);
    ASSERT_EQ(loaded.notes.size(), 1U);
    EXPECT_THAT(loaded.notes[0], HasSubstr("50 %"));
    EXPECT_EQ(loaded.files.size(), 2U);
}

TEST_F(SourceFileTest, RefusesWithRowAndRemedy) {
    std::string const at = "kiln,point,,50 70,made up,M\n";
    EXPECT_THAT(refusal(""), HasSubstr("names no source"));
    EXPECT_THAT(refusal(kiln), AllOf(HasSubstr("sources.csv:2"), HasSubstr("no place")));
    EXPECT_THAT(refusal(at + "kiln,sector,,kiln,x,M\nkiln,height,,1 2,x,M\n"), HasSubstr("no emission"));
    EXPECT_THAT(refusal(kiln + at + "kiln,heigth,,1 2,x,M\n"), AllOf(HasSubstr("sources.csv:6"), HasSubstr("height")));
    EXPECT_THAT(refusal(kiln + "kiln,point,,50,x,M\n"), AllOf(HasSubstr("sources.csv:5"), HasSubstr("2 numbers")));
    EXPECT_THAT(refusal(kiln + "kiln,point,,a b,x,M\n"), HasSubstr("is no number"));
    EXPECT_THAT(refusal(kiln + "kiln,emission,CO,-5,x,M\n"), AllOf(HasSubstr("-5"), HasSubstr(">= 0")));
    EXPECT_THAT(refusal(kiln + "kiln,emission,NOx,5,x,M\n"), HasSubstr("twice"));
    EXPECT_THAT(refusal(kiln + "kiln,emission,O3,5,x,M\n"), HasSubstr("O3"));
    EXPECT_THAT(refusal(kiln + "kiln,emission,,5,x,M\n"), HasSubstr("pollutant is missing"));
    EXPECT_THAT(refusal(kiln + at + "kiln,lonlat,,105 19,x,M\n"), HasSubstr("has a place already"));
    EXPECT_THAT(refusal(kiln + "kiln,lonlat,,105 19,x,M\n"), HasSubstr("projection"));
    EXPECT_THAT(refusal(kiln + at + "kiln,month,,1 2 3,x,M\n"), HasSubstr("12 numbers"));
    EXPECT_THAT(refusal(kiln + at + "kiln,weekday,,0 0 0 0 0 0 0,x,M\n"), HasSubstr("not all 0"));
    EXPECT_THAT(refusal(kiln + "kiln,area,,nowhere.gpkg,x,M\n"), AllOf(HasSubstr("nowhere.gpkg"), HasSubstr(":5")));
    EXPECT_THAT(refusal("kiln,sector,,kiln,,M\n"), HasSubstr("reference is empty"));
    EXPECT_THAT(refusal("kiln,sector,,kiln,x,Q\n"), HasSubstr("evidence"));
}

}  // namespace
}  // namespace hacthanh::io
