/// Other people's programs read a result file: netCDF's ncdump, GDAL/OGR (and with it QGIS).

#include "io/schema.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace hacthanh::io {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleRun;
using testing::TestFolder;

bool is_installed(std::string const& program) {
    return test::run_command({"sh", "-c", "command -v " + program}).exit_code == 0;
}

#define NEEDS_PROGRAM(program, package) \
    if (!is_installed(program)) GTEST_SKIP() << program << " is not installed (apt package " << (package) << ")"

class OtherPrograms : public ::testing::Test {
protected:
    OtherPrograms() { run_.write(path(), 3, true); }

    std::string path() const { return folder_.file("run.nc"); }

    /// Standard output of a command that must succeed.
    static std::string output_of(std::vector<std::string> const& arguments) {
        auto const result = test::run_command(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, Not(HasSubstr("ERROR")));
        return result.out;
    }

    TestFolder folder_;
    SampleRun run_;
};

TEST_F(OtherPrograms, NcdumpShowsTheHeader) {
    NEEDS_PROGRAM("ncdump", "netcdf-bin");
    std::string const header = output_of({"ncdump", "-h", path()});
    for (auto const& line : std::vector<std::string>{
             "time = UNLIMITED ; // (3 currently)", "float NOx(time, z, y, x) ;", "NOx:units = \"ug m-3\" ;",
             "NOx:cell_methods = \"time: mean\" ;", "NOx:grid_mapping = \"crs\" ;",
             "time:units = \"seconds since 2026-01-14 17:00:00\" ;", ":Conventions = \"CF-1.8\" ;",
             ":schema = \"" + results_schema.text() + "\" ;", ":complete = 1 ;", "string edge_name(edge) ;",
             "float edge_NOx(time, edge) ;", "byte spin_up(time) ;", "double in_domain(time, species) ;",
             "group: provenance {", "string scenario_text ;"})
        EXPECT_THAT(header, HasSubstr(line));
    EXPECT_THAT(header, Not(HasSubstr("phony_dim")));
}

TEST_F(OtherPrograms, NcdumpReadsTimesNamesAndTexts) {
    NEEDS_PROGRAM("ncdump", "netcdf-bin");
    std::string const dump =
        output_of({"ncdump", "-v", "time,time_bnds,spin_up,edge_name,/provenance/scenario_text", path()});
    EXPECT_THAT(dump, HasSubstr(" time = 25500, 25800, 26100 ;"));
    EXPECT_THAT(dump, HasSubstr("25200, 25500,"));
    EXPECT_THAT(dump, HasSubstr(" spin_up = 1, 0, 0 ;"));
    EXPECT_THAT(dump, HasSubstr("edge_name = \"east\", \"north\", \":0_1\", \"empty\" ;"));
    EXPECT_THAT(dump, HasSubstr("sumo_config ="));
    EXPECT_THAT(output_of({"ncdump", "-t", "-v", "time", path()}), HasSubstr("\"2026-01-15 00:05\""));
}

TEST_F(OtherPrograms, NcdumpReadsAFileThatIsBeingWritten) {
    NEEDS_PROGRAM("ncdump", "netcdf-bin");
    auto const head = run_.header();
    NetcdfResultSink sink(head, folder_.file("live.nc"));
    for (std::size_t step = 0; step < 2; ++step) {
        run_.write_step(sink, step);
        std::string const dump = output_of({"ncdump", "-v", "time,vehicles", folder_.file("live.nc.part")});
        EXPECT_THAT(dump, HasSubstr("(" + std::to_string(step + 1) + " currently)"));
        EXPECT_THAT(dump, HasSubstr(step == 0 ? " vehicles = 30 ;" : " vehicles = 30, 60 ;"));
    }
}

TEST_F(OtherPrograms, GdalKnowsTheProjectionAndTheCorner) {
    NEEDS_PROGRAM("gdalinfo", "gdal-bin");
    std::string const info = output_of({"gdalinfo", "NETCDF:" + path() + ":NOx"});
    EXPECT_THAT(info, HasSubstr("ID[\"EPSG\",32648]]"));
    EXPECT_THAT(info, HasSubstr("Origin = (578357.000000000000000,2187711.000000000000000)"));
    EXPECT_THAT(info, HasSubstr("Pixel Size = (20.000000000000000,-20.000000000000000)"));
    EXPECT_THAT(info, HasSubstr("Band 18"));  // 3 times x 6 layers
    EXPECT_THAT(info, Not(HasSubstr("Band 19")));
}

TEST_F(OtherPrograms, GdalReadsTheRightCell) {
    NEEDS_PROGRAM("gdallocationinfo", "gdal-bin");
    // Middle of cell (3, 4) in projected coordinates; bands run over z, then time.
    std::string const values =
        output_of({"gdallocationinfo", "-valonly", "-geoloc", "NETCDF:" + path() + ":PM", "578427", "2187501"});
    std::istringstream bands(values);
    for (std::size_t step = 0; step < 3; ++step)
        for (std::size_t k = 0; k < run_.mesh().nz(); ++k) {
            double value = -1;
            ASSERT_TRUE(bands >> value) << values;
            double const truth = 1e9 * run_.concentration(1, step, 3, 4, k);
            EXPECT_NEAR(value, truth, 5e-4 * truth) << "step " << step << ", layer " << k;
        }
}

TEST_F(OtherPrograms, OgrReadsTheRoadsWithNamesAndMeans) {
    NEEDS_PROGRAM("ogrinfo", "gdal-bin");
    std::string const roads = output_of({"ogrinfo", "-ro", "-al", path()});
    for (std::string const line :
         {"Layer name: edge_geometry", "Geometry: Line String", "Feature Count: 4", "ID[\"EPSG\",32648]]",
          "edge_name (String) = north", "edge_street_name (String) = Đường Lê Lợi", "edge_length (Real) = 300",
          "edge_NOx_mean (Real(Float32)) = 200.0", "LINESTRING (578557 2187411,578557 2187711)"})
        EXPECT_THAT(roads, HasSubstr(line));
}

TEST_F(OtherPrograms, AnUnprojectedFileKeepsItsCoordinates) {
    NEEDS_PROGRAM("gdalinfo", "gdal-bin");
    SampleRun(false).write(folder_.file("plain.nc"), 1, true);
    std::string const info = output_of({"gdalinfo", "NETCDF:" + folder_.file("plain.nc") + ":NOx"});
    EXPECT_THAT(info, HasSubstr("Origin = (0.000000000000000,300.000000000000000)"));
    EXPECT_THAT(info, Not(HasSubstr("EPSG")));
}

}  // namespace
}  // namespace hacthanh::io
