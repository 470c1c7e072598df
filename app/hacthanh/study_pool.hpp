#pragma once

#include <cstddef>
#include <filesystem>

namespace hacthanh::app {

/// How many members of a study are where.
struct StudyCounts {
    std::size_t all = 0;
    std::size_t done = 0;
    std::size_t failed = 0;
    std::size_t running = 0;
    std::size_t missing() const { return all - done - failed - running; }
};

/// From the folder, now. Cost: a few small files per member.
StudyCounts count_members(std::filesystem::path const& folder);

struct PoolOptions {
    int slots = 1;      ///< members at a time
    int threads = 1;    ///< of one member
    int all_slots = 0;  ///< of all pools that work on the folder, if more than `slots`
    bool share = true;  ///< members that differ in their measures alone are run together
    bool quiet = false;
};

/// Runs members in processes `run-member` until every one is done or has failed for good; members
/// that others run are waited for, and taken over when those are gone. Members that share their warm-up are one process
/// (study::units_of_work); those that have failed before have one each. A member whose process is killed is tried again
/// at most io::study::most_retries times; of a process of several it is the one whose turn it was, and the others'
/// attempts do not count. Shows progress and time left on standard error. SIGINT and SIGTERM stop the members cleanly;
/// a pool that is killed takes its members with it.
/// @return false when it was stopped before the end
bool run_pool(std::filesystem::path const& folder, PoolOptions const& options);

}  // namespace hacthanh::app
