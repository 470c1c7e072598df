/// Whose air a place has, through the real command.

#include "tests/e2e/command/fixture.hpp"

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
    double const background = place.at("background").is_null() ? 0 : place.at("background").get<double>();
    double const run = place.at("run_mean");
    // Only a factor of two: queues give off more near junctions than the even emission along a road
    // (user/apportion.md).
    EXPECT_GT(traffic + background, run / 2);
    EXPECT_LT(traffic + background, run * 2);
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
