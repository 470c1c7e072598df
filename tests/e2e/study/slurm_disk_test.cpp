/// What becomes of files on a cluster, done to real members on a real Slurm: a disk that is full, a result that decays.

#include "tests/e2e/study/slurm_fixture.hpp"
#include "tests/support/small_disk.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr auto study_text = R"([study]
title = "Files"
scenario = "{}/scenarios/tutorial/town.toml"
seeds = 2
[set]
traffic.end_s = 120
mesh.cell_size_m = 20
output.interval_s = 60
[executor]
tasks = 1
time_limit = "30"
memory_mb = 500
)";

/// The disk comes before the cluster, so that its nodes see it.
class SlurmWithDisk {
protected:
    SlurmWithDisk() : disk_(made(disk_folder_ / "disk"), "4m") {}
    static fs::path made(fs::path const& folder) {
        fs::create_directory(folder);
        return folder;
    }
    ScratchFolder disk_folder_;
    SmallDisk disk_;
};

class SlurmDiskTest : private SlurmWithDisk, public SlurmFixture {
protected:
    void SetUp() override {
        if (!disk_.mounted()) GTEST_SKIP() << "skipped full disk: no file system can be mounted here";
        SlurmFixture::SetUp();
        write_file(scratch_ / "study.toml", fmt::format(fmt::runtime(study_text), HACTHANH_SOURCE_DIR));
    }
    SmallDisk const& disk() const { return disk_; }
};

class SlurmDecayTest : public SlurmFixture {
protected:
    void SetUp() override {
        SlurmFixture::SetUp();
        write_file(scratch_ / "study.toml", fmt::format(fmt::runtime(study_text), HACTHANH_SOURCE_DIR));
    }
};

TEST_F(SlurmDiskTest, AFullDiskFailsMembersWithItsReasonAndTheyAreMadeWhenThereIsRoom) {
    auto const folder = disk().folder() / "f";
    auto const through = [&](std::vector<std::string> const& more) {
        std::vector<std::string> all = {"--executor", "slurm", "--wait"};
        all.insert(all.end(), more.begin(), more.end());
        return run_command(study(folder.string(), all));
    };
    auto const full = through({});
    EXPECT_EQ(full.exit_code, 1) << full.err;
    auto const failed = status(folder.string());
    EXPECT_GE(failed["failed"].get<int>(), 1) << failed.dump();
    EXPECT_THAT(reasons(failed), HasSubstr("No space left on device"));
    ASSERT_TRUE(disk().resize("200m"));
    auto const again = through({"--retry-failed"});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(status(folder.string())["done"], 2);
    auto const calm = run_command(study("calm", {"--executor", "local", "--slots", "2", "--quiet"}));
    ASSERT_EQ(calm.exit_code, 0) << calm.err;
    EXPECT_TRUE(read_file(folder / "summary.json") == read_file(scratch_ / "calm/summary.json"))
        << "the bits of an undisturbed study";
}

TEST_F(SlurmDecayTest, AResultThatIsNotWhatWasWrittenIsMadeAgain) {
    auto const through = [&] { return run_command(study("f", {"--executor", "slurm", "--wait"})); };
    auto const first = through();
    ASSERT_EQ(first.exit_code, 0) << first.err;
    auto const summary = read_file(scratch_ / "f/summary.json");
    std::string const id = status("f")["rows"][0]["id"];
    {
        std::fstream file(scratch_ / "f/members" / id.substr(0, 2) / id / "result.nc",
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(50000);
        file << "decay";
    }
    auto const again = through();
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("result.nc is not what was written"));
    auto counts = outcomes(status("f"));
    EXPECT_EQ(counts["corrupt"], 1U);
    EXPECT_EQ(counts["done"], 2U) << "the corrupt one's attempt is no longer done; it was made once more";
    EXPECT_TRUE(read_file(scratch_ / "f/summary.json") == summary) << "the same bits";
}

}  // namespace
}  // namespace hacthanh::test
