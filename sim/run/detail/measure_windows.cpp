#include "sim/run/detail/measure_windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::run::detail {
namespace {

constexpr double seconds_per_day = 86400;

std::string clock_text(double local_s) {
    auto const minutes = static_cast<long>(std::fmod(local_s, seconds_per_day) / 60);
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace

std::vector<traffic::TimeWindow> windows_of(scenario::Measure const& measure, MeasureSetting const& setting,
                                            std::vector<std::string>& problems) {
    double const end = setting.end_s;
    if (measure.windows.empty()) return {{setting.default_begin_s, end}};
    std::vector<traffic::TimeWindow> found;
    double const first_day = std::floor((setting.begin_s + setting.start_clock_s) / seconds_per_day);
    for (double day = first_day; day * seconds_per_day - setting.start_clock_s < end; ++day)
        for (auto const& clock : measure.clock_windows()) {
            double const midnight = day * seconds_per_day - setting.start_clock_s;
            traffic::TimeWindow const window{std::max(midnight + clock.from_s, setting.begin_s),
                                             std::min(midnight + clock.to_s, end)};
            if (window.begin_s < window.end_s) found.push_back(window);
        }
    if (found.empty())
        problems.push_back(
            fmt::format("{}: never meets the run, which lasts from {} to {} local time; move it, or "
                        "traffic.begin_s and end_s",
                        measure.where("windows"), clock_text(setting.begin_s + setting.start_clock_s),
                        clock_text(setting.end_s + setting.start_clock_s)));
    return found;
}

}  // namespace hacthanh::run::detail
