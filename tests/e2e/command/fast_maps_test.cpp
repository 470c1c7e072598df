/// `whatif --fast` where the tables have every cell: results that other commands take, through the real command.

#include "tests/e2e/command/fixture.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hacthanh::test {
namespace {

std::vector<std::vector<double>> rows_of(std::string const& csv) {
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    std::vector<std::vector<double>> rows;
    while (std::getline(lines, line)) {
        rows.emplace_back();
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(std::stod(field));
    }
    return rows;
}

TEST(FastMaps, AnAnswerIsAResultThatCompareAndExportTake) {
    ScratchFolder const folder;
    auto const path = [&](std::string const& name) { return (folder / name).string(); };
    std::vector<std::string> const settings{
        "--set", "weather.wind_speed_m_s=6",  "--set", "weather.wind_from_deg=270",
        "--set", "mesh.cell_size_m=40",       "--set", "background.kind=regional",
        "--set", "background.source=made up", "--set", "background.source_vi=giả định",
        "--set", "background.NOx_ug_m3=15"};
    auto const with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), settings.begin(), settings.end());
        return hacthanh(arguments);
    };
    auto const ran = with({"run", tutorial_scenario(), "-o", path("town.nc"), "--quiet"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    ASSERT_EQ(hacthanh({"transfer", path("town.nc"), "-o", path("tables")}).exit_code, 0);
    std::ofstream(path("closure.toml"))
        << "[about]\ntitle = \"Closure\"\ntitle_vi = \"Đóng đường\"\n[[measure]]\nkind = "
           "\"close_edge\"\nedges = [\"C2B2\"]\n";
    auto const said = with(
        {"whatif", tutorial_scenario(), path("closure.toml"), "--fast", path("tables"), "-o", path("fast"), "--json"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const document = nlohmann::json::parse(said.out);
    EXPECT_EQ(document.at("maps").at("results"), (std::vector<std::string>{"base.nc", "closure.nc"}));

    // Cell by cell the map is the places' table on top of the background.
    io::ResultReader const closed(path("fast/closure.nc"));
    auto const& grid = closed.grid();
    auto const surface = closed.mean_surface(0);
    auto const rows = rows_of(read_file(path("fast/places.csv")));
    EXPECT_EQ(rows.size(), static_cast<std::size_t>(std::ranges::count_if(surface, [](float v) { return v >= 0; })));
    for (auto const& row : rows) {
        auto const i = std::lround((row.at(0) - grid.network_offset_x - grid.x_centre.front()) / grid.cell_size);
        auto const j = std::lround((row.at(1) - grid.network_offset_y - grid.y_centre.front()) / grid.cell_size);
        auto const at = static_cast<std::size_t>(j) * grid.nx() + static_cast<std::size_t>(i);
        EXPECT_NEAR(static_cast<double>(surface.at(at)), 15 + row.at(3), 0.01 * (15 + row.at(3))) << row[0] << row[1];
    }

    // The same vehicles as a full run of the baseline, and the same wind; it says that it is none.
    auto const base = info_of(path("fast/base.nc")), full = info_of(path("town.nc"));
    for (auto const* key : {"vehicles_departed", "vehicles_arrived", "vehicles_running"})
        EXPECT_EQ(base.at(key), full.at(key)) << key;
    EXPECT_EQ(base.at("background_ug_m3"), full.at("background_ug_m3"));
    EXPECT_NE(read_file(path("fast/whatif.txt")).find("NOT CHECKED"), std::string::npos);
    EXPECT_NE(base.dump().find("By transfer functions, not a full run"), std::string::npos);

    auto const compared = hacthanh({"compare", path("fast"), "--json"});
    ASSERT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_NE(compared.out.find("closure"), std::string::npos);
    auto const exported = hacthanh({"export", path("fast/closure.nc"), "--to", "geotiff", "-o", path("closure.tif")});
    ASSERT_EQ(exported.exit_code, 0) << exported.err;
    EXPECT_GT(std::filesystem::file_size(path("closure.tif")), 1000U);
    EXPECT_EQ(hacthanh({"export", path("fast/closure.nc"), "--to", "gpkg", "-o", path("closure.gpkg")}).exit_code, 0);
    EXPECT_EQ(hacthanh({"verify", path("fast/closure.nc")}).exit_code, 0);
}

}  // namespace
}  // namespace hacthanh::test
