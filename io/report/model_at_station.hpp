#pragma once

#include "io/monitor_file.hpp"
#include "io/result_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io::report {

/// A stretch of a run for which it has a value.
struct Step {
    double begin_s = 0;  ///< traffic clock
    double end_s = 0;
    std::size_t index = 0;
};

/// The output steps after spin-up.
std::vector<Step> steps_after_spin_up(ResultTimes const& times);

/// Of an averaging time, what the steps must cover.
inline constexpr double least_coverage = 0.9;

/// Mean of `value(index)` over [begin_s, end_s], weighted with how long each step lies in it; nothing when the steps
/// cover less than `least_coverage` of it. Precondition: begin_s < end_s.
template <class Value>
std::optional<double> mean_over(std::vector<Step> const& steps, double begin_s, double end_s, Value value) {
    double sum = 0;
    double covered = 0;
    for (auto const& step : steps) {
        double const overlap = std::min(end_s, step.end_s) - std::max(begin_s, step.begin_s);
        if (overlap <= 0) continue;
        sum += overlap * static_cast<double>(value(step.index));
        covered += overlap;
    }
    if (covered < least_coverage * (end_s - begin_s)) return std::nullopt;
    return sum / covered;
}

/// What a run says for one station.
class ModelAtStation {
public:
    /// @param place  nullptr: the station must be a receptor of the run
    /// The result must outlive it. Throws InputError when the run knows no such receptor and no place is given, or the
    /// place lies outside the stored fields.
    ModelAtStation(ResultReader const& result, std::string const& station, MonitorPlace const* place);

    /// Mean concentration [ug/m3] over a time of the traffic clock; nothing where the run does not cover it.
    std::optional<double> mean(std::size_t species, double begin_s, double end_s);

private:
    struct Cell {
        std::size_t i = 0;
        std::size_t j = 0;
        std::size_t k = 0;
    };
    Cell cell_of(MonitorPlace const& place) const;
    std::vector<float> const& series(std::size_t species);

    ResultReader const& result_;
    std::optional<std::size_t> receptor_;
    Cell cell_;
    std::vector<Step> steps_;
    std::map<std::size_t, std::vector<float>> series_;  ///< by species, one value per step
};

}  // namespace hacthanh::io::report
