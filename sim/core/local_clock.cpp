#include "sim/core/local_clock.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

namespace hacthanh {
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

}  // namespace

std::optional<int> parse_clock_time(std::string_view text) {
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

std::optional<long long> parse_utc(std::string_view text) {
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
    return std::chrono::sys_days(date).time_since_epoch().count() * seconds_per_day + numbers[3] * 3600LL +
           numbers[4] * 60LL + numbers[5];
}

std::optional<int> parse_utc_offset(std::string_view text) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return {};
    auto const size = parse_clock_time(text.substr(1));
    if (!size) return {};
    return text.front() == '-' ? -*size : *size;
}

LocalClock::LocalClock(std::string_view epoch_utc, std::string_view utc_offset) : utc_offset_(utc_offset) {
    auto const epoch = parse_utc(epoch_utc);
    auto const offset = parse_utc_offset(utc_offset);
    validate(epoch.has_value(), "time", fmt::format("the start \"{}\" is not YYYY-MM-DD hh:mm:ss", epoch_utc));
    validate(offset.has_value(), "time", fmt::format("the time zone \"{}\" is not like +07:00", utc_offset));
    local_epoch_ = *epoch + *offset;
}

std::string LocalClock::time_of_day(double traffic_s) const {
    LocalTime const t = local_time(local_epoch_ + std::llround(traffic_s));
    return t.second == 0 ? fmt::format("{:02}:{:02}", t.hour, t.minute)
                         : fmt::format("{:02}:{:02}:{:02}", t.hour, t.minute, t.second);
}

std::chrono::year_month_day LocalClock::day(double traffic_s) const {
    return local_time(local_epoch_ + std::llround(traffic_s)).date;
}

std::string LocalClock::date(double traffic_s, Language language) const {
    return format_date(day(traffic_s), language);
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

}  // namespace hacthanh
