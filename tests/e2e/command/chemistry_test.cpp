/// NO, NO2 and ozone through the real command: masses, threads, resume, and what it refuses.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;

class ChemistryRunTest : public testing::Test {
protected:
    ChemistryRunTest() {
        write_file(folder_ / "air.csv",
                   "time,NOx_ug_m3,NO2_ug_m3,O3_ug_m3\n2026-01-15T07:00,20,12,70\n2026-01-15T07:05,30,,50\n");
    }

    std::vector<std::string> arguments(std::string const& verb, std::vector<std::string> const& more = {}) const {
        std::vector<std::string> all{verb, tutorial_scenario(), "--set",
                                     "background.file=" + (folder_ / "air.csv").string()};
        for (char const* setting :
             {"chemistry.model=no-no2-o3", "emission.no2_share=0.1", "background.kind=rural",
              "background.source=made up", "weather.latitude_deg=19.8", "weather.longitude_deg=105.8",
              "time.utc_offset=+07:00", "time.start_clock=07:00",
              "output.species=[\"NOx\",\"NO2\",\"NO\",\"O3\",\"CO\"]", "output.concentration_error=0"}) {
            all.emplace_back("--set");
            all.emplace_back(setting);
        }
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more = {}) {
        auto const file = folder_ / name;
        auto all = arguments("run", {"-o", file.string()});
        all.insert(all.end(), more.begin(), more.end());
        auto const result = hacthanh(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }

    ScratchFolder folder_;
};

TEST_F(ChemistryRunTest, MassesCloseAndNoxIsTheSum) {
    auto const file = run("town.nc");
    auto const info = info_of(file);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    auto const& budget = info.at("mass_budget_kg");
    double const no2_made = budget.at("NO2").at("chemistry").get<double>() / 46.005;
    EXPECT_GT(no2_made, 0) << "fresh NO meets ozone";
    EXPECT_NEAR(budget.at("NO").at("chemistry").get<double>() / 30.006, -no2_made, 1e-4 * no2_made);
    EXPECT_NEAR(budget.at("O3").at("chemistry").get<double>() / 47.997, -no2_made, 1e-4 * no2_made);
    EXPECT_NEAR(budget.at("NOx").at("chemistry").get<double>(), 0, 1e-3 * no2_made);
    double const emitted = info.at("emitted_kg").at("NOx").get<double>();
    EXPECT_NEAR(info.at("emitted_kg").at("NO2").get<double>(), 0.1 * emitted, 1e-9 * emitted);
    EXPECT_EQ(info.at("emitted_kg").at("O3").get<double>(), 0);
    io::ResultReader const reader(file.string());
    std::size_t const last = reader.n_steps() - 1;
    auto const nox = reader.concentration(0, last);
    auto const no2 = reader.concentration(1, last);
    auto const no = reader.concentration(2, last);
    auto const o3 = reader.concentration(3, last);
    float least_ozone = 1e9F;
    for (std::size_t c = 0; c < nox.size(); ++c) {
        ASSERT_NEAR(nox[c], no2[c] + no[c] * 46.005F / 30.006F, 1e-5F * nox[c] + 1e-6F);
        ASSERT_GE(no[c], 0);
        least_ozone = std::min(least_ozone, o3[c]);
    }
    EXPECT_LT(least_ozone, 45) << "ozone is used up on the streets";
    EXPECT_NEAR(reader.facts().background[3].value(), 60, 1e-9) << "mean of both hours of the file";
}

TEST_F(ChemistryRunTest, ThreadsDoNotMatter) {
    auto const one = all_concentrations(run("one.nc", {"--threads", "1", "--set", "traffic.end_s=180"}));
    EXPECT_EQ(all_concentrations(run("two.nc", {"--threads", "2", "--set", "traffic.end_s=180"})), one);
}

TEST_F(ChemistryRunTest, CheckRefusesAMissingOzone) {
    write_file(folder_ / "air.csv", "time,NO2_ug_m3\n2026-01-15T07:00,12\n");
    auto const result = hacthanh(arguments("check"));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("background.O3_ug_m3"));
}

TEST_F(ChemistryRunTest, AStationInsideTheMapIsFlagged) {
    auto const file = run("station.nc", {"--set", "background.kind=in_domain", "--set", "traffic.end_s=120"});
    EXPECT_THAT(hacthanh({"info", file.string()}).out, HasSubstr("counted twice"));
    EXPECT_THAT(hacthanh(arguments("check", {"--set", "background.kind=in_domain"})).err, HasSubstr("counted twice"));
}

/// The line source's NO2 beside that of the finite volumes: shares of NOx, as the two do not agree on NOx itself.
TEST_F(ChemistryRunTest, TheLineSourceMakesTheShareOfTheVolumes) {
    auto const share = [&](std::filesystem::path const& file) {
        io::ResultReader const reader(file.string());
        auto const mean = [&](std::string const& wanted) {
            std::size_t species = 0;
            while (reader.facts().species[species] != wanted) ++species;
            auto const field = reader.concentration(species, reader.n_steps() - 1);
            std::size_t const layer = field.size() / reader.grid().nz();
            double sum = 0;
            for (std::size_t n = 0; n < layer; ++n) sum += static_cast<double>(field[n]);
            return sum / static_cast<double>(layer);
        };
        return mean("NO2") / mean("NOx");
    };
    double const volumes = share(run("volumes.nc"));
    double const lines = share(run("lines.nc", {"--set", "dispersion.model=line_source"}));
    EXPECT_NEAR(lines, volumes, 0.1) << "of NOx; 0.1 leaves as NO2";
    EXPECT_GT(lines, 0.3);
}

}  // namespace
}  // namespace hacthanh::test
