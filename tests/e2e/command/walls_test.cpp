/// Walls beside roads through the real command: a city folder with one wall, against RLINE's integral for its road.

#include "io/city_folder.hpp"
#include "io/sumo_network.hpp"
#include "sim/dispersion/line_source.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <cmath>

namespace hacthanh::test {
namespace {

/// The tutorial town in a wind from the west; its easternmost street between two blocks, E1-E2, has a wall behind it.
class WallsTest : public testing::Test {
protected:
    static constexpr double wall_x = 615;
    static constexpr double wall_height = 6;

    WallsTest() {
        io::CityFolder content;
        content.about.name = "Tutorial town";
        content.network = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.net.xml";
        content.city = io::read_sumo_network(content.network);
        content.city.barriers = {{"wall", {{wall_x, 252}, {wall_x, 348}}, wall_height, city::Mark::memory}};
        io::write_city_folder(folder_ / "CITY", content);
    }

    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more) {
        auto const file = folder_ / name;
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", file.string(), "--quiet"};
        for (char const* setting : {"weather.wind_from_deg=270", "traffic.end_s=180", "output.species=[\"NOx\"]",
                                    "output.concentration_error=0", "output.interval_s=180"}) {
            arguments.emplace_back("--set");
            arguments.emplace_back(setting);
        }
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        said_ = result.err;
        return file;
    }
    std::vector<std::string> walled(std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--set", "city.folder=" + (folder_ / "CITY").string()});
        return more;
    }
    std::vector<std::string> const lines_{"--set", "dispersion.model=line_source"};

    /// What the street E1-E2 gives at a place [ug/m3], each direction with its own emission, all
    /// vehicles as high as a car (the run takes their mean).
    static double of_street(io::ResultReader const& reader, bool with_wall, city::Point place) {
        using namespace dispersion;
        auto const emission = reader.road_emission(0, 0);
        RoadSource source = vehicle_wake(1.5, 3.5);
        double sum = 0;
        for (std::size_t r = 0; r < reader.roads().size(); ++r) {
            auto const& name = reader.roads()[r].name;
            if (name != "E1E2" && name != "E2E1") continue;
            double const x = name == "E1E2" ? 601.6 : 598.4;
            if (with_wall) source.barriers = Barriers{wall_height, wall_x - x, 0, 0};
            LineSource const line(surface_layer(reader.inflow()), 270, {source}, reader.grid().z_centre.front(), {});
            double const rate = static_cast<double>(emission[r]) / (1e6 * 3600) * 1e9;  // g/(km h) -> ug/(m s)
            sum += rate * line.integral({{x, 252}, {x, 348}, 0}, place);
        }
        return sum;
    }

    ScratchFolder folder_;
    std::string said_;
};

TEST_F(WallsTest, TheStreetsOwnPartFallsByWhatItsIntegralsSayAndTheRestOfTheTownKeepsItsAir) {
    io::ResultReader const open(run("open.nc", lines_).string());
    io::ResultReader const behind(run("walled.nc", walled(lines_)).string());
    auto const without = open.concentration(0, 0);
    auto const with = behind.concentration(0, 0);
    auto const& grid = open.grid();
    std::size_t places = 0;
    double mean_open = 0;
    double mean_walled = 0;
    for (std::size_t j = 0; j < grid.y_centre.size(); ++j)
        for (std::size_t i = 0; i < grid.nx(); ++i) {
            std::size_t const cell = j * grid.nx() + i;
            double const before = static_cast<double>(without[cell]);
            double const after = static_cast<double>(with[cell]);
            mean_open += before;
            mean_walled += after;
            city::Point const place{grid.x_centre[i], grid.y_centre[j]};
            if (place.x < 540) {  // only what meanders comes so far
                EXPECT_NEAR(after, before, 0.01 * before) << place.x << " " << place.y;
            }
            if (place.x < wall_x + 5 || place.x > wall_x + 60 || std::abs(place.y - 300) > 25) continue;
            ++places;
            double const less = of_street(open, false, place) - of_street(open, true, place);
            EXPECT_LT(after, (place.x < wall_x + 15 ? 0.95 : 1.0) * before);
            EXPECT_NEAR(before - after, less, 0.08 * less) << place.x << " " << place.y;
        }
    EXPECT_GT(places, 20U);
    EXPECT_LT(mean_walled, mean_open);
    EXPECT_GT(mean_walled, 0.98 * mean_open) << "one wall of a town";
}

TEST_F(WallsTest, ThreadsDoNotMatter) {
    auto const with = [&](std::string const& threads) {
        return all_concentrations(
            run("walled" + threads + ".nc", walled({"--set", "dispersion.model=line_source", "--threads", threads})));
    };
    auto const one = with("1");
    auto const two = with("2");
    ASSERT_EQ(one.size(), two.size());
    std::size_t different = 0;
    for (std::size_t n = 0; n < one.size(); ++n) different += one[n] != two[n] ? 1U : 0U;
    EXPECT_EQ(different, 0U);
}

TEST_F(WallsTest, KerbsSayThatTheyTakeNoNoticeOfThem) {
    auto const done = hacthanh({"check", tutorial_scenario(), "--set", "dispersion.model=line_source", "--set",
                                "kerb.model=street", "--set", "city.folder=" + (folder_ / "CITY").string()});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    EXPECT_NE((done.out + done.err).find("takes no notice of the 1 walls beside roads"), std::string::npos)
        << done.out << done.err;
}

TEST_F(WallsTest, AnotherModelSaysThatItLeavesThemOut) {
    run("volumes.nc", walled({"--set", "mesh.cell_size_m=40"}));
    EXPECT_NE(said_.find("1 walls beside roads are left out"), std::string::npos) << said_;
}

}  // namespace
}  // namespace hacthanh::test
