/// What is left of a result file when its writer is killed or the disk is full.

#include "io/result_info.hpp"
#include "io/result_reader.hpp"
#include "tests/e2e/io/child_writer.hpp"
#include "tests/e2e/io/faulty_disk.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <csignal>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <random>
#include <set>

namespace hacthanh::io {
namespace {

using namespace hacthanh::io::testing;
using ::testing::HasSubstr;

constexpr std::size_t n_steps = 3;

/// Every n-th write of `n_writes` is disturbed, so that about `wanted` children run; with HACTHANH_EXHAUSTIVE set,
/// every one.
std::uint64_t stride(std::uint64_t n_writes, std::uint64_t wanted) {
    if (std::getenv("HACTHANH_EXHAUSTIVE") != nullptr) return 1;
    return std::max<std::uint64_t>(1, n_writes / wanted) | 1U;
}

/// A run that was not disturbed, to compare with.
class Survival : public ::testing::Test {
protected:
    Survival() : run_(true, 50, 4) {
        run_.write(folder_.file("whole.nc"), n_steps, false);
        whole_.emplace(folder_.file("whole.nc.part"));
    }

    std::string path() const { return folder_.file("victim.nc"); }

    /// Every reported step must be there, with all its numbers.
    void expect_readable(std::size_t reported, std::string const& when) {
        ResultReader const result(path() + ".part");
        ASSERT_GE(result.n_steps(), reported) << when;
        for (std::size_t step = 0; step < result.n_steps(); ++step) {
            ASSERT_EQ(result.times().end_s[step], whole_->times().end_s[step]) << when;
            for (std::size_t s = 0; s < 3; ++s) {
                ASSERT_EQ(result.concentration(s, step), whole_->concentration(s, step)) << when << ", step " << step;
                ASSERT_EQ(result.road_emission(s, step), whole_->road_emission(s, step)) << when << ", step " << step;
                ASSERT_EQ(result.budget(step)[s].in_domain, whole_->budget(step)[s].in_domain) << when;
            }
        }
        auto const info = nlohmann::json::parse(result_info_json(result));
        ASSERT_EQ(info.at("steps_written").get<std::size_t>(), result.n_steps()) << when;
        // The account is that of the last step, or of the end of the run.
        auto const departed = info.at("vehicles_departed").get<std::size_t>();
        ASSERT_EQ(departed, run_.summary(result.n_steps()).traffic.departed) << when;
    }

    std::function<void()> arm(Fault fault, std::uint64_t number) const {
        return [this, fault, number] { arm_fault(std::filesystem::path(path()).parent_path().c_str(), fault, number); };
    }

    /// The number of writes of an undisturbed child after it made the file.
    std::uint64_t count_writes() {
        ChildWriter child(
            run_, path(), n_steps, [] {}, arm(Fault::none, 0), [] { return std::to_string(writes_seen()); });
        auto const end = child.wait();
        EXPECT_EQ(end.wait_status, 0);
        return std::stoull(end.message.substr(1));
    }

    /// A child that meets the fault at that write after it made the file.
    ChildEnd write_with(Fault fault, std::uint64_t number) {
        unlink((path() + ".part").c_str());
        return ChildWriter(
                   run_, path(), n_steps, [] {}, arm(fault, number))
            .wait();
    }

    /// Kills at about `wanted` writes spread over a run.
    void kill_at_writes(Fault fault, std::uint64_t wanted) {
        std::uint64_t const n_writes = count_writes();
        ASSERT_GT(n_writes, 50U);
        RecordProperty("writes", static_cast<int>(n_writes));
        for (std::uint64_t number = 0; number < n_writes; number += stride(n_writes, wanted)) {
            auto const end = write_with(fault, number);
            ASSERT_TRUE(WIFSIGNALED(end.wait_status) && WTERMSIG(end.wait_status) == SIGKILL) << number;
            ASSERT_NO_FATAL_FAILURE(expect_readable(
                end.steps_reported, "killed at write " + std::to_string(number) + " of " + std::to_string(n_writes)));
        }
    }

