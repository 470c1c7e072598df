/// Submitting and following on a real Slurm, whatever pilots do. The pilots here are a few lines of shell, so that they
/// can be made to fail; slurm_study_test.cpp holds the real ones against a local run.

#include "app/hacthanh/study_slurm.hpp"
#include "tests/support/command.hpp"
#include "tests/support/slurm_cluster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <sstream>
#include <thread>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::Ge;
using testing::Le;

/// A member takes 0.3 s; its claim is a lock, which ends with the process that holds it.
constexpr auto pilot_text = R"(#!/bin/bash
cd "$3" || exit 1
if [[ $2 == merge ]]; then ls done | wc -l >merged.new && mv merged.new merged; exit; fi
[[ ! -e broken ]] || exit 3
for id in $(cat ids); do
    exec 9>"claim/$id"
    flock -n 9 && [[ ! -e done/$id ]] || continue
    sleep 0.3
    echo "$SLURMD_NODENAME" >"done/$id"
done
)";

class SlurmJobsTest : public testing::Test {
protected:
    SlurmJobsTest() : cluster_(scratch_ / "cluster", 2, 1), folder_(scratch_ / "nghiên cứu 'một'") {}

    void SetUp() override {
        if (!cluster_.missing().empty()) GTEST_SKIP() << "skipped slurm: " << cluster_.missing();
        fs::create_directories(folder_ / "done");
        fs::create_directories(folder_ / "claim");
        test::write_file(scratch_ / "pilot", pilot_text);
        fs::permissions(scratch_ / "pilot", fs::perms::owner_all);
        study_.folder = folder_;
        study_.program = scratch_ / "pilot";
        study_.options.time_limit = "5";
        study_.options.memory_mb = 100;
        study_.count = [this] { return MemberCounts{n_members_, n_done(), 0}; };
    }

    void make_members(std::size_t n) {
        n_members_ = n;
        std::string ids;
        for (std::size_t i = 0; i < n; ++i) ids += "m" + std::to_string(i) + "\n";
        test::write_file(folder_ / "ids", ids);
    }

    std::size_t n_done() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_ / "done"), {}));
    }

    void wait_for_done(std::size_t n) const {
        for (int tries = 0; n_done() < n && tries < 3000; ++tries) std::this_thread::sleep_for(10ms);
        ASSERT_GE(n_done(), n);
    }

    std::future<int> start() {
        return std::async(std::launch::async, [this] { return run_on_slurm(study_, true); });
    }

    std::size_t n_submissions() const {
        auto const rows = test::read_file(folder_ / "slurm" / "jobs.jsonl");
        return static_cast<std::size_t>(std::ranges::count(rows, '\n'));
    }

    void expect_merged() const { EXPECT_EQ(test::read_file(folder_ / "merged"), std::to_string(n_members_) + "\n"); }

    test::ScratchFolder scratch_;
    test::SlurmCluster cluster_;
    fs::path folder_;
    SlurmStudy study_;
    std::size_t n_members_ = 0;
};

TEST_F(SlurmJobsTest, PilotsOfBothNodesShareTheMembersAndTheMergeComesAfterThem) {
    make_members(10);
    EXPECT_EQ(start().get(), 0);
    expect_merged();
    EXPECT_EQ(n_submissions(), 1U);
    std::size_t on_node0 = 0;
    for (auto const& entry : fs::directory_iterator(folder_ / "done"))
        if (test::read_file(entry.path()) == "node0\n") ++on_node0;
    EXPECT_THAT(on_node0, AllOf(Ge(1U), Le(9U)));
}

TEST_F(SlurmJobsTest, PilotsThatNeverFinishAMemberAreGivenUp) {
    make_members(4);
    test::write_file(folder_ / "broken", "");
    EXPECT_EQ(start().get(), 1);
    EXPECT_EQ(n_submissions(), 3U);
    EXPECT_EQ(n_done(), 0U);
}

TEST_F(SlurmJobsTest, PilotsThatAreCancelledAreSubmittedAgain) {
    make_members(12);
    auto result = start();
    wait_for_done(2);
    EXPECT_EQ(test::run_command({"scancel", "--name=hacthanh-pilot"}).exit_code, 0);
    EXPECT_EQ(result.get(), 0);
    EXPECT_EQ(n_submissions(), 2U);
    expect_merged();
}

TEST_F(SlurmJobsTest, ALostNodeDelaysTheStudyButDoesNotStopIt) {
    make_members(20);
    auto result = start();
    wait_for_done(2);
    cluster_.lose("node1");
    EXPECT_EQ(result.get(), 0);  // the node is still away
    expect_merged();
}

TEST_F(SlurmJobsTest, AControllerThatRestartsIsWaitedFor) {
    make_members(24);
    auto result = start();
    wait_for_done(2);
    cluster_.end_controller();
    std::this_thread::sleep_for(1s);
    cluster_.start("controller");
    EXPECT_EQ(result.get(), 0);
    expect_merged();
}

TEST_F(SlurmJobsTest, WithoutWaitTheJobsGoOnAloneAndASecondCallJoinsThem) {
    make_members(8);
    EXPECT_EQ(run_on_slurm(study_, false), 0);
    EXPECT_EQ(start().get(), 0);
    EXPECT_EQ(n_submissions(), 1U);
    expect_merged();
}

TEST_F(SlurmJobsTest, WhatSbatchRefusesIsSaidInItsWords) {
    make_members(2);
    study_.options.partition = "nowhere";
    try {
        run_on_slurm(study_, true);
        FAIL() << "accepted";
    } catch (std::exception const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("invalid partition specified: nowhere"));
    }
}

}  // namespace
}  // namespace hacthanh::app
