#include "viz/time_choice.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

namespace hacthanh::viz {
namespace {

/// The whole text as a number without sign, or nothing.
std::optional<std::size_t> step_number(std::string_view text) {
    std::size_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

std::string held_times(StepTimes const& times, LocalClock const& clock) {
    return fmt::format("the file holds {}–{} in {} steps (0 to {})", clock.time_of_day(times.begin_s.front()),
                       clock.time_of_day(times.end_s.back()), times.end_s.size(), times.end_s.size() - 1);
}

std::vector<std::size_t> steps_after_spin_up(StepTimes const& times) {
    std::vector<std::size_t> steps;
    for (std::size_t i = 0; i < times.end_s.size(); ++i)
        if (!times.spin_up[i]) steps.push_back(i);
    validate(!steps.empty(), "--time", "mean (the file holds no step after spin-up yet)",
             "choose one step with --time last");
    return steps;
}

std::size_t step_at_clock(double seconds_of_day, StepTimes const& times, LocalClock const& clock) {
    auto const wrapped = [](double seconds) { return seconds - 86400 * std::floor(seconds / 86400); };
    for (std::size_t i = 0; i < times.end_s.size(); ++i) {
        double const into_step = wrapped(seconds_of_day - clock.seconds_of_day(times.begin_s[i]));
        if (into_step < times.end_s[i] - times.begin_s[i]) return i;
    }
    if (clock.seconds_of_day(times.end_s.back()) == seconds_of_day) return times.end_s.size() - 1;
    auto const whole = static_cast<int>(seconds_of_day);
    throw InputError("--time", fmt::format("{:02}:{:02} is not in the file", whole / 3600, whole / 60 % 60),
                     held_times(times, clock));
}

}  // namespace

TimeChoice parse_time_choice(std::string_view text) {
    if (text == "mean") return {};
    if (text == "last") return {TimeChoice::Kind::last, 0, 0};
    if (auto const step = step_number(text)) return {TimeChoice::Kind::step, *step, 0};
    if (auto const seconds = parse_clock_time(text)) return {TimeChoice::Kind::clock, 0, static_cast<double>(*seconds)};
    throw InputError("--time", fmt::format("\"{}\" is not a time", text),
                     "give hh:mm in local time, a step number from 0, last or mean");
}

std::vector<std::size_t> choose_steps(TimeChoice const& choice, StepTimes const& times, LocalClock const& clock) {
    validate(!times.end_s.empty(), "--time", "the file holds no output step yet", "wait for the run's first step");
    std::size_t const n = times.end_s.size();
    switch (choice.kind) {
        case TimeChoice::Kind::mean: return steps_after_spin_up(times);
        case TimeChoice::Kind::last: return {n - 1};
        case TimeChoice::Kind::step:
            validate(choice.step < n, "--time", fmt::format("step {} is not in the file", choice.step),
                     held_times(times, clock));
            return {choice.step};
        case TimeChoice::Kind::clock: return {step_at_clock(choice.seconds_of_day, times, clock)};
    }
    return {};
}

}  // namespace hacthanh::viz
