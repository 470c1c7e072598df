/// `hacthanh import sumo`: the tutorial town with made-up buildings, and the real cases.

#include "io/city_folder.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace hacthanh::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string const town = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.net.xml";

class ImportSumoTest : public testing::Test {
protected:
    CommandResult import(std::string const& network, std::vector<std::string> const& more) {
        std::vector<std::string> arguments{"import", "sumo", network, "-o", city_.string(), "--json", "--force"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return hacthanh(arguments);
    }
    nlohmann::json report(std::string const& network, std::vector<std::string> const& more) {
        auto const result = import(network, more);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        warnings_ = result.err;
        return nlohmann::json::parse(result.out);
    }
    std::string file(std::string const& name, std::string const& text) {
        write_file(folder_ / name, text);
        return (folder_ / name).string();
    }
    ScratchFolder folder_;
    std::filesystem::path city_ = folder_ / "city";
    std::string warnings_;
};

TEST_F(ImportSumoTest, TakesBuildingsAndAreasOfPolyconvert) {
    auto const poly = file("p.poly.xml", R"(<additional>
<poly id="school" type="building.school" fill="1" shape="100,100 130,100 130,120 100,120 100,100"><param key="building:levels" value="3"/></poly>
<poly id="shop" type="building" fill="1" shape="130,100 140,100 140,120 130,120 130,100"><param key="height" value="6 m"/></poly>
<poly id="wood" type="landuse.forest" fill="1" shape="0,0 50,0 50,50 0,50 0,0"/>
</additional>)");
    auto const result = report(town, {"--poly", poly, "--licence", "buildings=CC0", "--source", "buildings=us"});
    EXPECT_EQ(result.at("buildings"), 2);
    EXPECT_EQ(result.at("areas"), 1);
    EXPECT_THAT(warnings_, HasSubstr("nobody said under which licence the network"));
    auto const folder = io::read_city_folder(city_);
    EXPECT_DOUBLE_EQ(folder.city.buildings[0].height_m, 10.5);
    EXPECT_EQ(folder.city.buildings[1].height_m, 6);
    auto const& sources = folder.about.sources;
    auto const buildings =
        std::find_if(sources.begin(), sources.end(), [](auto const& s) { return s.part == "buildings"; });
    EXPECT_EQ(buildings->licence, "CC0");
    EXPECT_EQ(buildings->name, "us");
    EXPECT_EQ(buildings->sha256.size(), 64U);
}

TEST_F(ImportSumoTest, CleansNetworksOfNewerReleasesAndSaysSo) {
    auto text = read_file(town);
    auto const at = text.find(" index=\"0\"");
    text.insert(at, " allow=\"passenger bus motorcycle container wheelchair\"");
    auto const result = report(file("new.net.xml", text), {});
    EXPECT_EQ(result.at("counts").at("unknown_vehicle_classes"), 2);
    EXPECT_THAT(warnings_, HasSubstr("SUMO 1.15 does not know"));
    EXPECT_THAT(read_file(city_ / "network.net.xml"), HasSubstr("allow=\"passenger bus motorcycle\""));
}

TEST_F(ImportSumoTest, CarriesRoutesAlongAndRuns) {
    std::string const folder = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/";
    auto const poly = file("p.poly.xml", R"(<additional>
<poly id="a" type="building" fill="1" shape="100,100 130,100 130,120 100,120 100,100"/></additional>)");
    report(town, {"--poly", poly, "--routes", folder + "demand.rou.xml", "--additional", folder + "vtypes.add.xml",
                  "--name", "A \"small\" town", "--schematic"});
    EXPECT_THAT(read_file(city_ / "scenario.toml"), HasSubstr("schematic = true"));
    auto const checked = hacthanh({"check", (city_ / "scenario.toml").string(), "--json"});
    ASSERT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_GT(nlohmann::json::parse(checked.out).at("expected_vehicles"), 0);
    auto const run = hacthanh({"run", (city_ / "scenario.toml").string(), "-o", (folder_ / "r.nc").string(), "--quiet",
                               "--set", "traffic.end_s=300", "--set", "output.species=NOx"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
}

TEST_F(ImportSumoTest, RefusesBuildingsElsewhere) {
    auto const far = file("far.poly.xml", R"(<additional>
<poly id="a" type="building" fill="1" shape="90100,100 90130,100 90130,120 90100,100"/></additional>)");
    auto const result = import(town, {"--poly", far});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("lie outside the buildings"));
    auto const other = import(town, {"--poly", town});
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_THAT(other.err, AllOf(HasSubstr("no file of polygons"), HasSubstr("<net>")));
    EXPECT_FALSE(std::filesystem::exists(city_ / "city.toml"));
}

struct RealCase {
    char const* name;
    char const* network;
    char const* polygons;  ///< "" = none
    int least_buildings;
};

class RealSumoTest : public ImportSumoTest, public testing::WithParamInterface<RealCase> {};

TEST_P(RealSumoTest, ImportsAndChecks) {
    auto const data = data_folder();
    if (!data) GTEST_SKIP() << "the folder of real cases is absent (set HACTHANH_DATA_DIR)";
    auto const folder = *data / "cases" / GetParam().name;
    std::vector<std::string> more;
    if (*GetParam().polygons != '\0') more = {"--poly", (folder / GetParam().polygons).string()};
    auto const result = report((folder / GetParam().network).string(), more);
    EXPECT_GE(result.at("buildings"), GetParam().least_buildings);
    auto const checked = hacthanh({"check", (city_ / "scenario.toml").string()});
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RealSumoTest,
    testing::Values(RealCase{"hanoi_catlinh", "hanoi_catlinh.net.xml", "hanoi_catlinh.poly.xml", 400},
                    RealCase{"berlin_adlershof", "berlin_adlershof.net.xml", "berlin_adlershof.poly.xml", 2500},
                    RealCase{"bologna_joined", "joined_buslanes.net.xml", "", 0}),
    [](auto const& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hacthanh::test
