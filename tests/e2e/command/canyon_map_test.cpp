/// Canyons and points in the line source's map, through the real command.

#include "io/city_folder.hpp"
#include "io/sumo_network.hpp"
#include "tests/e2e/command/fixture.hpp"
#include "tests/support/built_city.hpp"

#include <cmath>

namespace hacthanh::test {
namespace {

/// The tutorial town in a wind from the west; houses on both sides of its street E1-E2 leave 14 m between them.
class CanyonRunTest : public testing::Test {
protected:
    CanyonRunTest() {
        io::CityFolder content;
        content.about.name = "Tutorial town";
        content.network = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.net.xml";
        content.city = io::read_sumo_network(content.network);
        content.city.buildings = {box_building(570, 245, 593, 355, 15), box_building(607, 245, 630, 355, 15)};
        content.city.buildings[1].id = "east";
        io::write_city_folder(folder_ / "CITY", content);
        write_file(folder_ / "points.csv", "name,kind,x_m,y_m\nin the street,monitor,597,305\n");
    }

    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more) {
        auto const file = folder_ / name;
        std::vector<std::string> all{"run", tutorial_scenario(), "-o", file.string(), "--quiet"};
        for (auto const& setting : std::vector<std::string>{"dispersion.model=line_source", "weather.wind_from_deg=270",
                                                            "traffic.end_s=180", "output.species=[\"NOx\"]",
                                                            "output.concentration_error=0", "output.interval_s=180"}) {
            all.emplace_back("--set");
            all.push_back(setting);
        }
        for (auto const& setting : more) {
            all.emplace_back("--set");
            all.push_back(setting);
        }
        auto const result = hacthanh(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }
    std::string city() const { return "city.folder=" + (folder_ / "CITY").string(); }

    std::string const extent_ = "mesh.extent=[0, 0, 720, 720]";
    ScratchFolder folder_;
};

TEST_F(CanyonRunTest, TheMapHasTheAirOfTheKerbsWhereTheStreetIsAndNoOtherElsewhere) {
    std::string const points = "output.receptors=" + (folder_ / "points.csv").string();
    io::ResultReader const open(run("open.nc", {city(), extent_}).string());
    io::ResultReader const with(run("street.nc", {city(), extent_, "kerb.model=street", points}).string());
    auto const before = open.concentration(0, 0);
    auto const map = with.concentration(0, 0);
    auto const& grid = open.grid();
    auto const leeward = with.road_kerb(0, io::KerbSide::leeward, 0);
    auto const windward = with.road_kerb(0, io::KerbSide::windward, 0);
    float lee = 0;
    float wind = 0;
    for (std::size_t r = 0; r < with.roads().size(); ++r)
        if (with.roads()[r].name == "E1E2") lee = leeward[r], wind = windward[r];
    ASSERT_GT(lee, 1.2F * wind);
    float here = 0;
    double west = 0;  // along the street, of cells that are houses and one half of it alone
    double east = 0;
    std::size_t beside = 0;
    for (std::size_t j = 0; j < grid.y_centre.size(); ++j)
        for (std::size_t i = 0; i < grid.x_centre.size(); ++i) {
            double const x = grid.x_centre[i];
            double const y = grid.y_centre[j];
            std::size_t const cell = j * grid.x_centre.size() + i;
            bool const along = y > 250 && y < 350;
            if (along && std::abs(x - 595) < 0.1) {
                EXPECT_NEAR(map[cell], lee, 0.15F * lee) << y;  // others differ along the street
                EXPECT_GT(std::abs(map[cell] - before[cell]), 0.1F * before[cell]) << y;
                if (std::abs(y - 305) < 0.1) here = map[cell];
                west += static_cast<double>(map[cell]) / 10;
            } else if (along && std::abs(x - 605) < 0.1) {
                EXPECT_NEAR(map[cell], wind, 0.2F * wind) << y;
                east += static_cast<double>(map[cell]) / 10;
            } else if ((x < 585 || x > 615 || y < 240 || y > 360) && !std::isnan(before[cell])) {  // no house
                EXPECT_FLOAT_EQ(map[cell], before[cell]) << x << " " << y;
                ++beside;
            }
        }
    EXPECT_NEAR(west, lee, 0.03F * lee);
    EXPECT_NEAR(east, wind, 0.03F * wind);
    EXPECT_GT(beside, 1000U);
    // a receptor has the air of its cell, in every coupling interval that the steady state is of
    auto const series = with.receptor_series(0);
    ASSERT_GT(series.size(), 1U);
    for (float const value : series) EXPECT_FLOAT_EQ(value, here);
}

/// A kiln stands where it stands: its air in the same place is the same on meshes of 30 and of 10 m.
TEST_F(CanyonRunTest, TheAirOfAPointDoesNotKnowTheMesh) {
    write_file(
        folder_ / "sources.csv",
        "source,item,pollutant,value,reference,evidence\nkiln,sector,,kiln,made up,M\nkiln,height,,5 15,made up,M\n"
        "kiln,emission,NOx,315576,made up,M\nkiln,point,,203 196,made up,M\n");
    std::string const sources = "sources.file=" + (folder_ / "sources.csv").string();
    auto const of_kiln = [&](std::string const& cell) {
        std::string const size = "mesh.cell_size_m=" + cell;
        io::ResultReader const with(run("with" + cell + ".nc", {size, extent_, sources}).string());
        io::ResultReader const without(run("without" + cell + ".nc", {size, extent_}).string());
        auto a = with.concentration(0, 0);
        auto const b = without.concentration(0, 0);
        for (std::size_t n = 0; n < a.size(); ++n) a[n] -= b[n];
        return std::pair{a, with.grid()};
    };
    auto const [coarse, coarse_grid] = of_kiln("30");
    auto const [fine, fine_grid] = of_kiln("10");
    float highest = 0;
    for (float const value : coarse) highest = std::max(highest, value);
    EXPECT_GT(highest, 10);
    std::size_t compared = 0;
    for (std::size_t j = 0; j < coarse_grid.y_centre.size(); ++j)
        for (std::size_t i = 0; i < coarse_grid.x_centre.size(); ++i) {
            std::size_t const fine_i = 3 * i + 1;
            std::size_t const fine_j = 3 * j + 1;
            ASSERT_NEAR(fine_grid.x_centre[fine_i], coarse_grid.x_centre[i], 1e-6);
            float const a = coarse[j * coarse_grid.x_centre.size() + i];
            float const b = fine[fine_j * fine_grid.x_centre.size() + fine_i];
            EXPECT_NEAR(a, b, 2e-3F * b + 1e-4F * highest) << coarse_grid.x_centre[i] << " " << coarse_grid.y_centre[j];
            compared += a > 0.1F * highest ? 1U : 0U;
        }
    EXPECT_GT(compared, 3U);
}

}  // namespace
}  // namespace hacthanh::test
