#include "sim/traffic/worker_link.hpp"

#include "sim/core/error.hpp"
#include "sim/traffic/sumo_messages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace hacthanh::traffic {

ErrorText::ErrorText() : fd_(memfd_create("hacthanh-traffic-messages", MFD_CLOEXEC)) {
    if (fd_ < 0) throw RunError(std::string("cannot take the traffic worker's messages: ") + std::strerror(errno));
}

ErrorText::~ErrorText() { ::close(fd_); }

std::vector<std::string> ErrorText::last_errors() const {
    struct stat info {};
    fstat(fd_, &info);
    std::string text(static_cast<std::size_t>(info.st_size), '\0');
    ssize_t const n = pread(fd_, text.data(), text.size(), 0);
    text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    SumoMessages messages;
    messages.add(text);
    return messages.last_errors();
}

WorkerLink::WorkerLink(std::filesystem::path config, double begin_s, std::uint32_t n_slots, std::uint32_t capacity)
    : config_(std::move(config)), time_s_(begin_s), snapshots_(n_slots, capacity) {
    int ends[2];  // a connected pair of sockets, closed on exec
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw RunError(std::string("cannot make a socket to the traffic worker: ") + std::strerror(errno));
    channel_.emplace(ends[0]);
    theirs_ = ends[1];
}

WorkerLink::~WorkerLink() { close_theirs(); }

void WorkerLink::close_theirs() {
    if (theirs_ >= 0) ::close(std::exchange(theirs_, -1));
}

std::optional<Frame> WorkerLink::receive() {
    auto frame = channel_->receive();
    if (frame && frame->kind == MessageKind::failed) throw_failure(decode<FailedMessage>(frame->payload));
    return frame;
}

std::optional<StartedMessage> WorkerLink::wait_for_start(std::vector<std::string> const& roads) {
    auto const frame = receive();
    if (!frame) return std::nullopt;
    auto started = decode<StartedMessage>(frame->payload);
    std::unordered_map<std::string_view, std::uint32_t> index;
    for (std::size_t i = 0; i < roads.size(); ++i) index.emplace(roads[i], static_cast<std::uint32_t>(i));
    for (std::string const& edge : started.edges) {
        auto const road = index.find(edge);
        road_of_edge_.push_back(road == index.end() ? EdgeId() : EdgeId(road->second));
    }
    return started;
}

void WorkerLink::take_over(WorkerLink const& trunk) {
    time_s_ = trunk.time_s_;
    road_of_edge_ = trunk.road_of_edge_;
    types_ = trunk.types_;
    totals_ = trunk.totals_;
}

WorkerLink::Answer WorkerLink::next_step(double step_s) {
    if (held_slot_) channel_->send(ReleaseMessage{*std::exchange(held_slot_, std::nullopt)});
    auto const frame = receive();
    if (!frame) return Answer::gone;
    if (frame->kind == MessageKind::finished) {
        take_totals(decode<FinishedMessage>(frame->payload).totals);
        return Answer::finished;
    }
    take_step(decode<StepMessage>(frame->payload), step_s);
    return Answer::step;
}

void WorkerLink::take_step(StepMessage step, double step_s) {
    held_slot_ = step.slot;
    time_s_ = step.end_time_s;
    types_.insert(types_.end(), step.new_types.begin(), step.new_types.end());
    take_totals(std::move(step.totals));
    states_ = snapshots_.states(step.slot, step.n_vehicles);
    states_.end_time_s = step.end_time_s;
    states_.step_s = step_s;
    road_.resize(states_.size());
    for (std::size_t i = 0; i < road_.size(); ++i)
        road_[i] = states_.edge[i] ? road_of_edge_[states_.edge[i].value()] : EdgeId();
    states_.edge = road_;
}

void WorkerLink::take_totals(state::TrafficTotals latest) {
    auto warnings = std::move(totals_.first_warnings);
    warnings.insert(warnings.end(), latest.first_warnings.begin(), latest.first_warnings.end());
    totals_ = std::move(latest);
    totals_.first_warnings = std::move(warnings);
}

void WorkerLink::throw_failure(FailedMessage const& failed) const {
    if (failed.at_start)
        throw InputError(config_.string(), "SUMO refuses this configuration: " + failed.text,
                         "make it run with the command `sumo` first");
    throw RunError(fmt::format(
        "the traffic simulation failed at traffic second {}: {}; results up to this time are safe; correct what "
        "SUMO names (see {}) or end the run earlier",
        failed.time_s, failed.text, config_.string()));
}

void WorkerLink::throw_death(std::string const& end) const {
    auto const words = messages_.last_errors();
    throw RunError(fmt::format(
        "the traffic worker {} after traffic second {}; SUMO's last messages: {}; results up to this time are "
        "safe; if it repeats, run {} with the command `sumo` to see whether SUMO itself fails",
        end, time_s_, words.empty() ? "none" : fmt::format("{}", fmt::join(words, " | ")), config_.string()));
}

}  // namespace hacthanh::traffic
