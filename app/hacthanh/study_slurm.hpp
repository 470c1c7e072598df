#pragma once

#include "io/study/executor_options.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>

namespace hacthanh::app {

/// How far a study is.
struct MemberCounts {
    std::size_t all = 0;
    std::size_t done = 0;
    std::size_t failed = 0;  ///< for good: no attempts left
    std::size_t left() const { return all - done - failed; }
};

/// A prepared study and the way to run it on a cluster.
struct SlurmStudy {
    std::filesystem::path folder;  ///< seen under the same path by all nodes
    io::study::ExecutorOptions options;
    std::function<MemberCounts()> count;  ///< from the folder, now
    std::filesystem::path program = {};   ///< called as `study pilot` and `study merge`; empty: this command
};

/// Prints the scripts and the commands that would submit them; writes and submits nothing. `n_members`: what is left to
/// run.
void print_slurm_scripts(std::filesystem::path const& folder, io::study::ExecutorOptions const& options,
                         std::size_t n_members);

/// Submits pilots and, after them, the merge, both in FOLDER/slurm; only sbatch and squeue are needed (and scancel with
/// `wait`), no accounting. Pilots of this study that are still in the queue are used instead of new ones.
///
/// Without `wait` it returns when the jobs are submitted. With it, it follows them on standard error until the merge
/// has ended. Pilots that are gone while members are left (time limit, lost nodes, a controller that forgot them) are
/// submitted again, at most twice in a row without a member finished in between. A controller that does not answer is
/// waited for.
/// @return 0: submitted, or all members done; 1: members failed or are missing. Ctrl-C ends the following, not the
/// jobs. Throws InputError when there is no Slurm or it refuses a script.
int run_on_slurm(SlurmStudy const& study, bool wait);

}  // namespace hacthanh::app
