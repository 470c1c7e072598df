#include "io/result_export.hpp"

#include "io/detail/export_table.hpp"
#include "io/gis.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hacthanh::io {
namespace {

using ::testing::HasSubstr;
using testing::SampleRun;
using testing::TestFolder;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

TEST(SeriesStatistics, AreWeightedWithTime) {
    auto const all = detail::statistics_of({4, 1, nan, 3}, {1, 2, 5, 1}, 2.5);
    EXPECT_DOUBLE_EQ(all.mean, (4 + 2 + 3) / 4.0);
    EXPECT_EQ(all.peak, 4);
    EXPECT_EQ(all.hours_above, 2);
    EXPECT_EQ(all.percentile_98, 4);
}

TEST(SeriesStatistics, ThePercentileIsNotExceededFor98PercentOfTheTime) {
    std::vector<float> values;
    for (int i = 1; i <= 100; ++i) values.push_back(static_cast<float>(i));
    EXPECT_EQ(detail::statistics_of(values, std::vector<double>(100, 0.5), 1e9).percentile_98, 98);
}

TEST(SeriesStatistics, OfNothingIsNothing) {
    EXPECT_TRUE(std::isnan(detail::statistics_of({nan}, {1}, 2).mean));
    EXPECT_EQ(detail::statistics_of({nan}, {1}, 2).hours_above, 0);
}

class Export : public ::testing::Test {
protected:
    Export() {
        auto header = run_.header();
        header.receptors = {{"school", "Trường học", "school", 210, 150, 1.5}};
        NetcdfResultSink sink(header, path_);
        for (std::size_t step = 0; step < 3; ++step) {
            double const begin_s = 25200 + 300.0 * static_cast<double>(step);
            state::OutputStep output{
                begin_s, begin_s + 300,          step == 0,         run_.field(step), run_.roads(step),
                30,      run_.summary(step + 1), run_.weather(step)};
            output.receptors = {{begin_s + 150, begin_s + 300},
                                {1e-8F, 2e-8F, 3e-8F, 1e-8F * static_cast<float>(step + 4), 5e-8F, 6e-8F}};
            sink.write_step(output);
        }
        auto account = run_.summary(3);
        account.complete = true;
        sink.finish(account);
    }

    std::string write(std::string const& format, ExportOptions options = {}) {
        options.format = format;
        std::string const file = folder_.file("out-" + options.layer + export_ending(format));
        export_result(ResultReader(path_), file, options);
        return file;
    }

