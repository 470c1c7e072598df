#include "sim/run/output_queue.hpp"

#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/state/run_summary.hpp"

#include <algorithm>
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

void OutputQueue::warn_if_slow(double wall_s) {
    if (said_slow_ || waited_s_ < std::max(state::noticed_wait_s, state::noticed_wait_share * wall_s)) return;
    said_slow_ = true;
    log::warning(
        "the run waits for its results to be written ({:.1f} s so far): the disk is slower than the run; write less "
        "([output]) or to a faster disk",
        waited_s_);
}

state::ConcentrationField OutputQueue::copy(state::ConcentrationField const& field) {
    std::unique_lock lock(mutex_);
    auto const same =
        std::ranges::find_if(written_, [&](auto const& old) { return old.species.size() == field.species.size(); });
    if (same == written_.end()) {
        lock.unlock();
        return field;
    }
    state::ConcentrationField filled = std::move(*same);
    written_.erase(same);
    lock.unlock();
    filled = field;
    return filled;
}

void OutputQueue::keep_memory_of(Job& job) {
    written_.push_back(std::move(job.step.mean_concentration));
    if (!job.checkpoint) return;
    written_.push_back(std::move(job.checkpoint->concentration));
    if (job.checkpoint->initial_air) written_.push_back(std::move(*job.checkpoint->initial_air));
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
        Job job = std::move(*next_);
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
        keep_memory_of(job);
    }
}

}  // namespace hacthanh::run
