#include "app/hacthanh/study_member.hpp"

#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/study_group.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "io/claim.hpp"
#include "io/result_verify.hpp"
#include "io/study/member_folder.hpp"
#include "io/study/member_inputs.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::study::InputCheck;
using io::study::MemberFolder;
using nlohmann::ordered_json;

/// CPU time of this process and of the workers that it has waited for [s].
double cpu_s() {
    double sum = 0;
    for (int const who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        getrusage(who, &used);
        for (auto const& time : {used.ru_utime, used.ru_stime})
            sum += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
    return sum;
}

/// How long this process has lived [s], to the kernel's tick (usually 10 ms): loading the program is part of it.
double lifetime_s() {
    auto const began = io::start_of_process(getpid());
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    double const ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - std::stod(began) / ticks_per_s;
}

/// What this process has taken since the last member was published: the first of a group bears what all share.
class Spent {
public:
    ordered_json since_last() {
        double const cpu = cpu_s();
        double const life = lifetime_s();
        ordered_json cost = {{"cpu_s", cpu - cpu_s_}, {"lifetime_s", life - lifetime_s_}};
        cpu_s_ = cpu;
        lifetime_s_ = life;
        return cost;
    }

private:
    double cpu_s_ = 0;
    double lifetime_s_ = 0;
};

void require_same_inputs(InputCheck& check, fs::path const& study, Claimed const& member) {
    auto const name = member.order.find("inputs");
    validate(name != member.order.end() && name->is_string(), (member.folder.path() / "member.json").string(),
             "was prepared by an earlier version, which did not keep what its files were",
             "prepare the study again: `hacthanh study STUDY.toml`");
    check.require_same(io::study::read_inputs(study, name->get<std::string>()));
}

void end_as_failed(Claimed const& member, std::string const& reason) {
    log::error("{}, attempt {}: {}", member.folder.path().filename().string(), member.attempt, reason);
    member.folder.end(member.attempt, "failed", reason);
}

/// Runs what was claimed; every attempt has its end after it.
class ClaimedRun {
public:
    /// @param check  of the members' inputs, once passed by all
    ClaimedRun(std::vector<Claimed> const& members, fs::path const& study, InputCheck& check, int threads)
        : members_(members), study_(study), check_(check), ended_(members.size(), false), heartbeat_([&members] {
              for (auto const& member : members) member.folder.beat(member.attempt);
          }) {
        try {
            group_.emplace(members, study / "winds", threads, interrupt_.flag());
        } catch (std::exception const& error) {
            for (std::size_t n = 0; n < members.size(); ++n) fail(n, error.what());
        }
    }

    MemberOutcome run() {
        for (std::size_t n = 0; n < members_.size(); ++n) {
            if (!ended_[n]) look_at_inputs(n);
            begin_for(n);
            if (ended_[n]) continue;
            try {
                run_one(n);
            } catch (std::exception const& error) {
                fail(n, error.what());
            }
        }
        return worst_;
    }

private:
    /// The time that others took before its turn may have changed its files.
    void look_at_inputs(std::size_t member) {
        try {
            require_same_inputs(check_, study_, members_[member]);
        } catch (std::exception const& error) {
            fail(member, error.what());
        }
    }

    void begin_for(std::size_t member) {
        if (ended_[member] || interrupt_.flag()) return;
        auto const together = group_->waiting_for_beginning(member);
        if (together.empty()) return;
        try {
            group_->begin();
        } catch (std::exception const& error) {
            for (std::size_t const n : together)
                if (!ended_[n]) fail(n, fmt::format("the time that it shares with others: {}", error.what()));
        }
    }

    void run_one(std::size_t n) {
        auto const& [folder, attempt, order] = members_[n];
        auto const done = interrupt_.flag() ? std::nullopt : group_->run(n);
        ended_[n] = true;
        if (!done) {
            group_->close(n);
            folder.end(attempt, "stopped", "asked to stop");
            fs::remove_all(folder.path() / fmt::format("attempt.{}", attempt));
            worst_ = std::max(worst_, MemberOutcome::stopped);
            return;
        }
        auto const file = folder.path() / fmt::format("attempt.{}", attempt) / "result.nc";
        auto const verified = io::verify_result(file.string());
        if (!verified.good()) throw RunError("its result does not verify: " + verified.problems.front());
        auto cost = spent_.since_last();
        cost["traffic_steps"] = done->traffic_steps;
        cost["shared_traffic_steps"] = done->shared_steps;
        folder.publish(attempt, file, done->numbers, cost);
    }

    void fail(std::size_t n, std::string const& reason) {
        ended_[n] = true;
        if (group_) group_->close(n);
        end_as_failed(members_[n], reason);
        worst_ = MemberOutcome::failed;
    }

    std::vector<Claimed> const& members_;
    fs::path const& study_;
    InputCheck& check_;
    std::vector<bool> ended_;
    MemberOutcome worst_ = MemberOutcome::done;
    Spent spent_;
    InterruptFlag interrupt_;
    io::Heartbeat heartbeat_;
    std::optional<StudyGroup> group_;
};

/// What is to be said of a member that could not be claimed.
MemberOutcome unclaimed(MemberFolder const& member, std::string const& id) {
    auto const known = member.status();
    if (known.state == io::study::MemberState::done) return MemberOutcome::done;
    if (known.state == io::study::MemberState::failed) {
        log::error("{}: has failed for good: {}", id, known.reason);
        return MemberOutcome::failed;
    }
    log::warning("{}: another process runs it", id);
    return MemberOutcome::taken;
}

}  // namespace

MemberOutcome run_members(fs::path const& folder, std::vector<std::string> const& ids, int threads) {
    std::vector<Claimed> members;
    for (auto const& id : ids) {
        MemberFolder const member(folder, id);
        members.push_back({member, 0, member.description()});  // one that does not exist is wrong input
        auto const& first = members.front().order;
        auto const& order = members.back().order;
        validate(order.at("scenario") == first.at("scenario") && order.at("set") == first.at("set"), id,
                 fmt::format("has other settings or another seed than {}: they share nothing", ids.front()),
                 "run it by itself");
    }
    MemberOutcome worst = MemberOutcome::done;
    std::vector<Claimed> claimed;
    for (std::size_t n = 0; n < ids.size(); ++n) {
        if (auto const attempt = members[n].folder.claim()) {
            claimed.push_back({members[n].folder, *attempt, std::move(members[n].order)});
            continue;
        }
        auto const outcome = unclaimed(members[n].folder, ids[n]);
        worst = std::max(worst, outcome);
        if (outcome == MemberOutcome::taken && claimed.empty()) return worst;
    }
    InputCheck check(program_hash());
    std::erase_if(claimed, [&](Claimed const& member) {
        try {
            require_same_inputs(check, folder, member);
            return false;
        } catch (std::exception const& error) {
            end_as_failed(member, error.what());
            worst = MemberOutcome::failed;
            return true;
        }
    });
    if (claimed.empty()) return worst;
    return std::max(worst, ClaimedRun(claimed, folder, check, threads).run());
}

}  // namespace hacthanh::app
