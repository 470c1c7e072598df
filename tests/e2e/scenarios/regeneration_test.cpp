#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace hacthanh::test {
namespace {

std::filesystem::path const repository = HACTHANH_SOURCE_DIR;

/// Facts and scripts give the committed files bit for bit: network, city folder, demand, configurations.
class RegenerationTest : public ::testing::TestWithParam<char const*> {};

TEST_P(RegenerationTest, AFreshBuildIsTheCommittedOne) {
    auto const script = repository / "tools/scenarios" / GetParam();
    auto const result = run_command({"python3", "-B", script.string(), "--check"});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_THAT(result.out, ::testing::HasSubstr("up to date"));
}

INSTANTIATE_TEST_SUITE_P(Scripts, RegenerationTest, ::testing::Values("build_thanh_hoa.py", "build_tutorial.py"));

class ThanhHoaDayTest : public ::testing::TestWithParam<char const*> {};

TEST_P(ThanhHoaDayTest, IsAValidScenarioWithABackgroundAndANote) {
    auto const scenario = repository / "scenarios/thanh-hoa" / (std::string(GetParam()) + ".toml");
    auto const result =
        run_command({std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check", scenario.string(), "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, ::testing::HasSubstr("schematic = true"));
    EXPECT_THAT(result.out, ::testing::HasSubstr("PM_ug_m3"));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ThanhHoaDayTest,
                         ::testing::Values("morning", "evening", "day", "summer", "gio-lao"));

}  // namespace
}  // namespace hacthanh::test
