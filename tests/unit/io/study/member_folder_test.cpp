/// Who has a member, and when it is given up: on files alone, without any run.

#include "io/study/member_folder.hpp"

#include "io/claim.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <algorithm>
#include <vector>

#include <sys/wait.h>
#include <chrono>
#include <csignal>

namespace hacthanh::io::study {
namespace {

namespace fs = std::filesystem;
using test::ScratchFolder;

class MemberFolderTest : public testing::Test {
protected:
    MemberFolderTest() { member_.describe({{"id", id_}}); }

    /// The claim of a process on a machine that this one cannot look at.
    void claim_elsewhere(int attempt, std::chrono::seconds silent) const {
        fs::path const file = member_.path() / ("claim." + std::to_string(attempt));
        test::write_file(file, R"({"host": "elsewhere", "pid": 1, "process_start": "7"})");
        fs::last_write_time(file, fs::file_time_type::clock::now() - silent);
    }
    /// Claims and ends an attempt.
    void attempt(std::string const& outcome) const {
        auto const number = member_.claim();
        ASSERT_TRUE(number);
        member_.end(*number, outcome, outcome + " by the test");
    }

    std::string const id_ = "0123456789abcdef";
    ScratchFolder folder_;
    MemberFolder member_{folder_.path(), id_};
};

TEST_F(MemberFolderTest, IsClaimedByOneAtATime) {
    EXPECT_EQ(member_.claim(), 1);
    EXPECT_EQ(member_.status().state, MemberState::running);
    EXPECT_EQ(MemberFolder(folder_.path(), id_).claim(), std::nullopt) << "somebody has it";
}

TEST_F(MemberFolderTest, ThreeFailuresAreTheEndAndCanBeForgiven) {
    for (int n = 0; n <= most_retries; ++n) attempt(n == 1 ? "killed" : "failed");
    EXPECT_EQ(member_.status().state, MemberState::failed);
    EXPECT_EQ(member_.status().reason, "failed by the test");
    EXPECT_EQ(member_.claim(), std::nullopt);
    EXPECT_TRUE(member_.forgive());
    EXPECT_EQ(member_.status().state, MemberState::missing);
    EXPECT_EQ(member_.status().attempts.size(), 3U) << "what was tried stays on record";
    EXPECT_FALSE(member_.forgive()) << "it has not failed now";
    for (int n = 0; n <= most_retries; ++n) attempt("failed");
    EXPECT_EQ(member_.status().state, MemberState::failed) << "three more";
}

TEST_F(MemberFolderTest, StopsNeverUseAMemberUp) {
    for (int n = 0; n < 3 * most_attempts; ++n) attempt("stopped");
    EXPECT_EQ(member_.status().state, MemberState::missing);
    EXPECT_EQ(member_.claim(), 3 * most_attempts + 1);
}

TEST_F(MemberFolderTest, LostProcessesComeToAnEnd) {
    for (int n = 0; n < most_attempts; ++n) attempt("lost");
    EXPECT_EQ(member_.status().state, MemberState::failed);
    EXPECT_EQ(member_.status().reason, "its process was lost 20 times");
}

TEST_F(MemberFolderTest, ASilentClaimOfAnotherHostIsTakenOver) {
    claim_elsewhere(1, std::chrono::seconds(5));
    EXPECT_EQ(member_.status().state, MemberState::running);
    EXPECT_EQ(member_.claim(), std::nullopt) << "its heart still beats";
    claim_elsewhere(1, std::chrono::seconds(2 * static_cast<int>(claim_timeout_s)));
    EXPECT_EQ(member_.claim(), 2);
    ASSERT_EQ(member_.status().attempts.size(), 2U);
    EXPECT_EQ(member_.status().attempts[0].outcome, "lost");
    member_.beat(1);  // it wakes up too late: its word does not count any more
    member_.end(1, "done", "");
    EXPECT_EQ(member_.status().attempts[0].outcome, "lost");
}

TEST_F(MemberFolderTest, AProcessOfThisHostThatEndedIsLostAtOnce) {
    pid_t const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) _exit(member_.claim() == 1 ? 0 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    EXPECT_EQ(member_.claim(), 2) << "no heartbeat is waited for";
    EXPECT_EQ(member_.status().attempts[0].reason, "its process ended without a word");
}

TEST_F(MemberFolderTest, ChangedFilesMakeADoneMemberOpenAgain) {
    auto const number = member_.claim();
    auto const made = member_.scratch(*number) / "result.nc";
    test::write_file(made, "numbers");
    member_.publish(*number, made, {{"indicators", {{"a", 1}}}}, {{"wall_s", 1}});
    EXPECT_EQ(member_.status().state, MemberState::done);
    EXPECT_EQ(member_.recheck(Reading::changed), std::nullopt);
    test::write_file(member_.indicators(), "{}");
    EXPECT_EQ(member_.recheck(Reading::changed), "indicators.json is not what was written");
    EXPECT_EQ(member_.status().state, MemberState::missing);
    EXPECT_EQ(member_.status().attempts[0].outcome, "corrupt");
}

TEST_F(MemberFolderTest, DecayThatLeavesSizeAndDateIsFoundByReadingAll) {
    auto const number = member_.claim();
    auto const made = member_.scratch(*number) / "result.nc";
    test::write_file(made, "numbers");
    member_.publish(*number, made, {{"indicators", {{"a", 1}}}}, {{"wall_s", 1}});
    auto const written = fs::last_write_time(member_.result());
    fs::last_write_time(member_.result(), written + std::chrono::seconds(5));  // a copy
    EXPECT_EQ(member_.recheck(Reading::changed), std::nullopt) << "another date alone is no damage";
    auto const copied = fs::last_write_time(member_.result());
    test::write_file(member_.result(), "nombers");
    fs::last_write_time(member_.result(), copied);
    EXPECT_EQ(member_.recheck(Reading::changed), std::nullopt) << "nothing is read";
    EXPECT_EQ(member_.recheck(Reading::all), "result.nc is not what was written");
    EXPECT_EQ(member_.status().state, MemberState::missing);
}

TEST_F(MemberFolderTest, OfManyThatRaceOneHasIt) {
    constexpr int n_racers = 16;
    for (int round = 1; round <= 20; ++round) {
        std::vector<pid_t> racers;
        for (int n = 0; n < n_racers; ++n) {
            racers.push_back(fork());
            ASSERT_GE(racers.back(), 0);
            if (racers.back() != 0) continue;
            auto const mine = member_.claim();
            if (mine) member_.end(*mine, "stopped", "by the test");
            _exit(mine ? *mine : 0);
        }
        std::vector<int> claimed;
        for (pid_t const racer : racers) {
            int status = 0;
            waitpid(racer, &status, 0);
            ASSERT_TRUE(WIFEXITED(status));
            if (WEXITSTATUS(status) > 0) claimed.push_back(WEXITSTATUS(status));
        }
        std::ranges::sort(claimed);
        ASSERT_FALSE(claimed.empty());
        EXPECT_EQ(std::ranges::adjacent_find(claimed), claimed.end()) << "no attempt is given twice";
    }
}

TEST_F(MemberFolderTest, OtherIdsAreRefused) {
    EXPECT_THROW(MemberFolder(folder_.path(), "../../etc"), InputError);
    EXPECT_THROW(MemberFolder(folder_.path(), "0123456789ABCDEF"), InputError);
}

}  // namespace
}  // namespace hacthanh::io::study
