#pragma once

#include "app/hacthanh/session.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/simulation.hpp"
#include "sim/study/member_indicators.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// A run of a what-if: the baseline or one variant.
struct MemberPlan {
    std::string name;                                 ///< of its files: "base", or the measure file's stem
    scenario::MeasureFile const* measures = nullptr;  ///< null: the baseline
    bool built = false;  ///< planning mode: what its measures do is in the session's network and routes
    /// Places where indicators are taken: a variant's own; of every variant for the baseline. Roads by name, for
    /// networks of planning mode are built anew and number their roads otherwise; what a network lacks is left out.
    struct Places {
        std::vector<std::string> place;
        std::vector<std::string> ring;
    };
    std::vector<Places> places{};
};

/// What a member left.
struct MemberResult {
    std::filesystem::path file;
    std::vector<study::Indicators> indicators;  ///< as MemberPlan::places
    state::TrafficTotals traffic;
    std::uint64_t traffic_steps = 0;  ///< simulated for this member alone
    bool forked = false;
};

/// One seed of a what-if.
struct SeedResult {
    std::int64_t seed = 0;
    std::uint64_t shared_steps = 0;  ///< simulated once for all members
    std::vector<MemberResult> members;
    bool complete = false;
};

/// How members are run.
struct MemberSetting {
    std::filesystem::path folder;
    Parallel const& parallel;
    std::atomic<bool> const* stop = nullptr;
    std::function<void(std::string const& member, run::Progress const&)> on_progress;
    bool fork = true;     ///< false: every member runs from its own start
    double branch_s = 0;  ///< traffic clock: nobody's measures begin before; the begin of the run = nothing is shared
    double compare_from_s = 0;  ///< indicators are taken from here on
};

/// Runs all members with one seed. With `fork` the time up to `branch_s` is simulated once, traffic and air: its output
/// steps go into every member's result, and each member goes on from a fork of the traffic worker and a copy of the
/// air. Winds around buildings are kept in `winds` of the folder, for all members and seeds.
SeedResult run_seed(Session const& session, std::vector<MemberPlan> const& members, std::int64_t seed,
                    MemberSetting const& setting);

}  // namespace hacthanh::app
