/// Whose air a place has, through the real command.

#include "io/gis.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

namespace hacthanh::test {
namespace {

class ApportionCommand : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        auto const run =
            hacthanh({"run", tutorial_scenario(), "-o", file(), "--set", "weather.wind_speed_m_s=6", "--threads", "2"});
        ASSERT_EQ(run.exit_code, 0) << run.err;
    }
    static void TearDownTestSuite() { delete folder_; }
    static std::string file() { return (*folder_ / "town.nc").string(); }

    static ScratchFolder* folder_;
};
ScratchFolder* ApportionCommand::folder_ = nullptr;

/// Square wards around (305, 305), network coordinates. @param halves  name and half the side [m]
void write_wards(std::string const& file, io::ResultGrid const& grid,
                 std::vector<std::pair<std::string, double>> const& halves) {
    GDALAllRegister();
    io::GisMessages const messages;
    io::GisDataset const dataset(
        GetGDALDriverManager()->GetDriverByName("GPKG")->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    OGRSpatialReference plane = io::make_reference("", file);
    if (!grid.crs_wkt.empty()) plane.importFromWkt(grid.crs_wkt.c_str());
    OGRLayer* const layer = dataset->CreateLayer("wards", &plane, wkbPolygon, nullptr);
    OGRFieldDefn name("name", OFTString);
    ASSERT_EQ(layer->CreateField(&name), OGRERR_NONE);
    for (auto const& [ward, half] : halves) {
        OGRFeature feature(layer->GetLayerDefn());
        feature.SetField("name", ward.c_str());
        double const x = 305 - grid.network_offset_x, y = 305 - grid.network_offset_y;
        city::Polygon square;
        square.outer = {{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}};
        feature.SetGeometryDirectly(io::to_ogr(square).release());
        ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
}

TEST_F(ApportionCommand, StreetsAndDistancesMakeUpTheAirOfTheRun) {
    auto const said = hacthanh({"apportion", file(), "--at", "305,305", "--json"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const place = nlohmann::json::parse(said.out).at(0);
    double const traffic = place.at("traffic");
    double streets = 0, distances = 0;
    for (auto const& street : place.at("streets")) streets += street.at("gives").get<double>();
    for (auto const& band : place.at("distances")) distances += band.at("gives").get<double>();
    EXPECT_NEAR(streets, traffic, 1e-9 * traffic);
    EXPECT_NEAR(distances, traffic, 1e-9 * traffic);
    EXPECT_GT(place.at("streets").size(), 10U);
    double classes = 0, edges = 0;
    for (auto const& one : place.at("classes")) classes += one.at("gives").get<double>();
    for (auto const& one : place.at("edges")) edges += one.at("gives").get<double>();
    EXPECT_NEAR(classes, traffic, 1e-9 * traffic);
    EXPECT_NEAR(edges, traffic, 1e-9 * traffic);
    EXPECT_EQ(place.at("classes").at(0).at("class"), "motorcycle");
    EXPECT_EQ(place.at("classes").at(4).at("gives"), 0) << "no trucks in the town";
    double const background = place.at("background").is_null() ? 0 : place.at("background").get<double>();
    double const run = place.at("run_mean");
    // The run's own emission, where it was given off: what is left is the flux limiter and air that is not yet steady.
    EXPECT_NEAR((traffic + background) / run, 1, 0.05);
    EXPECT_NEAR(place.at("sum").get<double>() + place.at("remainder").get<double>(), run, 1e-9 * run);
}

TEST_F(ApportionCommand, WritesATableALayerAndAMap) {
    auto const to = [](char const* name) { return (*folder_ / name).string(); };
    std::vector<std::string> arguments{"apportion", file(), "--at", "305,305"};
    for (auto const& name : {"whose.csv", "whose.json", "whose.gpkg"})
        arguments.insert(arguments.end(), {"-o", to(name)});
    bool const has_renderer = std::filesystem::exists(std::string(HACTHANH_BINARY_DIR) + "/hacthanh-render");
    if (has_renderer) arguments.insert(arguments.end(), {"-o", to("whose.png")});
    auto const said = hacthanh(arguments);
    ASSERT_EQ(said.exit_code, 0) << said.err;
    EXPECT_NE(said.out.find("No street is left out"), std::string::npos);

    auto const place = nlohmann::json::parse(read_file(to("whose.json"))).at(0);
    double const traffic = place.at("traffic");
    EXPECT_NE(read_file(to("whose.csv")).find("\nPlace,point,traffic,,"), std::string::npos);

    io::GisMessages const messages;
    io::GisDataset const layers = io::open_vector(to("whose.gpkg"));
    auto* const streets = layers->GetLayerByName("streets");
    ASSERT_NE(streets, nullptr);
    double lines = 0, of_edges = 0;
    for (auto const& feature : *streets) {
        lines += feature->GetFieldAsDouble("NOx_ug_m3");
        EXPECT_EQ(wkbFlatten(feature->GetGeometryRef()->getGeometryType()), wkbLineString);
    }
    for (auto const& edge : place.at("edges"))
        if (edge.at("edge") != "") of_edges += edge.at("gives").get<double>();
    EXPECT_NEAR(lines, of_edges, 1e-5 * traffic);  // seven digits are kept of each
    EXPECT_EQ(layers->GetLayerByName("places")->GetFeatureCount(), 1);
    EXPECT_EQ(layers->GetLayerByName("layer_styles")->GetFeatureCount(), 1);
    for (char const* picture : {"whose_vi.png", "whose_en.png"})
        EXPECT_EQ(std::filesystem::exists(to(picture)), has_renderer) << picture;
    EXPECT_FALSE(std::filesystem::exists(to("whose.png.json.part")));

    auto const again = hacthanh({"apportion", file(), "--at", "305,305", "-o", to("whose.csv")});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_NE(again.err.find("exists already"), std::string::npos) << again.err;
    EXPECT_EQ(hacthanh({"apportion", file(), "--at", "305,305", "-o", to("whose.doc")}).exit_code, 2);
}

TEST_F(ApportionCommand, WithChemistryNoxIsTheSumOfWhatTheAirCarries) {
    auto const reactive = (*folder_ / "reactive.nc").string();
    std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", reactive, "--quiet"};
    for (char const* set :
         {"weather.wind_speed_m_s=6", "chemistry.model=no-no2-o3", "emission.no2_share=0.1",
          "weather.latitude_deg=19.8", "weather.longitude_deg=105.8", "output.species=[\"NOx\", \"NO2\", \"O3\"]",
          "background.kind=regional", "background.source=made up", "background.source_vi=giả định",
          "background.NOx_ug_m3=15", "background.NO2_ug_m3=12", "background.O3_ug_m3=40"})
        arguments.insert(arguments.end(), {"--set", set});
    auto const ran = hacthanh(arguments);
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    auto const said = hacthanh({"apportion", reactive, "--at", "305,305", "--json"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const place = nlohmann::json::parse(said.out).at(0);
    double const traffic = place.at("traffic"), run = place.at("run_mean");
    EXPECT_DOUBLE_EQ(place.at("background").get<double>(), 15);
    EXPECT_NEAR((traffic + 15) / run, 1, 0.05);
    EXPECT_GT(traffic, 1) << "or the background alone would do";
    auto const inert = hacthanh({"apportion", file(), "--at", "305,305", "--json"});
    double const without = nlohmann::json::parse(inert.out).at(0).at("traffic");
    EXPECT_NEAR(traffic, without, 1e-6 * without) << "chemistry makes no NOx";
    double no2 = place.at("background_no2_pro_rata");
    for (auto const& street : place.at("streets")) no2 += street.at("no2_pro_rata").get<double>();
    EXPECT_NEAR(no2, place.at("run_mean_no2").get<double>(), 1e-9 * no2);
}

TEST_F(ApportionCommand, AWardIsTheMeanOfItsCells) {
    auto const wards = (*folder_ / "wards.gpkg").string();
    auto const grid = io::ResultReader(file()).grid();
    write_wards(wards, grid, {{"Phường Một", 0.45 * grid.cell_size}, {"Phường Hai", 60}});
    auto const of = [&](std::vector<std::string> const& place) {
        std::vector<std::string> arguments{"apportion", file(), "--json"};
        arguments.insert(arguments.end(), place.begin(), place.end());
        auto const said = hacthanh(arguments);
        EXPECT_EQ(said.exit_code, 0) << said.err;
        return nlohmann::json::parse(said.out).at(0);
    };
    double const point = of({"--at", "305,305"}).at("traffic");
    auto const one = of({"--ward", "Phường Một", "--wards", wards});
    EXPECT_NEAR(one.at("traffic").get<double>(), point, 1e-6 * point) << "a ward of one cell is that cell";
    EXPECT_EQ(one.at("people"), 0) << "the town has no population";
    auto const unknown = hacthanh({"apportion", file(), "--ward", "Phường Ba", "--wards", wards});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_NE(unknown.err.find("Phường Một, Phường Hai"), std::string::npos) << unknown.err;
    EXPECT_EQ(hacthanh({"apportion", file(), "--ward", "Phường Một"}).exit_code, 2);
}

TEST_F(ApportionCommand, TablesOfTheWindAgreeWithTheRunAndAreNotBuiltTwice) {
    auto const folder = (*folder_ / "tables").string();
    auto const build = [&] {
        return hacthanh({"transfer", file(), "-o", folder, "--spacing", "24", "--left-out", "0.001", "--json"});
    };
    auto const first = build();
    ASSERT_EQ(first.exit_code, 0) << first.err;
    auto const said = nlohmann::json::parse(first.out).at(0);
    EXPECT_GE(said.at("receptors"), 4);
    EXPECT_LE(said.at("truncation_error"), 0.001);
    auto const& check = said.at("against_run");
    // A solution per place takes some tenths of a second: few places, whose mean says less than the aim of 0.03 for
    // all.
    EXPECT_LT(std::abs(check.at("fractional_bias").get<double>()), 0.2);
    EXPECT_GE(check.at("factor_of_two").get<double>(), 0.5);
    // Places without air of the traffic are apart: where there is air, product and run are at least of one size.
    auto const& with_air = check.at("with_air");
    EXPECT_GT(with_air.at("receptors"), 0);
    EXPECT_LE(with_air.at("receptors"), check.at("receptors"));
    EXPECT_GE(with_air.at("factor_of_two").get<double>(), check.at("factor_of_two").get<double>());
    EXPECT_GE(with_air.at("within_10_percent").get<double>(), check.at("within_10_percent").get<double>());
    auto const again = build();
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(nlohmann::json::parse(again.out).at(0).at("build_s"), 0);
    EXPECT_EQ(nlohmann::json::parse(again.out).at(0).at("against_run"), check);
}

TEST_F(ApportionCommand, SaysItInVietnamese) {
    auto const said = hacthanh({"apportion", file(), "--at", "305,305", "--vi", "--top", "3"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    EXPECT_NE(said.out.find("Theo khoảng cách"), std::string::npos);
    EXPECT_NE(said.out.find("(các đường khác)"), std::string::npos);
}

TEST_F(ApportionCommand, RefusesWhatItCannotTell) {
    auto const outside = hacthanh({"apportion", file(), "--at", "-5000,300"});
    EXPECT_EQ(outside.exit_code, 2);
    EXPECT_NE(outside.err.find("outside the mesh"), std::string::npos) << outside.err;
    auto const schools = hacthanh({"apportion", file(), "--schools"});
    EXPECT_EQ(schools.exit_code, 2);
    EXPECT_NE(schools.err.find("school"), std::string::npos) << schools.err;
    EXPECT_EQ(hacthanh({"apportion", file()}).exit_code, 2);
    EXPECT_EQ(hacthanh({"apportion", tutorial_scenario(), "--at", "305,305"}).exit_code, 2);
}

}  // namespace
}  // namespace hacthanh::test
