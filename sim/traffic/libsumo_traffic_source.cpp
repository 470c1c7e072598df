#include "sim/traffic/libsumo_traffic_source.hpp"

#include "sim/core/error.hpp"
#include "sim/core/temporary_folder.hpp"
#include "sim/traffic/protocol.hpp"
#include "sim/traffic/shared_snapshots.hpp"
#include "sim/traffic/sumo_command_line.hpp"
#include "sim/traffic/sumo_messages.hpp"
#include "sim/traffic/worker_process.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace hacthanh::traffic {

namespace {

std::string read_text(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    validate(stream.good(), file.string(), "cannot be read", "give the path of a SUMO configuration (.sumocfg)");
    std::ostringstream text;
    text << stream.rdbuf();
    validate(stream.good(), file.string(), "cannot be read", "give the path of a SUMO configuration (.sumocfg)");
    return text.str();
}

/// Anonymous memory that takes the worker's standard error: it survives the worker.
class ErrorText {
public:
    ErrorText() : fd_(memfd_create("hacthanh-traffic-messages", MFD_CLOEXEC)) {
        if (fd_ < 0) throw RunError(std::string("cannot take the traffic worker's messages: ") + std::strerror(errno));
    }
    ErrorText(ErrorText const&) = delete;
    ErrorText& operator=(ErrorText const&) = delete;
    ~ErrorText() { ::close(fd_); }

    int file_descriptor() const { return fd_; }

    std::vector<std::string> last_errors() const {
        struct stat info {};
        fstat(fd_, &info);
        std::string text(static_cast<std::size_t>(info.st_size), '\0');
        ssize_t const n = pread(fd_, text.data(), text.size(), 0);
        text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        SumoMessages messages;
        messages.add(text);
        return messages.last_errors();
    }

private:
    int fd_;
};

/// A connected pair of sockets, closed on exec.
std::pair<int, int> socket_pair() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw RunError(std::string("cannot make a socket to the traffic worker: ") + std::strerror(errno));
    return {ends[0], ends[1]};
}

void check(LibsumoTrafficSettings const& settings) {
    validate(settings.end_s > settings.begin_s, "traffic.end_s",
             fmt::format("{} is not after begin_s = {}", settings.end_s, settings.begin_s));
    validate(settings.scale > 0, "traffic.scale", fmt::format("{} (must be > 0)", settings.scale));
    if (settings.n_slots < 2) throw RunError("the traffic worker needs at least two slots");
}

}  // namespace

/// The running worker and all that belongs to it. Members die in reverse order: the process first.
class LibsumoTrafficSource::Worker {
public:
    explicit Worker(LibsumoTrafficSettings const& settings)
        : config_(std::filesystem::absolute(settings.sumo_config).lexically_normal()),
          end_s_(settings.end_s),
          time_s_(settings.begin_s),
          output_folder_(settings.output_folder),
          snapshots_(settings.n_slots, settings.capacity) {
        check(settings);
        auto const options = command_line(settings);
        auto const [ours, theirs] = socket_pair();
        channel_.emplace(ours);
        Channel const close_theirs(theirs);
        process_.emplace(
            settings.worker, std::vector<std::string>{std::to_string(getpid())},
            std::vector<InheritedDescriptor>{
                {theirs, 3}, {snapshots_.file_descriptor(), 4}, {messages_.file_descriptor(), STDERR_FILENO}});
        channel_->send(BeginMessage{options, end_s_, settings.capacity, settings.n_slots, settings.check_every,
                                    settings.learn_emissions});
    }

    void wait_for_start(std::vector<std::string> const& roads) {
        auto const frame = channel_->receive();
        if (!frame) throw_death();
        if (frame->kind == MessageKind::failed) throw_failure(decode<FailedMessage>(frame->payload));
        started = decode<StartedMessage>(frame->payload);
        std::unordered_map<std::string_view, std::uint32_t> index;
        for (std::size_t i = 0; i < roads.size(); ++i) index.emplace(roads[i], static_cast<std::uint32_t>(i));
        for (std::string const& edge : started.edges) {
            auto const road = index.find(edge);
            road_of_edge_.push_back(road == index.end() ? EdgeId() : EdgeId(road->second));
        }
    }

    std::optional<state::VehicleStates> next_step() {
        if (finished_) return std::nullopt;
        if (held_slot_) channel_->send(ReleaseMessage{*std::exchange(held_slot_, std::nullopt)});
        auto const frame = channel_->receive();
        if (!frame) throw_death();
        if (frame->kind == MessageKind::failed) throw_failure(decode<FailedMessage>(frame->payload));
        if (frame->kind == MessageKind::finished) {
            take_totals(decode<FinishedMessage>(frame->payload).totals);
            finished_ = true;
            process_->wait();
            return std::nullopt;
        }
        return take_step(decode<StepMessage>(frame->payload));
    }

