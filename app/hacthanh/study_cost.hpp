#pragma once

#include "app/hacthanh/plan.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "io/scenario_file.hpp"
#include "io/study/study_file.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Members that take the same: one variant at one point in one weather, all seeds.
struct MemberPrice {
    std::size_t point = 0;
    std::string weather;
    std::string variant;
    std::vector<std::string> levels;  ///< of the factors
    std::size_t members = 0;
    RunPlan plan;                    ///< run by itself
    double shared = 0;               ///< part of the run that it shares with other variants, 0-1
    std::vector<std::size_t> winds;  ///< numbers, in the study, of those around buildings

    double core_s() const { return plan.traffic_s + plan.transport_s + plan.winds_s(); }
};

/// What the members of a study would take, each with its own settings.
struct StudyCost {
    std::vector<StudyMember> members;  ///< all, in the manifest's order
    std::vector<MemberPrice> prices;   ///< in that order, each for all its seeds
    std::size_t winds = 0;             ///< around buildings, solved once for all members
    double winds_s = 0;                ///< CPU of them
    int slots = 1;
    double core_s = 0;  ///< warm-ups and winds that are shared counted once
    double disk_bytes = 0;
    double memory_bytes = 0;  ///< of the largest process
    double wall_s = 0;        ///< on `slots`, in the order of the pool
};

/// Plans and prices a study. Files that settings name (traffic, city, weather) are read once for all members that name
/// the same ones over the same time; what else a member sets is arithmetic (plan_run). A measure is priced as its
/// baseline, but for `demand_scale` of all vehicles. Throws InputError as plan_members and sessions do.
/// @param asked_slots  0: by the study file, else by cores and free memory
StudyCost cost_of_study(io::study::StudyFile const& study, int asked_slots);

}  // namespace hacthanh::app
