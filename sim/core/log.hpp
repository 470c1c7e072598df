#pragma once
/// The one door for messages. Library code logs here and never prints; the command and the tests choose
/// where lines go. Thread-safe.

#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace hacthanh::log {

enum class Level { debug, info, warning, error };

/// Receives one finished line without its newline.
using Sink = std::function<void(Level, std::string_view)>;

/// Replaces the sink and returns the old one. The default sink writes to standard error.
Sink set_sink(Sink sink);

/// Lines below `level` are dropped before they are formatted.
void set_level(Level level);
Level level();

void write(Level level, std::string_view line);

template <class... Args>
void write(Level at, fmt::format_string<Args...> format, Args&&... args) {
    if (at >= level()) write(at, std::string_view(fmt::format(format, std::forward<Args>(args)...)));
}

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::debug, format, std::forward<Args>(args)...);
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::info, format, std::forward<Args>(args)...);
}
template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::warning, format, std::forward<Args>(args)...);
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::error, format, std::forward<Args>(args)...);
}

}  // namespace hacthanh::log
