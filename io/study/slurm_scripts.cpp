#include "io/study/slurm_scripts.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace hacthanh::io::study {
namespace {

constexpr int most_tasks = 1000;  // MaxArraySize of Slurm is 1001 where nobody set it
constexpr int seconds_before_limit =
    60;  // SIGTERM that long before the time limit, so that a pilot can let its member go

void validate_line(std::string const& key, std::string const& value) {
    validate(value.find_first_of(std::string("\n\r\0", 3)) == std::string::npos, "executor." + key,
             "a line break cannot stand in a line of a script", "write one line for each entry");
}

void validate_options(ExecutorOptions const& options, SlurmPaths const& paths) {
    validate(options.tasks >= 1 && options.tasks <= most_tasks, "executor.tasks",
             fmt::format("{} (must be 1 to {})", options.tasks, most_tasks), "each pilot runs many members");
    validate(options.threads >= 1, "executor.threads", fmt::format("{} (must be >= 1)", options.threads));
    validate(options.memory_mb >= 0, "executor.memory_mb", fmt::format("{} (must be >= 0)", options.memory_mb));
    validate_line("account", options.account);
    validate_line("partition", options.partition);
    validate_line("time_limit", options.time_limit);
    for (auto const& module : options.modules) validate_line("modules", module);
    for (auto const& line : options.extra) validate_line("extra", line);
    std::string const folder = paths.folder.string();
    validate(folder.find_first_of("%\\\n\r") == std::string::npos, folder,
             "Slurm expands % and \\ in the names of logs, so a study's folder must not have them (nor a line break)",
             "choose another --folder");
    validate(paths.folder.is_absolute() && paths.program.is_absolute(), folder, "must be absolute for a script");
}

/// sbatch reads its lines with quotes and backslashes of its own.
std::string sbatch_quoted(std::string const& value) {
    std::string quoted = "\"";
    for (char const c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string shell_quoted(std::string const& value) {
    std::string quoted = "'";
    for (char const c : value) quoted += c == '\'' ? "'\\''" : std::string(1, c);
    return quoted + '\'';
}

bool is_sbatch_option(std::string const& line) { return line.starts_with("-"); }

std::string head(ExecutorOptions const& options, SlurmPaths const& paths, std::string const& name) {
    std::string text =
        options.modules.empty() ? "#!/bin/bash\n" : "#!/bin/bash -l\n";  // `module` comes with a login shell
    auto const add = [&](std::string const& option) { text += "#SBATCH " + option + "\n"; };
    add("--job-name=" + name);
    add("--ntasks=1");
    add("--chdir=" + sbatch_quoted(paths.folder.string()));
    if (!options.account.empty()) add("--account=" + sbatch_quoted(options.account));
    if (!options.partition.empty()) add("--partition=" + sbatch_quoted(options.partition));
    if (!options.time_limit.empty()) add("--time=" + sbatch_quoted(options.time_limit));
    if (options.memory_mb > 0) add(fmt::format("--mem={}M", options.memory_mb));
    add("--requeue");
    add("--open-mode=append");
    return text;
}

std::string tail(ExecutorOptions const& options) {
    std::string text;
    for (auto const& line : options.extra)
        if (is_sbatch_option(line)) text += "#SBATCH " + line + "\n";
    for (auto const& module : options.modules) text += "module load " + shell_quoted(module) + " || exit 1\n";
    for (auto const& line : options.extra)
        if (!is_sbatch_option(line)) text += line + "\n";
    return text;
}

std::string call(SlurmPaths const& paths, std::string const& verb) {
    return fmt::format("{} study {} {}\n", shell_quoted(paths.program.string()), verb,
                       shell_quoted(paths.folder.string()));
}

}  // namespace

std::string pilot_script(ExecutorOptions const& options, SlurmPaths const& paths, std::size_t n_members) {
    validate_options(options, paths);
    auto const n_pilots = std::clamp<std::size_t>(n_members, 1, static_cast<std::size_t>(options.tasks));
    return head(options, paths, "hacthanh-pilot") +
           fmt::format(
               "#SBATCH --cpus-per-task={}\n"
               "#SBATCH --array=0-{}\n"
               "#SBATCH --output=slurm/pilot_%A_%a.log\n"
               "#SBATCH --signal=B:TERM@{}\n",
               options.threads, n_pilots - 1, seconds_before_limit) +
           tail(options) + "exec " + call(paths, "pilot");
}

std::string merge_script(ExecutorOptions const& options, SlurmPaths const& paths) {
    validate_options(options, paths);
    std::string const mark(merge_mark);
    return head(options, paths, "hacthanh-merge") +
           fmt::format(
               "#SBATCH --cpus-per-task={}\n"
               "#SBATCH --output=slurm/merge_%j.log\n",
               options.threads) +
           tail(options) + call(paths, "merge") + "code=$?\necho $code >" + mark + ".new && mv " + mark + ".new " +
           mark + "\nexit $code\n";
}

std::vector<std::string> sbatch_command(std::filesystem::path const& script, std::string const& after) {
    std::vector<std::string> command = {"sbatch", "--parsable"};
    if (!after.empty()) command.push_back("--dependency=afterany:" + after);
    command.push_back(script.string());
    return command;
}

std::optional<std::string> submitted_job(std::string_view printed) {
    std::istringstream lines{std::string(printed)};
    std::optional<std::string> found;  // the last line: a site's sbatch may say something first
    for (std::string line; std::getline(lines, line);) {
        std::string const id = line.substr(0, line.find(';'));
        bool const number = !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
        if (number) found = id;
    }
    return found;
}

QueuedTasks queued_tasks(std::string_view printed) {
    static constexpr std::string_view ended[] = {"BOOT_FAIL", "CANCELLED",     "COMPLETED", "DEADLINE", "FAILED",
                                                 "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED",  "TIMEOUT"};
    static constexpr std::string_view waiting[] = {"PENDING",      "CONFIGURING",   "REQUEUED",    "REQUEUE_FED",
                                                   "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"};
    QueuedTasks tasks;
    std::istringstream words{std::string(printed)};
    for (std::string state; words >> state;) {
        if (std::ranges::find(ended, state) != std::end(ended)) continue;
        ++(std::ranges::find(waiting, state) != std::end(waiting) ? tasks.waiting : tasks.running);
    }
    return tasks;
}

}  // namespace hacthanh::io::study
