#pragma once

#include "sim/core/local_clock.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::viz {

/// What a user asks for with `--time`.
struct TimeChoice {
    enum class Kind {
        mean,   ///< all steps after spin-up
        last,   ///< the newest step
        step,   ///< by its number, counted from 0
        clock,  ///< the step that holds a local time of day
    };
    Kind kind = Kind::mean;
    std::size_t step = 0;
    double seconds_of_day = 0;
};

/// Reads "mean", "last", a step number or "hh:mm[:ss]". Throws InputError that lists these forms.
TimeChoice parse_time_choice(std::string_view text);

/// The output steps of a result, as far as choosing among them needs.
struct StepTimes {
    std::vector<double> begin_s;  ///< traffic clock
    std::vector<double> end_s;
    std::vector<bool> spin_up;
};

/// Numbers of the chosen steps, ascending and never empty. A clock time belongs to the step that begins at or before it
/// and ends after it; the end of the last step belongs to that step.
/// Throws InputError that says which times the file holds.
std::vector<std::size_t> choose_steps(TimeChoice const& choice, StepTimes const& times, LocalClock const& clock);

}  // namespace hacthanh::viz
