#include "app/hacthanh/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hacthanh::app {
namespace {

constexpr double redraw_interval_s = 0.2;
constexpr int bar_width = 28;

std::string clock_text(double seconds) {
    auto const whole = static_cast<long>(std::fmod(std::llround(seconds), 86400.0));
    return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string duration_text(double seconds) {
    auto const whole = std::lround(seconds);
    return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                         : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

ProgressDisplay::ProgressDisplay(bool quiet, double start_clock_s)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0), start_clock_s_(start_clock_s) {}

ProgressDisplay::~ProgressDisplay() {
    if (bar_drawn_) std::fputc('\n', stderr);
}

std::string ProgressDisplay::describe(run::Progress const& progress) const {
    double const done = progress.now_s - progress.begin_s;
    double const left = progress.end_s - progress.now_s;
    double const speed = progress.wall_s > 0 ? done / progress.wall_s : 0;
    return fmt::format("{}  {} vehicles  {:.0f} x real time  {} left", clock_text(start_clock_s_ + progress.now_s),
                       progress.n_vehicles, speed, speed > 0 ? duration_text(left / speed) : "?");
}

void ProgressDisplay::show(run::Progress const& progress) {
    if (quiet_) return;
    double const share = (progress.now_s - progress.begin_s) / (progress.end_s - progress.begin_s);
    if (!terminal_) {
        if (progress.step_written)
            fmt::print(stderr, "step {} written  {:3.0f} %  {}\n", progress.steps_written, 100 * share,
                       describe(progress));
        return;
    }
    if (progress.wall_s - last_drawn_s_ < redraw_interval_s && share < 1) return;
    last_drawn_s_ = progress.wall_s;
    bar_drawn_ = true;
    int const filled = static_cast<int>(std::lround(share * bar_width));
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:3.0f} %  {}\033[K", "", filled, "", bar_width - filled, 100 * share,
               describe(progress));
    std::fflush(stderr);
}

}  // namespace hacthanh::app