    double end_s() const { return end_s_; }
    int pid() const { return process_->pid(); }

    StartedMessage started;
    std::vector<state::VehicleType> types;
    state::TrafficTotals totals;

private:
    std::vector<std::string> command_line(LibsumoTrafficSettings const& settings) {
        std::string const config_text = read_text(config_);
        bool const keep = !output_folder_.empty();
        if (keep)
            std::filesystem::create_directories(output_folder_);
        else
            output_folder_ = temporary_.emplace("hacthanh-traffic").path();
        return sumo_command_line({.config = std::filesystem::canonical(config_),
                                  .begin_s = settings.begin_s,
                                  .end_s = settings.end_s,
                                  .scale = settings.scale,
                                  .seed = settings.seed,
                                  .output_folder = std::filesystem::canonical(output_folder_),
                                  .keep_outputs = keep,
                                  .extra_options = settings.extra_options},
                                 config_text);
    }

    state::VehicleStates take_step(StepMessage step) {
        held_slot_ = step.slot;
        time_s_ = step.end_time_s;
        types.insert(types.end(), step.new_types.begin(), step.new_types.end());
        take_totals(std::move(step.totals));
        auto states = snapshots_.states(step.slot, step.n_vehicles);
        states.end_time_s = step.end_time_s;
        states.step_s = started.step_s;
        road_.resize(states.size());
        for (std::size_t i = 0; i < road_.size(); ++i)
            road_[i] = states.edge[i] ? road_of_edge_[states.edge[i].value()] : EdgeId();
        states.edge = road_;
        return states;
    }

    void take_totals(state::TrafficTotals latest) {
        auto warnings = std::move(totals.first_warnings);
        warnings.insert(warnings.end(), latest.first_warnings.begin(), latest.first_warnings.end());
        totals = std::move(latest);
        totals.first_warnings = std::move(warnings);
    }

    [[noreturn]] void throw_failure(FailedMessage const& failed) const {
        if (failed.at_start)
            throw InputError(config_.string(), "SUMO refuses this configuration: " + failed.text,
                             "make it run with the command `sumo` first");
        throw RunError(fmt::format(
            "the traffic simulation failed at traffic second {}: {}; results up to this time are safe; correct what "
            "SUMO names (see {}) or end the run earlier",
            failed.time_s, failed.text, config_.string()));
    }

    [[noreturn]] void throw_death() {
        std::string const end = process_->wait();
        auto const words = messages_.last_errors();
        throw RunError(fmt::format(
            "the traffic worker {} after traffic second {}; SUMO's last messages: {}; results up to this time are "
            "safe; if it repeats, run {} with the command `sumo` to see whether SUMO itself fails",
            end, time_s_, words.empty() ? "none" : fmt::format("{}", fmt::join(words, " | ")), config_.string()));
    }

    std::filesystem::path config_;
    double end_s_;
    double time_s_;  ///< end of the last step that was received
    std::filesystem::path output_folder_;
    std::optional<TemporaryFolder> temporary_;
    SharedSnapshots snapshots_;
    ErrorText messages_;
    std::vector<EdgeId> road_of_edge_;
    std::vector<EdgeId> road_;  ///< of the vehicles in the held slot
    std::optional<std::uint32_t> held_slot_;
    bool finished_ = false;
    std::optional<Channel> channel_;
    std::optional<WorkerProcess> process_;
};

LibsumoTrafficSource::LibsumoTrafficSource(LibsumoTrafficSettings const& settings)
    : worker_(std::make_unique<Worker>(settings)) {
    worker_->wait_for_start(settings.roads);
    double const steps = (settings.end_s - begin_s()) / step_s();
    validate(std::abs(steps - std::round(steps)) < 1e-6, "traffic.end_s",
             fmt::format("{} s of traffic is no whole number of steps of {} s", settings.end_s - begin_s(), step_s()),
             "choose an end on the grid of SUMO's steps");
}

LibsumoTrafficSource::~LibsumoTrafficSource() = default;

double LibsumoTrafficSource::begin_s() const { return worker_->started.begin_s; }
double LibsumoTrafficSource::end_s() const { return worker_->end_s(); }
double LibsumoTrafficSource::step_s() const { return worker_->started.step_s; }
std::optional<state::VehicleStates> LibsumoTrafficSource::next_step() { return worker_->next_step(); }
std::span<state::VehicleType const> LibsumoTrafficSource::vehicle_types() const { return worker_->types; }
state::TrafficTotals LibsumoTrafficSource::totals() const { return worker_->totals; }
std::string const& LibsumoTrafficSource::sumo_version() const { return worker_->started.sumo_version; }
std::int64_t LibsumoTrafficSource::seed() const { return worker_->started.seed; }
int LibsumoTrafficSource::worker_pid() const { return worker_->pid(); }

}  // namespace hacthanh::traffic
