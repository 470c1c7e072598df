#include "sim/core/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>
#include <mutex>

namespace hacthanh::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: break;
    }
    return spdlog::level::err;
}

void write_to_stderr(Level level, std::string_view line) {
    static std::shared_ptr<spdlog::logger> const logger = [] {
        auto made =
            std::make_shared<spdlog::logger>("hacthanh", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        made->set_pattern("%^%l:%$ %v");
        made->set_level(spdlog::level::debug);
        made->flush_on(spdlog::level::info);
        return made;
    }();
    logger->log(spdlog_level(level), "{}", line);
}

struct State {
    std::mutex mutex;
    Sink sink = write_to_stderr;
    std::atomic<Level> level = Level::info;
};

State& state() {
    static State instance;
    return instance;
}

}  // namespace

Sink set_sink(Sink sink) {
    std::scoped_lock lock(state().mutex);
    return std::exchange(state().sink, std::move(sink));
}

void set_level(Level level) { state().level = level; }

Level level() { return state().level; }

void write(Level at, std::string_view line) {
    if (at < level()) return;
    std::scoped_lock lock(state().mutex);
    if (state().sink) state().sink(at, line);
}

}  // namespace hacthanh::log
