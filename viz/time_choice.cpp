#include "viz/time_choice.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

namespace hacthanh::viz {
namespace {

constexpr long long seconds_per_day = 86400;

/// The whole text as a number without sign, or nothing.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || text.empty() || text.front() == '-') return {};
    return value;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const at = text.find_first_of(separators);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// Seconds of "hh:mm" or "hh:mm:ss", or nothing.
std::optional<int> clock_seconds(std::string_view text) {
    auto const parts = split(text, ":");
    if (parts.size() != 2 && parts.size() != 3) return {};
    constexpr std::array<int, 3> limits = {24, 60, 60};
    constexpr std::array<int, 3> units = {3600, 60, 1};
    int total = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const value = digits(parts[i]);
        if (!value || *value >= limits[i] || parts[i].size() > 2) return {};
        total += *value * units[i];
    }
    return total;
}

std::optional<long long> utc_seconds(std::string_view text) {
    auto const parts = split(text, "-T :");
    if (parts.size() != 6) return {};
    std::array<int, 6> numbers{};
    for (std::size_t i = 0; i < 6; ++i) {
        auto const value = digits(parts[i].substr(0, parts[i].find_first_of(".Z")));
        if (!value) return {};
        numbers[i] = *value;
    }
    std::chrono::year_month_day const date{std::chrono::year(numbers[0]),
                                           std::chrono::month(static_cast<unsigned>(numbers[1])),
                                           std::chrono::day(static_cast<unsigned>(numbers[2]))};
    if (!date.ok()) return {};
    return std::chrono::sys_days(date).time_since_epoch().count() * seconds_per_day + numbers[3] * 3600 +
           numbers[4] * 60 + numbers[5];
}

std::optional<int> offset_seconds(std::string_view text) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return {};
    auto const size = clock_seconds(text.substr(1));
    if (!size) return {};
    return text.front() == '-' ? -*size : *size;
}

struct LocalTime {
    std::chrono::year_month_day date;
    int hour;
    int minute;
    int second;
};

LocalTime local_time(long long local_seconds) {
    long long const days = local_seconds >= 0 ? local_seconds / seconds_per_day
                                              : -((-local_seconds + seconds_per_day - 1) / seconds_per_day);
    auto const rest = static_cast<int>(local_seconds - days * seconds_per_day);
    return {std::chrono::sys_days(std::chrono::days(days)), rest / 3600, rest / 60 % 60, rest % 60};
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
    if (auto const step = digits(text)) return {TimeChoice::Kind::step, static_cast<std::size_t>(*step), 0};
    if (auto const seconds = clock_seconds(text)) return {TimeChoice::Kind::clock, 0, static_cast<double>(*seconds)};
    throw InputError("--time", fmt::format("\"{}\" is not a time", text),
                     "give hh:mm in local time, a step number from 0, last or mean");
}

LocalClock::LocalClock(std::string_view epoch_utc, std::string_view utc_offset) : utc_offset_(utc_offset) {
    auto const epoch = utc_seconds(epoch_utc);
    auto const offset = offset_seconds(utc_offset);
    validate(epoch.has_value(), "time", fmt::format("the start \"{}\" is not YYYY-MM-DD hh:mm:ss", epoch_utc));
    validate(offset.has_value(), "time", fmt::format("the time zone \"{}\" is not like +07:00", utc_offset));
    local_epoch_ = *epoch + *offset;
}

std::string LocalClock::time_of_day(double traffic_s) const {
    LocalTime const t = local_time(local_epoch_ + std::llround(traffic_s));
    return t.second == 0 ? fmt::format("{:02}:{:02}", t.hour, t.minute)
                         : fmt::format("{:02}:{:02}:{:02}", t.hour, t.minute, t.second);
}

std::string LocalClock::date(double traffic_s, Language language) const {
    static constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                                "May",       "June",     "July",     "August",
                                                                "September", "October",  "November", "December"};
    auto const date = local_time(local_epoch_ + std::llround(traffic_s)).date;
    auto const month = static_cast<unsigned>(date.month());
    if (language == Language::english)
        return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months[month - 1],
                           static_cast<int>(date.year()));
    return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(date.day()), month, static_cast<int>(date.year()));
}

std::string LocalClock::iso(double traffic_s) const {
    LocalTime const t = local_time(local_epoch_ + std::llround(traffic_s));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", static_cast<int>(t.date.year()),
                       static_cast<unsigned>(t.date.month()), static_cast<unsigned>(t.date.day()), t.hour, t.minute,
                       t.second, utc_offset_);
}

double LocalClock::seconds_of_day(double traffic_s) const {
    LocalTime const t = local_time(local_epoch_ + std::llround(traffic_s));
    return t.hour * 3600 + t.minute * 60 + t.second;
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
