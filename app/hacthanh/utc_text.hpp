#pragma once

#include <fmt/chrono.h>

#include <ctime>
#include <string>

namespace hacthanh::app {

/// A moment as "YYYY-MM-DD hh:mm:ss" in UTC.
inline std::string utc_text(std::time_t time) { return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(time)); }

}  // namespace hacthanh::app
