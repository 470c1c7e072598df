#pragma once

#include <string>
#include <vector>

namespace hacthanh::app {

/// What a program that has ended printed.
struct ChildOutput {
    int exit_code = -1;  ///< -signal when a signal ended it
    std::string out;
    std::string err;
};

/// Runs a program found on PATH to its end, without a shell, and keeps what it prints. For short programs.
/// Throws RunError when it cannot be started.
ChildOutput run_child(std::vector<std::string> command);

}  // namespace hacthanh::app