    TestFolder folder_;
    std::string path_ = folder_.file("run.nc");
    SampleRun run_{true, 20, 6};
};

TEST_F(Export, GeoPackageHoldsRoadsReceptorsAndAStyle) {
    ExportOptions options;
    options.limits = {{"NOx", 20.0}};
    auto const file = open_vector(write("gpkg", options));
    auto* const edges = file->GetLayerByName("edges");
    ASSERT_NE(edges, nullptr);
    EXPECT_STREQ(edges->GetSpatialRef()->GetAuthorityCode(nullptr), "32648");
    ASSERT_EQ(edges->GetFeatureCount(), 4);
    std::unique_ptr<OGRFeature> const east(edges->GetNextFeature());
    EXPECT_STREQ(east->GetFieldAsString("street_name"), "Đường Lê Lợi");
    EXPECT_NEAR(east->GetFieldAsDouble("speed_mean"), 8.0, 1e-5);
    ResultReader const result(path_);
    EXPECT_NEAR(east->GetFieldAsDouble("NOx_emission_mean"), static_cast<double>(result.road_mean_emission(0)[0]),
                1e-3);
    // The road lies along y = 150 to 152: in the cells of row 7 (140 to 160 m), which it crosses from end to end. It
    // has two samples per cell, but for its slightly longer second half one more.
    double mean = 0;
    for (std::size_t i = 0; i < run_.mesh().nx(); ++i)
        mean += 1e9 * (run_.concentration(0, 1, i, 7, 0) + run_.concentration(0, 2, i, 7, 0)) / 2 /
                static_cast<double>(run_.mesh().nx());
    EXPECT_NEAR(east->GetFieldAsDouble("NOx_mean"), mean, 5e-3 * mean);
    EXPECT_GE(east->GetFieldAsDouble("NOx_peak"), east->GetFieldAsDouble("NOx_mean"));
    EXPECT_EQ(east->GetFieldIndex("PM_hours_above_20"), -1);
    EXPECT_GE(east->GetFieldIndex("NOx_hours_above_20"), 0);
    auto* const receptors = file->GetLayerByName("receptors");
    ASSERT_NE(receptors, nullptr);
    std::unique_ptr<OGRFeature> const school(receptors->GetNextFeature());
    EXPECT_STREQ(school->GetFieldAsString("name_vi"), "Trường học");
    // After spin-up: 10, 50, 10, 60 ug/m3 for 150 s each.
    EXPECT_NEAR(school->GetFieldAsDouble("NOx_mean"), 32.5, 1e-4);
    EXPECT_NEAR(school->GetFieldAsDouble("NOx_peak"), 60, 1e-4);
    EXPECT_NEAR(school->GetFieldAsDouble("NOx_hours_above_20"), 300.0 / 3600, 1e-8);  // seven digits
    EXPECT_NEAR(school->GetGeometryRef()->toPoint()->getX(), 578357 + 210, 1e-6);
    auto* const styles = file->GetLayerByName("layer_styles");
    ASSERT_NE(styles, nullptr);
    ASSERT_EQ(styles->GetFeatureCount(), 6) << "a style per layer and species";
    std::unique_ptr<OGRFeature> const style(styles->GetNextFeature());
    EXPECT_STREQ(style->GetFieldAsString("f_table_name"), "edges");
    EXPECT_THAT(style->GetFieldAsString("styleQML"), HasSubstr("rất cao / very high"));
    EXPECT_THAT(style->GetFieldAsString("styleQML"), HasSubstr("attr=\"NOx_mean\""));
    EXPECT_EQ(style->GetFieldAsInteger("useAsDefault"), 1);
    std::unique_ptr<OGRFeature> const other(styles->GetNextFeature());
    EXPECT_THAT(other->GetFieldAsString("styleQML"), HasSubstr("attr=\"PM_mean\""));
    EXPECT_EQ(other->GetFieldAsInteger("useAsDefault"), 0) << "NOx comes before PM";
    EXPECT_EQ(edges->GetLayerDefn()->GetFieldDefn(edges->GetLayerDefn()->GetFieldIndex("lanes"))->GetType(),
              OFTInteger);
}

TEST_F(Export, ARasterHasNorthUpAndTheValuesOfTheStep) {
    ExportOptions options;
    options.step = 2;
    options.level = 1;
    for (char const* format : {"geotiff", "cog"}) {
        auto const file = open_raster(write(format, options));
        double corner[6];
        ASSERT_EQ(file->GetGeoTransform(corner), CE_None);
        EXPECT_EQ(corner[0], 578357);
        EXPECT_EQ(corner[3], 2187411 + 300);
        EXPECT_STREQ(file->GetSpatialRef()->GetAuthorityCode(nullptr), "32648");
        ASSERT_EQ(file->GetRasterCount(), 3);
        auto* const band = file->GetRasterBand(2);
        EXPECT_STREQ(band->GetDescription(), "PM");
        float value = 0;
        int const rows = file->GetRasterYSize();
        ASSERT_EQ(band->RasterIO(GF_Read, 3, rows - 1 - 4, 1, 1, &value, 1, 1, GDT_Float32, 0, 0), CE_None);
        EXPECT_EQ(value, ResultReader(path_).concentration_layer(1, 2, 1)[4 * run_.mesh().nx() + 3]);
        unlink(folder_.file("out-.tif").c_str());
    }
}

TEST_F(Export, TheWebGetsDegrees) {
    auto const file = open_vector(write("geojson"));
    std::unique_ptr<OGRFeature> const road(file->GetLayer(0)->GetNextFeature());
    auto const* const line = road->GetGeometryRef()->toLineString();
    EXPECT_NEAR(line->getX(0), 105.748, 0.01);
    EXPECT_NEAR(line->getY(0), 19.782, 0.01);
    EXPECT_THAT(test::read_file(write("kml")), HasSubstr("Đường Lê Lợi"));
}

TEST_F(Export, ATableHoldsLinesAsText) {
    ExportOptions options;
    options.layer = "receptors";
    std::string const text = test::read_file(write("csv", options));
    EXPECT_THAT(text, HasSubstr("POINT (578567 2187561)"));
    EXPECT_THAT(text, HasSubstr("Trường học"));
}

TEST(QgisStyle, ItsLegendHasNoPowersOfTenAndNoDigitsTooMany) {
    detail::ExportTable table;
    table.numbers = {{"NO2_mean", "ug m-3"}};
    for (double const value : {0.0123456, 1.23456, 123.456, 12345.6, 123456.0, 765432.1})
        table.rows.push_back({{{0, 0}}, {}, {value}});
    std::string const style = detail::qgis_style(table, "NO2_mean", true);
    EXPECT_THAT(style, HasSubstr("label=\"0.0123 – 1.23 µg/m³: rất thấp / very low\""));
    EXPECT_THAT(style, HasSubstr("label=\"123 – 12300 µg/m³: trung bình / medium\""));
    EXPECT_THAT(style, HasSubstr("label=\"123000 – 765000 µg/m³: rất cao / very high\""));
}

TEST_F(Export, NumbersHaveTheDigitsOfAFloat) {
    std::string const text = test::read_file(write("csv"));
    std::size_t longest = 0, digits = 0;
    bool in_line = false;
    for (char const c : text) {
        if (c == '"') in_line = !in_line;  // the line's coordinates are longer
        digits = !in_line && c >= '0' && c <= '9' ? digits + 1 : c == '.' ? digits : 0;
        longest = std::max(longest, digits);
    }
    EXPECT_LE(longest, 10U) << "0.0 and seven digits";
    EXPECT_GT(longest, 3U);
}

TEST_F(Export, RefusesWhatIsNotThere) {
    auto const complaint = [&](std::string const& format, ExportOptions const& options) -> std::string {
        try {
            write(format, options);
        } catch (InputError const& error) {
            return error.what();
        }
        return "no error";
    };
    ExportOptions options;
    EXPECT_THAT(complaint("shp", options), HasSubstr("gpkg, geojson"));
    options.step = 3;
    EXPECT_THAT(complaint("geotiff", options), HasSubstr("3 output steps"));
    options = {};
    options.level = 1;
    EXPECT_THAT(complaint("geotiff", options), HasSubstr("lowest layer only"));
    options = {};
    options.layer = "houses";
    EXPECT_THAT(complaint("csv", options), HasSubstr("edges or receptors"));
    options = {};
    options.limits = {{"SO2", 1}};
    EXPECT_THAT(complaint("gpkg", options), HasSubstr("holds no SO2"));
    options = {};
    options.layer = "edges";
    EXPECT_THAT(complaint("gpkg", options), HasSubstr("--layer: means nothing to gpkg"));
    options = {};
    options.step = 1;
    EXPECT_THAT(complaint("csv", options), HasSubstr("--step: means nothing to csv"));
    options = {};
    options.level = 1;
    EXPECT_THAT(complaint("kml", options), HasSubstr("--level: means nothing to kml"));
    options = {};
    options.limits = {{"NOx", 20}};
    EXPECT_THAT(complaint("cog", options), HasSubstr("--above: means nothing to cog"));
    options = {};
    EXPECT_THROW(export_result(ResultReader(path_), folder_.file("none/out.csv"), {.format = "csv"}), InputError);
    EXPECT_EQ(complaint("gpkg", options), "no error");
    EXPECT_THAT(complaint("gpkg", options), HasSubstr("exists already"));
}

}  // namespace
}  // namespace hacthanh::io
