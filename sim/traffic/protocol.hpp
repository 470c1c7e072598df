#pragma once
/// What the program and its traffic worker say to each other (docs/formats/traffic-worker.md).
///
/// Both ends are always of one build, so messages have no version; they are framed (kind, size, payload) on a
/// stream socket. The vehicles themselves travel through shared memory (shared_snapshots.hpp).

#include "sim/state/traffic_totals.hpp"
#include "sim/state/vehicle_states.hpp"
#include "sim/traffic/interventions.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::traffic {

/// To the worker, first message: what to simulate.
struct BeginMessage {
    std::vector<std::string> sumo_options;  ///< the command line of SUMO, "sumo" first
    double end_s = 0;                       ///< traffic clock after the last step
    /// Traffic clock at which the worker stops, to be branched (BranchMessage); later than end_s = never.
    double hold_s = std::numeric_limits<double>::infinity();
    std::uint32_t capacity = 0;  ///< vehicles per slot
    std::uint32_t n_slots = 0;
    std::uint32_t check_every = 0;  ///< every n-th vehicle is compared with SUMO's own emission values; 0 = none
    bool learn_emissions = true;    ///< false = always ask SUMO (slow; for tests)
    Interventions interventions;    ///< what happens to the traffic under way
};

/// To a worker that holds: fork, and let the child go on to the end with these interventions. Three descriptors follow
/// (Channel::pass_descriptors): the child's channel, its snapshots and its standard error.
struct BranchMessage {
    Interventions interventions;
};
inline constexpr std::size_t n_branch_descriptors = 3;

/// From the worker: the network is loaded.
struct StartedMessage {
    std::string sumo_version;
    double begin_s = 0;
    double step_s = 0;
    std::int64_t seed = 0;
    std::vector<std::string> edges;  ///< edge ids; snapshots hold indices into this list
};

/// From the worker: slot `slot` holds the step that ended at `end_time_s`.
struct StepMessage {
    std::uint32_t slot = 0;
    std::uint32_t n_vehicles = 0;
    double end_time_s = 0;
    state::TrafficTotals totals;                ///< first_warnings holds only those new in this step
    std::vector<state::VehicleType> new_types;  ///< met for the first time in this step
};

/// To the worker: slot `slot` may be overwritten.
struct ReleaseMessage {
    std::uint32_t slot = 0;
};

/// From the worker, last message of a good run.
struct FinishedMessage {
    state::TrafficTotals totals;  ///< as in StepMessage
};

/// From the worker, last message of a bad one.
struct FailedMessage {
    bool at_start = false;  ///< before the first step: the user's input is at fault
    double time_s = 0;      ///< traffic clock
    std::string text;
};

enum class MessageKind : std::uint32_t { begin, started, step, release, finished, failed, branch };

/// One received message, still encoded.
struct Frame {
    MessageKind kind{};
    std::string payload;
};

/// Encodes into a payload / decodes a payload. Decoding a damaged payload throws RunError.
template <class Message>
std::string encode(Message const& message);
template <class Message>
Message decode(std::string_view payload);

/// One end of the socket. Owns its file descriptor. One thread.
class Channel {
public:
    explicit Channel(int file_descriptor) : fd_(file_descriptor) {}
    Channel(Channel&& other) noexcept;
    Channel& operator=(Channel&&) = delete;
    ~Channel();

    /// False when the other end is gone.
    bool send(BeginMessage const& message);
    bool send(StartedMessage const& message);
    bool send(StepMessage const& message);
    bool send(ReleaseMessage const& message);
    bool send(FinishedMessage const& message);
    bool send(FailedMessage const& message);
    bool send(BranchMessage const& message);

    /// Passes open file descriptors to the other end / takes `n` of them (none when that fails).
    bool pass_descriptors(std::span<int const> descriptors);
    std::vector<int> take_descriptors(std::size_t n);

    /// Waits for the next message; nothing when the other end is gone.
    std::optional<Frame> receive();

private:
    bool send_frame(MessageKind kind, std::string const& payload);
    bool read_exactly(char* data, std::size_t size);

    int fd_;
};

}  // namespace hacthanh::traffic
