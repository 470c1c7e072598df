/// Calibration on the joined Bologna network (SUMO's published case; not in the repository): one hour.

#include "tests/support/known_demand.hpp"

namespace hacthanh::test {
namespace {

TEST(BolognaCalibrationTest, RecoversAKnownDemandOnHeldOutRoads) {
    auto const data = data_folder();
    if (!data || !fs::exists(*data / "cases/bologna_joined/run.sumocfg"))
        GTEST_SKIP() << "cases/bologna_joined is not there; set HACTHANH_DATA_DIR";
    ScratchFolder folder;
    auto const counts = folder / "counts.csv";
    auto const config = io::read_sumo_config(*data / "cases/bologna_joined/run.sumocfg");
    auto const wrong = make_wrong_case({config, 3600, 3600, 0.8}, folder / "case", counts);
    write_file(folder / "bologna.toml", scenario_text(wrong, 3600));
    auto const report = calibrate_by_command(folder / "bologna.toml", counts, folder / "out");
    expect_recovered(report);
    std::printf("%s\n", report.dump(2).c_str());
}

}  // namespace
}  // namespace hacthanh::test
