#pragma once

#include <pthread.h>

#include <chrono>
#include <ctime>
#include <thread>

namespace hacthanh {

/// Wall time since construction. Thread-safe to read.
class Stopwatch {
public:
    /// Elapsed wall time [s].
    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

/// CPU time used so far [s]: by the whole process (CLOCK_PROCESS_CPUTIME_ID) or the calling thread
/// (CLOCK_THREAD_CPUTIME_ID).
inline double cpu_seconds(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// CPU time that a running thread has used so far [s].
inline double cpu_seconds_of(std::thread& thread) {
    clockid_t clock{};
    return pthread_getcpuclockid(thread.native_handle(), &clock) == 0 ? cpu_seconds(clock) : 0.0;
}

}  // namespace hacthanh
