#pragma once

#include <atomic>

namespace hacthanh::app {

/// Set by Ctrl-C or SIGTERM while an object of this class lives; a second Ctrl-C ends the program at once.
class InterruptFlag {
public:
    InterruptFlag();
    ~InterruptFlag();
    InterruptFlag(InterruptFlag const&) = delete;
    InterruptFlag& operator=(InterruptFlag const&) = delete;

    std::atomic<bool> const& flag() const;
};

}  // namespace hacthanh::app
