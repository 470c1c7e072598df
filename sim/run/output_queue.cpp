#include "sim/run/output_queue.hpp"

#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <utility>

namespace hacthanh::run {

OutputQueue::OutputQueue(state::ResultSink& results, state::CheckpointStore* checkpoints, std::size_t steps_safe)
    : results_(results), checkpoints_(checkpoints), steps_safe_(steps_safe), thread_([this] { work(); }) {}

OutputQueue::~OutputQueue() {
    {
        std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void OutputQueue::put(state::OutputStep step, std::optional<state::Checkpoint> checkpoint) {
    std::unique_lock lock(mutex_);
    Stopwatch const watch;
    changed_.wait(lock, [&] { return !next_ || failure_; });
    waited_s_ += watch.seconds();
    if (failure_) std::rethrow_exception(failure_);
    next_.emplace(std::move(step), std::move(checkpoint));
    changed_.notify_all();
}

void OutputQueue::drain() {
    std::unique_lock lock(mutex_);
    Stopwatch const watch;
    changed_.wait(lock, [&] { return (!next_ && !busy_) || failure_; });
    waited_s_ += watch.seconds();
    if (failure_) std::rethrow_exception(failure_);
}

double OutputQueue::cpu_so_far() const { return cpu_seconds_of(thread_) + results_.helper_cpu_s(); }

void OutputQueue::work() {
    flush_denormals_to_zero();
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return next_ || stop_; });
        if (!next_) return;
        Job const job = std::move(*next_);
        next_.reset();
        busy_ = true;
        changed_.notify_all();
        lock.unlock();
        std::exception_ptr failure;
        try {
            results_.write_step(job.step);
            steps_safe_ = job.step.summary.steps_written;
            if (job.checkpoint) checkpoints_->save(*job.checkpoint);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        busy_ = false;
        failure_ = failure;
        changed_.notify_all();
        if (failure_) return;
    }
}

}  // namespace hacthanh::run
