/// Registers of sources as GeoPackage and NetCDF: written here, read, and the same as the CSV that says the same.

#include "io/detail/netcdf.hpp"
#include "io/gis.hpp"
#include "io/source_file.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/support/transport_cases.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Values = std::vector<std::pair<std::string, std::string>>;

class SourceRegisterTest : public testing::Test {
protected:
    SourceRegisterTest() { GDALAllRegister(); }

    LoadedSources read(std::string const& name) { return read_sources(folder_ / name, mesh_, city_.projection); }
    std::string refusal(std::string const& name) {
        try {
            read(name);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }

    /// A layer with one object for each geometry (WKT) and its columns of text.
    void write_layer(std::string const& name, std::vector<std::pair<std::string, Values>> const& objects) {
        auto* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        GisDataset const dataset(driver->Create((folder_ / name).c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        auto plane = make_reference("", "");
        OGRLayer* const layer = dataset->CreateLayer("sources", &plane, wkbUnknown, nullptr);
        for (auto const& [geometry, values] : objects)
            for (auto const& [column, value] : values)
                if (layer->GetLayerDefn()->GetFieldIndex(column.c_str()) < 0) {
                    OGRFieldDefn field(column.c_str(), column.starts_with("emission") ? OFTReal : OFTString);
                    ASSERT_EQ(layer->CreateField(&field), OGRERR_NONE);
                }
        for (auto const& [geometry, values] : objects) {
            std::unique_ptr<OGRFeature, void (*)(OGRFeature*)> const feature(
                OGRFeature::CreateFeature(layer->GetLayerDefn()), &OGRFeature::DestroyFeature);
            for (auto const& [column, value] : values) feature->SetField(column.c_str(), value.c_str());
            OGRGeometry* shape = nullptr;
            ASSERT_EQ(OGRGeometryFactory::createFromWkt(geometry.c_str(), nullptr, &shape), OGRERR_NONE);
            feature->SetGeometryDirectly(shape);
            ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
        }
    }

    /// One or two variables on a grid of 3 x 3 cells of 100 m; the mesh lies over the first 2 x 2.
    void write_grid(std::string const& name, std::vector<std::pair<std::string, Values>> const& variables) {
        auto file = hdf5::File::create((folder_ / name).string());
        {
            auto const x = detail::coordinate(file.id(), "x", {50, 150, 250}, false,
                                              {{"standard_name", "projection_x_coordinate"}, {"units", "m"}});
            auto const y = detail::coordinate(file.id(), "y", {50, 150, 250}, false,
                                              {{"standard_name", "projection_y_coordinate"}, {"units", "m"}});
            for (auto const& [variable, attributes] : variables)
                detail::define_with<float>(file.id(), variable, {&y, &x}, attributes, {1, 2, 1, 0, 3, 0, 0, 0, 1});
        }
        file.close();
    }

    test::ScratchFolder folder_;
    mesh::CityMesh mesh_ = test::box(10, 10, 5, 20, 100);  // 200 m x 200 m
    city::City city_;
    Values const kiln_{
        {"source", "kiln"},          {"sector", "kiln"},           {"name_vi", "lò gạch"},   {"height", "10 30"},
        {"emission_NOx", "31557.6"}, {"weekday", "2 2 2 2 2 2 0"}, {"reference", "made up"}, {"evidence", "M"}};
    Values const kitchens_{{"sector", "cooking"},    {"height", "0 5"}, {"pollutant", "NOx"},
                           {"reference", "made up"}, {"evidence", "M"}, {"units", "kg m-2 year-1"}};
};

TEST_F(SourceRegisterTest, AGeoPackageSaysWhatTheTableSays) {
    Values area = kiln_;
    area[0].second = "fields";
    write_layer("sources.gpkg",
                {{"POINT (50 70)", kiln_}, {"MULTIPOLYGON (((20 20, 60 20, 60 40, 20 40, 20 20)))", area}});
    std::string const rows =
        "sector,,kiln,made up,M\nNAME,name_vi,,lò gạch,made up,M\nNAME,height,,10 30,made up,M\n"
        "NAME,emission,NOx,31557.6,made up,M\nNAME,weekday,,2 2 2 2 2 2 0,made up,M\n";
    std::string table =
        "source,item,pollutant,value,reference,evidence\nkiln," + rows + "kiln,point,,50 70,made up,M\n";
    for (std::size_t at = 0; (at = table.find("NAME")) != std::string::npos;) table.replace(at, 4, "kiln");
    test::write_file(folder_ / "sources.csv", table);
    auto const layer = read("sources.gpkg");
    auto const csv = read("sources.csv");
    ASSERT_EQ(layer.sources.size(), 2U);
    auto const& a = layer.sources[0];
    auto const& b = csv.sources[0];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.name_vi, "lò gạch");
    EXPECT_EQ(a.sector, b.sector);
    EXPECT_EQ(a.bottom_m, b.bottom_m);
    EXPECT_EQ(a.top_m, b.top_m);
    EXPECT_EQ(a.rate_kg_s[index(Pollutant::nox)], b.rate_kg_s[index(Pollutant::nox)]);
    EXPECT_EQ(a.weekday, b.weekday);
    EXPECT_EQ(a.hour, b.hour);
    EXPECT_EQ(a.columns, b.columns);
    ASSERT_TRUE(a.point && b.point);
    EXPECT_EQ(a.point->x, b.point->x);
    EXPECT_EQ(a.point->y, b.point->y);
    EXPECT_FALSE(layer.sources[1].point) << "an area";
    auto const& fields = layer.sources[1];
    ASSERT_EQ(fields.columns.size(), 2U);  // 40 m x 20 m: two cells
    EXPECT_NEAR(fields.columns[0].second, 0.5, 1e-12);
    EXPECT_EQ(layer.files.size(), 1U);
}

/// A field and the same field in three parts, none on the mesh's lines.
TEST_F(SourceRegisterTest, AnAreaInPartsIsOverTheSameCells) {
    write_layer("whole.gpkg", {{"POLYGON ((23 27, 131 41, 117 119, 33 88, 23 27))", kiln_}});
    write_layer("parts.gpkg", {{"MULTIPOLYGON (((23 27, 25.7 27.35, 33 88, 23 27)), ((25.7 27.35, 131 41, 33 88, 25.7 "
                                "27.35)), ((131 41, 117 119, 33 88, 131 41)))",
                                kiln_}});
    auto const whole = read("whole.gpkg").sources[0].columns;
    auto const parts = read("parts.gpkg").sources[0].columns;
    ASSERT_EQ(whole.size(), parts.size());
    for (std::size_t n = 0; n < whole.size(); ++n) {
        EXPECT_EQ(whole[n].first, parts[n].first);
        EXPECT_NEAR(whole[n].second, parts[n].second, 1e-6);
    }
}

/// A grid and the same grid in cells of a third, which lie across the mesh's cells.
TEST_F(SourceRegisterTest, AGridInFinerCellsIsOverTheSameCells) {
    auto const shares = [&](std::string const& name, std::size_t parts) {
        std::vector<double> axis;
        std::vector<float> values;
        float const coarse[9] = {1, 2, 1, 0, 3, 0, 5, 0, 1};
        for (std::size_t n = 0; n < 3 * parts; ++n)
            axis.push_back(50 * (static_cast<double>(n) + 0.5) / static_cast<double>(parts));
        for (std::size_t j = 0; j < 3 * parts; ++j)
            for (std::size_t i = 0; i < 3 * parts; ++i) values.push_back(coarse[j / parts * 3 + i / parts]);
        auto file = hdf5::File::create((folder_ / name).string());
        {
            auto const x = detail::coordinate(file.id(), "x", axis, false,
                                              {{"standard_name", "projection_x_coordinate"}, {"units", "m"}});
            auto const y = detail::coordinate(file.id(), "y", axis, false,
                                              {{"standard_name", "projection_y_coordinate"}, {"units", "m"}});
            detail::define_with<float>(file.id(), "kitchens", {&y, &x}, kitchens_, values);
        }
        file.close();
        return read(name).sources[0].columns;
    };
    auto const coarse = shares("coarse.nc", 1);
    auto const fine = shares("fine.nc", 3);
    ASSERT_EQ(coarse.size(), fine.size());
    for (std::size_t n = 0; n < coarse.size(); ++n) {
        EXPECT_EQ(coarse[n].first, fine[n].first);
        EXPECT_NEAR(coarse[n].second, fine[n].second, 1e-6);
    }
}

TEST_F(SourceRegisterTest, ANetcdfFileHasASourceForEachVariable) {
    Values night = kitchens_;
    night.emplace_back("source", "night kitchens");
    night[2].second = "CO";
    night.emplace_back("hour", "24 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
    write_grid("sources.nc", {{"kitchens", kitchens_}, {"night", night}});
    auto const loaded = read("sources.nc");
    ASSERT_EQ(loaded.sources.size(), 2U);
    auto const& day = loaded.sources[0];
    EXPECT_EQ(day.name, "kitchens");
    EXPECT_EQ(day.top_m, 5);
    double const kg_year = 8 * 1e4;  // values x 100 m x 100 m
    EXPECT_NEAR(day.rate_kg_s[index(Pollutant::nox)] * 365.25 * 86400, kg_year, 1e-9 * kg_year);
    double inside = 0;
    double south = 0;
    for (auto const& [column, share] : day.columns) {
        inside += share;
        south += column / 10 < 5 ? share : 0;
    }
    EXPECT_NEAR(inside, 6.0 / 8, 1e-12);
    EXPECT_NEAR(south, 3.0 / 8, 1e-12) << "the first row is the southern one";
    EXPECT_EQ(loaded.sources[1].name, "night kitchens");
    EXPECT_EQ(loaded.sources[1].hour[0], 24);
    EXPECT_EQ(loaded.sources[1].rate_kg_s[index(Pollutant::nox)], 0);
    ASSERT_EQ(loaded.notes.size(), 2U);
    EXPECT_THAT(loaded.notes[0], HasSubstr("25 %"));
}

TEST_F(SourceRegisterTest, AFileOfOneVariablePerSecond) {
    Values flux = kitchens_;
    flux.back().second = "kg m-2 s-1";
    write_grid("one.nc", {{"kitchens", flux}});
    auto const loaded = read("one.nc");
    ASSERT_EQ(loaded.sources.size(), 1U);
    EXPECT_NEAR(loaded.sources[0].rate_kg_s[index(Pollutant::nox)], 8e4, 1e-8 * 8e4);
}

TEST_F(SourceRegisterTest, RefusesWithTheObjectOrVariable) {
    auto const layer = [&](Values values, std::string const& geometry) {
        static int n = 0;
        std::string const name = "r" + std::to_string(n++) + ".gpkg";
        write_layer(name, {{geometry, values}});
        return refusal(name);
    };
    auto const without = [&](Values values, std::string const& key) {
        std::erase_if(values, [&](auto const& value) { return value.first == key; });
        return values;
    };
    EXPECT_THAT(layer(without(kiln_, "height"), "POINT (50 70)"), AllOf(HasSubstr("object 1"), HasSubstr("height")));
    EXPECT_THAT(layer(without(kiln_, "reference"), "POINT (50 70)"), HasSubstr("reference is empty"));
    EXPECT_THAT(layer(kiln_, "LINESTRING (0 0, 10 10)"), AllOf(HasSubstr("object 1"), HasSubstr("neither a point")));
    EXPECT_THAT(layer(kiln_, "POLYGON ((0 0, 100 100, 100 0, 0 100, 0 0))"),
                AllOf(HasSubstr("object 1"), HasSubstr("not a valid polygon (Self-intersection")));
    Values wrong = kiln_;
    wrong[3].first = "heigth";
    EXPECT_THAT(layer(wrong, "POINT (50 70)"), AllOf(HasSubstr("heigth"), HasSubstr("closest is \"height\"")));
    write_layer("twice.gpkg", {{"POINT (50 70)", kiln_}, {"POINT (60 70)", kiln_}});
    EXPECT_THAT(refusal("twice.gpkg"), AllOf(HasSubstr("object 2"), HasSubstr("twice")));
    auto const grid = [&](Values values) {
        static int n = 0;
        std::string const name = "g" + std::to_string(n++) + ".nc";
        write_grid(name, {{"kitchens", std::move(values)}});
        return refusal(name);
    };
    EXPECT_THAT(grid(without(kitchens_, "pollutant")), AllOf(HasSubstr("variable kitchens"), HasSubstr("pollutant")));
    EXPECT_THAT(grid(without(kitchens_, "units")), AllOf(HasSubstr("variable kitchens"), HasSubstr("kg m-2 s-1")));
    EXPECT_THAT(grid(without(kitchens_, "evidence")), HasSubstr("evidence"));
}

}  // namespace
}  // namespace hacthanh::io
