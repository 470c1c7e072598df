#pragma once

#include "io/study/executor_options.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::study {

/// What the scripts name besides the executor's options. Both absolute, and the same on every node.
struct SlurmPaths {
    std::filesystem::path program;  ///< the command `hacthanh`
    std::filesystem::path folder;   ///< of the study
};

/// The text of an sbatch script: an array of pilots, each of which claims members until none is left.
///
/// A pilot may be killed at any time (time limit, lost node, requeue): its claim goes stale and another one takes the
/// member.
/// @param n_members  what is left to do; there are never more pilots than that
/// Throws InputError for an option that cannot stand in a script: a line break, tasks out of 1-1000 (Slurm's
/// MaxArraySize is 1001 by default), a folder with % or \, which Slurm would expand in the names of logs.
std::string pilot_script(ExecutorOptions const& options, SlurmPaths const& paths, std::size_t n_members);

/// The exit code of the merge, in the folder of the study, once it has ended: a controller that restarts may forget the
/// job.
inline constexpr std::string_view merge_mark = "slurm/merged";

/// The script that merges what the pilots left. It is to be submitted with the dependency afterany, so that a failed
/// pilot does not keep a study from being merged. It leaves `merge_mark`. Throws as pilot_script.
std::string merge_script(ExecutorOptions const& options, SlurmPaths const& paths);

/// The command that submits a script of the folder; `after` is the job whose end it waits for.
std::vector<std::string> sbatch_command(std::filesystem::path const& script, std::string const& after = {});

/// The id in what `sbatch --parsable` printed (`12` or `12;cluster`); nothing when there is none.
std::optional<std::string> submitted_job(std::string_view printed);

/// How many tasks of a job wait and run, from `squeue --noheader --array --format=%T`.
struct QueuedTasks {
    std::size_t waiting = 0;
    std::size_t running = 0;
    bool any() const { return waiting + running > 0; }
};
QueuedTasks queued_tasks(std::string_view printed);

}  // namespace hacthanh::io::study
