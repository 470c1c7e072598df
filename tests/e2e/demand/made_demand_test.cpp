/// The section [demand] through the real command: matrix, trips, counts alone; cache; refusals.

#include "io/sumo_trips.hpp"
#include "tests/support/command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <future>
#include <nlohmann/json.hpp>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using test::CommandResult;
using test::ScratchFolder;
using testing::AllOf;
using testing::HasSubstr;

std::string square(double x0, double x1, std::string const& name) {
    return fmt::format(R"({{"type":"Feature","properties":{{"zone":"{0}"}},"geometry":{{"type":"Polygon",)"
                       R"("coordinates":[[[{1},-9],[{2},-9],[{2},729],[{1},729],[{1},-9]]]}}}})",
                       name, x0, x1);
}

class MadeDemandTest : public testing::Test {
protected:
    MadeDemandTest() {
        fs::copy(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial", folder_.path());
        test::write_file(folder_ / "zones.geojson", R"({"type":"FeatureCollection","features":[)" +
                                                        square(-9, 300, "west") + "," + square(420, 729, "east") +
                                                        "]}");
        test::write_file(folder_ / "od.csv", "from,to,trips\nwest,east,120\neast,west,60\n");
        test::write_file(folder_ / "profile.csv", "begin,end,share\n06:00,07:00,0.5\n07:00,07:10,0.5\n");
    }

    CommandResult check(std::string const& demand) const {
        auto const text = test::read_file(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.toml");
        test::write_file(folder_ / "made.toml", text + "\n[demand]\n" + demand);
        return test::run_command(
            {std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check", (folder_ / "made.toml").string(), "--json"});
    }

    /// The folder of the cache; there must be one.
    fs::path made() const {
        std::vector<fs::path> found;
        for (auto const& entry : fs::directory_iterator(folder_ / "demand_cache")) found.push_back(entry.path());
        EXPECT_EQ(found.size(), 1U);
        return found.front();
    }

    nlohmann::json record() const { return nlohmann::json::parse(test::read_file(made() / "demand.json")); }

    std::vector<demand::Trip> trips() const {
        return read_sumo_trips(read_sumo_config(made() / "case.sumocfg"), 0, 600, 1).trips;
    }

    ScratchFolder folder_;
};

constexpr char const* matrix = R"(
matrix = "od.csv"
zones = "zones.geojson"
vehicle_shares = "motorcycle=0.8 car=0.2"
)";

TEST_F(MadeDemandTest, AMatrixBecomesRoutesOnceAndTheSameAgain) {
    auto const first = check(matrix);
    ASSERT_EQ(first.exit_code, 0) << first.err;
    auto const made_trips = trips();
    EXPECT_NEAR(static_cast<double>(made_trips.size()), 180, 4) << "fractions of a type are drawn by lot";
    auto const motorcycles = std::ranges::count(made_trips, "motorcycle", &demand::Trip::type);
    EXPECT_NEAR(static_cast<double>(motorcycles), 144, 4);
    for (auto const& trip : made_trips) EXPECT_TRUE(trip.routed);
    auto const routes = test::read_file(made() / "routes.rou.xml");
    auto const again = check(matrix);
    EXPECT_THAT(again.err, HasSubstr("found in"));
    fs::remove_all(folder_ / "demand_cache");
    ASSERT_EQ(check(matrix).exit_code, 0);
    EXPECT_EQ(test::read_file(made() / "routes.rou.xml"), routes) << "same inputs, same bytes";
    EXPECT_EQ(record().at("inputs").size(), 5U);
}

TEST_F(MadeDemandTest, SeveralRunsMayMakeItAtOnce) {
    auto const text = test::read_file(folder_ / "town.toml") + "\n[demand]\n" + matrix;
    std::vector<std::future<CommandResult>> runs;
    for (int n = 0; n < 4; ++n) {
        auto const file = folder_ / fmt::format("made{}.toml", n);
        test::write_file(file, text);
        runs.push_back(std::async(std::launch::async, [file] {
            return test::run_command(
                {std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check", file.string(), "--json"});
        }));
    }
    for (auto& run : runs) {
        auto const result = run.get();
        EXPECT_EQ(result.exit_code, 0) << result.err;
    }
    EXPECT_NEAR(static_cast<double>(trips().size()), 180, 4) << "made() asserts that nothing else is left";
}

TEST_F(MadeDemandTest, AProfileTakesThePartOfTheDayThatIsRun) {
    auto const result = check(std::string(matrix) + "profile = \"profile.csv\"\n");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NEAR(static_cast<double>(trips().size()), 90, 4);
}

TEST_F(MadeDemandTest, TripsBesideTheConfigurationsOwnRoutes) {
    test::write_file(folder_ / "trips.csv",
                     "depart,from,to,type\n07:01,A0A1,C2D2,car\n07:02:30,B2C2,E0D0,bus\n08:00,A0A1,C2D2,car\n");
    auto const result = check("trips = \"trips.csv\"\nkeep_routes = true\n");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(trips().size(), 392U) << "390 of the town and two within the time";
}

TEST_F(MadeDemandTest, CountsAloneAreMetByWaysThroughTheTown) {
    test::write_file(folder_ / "counts.csv",
                     "edge,begin,end,vehicles\nB2C2,07:00,07:10,60\nC2B2,07:00,07:10,30\nC1C2,07:00,07:10,45\n");
    auto const result = check("counts = \"counts.csv\"\nvehicle_shares = \"car=1\"\n");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_GE(record().at("counts").at("share_below_geh_5").get<double>(), 0.99) << record().dump(1);
}

TEST_F(MadeDemandTest, EquilibriumReachesItsGap) {
    auto const result = check(std::string(matrix) + "routing = \"equilibrium\"\ninterval_s = 600\n");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_LE(record().at("relative_gap").get<double>(), 0.02);
}

TEST_F(MadeDemandTest, BadInputIsRefusedWithPlaceRuleAndRemedy) {
    auto const refusal = [&](std::string const& demand) {
        auto const result = check(demand);
        EXPECT_EQ(result.exit_code, 2) << result.err;
        return result.err;
    };
    EXPECT_THAT(refusal("matrix = \"od.csv\"\n"), HasSubstr("demand.zones"));
    EXPECT_THAT(refusal("matrix = \"nowhere.csv\"\nzones = \"zones.geojson\"\n"), HasSubstr("nowhere.csv"));
    EXPECT_THAT(refusal("matrix = \"od.csv\"\nzones = \"zones.geojson\"\n"),
                AllOf(HasSubstr("demand.vehicle_shares"), HasSubstr("motorcycle")));
    EXPECT_THAT(refusal("matrix = \"od.csv\"\nzones = \"zones.geojson\"\nvehicle_shares = \"car=1.3\"\n"),
                HasSubstr("0 to 1"));
    EXPECT_THAT(refusal("matrix = \"od.csv\"\nzones = \"zones.geojson\"\nvehicle_shares = \"car=0.9 bus=0.4\"\n"),
                HasSubstr("sum to 1.3"));
    test::write_file(folder_ / "od.csv", "from,to,trips\nwest,eats,12\n");
    EXPECT_THAT(refusal(matrix), AllOf(HasSubstr("od.csv:2"), HasSubstr("\"east\"")));
    test::write_file(folder_ / "od.csv", "from,to,trips\nwest,east,0\n");
    EXPECT_THAT(refusal(matrix), HasSubstr("empty"));
    test::write_file(folder_ / "trips.csv", "depart,from,to\n07:01,A0A,C2D2\n");
    EXPECT_THAT(refusal("trips = \"trips.csv\"\n"), AllOf(HasSubstr("trips.csv:2"), HasSubstr("A0A1")));
    EXPECT_THAT(refusal("trip = \"trips.csv\"\n"), HasSubstr("demand.trips"));
}

}  // namespace
}  // namespace hacthanh::io
