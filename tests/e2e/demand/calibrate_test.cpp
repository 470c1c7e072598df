/// Known demand -> counts -> another demand -> calibration -> the known counts again, also those held out. Through the
/// real command.

#include "tests/support/known_demand.hpp"

#include <gmock/gmock.h>

namespace hacthanh::test {
namespace {

using io::read_sumo_config;
using testing::AllOf;
using testing::HasSubstr;

TEST(CalibrateTest, RecoversTheKnownDemandOfTheTutorialTown) {
    ScratchFolder folder;
    auto const tutorial = fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.sumocfg";
    auto const counts = folder / "counts.csv";
    auto const wrong = make_wrong_case({read_sumo_config(tutorial), 600, 600, 2.5}, folder / "case", counts);
    write_file(folder / "town.toml", scenario_text(wrong, 600));
    auto const report = calibrate_by_command(folder / "town.toml", counts, folder / "out");
    expect_recovered(report);
    EXPECT_THAT(read_file(folder / "out/counts.csv"), HasSubstr("edge,begin_s,end_s,counted,before,after"));
    EXPECT_TRUE(fs::exists(folder / "out/case.sumocfg"));

    // what it wrote is a scenario's traffic like any other
    auto const again =
        run_command({std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check", (folder / "town.toml").string(), "--json",
                     "--set", "traffic.sumo_config=" + (folder / "out/case.sumocfg").string()});
    EXPECT_EQ(again.exit_code, 0) << again.err;

    // same inputs, same bits
    auto const second = calibrate_by_command(folder / "town.toml", counts, folder / "out2");
    EXPECT_EQ(second.at("routes_sha256"), report.at("routes_sha256"));
}

TEST(CalibrateTest, SaysWhatIsWrongWithTheCounts) {
    ScratchFolder folder;
    std::string const tutorial = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.toml";
    auto const refusal = [&](std::string const& table) {
        write_file(folder / "counts.csv", table);
        auto const result =
            run_command({std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "calibrate", tutorial, "--counts",
                         (folder / "counts.csv").string(), "-o", (folder / "out").string()});
        EXPECT_EQ(result.exit_code, 2) << result.err;
        EXPECT_FALSE(fs::exists(folder / "out"));
        return result.err;
    };
    EXPECT_THAT(refusal("edge,begin,end,vehicles\nB2C,07:00,07:10,5\n"),
                AllOf(HasSubstr("counts.csv:2"), HasSubstr("B2C2")));
    EXPECT_THAT(refusal("edge,begin,end,vehicles\nB2C2,07:00,07:10,-5\n"), HasSubstr(">= 0"));
    EXPECT_THAT(refusal("edge,begin,end,vehicles\nB2C2,07:00,08:00,5\n"), HasSubstr("outside the scenario"));
    EXPECT_THAT(refusal("edge,begin_s,end_s,vehicles\nB2C2,0,600,5\nB2A2,0,300,5\n"), HasSubstr("equally long"));
}

}  // namespace
}  // namespace hacthanh::test
