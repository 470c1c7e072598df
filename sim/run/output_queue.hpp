#pragma once

#include "sim/state/ports/checkpoint_store.hpp"
#include "sim/state/ports/result_sink.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// Writes finished output steps and their checkpoints on a thread of its own while the run goes on.
///
/// Steps are written in order, each before its checkpoint. One step waits while another is being written; put() waits
/// only when there are two already, so a run is held up only by a medium slower than itself, and waited_s() tells.
/// An error of the writer is thrown by the next put() or drain(); nothing is written after it. The destructor writes
/// what was handed over. put(), drain() and the destructor belong to one thread.
class OutputQueue {
public:
    /// @param checkpoints  null = none are kept. Both must outlive the queue.
    /// @param steps_safe   output steps that are in the results already
    OutputQueue(state::ResultSink& results, state::CheckpointStore* checkpoints, std::size_t steps_safe);
    ~OutputQueue();
    OutputQueue(OutputQueue const&) = delete;
    OutputQueue& operator=(OutputQueue const&) = delete;

    void put(state::OutputStep step, std::optional<state::Checkpoint> checkpoint);
    /// A copy for put(), in the memory of a step that was written before if there is one: clearing new pages for it
    /// would cost several times the copying.
    state::ConcentrationField copy(state::ConcentrationField const& field);
    /// Waits until all is written.
    void drain();

    /// Output steps that survive a kill of the process from now on.
    std::size_t steps_safe() const { return steps_safe_; }
    /// CPU time used for writing so far, all threads [s].
    double cpu_so_far() const;
    /// Wall time that put() and drain() have waited so far [s].
    double waited_s() const { return waited_s_; }
    /// Says once in the log that the medium holds the run up (state::noticed_wait_s, noticed_wait_share).
    /// @param wall_s  of the run so far
    void warn_if_slow(double wall_s);

private:
    struct Job {
        Job(state::OutputStep s, std::optional<state::Checkpoint> c) : step(std::move(s)), checkpoint(std::move(c)) {}
        state::OutputStep step;
        std::optional<state::Checkpoint> checkpoint;
    };
    void work();
    void keep_memory_of(Job& job);

    state::ResultSink& results_;
    state::CheckpointStore* checkpoints_;
    std::atomic<std::size_t> steps_safe_;
    double waited_s_ = 0;
    bool said_slow_ = false;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Job> next_;
    bool busy_ = false;
    bool stop_ = false;
    std::exception_ptr failure_;
    std::vector<state::ConcentrationField> written_;  ///< whose memory copy() fills again
    mutable std::thread thread_;
};

}  // namespace hacthanh::run
