#pragma once

#include <string>
#include <vector>

namespace hacthanh::io::study {

/// The table `[executor]` of a study file: where and with what its members run (docs/formats/study.md).
struct ExecutorOptions {
    std::string kind = "local";        ///< local or slurm
    int slots = 0;                     ///< members at a time of the local pool; 0: by cores and memory
    int tasks = 2;                     ///< Slurm: pilots, each of which runs one member at a time; 1-1000
    std::string account;               ///< Slurm: --account; empty: the site's default
    std::string partition;             ///< Slurm: --partition; empty: the site's default
    std::string time_limit;            ///< Slurm: --time of one pilot, as Slurm writes it; empty: the partition's
    int memory_mb = 0;                 ///< Slurm: --mem of one pilot [MB]; 0: the site's default
    int threads = 1;                   ///< of one member; Slurm: --cpus-per-task
    bool share_warm_up = true;         ///< members that differ in their measures alone run the time before these once
    std::vector<std::string> modules;  ///< Slurm: `module load` before the pilot, in this order
    std::vector<std::string>
        extra;  ///< Slurm: `--option=value` for sbatch, or any other line of shell before the pilot
};

}  // namespace hacthanh::io::study
