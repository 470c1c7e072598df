#include "io/study/slurm_scripts.hpp"

#include "sim/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::io::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

SlurmPaths const paths{"/opt/hacthanh/bin/hacthanh", "/data/nghiên cứu/it's"};

TEST(SlurmScriptsTest, PilotsAreAnArrayWithAllThatTheStudyFileAsksFor) {
    ExecutorOptions options;
    options.tasks = 8;
    options.account = "air";
    options.partition = "long";
    options.time_limit = "1-12:00:00";
    options.memory_mb = 4000;
    options.threads = 2;
    options.modules = {"gcc/12", "hdf5"};
    options.extra = {"export OMP_NUM_THREADS=1", "--constraint=skylake"};
    EXPECT_EQ(pilot_script(options, paths, 30),
              "#!/bin/bash -l\n"
              "#SBATCH --job-name=hacthanh-pilot\n"
              "#SBATCH --ntasks=1\n"
              "#SBATCH --chdir=\"/data/nghiên cứu/it's\"\n"
              "#SBATCH --account=\"air\"\n"
              "#SBATCH --partition=\"long\"\n"
              "#SBATCH --time=\"1-12:00:00\"\n"
              "#SBATCH --mem=4000M\n"
              "#SBATCH --requeue\n"
              "#SBATCH --open-mode=append\n"
              "#SBATCH --cpus-per-task=2\n"
              "#SBATCH --array=0-7\n"
              "#SBATCH --output=slurm/pilot_%A_%a.log\n"
              "#SBATCH --signal=B:TERM@60\n"
              "#SBATCH --constraint=skylake\n"
              "module load 'gcc/12' || exit 1\n"
              "module load 'hdf5' || exit 1\n"
              "export OMP_NUM_THREADS=1\n"
              "exec '/opt/hacthanh/bin/hacthanh' study pilot '/data/nghiên cứu/it'\\''s'\n");
}

TEST(SlurmScriptsTest, WhatIsNotAskedForIsLeftToTheSite) {
    auto const text = merge_script({}, paths);
    for (auto const* option : {"--account", "--partition", "--time", "--mem", "--array", "module"})
        EXPECT_THAT(text, Not(HasSubstr(option)));
    EXPECT_THAT(text, HasSubstr("#!/bin/bash\n"));
    EXPECT_THAT(text, testing::EndsWith("\n'/opt/hacthanh/bin/hacthanh' study merge '/data/nghiên cứu/it'\\''s'\n"
                                        "code=$?\n"
                                        "echo $code >slurm/merged.new && mv slurm/merged.new slurm/merged\n"
                                        "exit $code\n"));
}

TEST(SlurmScriptsTest, ThereAreNeverMorePilotsThanMembers) {
    ExecutorOptions options;
    options.tasks = 100;
    EXPECT_THAT(pilot_script(options, paths, 3), HasSubstr("--array=0-2\n"));
    EXPECT_THAT(pilot_script(options, paths, 0), HasSubstr("--array=0-0\n"));
    EXPECT_THAT(pilot_script(options, paths, 1000), HasSubstr("--array=0-99\n"));
}

TEST(SlurmScriptsTest, AnOptionThatWouldBreakTheScriptIsRefusedByName) {
    auto const refusal = [](auto change, SlurmPaths const& where = paths) -> std::string {
        ExecutorOptions options;
        change(options);
        try {
            pilot_script(options, where, 5);
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_THAT(refusal([](auto& o) { o.account = "a\n#SBATCH --uid=0"; }), HasSubstr("executor.account"));
    EXPECT_THAT(refusal([](auto& o) { o.extra = {"--qos=x\rls"}; }), HasSubstr("executor.extra"));
    EXPECT_THAT(refusal([](auto& o) { o.modules = {"gcc\nls"}; }), HasSubstr("executor.modules"));
    EXPECT_THAT(refusal([](auto& o) { o.tasks = 1001; }), HasSubstr("executor.tasks: 1001 (must be 1 to 1000)"));
    EXPECT_THAT(refusal([](auto& o) { o.tasks = 0; }), HasSubstr("executor.tasks"));
    EXPECT_THAT(refusal([](auto& o) { o.memory_mb = -1; }), HasSubstr("executor.memory_mb"));
    EXPECT_THAT(refusal([](auto&) {}, {paths.program, "/data/100%"}), HasSubstr("choose another --folder"));
    EXPECT_EQ(refusal([](auto&) {}), "accepted");
}

TEST(SlurmScriptsTest, AJobsIdIsFoundInWhatSbatchPrints) {
    EXPECT_EQ(submitted_job("12\n"), "12");
    EXPECT_EQ(submitted_job("12;north\n"), "12");
    EXPECT_EQ(submitted_job("sbatch: lua: welcome\n4711;north\n"), "4711");
    EXPECT_EQ(submitted_job("Submitted batch job 12\n"), std::nullopt);
    EXPECT_EQ(submitted_job(""), std::nullopt);
}

TEST(SlurmScriptsTest, TasksThatEndedAreNotInTheQueue) {
    auto const tasks = queued_tasks("PENDING\nRUNNING\nCOMPLETED\nCOMPLETING\nTIMEOUT\nREQUEUED\nNODE_FAIL\n");
    EXPECT_EQ(tasks.waiting, 2U);
    EXPECT_EQ(tasks.running, 2U);
    EXPECT_FALSE(queued_tasks("COMPLETED\nCANCELLED\n").any());
    EXPECT_FALSE(queued_tasks("").any());
}

TEST(SlurmScriptsTest, TheMergeWaitsForTheEndOfThePilotsHoweverTheyEnd) {
    EXPECT_THAT(sbatch_command("/s/merge.sbatch", "12"),
                ElementsAre("sbatch", "--parsable", "--dependency=afterany:12", "/s/merge.sbatch"));
    EXPECT_THAT(sbatch_command("/s/pilots.sbatch"), ElementsAre("sbatch", "--parsable", "/s/pilots.sbatch"));
}

}  // namespace
}  // namespace hacthanh::io::study
