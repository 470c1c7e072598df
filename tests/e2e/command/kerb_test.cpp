/// Kerbs and other sources through the real command: masses, threads, and what stands in the file.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::test {
namespace {

class KerbRunTest : public testing::Test {
protected:
    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more = {}) {
        auto const file = folder_ / name;
        std::vector<std::string> all{"run", tutorial_scenario(), "-o", file.string()};
        for (char const* setting :
             {"kerb.model=street", "mesh.cell_size_m=30", "traffic.end_s=300", "output.species=[\"NOx\",\"CO\"]"}) {
            all.emplace_back("--set");
            all.emplace_back(setting);
        }
        all.insert(all.end(), more.begin(), more.end());
        auto const result = hacthanh(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }

    /// Kerbs of every street, none inside junctions; weighted with emission those downwind are half as dirty again.
    static void expect_downwind_kerbs_dirtier(io::ResultReader const& reader) {
        std::size_t const last = reader.n_steps() - 1;
        auto const leeward = reader.road_kerb(0, io::KerbSide::leeward, last);
        auto const windward = reader.road_kerb(0, io::KerbSide::windward, last);
        auto const emission = reader.road_emission(0, last);
        ASSERT_EQ(leeward.size(), reader.roads().size());
        double busy = 0;
        double upwind = 0;
        for (std::size_t r = 0; r < leeward.size(); ++r) {
            if (reader.roads()[r].internal) {
                ASSERT_TRUE(std::isnan(leeward[r]));
                continue;
            }
            ASSERT_GE(windward[r], 0);
            ASSERT_GE(leeward[r], windward[r]);
            busy += static_cast<double>(leeward[r]) * static_cast<double>(emission[r]);
            upwind += static_cast<double>(windward[r]) * static_cast<double>(emission[r]);
        }
        EXPECT_GT(busy, 1.5 * upwind);
    }

    ScratchFolder folder_;
};

TEST_F(KerbRunTest, TheDownwindKerbIsDirtierThanTheStreetsCells) {
    io::ResultReader const reader(run("town.nc").string());
    expect_downwind_kerbs_dirtier(reader);
}

TEST_F(KerbRunTest, ThreadsDoNotMatter) {
    auto const kerbs = [&](char const* name, char const* threads) {
        io::ResultReader const reader(run(name, {"--threads", threads}).string());
        return reader.road_kerb(1, io::KerbSide::leeward, reader.n_steps() - 1);
    };
    auto const one = kerbs("one.nc", "1");
    auto const two = kerbs("two.nc", "2");
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t r = 0; r < one.size(); ++r) EXPECT_TRUE(one[r] == two[r] || std::isnan(one[r]));
}

/// The line source gives kerbs, too: its map stays what it was, and kerbs are above the streets' cells.
TEST_F(KerbRunTest, TheLineSourceHasKerbs) {
    std::vector<std::string> const lines{"--set", "dispersion.model=line_source"};
    auto const file = run("lines.nc", lines);
    io::ResultReader const reader(file.string());
    expect_downwind_kerbs_dirtier(reader);
    EXPECT_LE(info_of(file).at("mass_budget_relative_error").get<double>(), 1e-5);
    auto const with = all_concentrations(file);
    auto const without = all_concentrations(run("open.nc", {"--set", lines[1], "--set", "kerb.model=none"}));
    ASSERT_EQ(with.size(), without.size());
    std::size_t different = 0;
    for (std::size_t n = 0; n < with.size(); ++n) different += with[n] != without[n] ? 1U : 0U;
    EXPECT_EQ(different, 0U);
}

