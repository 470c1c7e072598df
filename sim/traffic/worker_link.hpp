#pragma once

#include "sim/traffic/protocol.hpp"
#include "sim/traffic/shared_snapshots.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::traffic {

/// Anonymous memory that takes a worker's standard error: it survives the worker.
class ErrorText {
public:
    ErrorText();
    ErrorText(ErrorText const&) = delete;
    ErrorText& operator=(ErrorText const&) = delete;
    ~ErrorText();

    int file_descriptor() const { return fd_; }
    std::vector<std::string> last_errors() const;

private:
    int fd_;
};

/// The program's end of the talk with one worker: messages, snapshots, standard error. One thread.
class WorkerLink {
public:
    /// @param config  named in messages
    WorkerLink(std::filesystem::path config, double begin_s, std::uint32_t n_slots, std::uint32_t capacity);
    ~WorkerLink();

    /// The worker's ends, in the order of BranchMessage: channel, snapshots, standard error. Call close_theirs() when
    /// the worker has them.
    std::vector<int> theirs() const { return {theirs_, snapshots_.file_descriptor(), messages_.file_descriptor()}; }
    void close_theirs();

    Channel& channel() { return *channel_; }

    /// The next frame; nothing when the worker is gone. Throws what a `failed` message says.
    std::optional<Frame> receive();

    /// Waits for `started` and matches its edges with `roads` (SUMO edge ids in EdgeId order). Nothing when it is gone.
    std::optional<StartedMessage> wait_for_start(std::vector<std::string> const& roads);

    /// What a worker that was branched off `trunk` begins with.
    void take_over(WorkerLink const& trunk);

    enum class Answer { step, finished, gone };
    /// Gives the last slot back and waits for the next step, then in states().
    Answer next_step(double step_s);
    state::VehicleStates const& states() const { return states_; }

    std::vector<state::VehicleType> const& types() const { return types_; }
    state::TrafficTotals const& totals() const { return totals_; }

    /// Throws RunError. @param end  how the worker ended, in words
    [[noreturn]] void throw_death(std::string const& end) const;

private:
    void take_step(StepMessage step, double step_s);
    void take_totals(state::TrafficTotals latest);
    [[noreturn]] void throw_failure(FailedMessage const& failed) const;

    std::filesystem::path config_;
    double time_s_;  ///< end of the last step that was received
    SharedSnapshots snapshots_;
    ErrorText messages_;
    std::optional<Channel> channel_;
    int theirs_ = -1;
    std::vector<EdgeId> road_of_edge_;
    std::vector<EdgeId> road_;  ///< of the vehicles in the held slot
    std::optional<std::uint32_t> held_slot_;
    state::VehicleStates states_;
    std::vector<state::VehicleType> types_;
    state::TrafficTotals totals_;
};

}  // namespace hacthanh::traffic
