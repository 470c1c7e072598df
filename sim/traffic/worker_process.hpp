#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::traffic {

/// Which file descriptor of a worker process is which of ours.
struct InheritedDescriptor {
    int ours;
    int theirs;  ///< > 2, except 2 for its standard error
};

/// A child process that cannot outlive this object.
///
/// The worker itself asks the kernel to be killed when its parent dies (see traffic/sumo/worker.cpp); the kernel
/// means the parent *thread*: make this object on a thread that lives as long as the object.
class WorkerProcess {
public:
    /// Starts `program`; standard input and output are /dev/null. Throws RunError when it cannot be started.
    WorkerProcess(std::filesystem::path const& program, std::vector<std::string> const& arguments,
                  std::vector<InheritedDescriptor> const& descriptors);
    WorkerProcess(WorkerProcess const&) = delete;
    WorkerProcess& operator=(WorkerProcess const&) = delete;
    /// Kills the process if it still runs.
    ~WorkerProcess();

    pid_t pid() const { return pid_; }

    /// Waits for the end and says how it came: "ended with exit code 1", "was killed by signal 6 (Aborted)".
    std::string wait();

private:
    pid_t pid_ = -1;
    bool running_ = false;
};

}  // namespace hacthanh::traffic
