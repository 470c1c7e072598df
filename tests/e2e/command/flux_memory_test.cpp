/// Turbulent fluxes that remember, through the real command: `dispersion.flux_memory`.

#include "tests/e2e/command/fixture.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace hacthanh::test {
namespace {

class FluxMemoryTest : public testing::Test {
protected:
    std::vector<std::string> arguments(std::filesystem::path const& file, std::vector<std::string> const& more = {}) {
        std::vector<std::string> all{"run",   tutorial_scenario(),
                                     "-o",    file.string(),
                                     "--set", "dispersion.flux_memory=true",
                                     "--set", "output.species=[\"NOx\"]",
                                     "--set", "output.concentration_error=0",
                                     "--set", "output.interval_s=10"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more = {}) {
        auto const file = folder_ / name;
        auto const result = hacthanh(arguments(file, more));
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }

    ScratchFolder folder_;
};

TEST_F(FluxMemoryTest, TheAccountClosesAndNothingIsNegative) {
    auto const with = run("with.nc"), without = run("without.nc", {"--set", "dispersion.flux_memory=false"});
    EXPECT_LE(info_of(with).at("mass_budget_relative_error").get<double>(), 1e-6);
    auto const remembered = all_concentrations(with), forgotten = all_concentrations(without);
    ASSERT_EQ(remembered.size(), forgotten.size());
    EXPECT_GE(*std::ranges::min_element(remembered), 0);
    double difference = 0, sum = 0;
    for (std::size_t n = 0; n < remembered.size(); ++n) {
        difference += std::abs(static_cast<double>(remembered[n] - forgotten[n]));
        sum += static_cast<double>(forgotten[n]);
    }
    EXPECT_GT(difference, 0.01 * sum);  // it does something
    EXPECT_LT(difference, 0.5 * sum);   // to the same air
}

TEST_F(FluxMemoryTest, ARunThatWasStoppedGoesOnWithTheSameBits) {
    auto const whole = run("whole.nc");
    auto const file = folder_ / "stopped.nc";
    auto all = arguments(file);
    all.insert(all.begin(), hacthanh_program());
    Command command(all);
    while (command.running() && reported_steps(command.err_so_far()) < 12)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    command.send(SIGKILL);
    command.wait();
    ASSERT_TRUE(std::filesystem::exists(file.string() + ".checkpoint")) << "it was faster than the kill";
    all.emplace_back("--resume");
    auto const result = run_command(all);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    auto const one = all_concentrations(whole), two = all_concentrations(file);
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t n = 0; n < one.size(); ++n) ASSERT_EQ(one[n], two[n]) << n;
}

TEST_F(FluxMemoryTest, OneAndTwoThreadsGiveTheSameBits) {
    auto const one = all_concentrations(run("one.nc", {"--threads", "1", "--set", "traffic.end_s=180"}));
    auto const two = all_concentrations(run("two.nc", {"--threads", "2", "--set", "traffic.end_s=180"}));
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t n = 0; n < one.size(); ++n) ASSERT_EQ(one[n], two[n]) << n;
}

TEST_F(FluxMemoryTest, WhatKnowsNoMemoryRefusesItWithTheReason) {
    for (std::string const other : {"kerb.model=\"street\"", "dispersion.model=\"line_source\""}) {
        auto const result =
            hacthanh({"check", tutorial_scenario(), "--set", "dispersion.flux_memory=true", "--set", other});
        EXPECT_EQ(result.exit_code, 2) << other;
        EXPECT_NE(result.err.find("dispersion.flux_memory"), std::string::npos) << result.err;
    }
    auto const file = run("short.nc", {"--set", "traffic.end_s=120"});
    auto const result = hacthanh({"transfer", file.string()});
    EXPECT_NE(result.exit_code, 0);
    EXPECT_NE(result.err.find("flux_memory"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace hacthanh::test