    TestFolder folder_;
    SampleRun run_;
    std::optional<ResultReader> whole_;
};

TEST_F(Survival, AKillAtAnyWriteKeepsEveryReportedStep) { kill_at_writes(Fault::kill, 40); }

TEST_F(Survival, AFullDiskWhileGoingOnLeavesTheFileAsItWas) {
    run_.write(path(), 2, false);
    auto const before = test::read_file(path() + ".part");
    int failed_copies = 0;
    for (std::uint64_t number = 0; number < 400; number += 20) {
        ChildWriter child(run_, path(), n_steps, arm(Fault::disk_full, number), {}, {}, {.resume_after_steps = 1});
        auto const end = child.wait();
        ASSERT_TRUE(WIFEXITED(end.wait_status)) << "signal " << WTERMSIG(end.wait_status);
        ASSERT_EQ(WEXITSTATUS(end.wait_status), 3);
        ASSERT_THAT(end.message, HasSubstr("No space left on device"));
        if (end.message.find("cannot go on") == std::string::npos) break;  // the copy was made; a later step failed
        ++failed_copies;
        ASSERT_TRUE(test::read_file(path() + ".part") == before) << number;
        ASSERT_FALSE(std::filesystem::exists(path() + ".part.new"));
    }
    EXPECT_GT(failed_copies, 5);
}

TEST_F(Survival, AKillInTheMiddleOfAnyWriteKeepsEveryReportedStep) { kill_at_writes(Fault::torn_kill, 40); }

TEST_F(Survival, KillsAtRandomMomentsKeepEveryReportedStep) {
    std::mt19937 random(20260115);
    auto const begin = std::chrono::steady_clock::now();
    ChildWriter(run_, path(), n_steps, [] {}).wait();
    auto const whole_us =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    for (int kill_number = 0; kill_number < 20; ++kill_number) {
        unlink((path() + ".part").c_str());
        ChildWriter child(run_, path(), n_steps, [] {});
        usleep(static_cast<useconds_t>(std::uniform_int_distribution<long>(0, whole_us.count())(random)));
        kill(child.pid(), SIGKILL);
        auto const end = child.wait();
        if (end.steps_reported == 0) continue;
        ASSERT_NO_FATAL_FAILURE(expect_readable(end.steps_reported, "random kill " + std::to_string(kill_number)));
    }
}

TEST_F(Survival, ARunKilledAtAnyStepGoesOnToTheSameContent) {
    std::uint64_t const n_writes = count_writes();
    for (std::uint64_t number = 0; number < n_writes; number += stride(n_writes, 15)) {
        auto const end = write_with(Fault::kill, number);
        if (end.steps_reported == 0) continue;
        run_.write(path(), n_steps, false, {.resume_after_steps = end.steps_reported});
        ASSERT_NO_FATAL_FAILURE(expect_readable(n_steps, "resumed after a kill at write " + std::to_string(number)));
        for (std::size_t s = 0; s < 3; ++s)
            ASSERT_EQ(ResultReader(path() + ".part").mean_surface(s), whole_->mean_surface(s));
    }
}

TEST_F(Survival, AFullDiskIsAClearErrorAndKeepsEveryReportedStep) {
    std::uint64_t const n_writes = count_writes();
    for (std::uint64_t number = 0; number < n_writes; number += stride(n_writes, 40)) {
        auto const end = write_with(Fault::disk_full, number);
        std::string const when = "disk full at write " + std::to_string(number) + " of " + std::to_string(n_writes);
        ASSERT_TRUE(WIFEXITED(end.wait_status)) << when << ", signal " << WTERMSIG(end.wait_status);
        ASSERT_EQ(WEXITSTATUS(end.wait_status), 3) << when << ": " << end.message;
        ASSERT_THAT(end.message, HasSubstr("No space left on device")) << when;
        ASSERT_THAT(end.message, HasSubstr(path() + ".part")) << when;
        ASSERT_THAT(end.message, HasSubstr(end.steps_reported == 0 ? "--force" : "--resume")) << when;
        ASSERT_NO_FATAL_FAILURE(expect_readable(end.steps_reported, when));
    }
}

TEST_F(Survival, AFullDiskWhenTheFileIsMadeIsAClearError) {
    for (std::uint64_t number = 0; number < 400; number += 20) {
        ChildWriter child(run_, path(), n_steps, arm(Fault::disk_full, number));
        auto const end = child.wait();
        ASSERT_TRUE(WIFEXITED(end.wait_status)) << "signal " << WTERMSIG(end.wait_status);
        ASSERT_EQ(WEXITSTATUS(end.wait_status), 3);
        ASSERT_THAT(end.message, HasSubstr("No space left on device"));
        ASSERT_THAT(end.message, HasSubstr(path() + ".part"));
    }
}

TEST_F(Survival, ALimitOnTheFileSizeKeepsEveryReportedStep) {
    // A file of several MB: the room that a flush asks for beyond the end must not decide the outcome.
    constexpr std::size_t many_steps = 10;
    SampleRun const large(true, 3, 10);
    large.write(folder_.file("large.nc"), many_steps, false);
    ResultReader const whole(folder_.file("large.nc.part"));
    auto const size = std::filesystem::file_size(folder_.file("large.nc.part"));
    std::set<std::size_t> outcomes;
    for (rlim_t limit = size / 12; limit < size; limit += size / 12) {
        unlink((path() + ".part").c_str());
        ChildWriter child(large, path(), many_steps, [limit] {
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit const most{limit, limit};
            setrlimit(RLIMIT_FSIZE, &most);
        });
        auto const end = child.wait();
        std::string const when = "limit of " + std::to_string(limit) + " of " + std::to_string(size) + " bytes";
        ASSERT_TRUE(WIFEXITED(end.wait_status)) << when << ", signal " << WTERMSIG(end.wait_status);
        ASSERT_EQ(WEXITSTATUS(end.wait_status), 3) << when << ": " << end.message;
        ASSERT_THAT(end.message, HasSubstr("File too large")) << when;
        outcomes.insert(end.steps_reported);
        if (end.steps_reported == 0) continue;
        ResultReader const result(path() + ".part");
        ASSERT_EQ(result.n_steps(), end.steps_reported) << when;
        for (std::size_t step = 0; step < result.n_steps(); ++step)
            ASSERT_EQ(result.concentration(0, step), whole.concentration(0, step)) << when << ", step " << step;
    }
    EXPECT_GE(outcomes.size(), 4U);  // the limit was met in different steps
}

}  // namespace
}  // namespace hacthanh::io
