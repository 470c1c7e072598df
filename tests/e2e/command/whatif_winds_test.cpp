/// The members of a what-if share the winds around buildings.

#include "tests/e2e/command/built_town.hpp"
#include "tests/e2e/command/fixture.hpp"

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

TEST(WhatifWinds, AreKeptForAllMembersAndSeedsAndChangeNoBit) {
    ScratchFolder folder;
    write_built_town(folder / "CITY");
    write_file(folder / "slow.toml",
               "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 15\npolygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
    std::vector<std::string> const set = {
        "--set", "traffic.end_s=120",    "--set", "mesh.cell_size_m=20",
        "--set", "output.interval_s=60", "--set", "city.folder=" + (folder / "CITY").string()};
    auto const with = [&set](std::vector<std::string> words) {
        words.insert(words.end(), set.begin(), set.end());
        return hacthanh(words);
    };
    auto const slow = (folder / "slow.toml").string();
    auto const done = with({"whatif", tutorial_scenario(), slow, "--seeds", "2", "-o", (folder / "w").string()});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    std::vector<std::string> kept;
    for (auto const& file : fs::recursive_directory_iterator(folder / "w/winds"))
        if (file.is_regular_file()) kept.push_back(file.path().filename().string());
    EXPECT_EQ(kept.size(), 1U) << "one weather: one wind for four runs, and no claim is left";

    std::string seed;
    for (auto const& file : fs::directory_iterator(folder / "w"))
        if (auto const name = file.path().filename().string(); name.starts_with("slow.s") && name.ends_with(".nc"))
            if (auto const number = name.substr(6, name.size() - 9); seed.empty() || number < seed) seed = number;
    auto const alone = (folder / "alone.nc").string();
    auto const run =
        with({"run", tutorial_scenario(), "-o", alone, "--quiet", "--measure", slow, "--set", "traffic.seed=" + seed});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    bool const same = all_concentrations(alone) == all_concentrations(folder / "w" / ("slow.s" + seed + ".nc"));
    EXPECT_TRUE(same) << "the bits of a run that solves its wind by itself";
}

}  // namespace
}  // namespace hacthanh::test
