/// The other two dispersion models through the real command, on the tutorial town.

#include "tests/e2e/command/fixture.hpp"

#include <cmath>
#include <numeric>

namespace hacthanh::test {
namespace {

class ModelsTest : public testing::Test {
protected:
    std::filesystem::path run(std::string const& name, std::vector<std::string> const& options) {
        auto const file = folder_ / name;
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", file.string(), "--quiet"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }

    /// Mean of NOx in the lowest layer over the last half of the output steps [kg/m3].
    static double mean_at_ground(std::filesystem::path const& file) {
        io::ResultReader const reader(file.string());
        std::size_t species = 0;
        while (reader.facts().species[species] != "NOx") ++species;
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t step = reader.n_steps() / 2; step < reader.n_steps(); ++step) {
            auto const field = reader.concentration(species, step);
            std::size_t const layer = field.size() / reader.grid().nz();
            sum += std::accumulate(field.begin(), field.begin() + static_cast<std::ptrdiff_t>(layer), 0.0);
            count += layer;
        }
        return sum / static_cast<double>(count);
    }

    ScratchFolder folder_;
};

TEST_F(ModelsTest, AllThreeAgreeOnTheTownsMeanToAFactor) {
    double const volumes = mean_at_ground(run("volumes.nc", {}));
    double const lines = mean_at_ground(run("lines.nc", {"--set", "dispersion.model=\"line_source\""}));
    double const particles = mean_at_ground(
        run("particles.nc", {"--set", "dispersion.model=\"particles\"", "--set", "dispersion.particles_per_s=300"}));
    EXPECT_GT(volumes, 0);
    EXPECT_NEAR(std::log(lines / volumes), 0, std::log(2.5)) << lines << " " << volumes;
    EXPECT_NEAR(std::log(particles / volumes), 0, std::log(2.5)) << particles << " " << volumes;
}

TEST_F(ModelsTest, TheAccountsOfBothClose) {
    for (std::string const model : {"line_source", "particles"}) {
        auto const info = info_of(run(
            model + ".nc", {"--set", "dispersion.model=\"" + model + "\"", "--set", "dispersion.particles_per_s=100"}));
        EXPECT_TRUE(info.at("complete").get<bool>()) << model;
        EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5) << model;
    }
}

TEST_F(ModelsTest, OneAndTwoThreadsGiveTheSameBits) {
    for (std::string const model : {"line_source", "particles"}) {
        auto const with = [&](std::string const& threads) {
            return all_concentrations(
                run(model + threads + ".nc",
                    {"--set", "dispersion.model=\"" + model + "\"", "--set", "dispersion.particles_per_s=100", "--set",
                     "output.concentration_error=0", "--threads", threads}));
        };
        EXPECT_TRUE(with("1") == with("2")) << model;
    }
}

TEST_F(ModelsTest, WhatDecaysLeavesLessBesideTheRoads) {
    double const inert = mean_at_ground(run("inert.nc", {"--set", "dispersion.model=\"line_source\""}));
    double const decaying = mean_at_ground(
        run("decaying.nc", {"--set", "dispersion.model=\"line_source\"", "--set", "removal.NOx_loss_1_h=60"}));
    EXPECT_LT(decaying, 0.9 * inert);
    EXPECT_GT(decaying, 0.1 * inert);
}

TEST_F(ModelsTest, TheLineSourceWritesTheLowestLayerAlone) {
    io::ResultReader const reader(run("lines.nc", {"--set", "dispersion.model=\"line_source\""}).string());
    EXPECT_EQ(reader.grid().nz(), 1U);
}

TEST_F(ModelsTest, AnUnknownModelAndABrokenNumberAreRefused) {
    for (std::string const broken :
         {"dispersion.model=\"gauss\"", "dispersion.particles_per_s=0", "dispersion.line_tolerance=1"}) {
        auto const result = hacthanh({"check", tutorial_scenario(), "--set", broken});
        EXPECT_EQ(result.exit_code, 2) << broken;
        EXPECT_NE(result.err.find("dispersion."), std::string::npos) << result.err;
    }
}

}  // namespace
}  // namespace hacthanh::test
