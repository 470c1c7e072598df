#pragma once

#include <string>
#include <vector>

namespace hacthanh::app {

/// Whether this build has pictures (preset minimal has none).
bool has_renderer();

/// Becomes the renderer, a program of its own so that this one starts without VTK. Throws RunError when it is missing.
[[noreturn]] void become_renderer(std::vector<std::string> arguments);

/// Becomes the window, a program of its own for the same reason. Throws RunError when it is missing.
[[noreturn]] void become_viewer(std::vector<std::string> arguments);

/// Runs the renderer and waits for it; what it prints on standard output is dropped.
/// Throws RunError when it is missing or fails; its own message is on standard error by then.
void run_renderer(std::vector<std::string> arguments);

}  // namespace hacthanh::app