/// With chemistry, and the same bits for one and two threads.
TEST_F(KerbRunTest, KerbsOfTheLineSourceReactAndThreadsDoNotMatter) {
    auto const kerbs = [&](std::string const& threads, std::size_t species) {
        io::ResultReader const reader(
            run("lines" + threads + std::to_string(species) + ".nc",
                {"--set", "dispersion.model=line_source", "--set",     "chemistry.model=no-no2-o3",
                 "--set", "emission.no2_share=0.1",       "--set",     "output.species=[\"NOx\",\"NO2\"]",
                 "--set", "background.NO2_ug_m3=20",      "--set",     "background.NOx_ug_m3=25",
                 "--set", "background.O3_ug_m3=60",       "--set",     "background.kind=rural",
                 "--set", "background.source=made up",    "--set",     "weather.latitude_deg=19.8",
                 "--set", "weather.longitude_deg=105.8",  "--threads", threads})
                .string());
        return reader.road_kerb(species, io::KerbSide::leeward, reader.n_steps() - 1);
    };
    auto const nox = kerbs("1", 0);
    auto const no2 = kerbs("1", 1);
    auto const again = kerbs("2", 1);
    std::size_t different = 0;
    std::size_t made = 0;
    for (std::size_t r = 0; r < nox.size(); ++r) {
        if (std::isnan(nox[r])) continue;
        different += no2[r] != again[r] ? 1U : 0U;
        EXPECT_LE(no2[r], nox[r] * 1.0001F);
        made += no2[r] > 20 + 0.1F * (nox[r] - 25) + 0.5F ? 1U : 0U;  // more than was given off
    }
    EXPECT_EQ(different, 0U);
    EXPECT_GT(made, 20U);
}

TEST_F(KerbRunTest, TheLineSourceHasOtherSources) {
    write_file(
        folder_ / "sources.csv",
        "source,item,pollutant,value,reference,evidence\nkiln,sector,,kiln,made up,M\nkiln,height,,5 15,made up,M\n"
        "kiln,emission,NOx,31557.6,made up,M\nkiln,point,,200 200,made up,M\n");
    auto const with = run("with.nc", {"--set", "dispersion.model=line_source", "--set", "kerb.model=none", "--set",
                                      "sources.file=" + (folder_ / "sources.csv").string()});
    auto const without = run("without.nc", {"--set", "dispersion.model=line_source", "--set", "kerb.model=none"});
    auto const info = info_of(with);
    EXPECT_NEAR(info.at("sources").at("kiln").at("emitted_kg").at("NOx").get<double>(), 0.3, 1e-9);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    io::ResultReader const more(with.string());
    io::ResultReader const less(without.string());
    auto const& grid = more.grid();
    auto const a = more.concentration(0, 2);
    auto const b = less.concentration(0, 2);
    double highest = 0;
    city::Point place{};
    for (std::size_t n = 0; n < grid.nx() * grid.y_centre.size(); ++n)
        if (static_cast<double>(a[n] - b[n]) > highest) {
            highest = static_cast<double>(a[n] - b[n]);
            place = {grid.x_centre[n % grid.nx()], grid.y_centre[n / grid.nx()]};
        }
    EXPECT_GT(highest, 1);
    // wind from 230 degrees: downwind of the kiln
    EXPECT_GT(
        (place.x - 200) * std::sin(230 * 3.14159265 / 180) * -1 - (place.y - 200) * std::cos(230 * 3.14159265 / 180),
        20);
    EXPECT_LT(std::hypot(place.x - 200, place.y - 200), 250);
}

TEST_F(KerbRunTest, OtherSourcesAreCountedBySourceAndApartFromTraffic) {
    write_file(
        folder_ / "sources.csv",
        "source,item,pollutant,value,reference,evidence\nkiln,sector,,kiln,made up,M\nkiln,height,,5 15,made up,M\n"
        "kiln,emission,NOx,31557.6,made up,M\nkiln,point,,200 200,made up,M\n");
    auto const file = run("kiln.nc", {"--set", "sources.file=" + (folder_ / "sources.csv").string()});
    auto const info = info_of(file);
    EXPECT_NEAR(info.at("sources").at("kiln").at("emitted_kg").at("NOx").get<double>(), 0.3, 1e-9);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    EXPECT_NEAR(info.at("on_mesh_over_emitted").at("NOx").get<double>(), 1, 1e-9) << "of traffic alone";
    double const in_air = info.at("mass_budget_kg").at("NOx").at("emitted").get<double>();
    EXPECT_NEAR(in_air, info.at("on_mesh_kg").at("NOx").get<double>() + 0.3, 1e-6 * in_air);
    EXPECT_THAT(hacthanh({"info", file.string()}).out, testing::HasSubstr("kiln (kiln): NOx 0.3 kg"));
}

}  // namespace
}  // namespace hacthanh::test
