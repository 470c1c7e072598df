#pragma once

#include "sim/core/language.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh {

/// Seconds since 1970-01-01 00:00 UTC of "YYYY-MM-DD hh:mm:ss" (also with T between and Z behind); nothing when it is
/// no such moment.
std::optional<long long> parse_utc(std::string_view text);

/// Seconds since midnight of "hh:mm" or "hh:mm:ss"; nothing when it is no time of day.
std::optional<int> parse_clock_time(std::string_view text);

/// Seconds of "+07:00"; nothing when it is no such offset.
std::optional<int> parse_utc_offset(std::string_view text);

/// Local wall-clock time of the traffic clock.
class LocalClock {
public:
    /// @param epoch_utc   UTC of traffic second 0, "YYYY-MM-DD hh:mm:ss"
    /// @param utc_offset  "+07:00"
    /// Throws InputError when either cannot be read.
    LocalClock(std::string_view epoch_utc, std::string_view utc_offset);

    /// "07:25", or "07:25:30" when the seconds are not zero.
    std::string time_of_day(double traffic_s) const;
    /// The local day.
    std::chrono::year_month_day day(double traffic_s) const;
    /// "15 January 2024" or "15/01/2024".
    std::string date(double traffic_s, Language language) const;
    /// "2024-01-15T07:25:00+07:00".
    std::string iso(double traffic_s) const;
    /// Seconds since local midnight of the day, in [0, 86400).
    double seconds_of_day(double traffic_s) const;
    /// The traffic clock at a moment of local time, seconds since 1970-01-01 00:00 of that time zone.
    double traffic_time(long long local_s) const { return static_cast<double>(local_s - local_epoch_); }

private:
    long long local_epoch_ = 0;  ///< seconds from 1970-01-01 00:00 local time to traffic second 0
    std::string utc_offset_;
};

}  // namespace hacthanh
