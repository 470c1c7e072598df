#pragma once

#include "sim/run/simulation.hpp"

#include <string>

namespace hacthanh::app {

/// Shows how far a run is, on standard error: a bar that renews itself on a terminal, else one line per output step.
class ProgressDisplay {
public:
    /// @param start_clock_s  local time of day of traffic second 0 [s]
    ProgressDisplay(bool quiet, double start_clock_s);
    ~ProgressDisplay();
    ProgressDisplay(ProgressDisplay const&) = delete;
    ProgressDisplay& operator=(ProgressDisplay const&) = delete;

    void show(run::Progress const& progress);

private:
    std::string describe(run::Progress const& progress) const;

    bool quiet_;
    bool terminal_;
    double start_clock_s_;
    double last_drawn_s_ = -1;
    bool bar_drawn_ = false;
};

}  // namespace hacthanh::app
