#pragma once

#include "viz/language.hpp"

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

/// Local wall-clock time of the traffic clock.
class LocalClock {
public:
    /// @param epoch_utc   UTC of traffic second 0, "YYYY-MM-DD hh:mm:ss"
    /// @param utc_offset  "+07:00"
    /// Throws InputError when either cannot be read.
    LocalClock(std::string_view epoch_utc, std::string_view utc_offset);

    /// "07:25", or "07:25:30" when the seconds are not zero.
    std::string time_of_day(double traffic_s) const;
    /// "15 January 2024" or "15/01/2024".
    std::string date(double traffic_s, Language language) const;
    /// "2024-01-15T07:25:00+07:00".
    std::string iso(double traffic_s) const;
    /// Seconds since local midnight of the day, in [0, 86400).
    double seconds_of_day(double traffic_s) const;

private:
    long long local_epoch_ = 0;  ///< seconds from 1970-01-01 00:00 local time to traffic second 0
    std::string utc_offset_;
};

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
