#include "sim/traffic/sumo/worker.hpp"

#include "sim/core/error.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/traffic/protocol.hpp"
#include "sim/traffic/shared_snapshots.hpp"
#include "sim/traffic/sumo/intervention_control.hpp"
#include "sim/traffic/sumo/vehicle_reader.hpp"
#include "sim/traffic/sumo_messages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <libsumo/libsumo.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::traffic::sumo {

namespace {

constexpr int control_descriptor = 3;
constexpr int snapshot_descriptor = 4;
constexpr std::uint64_t waiting_period = 60;  ///< steps between two counts of the waiting vehicles

void live_and_die_with(int parent_pid) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent_pid) std::_Exit(1);  // it died before the line above
    std::signal(SIGINT, SIG_IGN);                // Ctrl-C is the parent's business
}

/// Reads back what SUMO wrote to standard error.
class OwnErrorText {
public:
    explicit OwnErrorText(SumoMessages& messages) : messages_(messages) {}

    /// Standard error is another, empty file now.
    void start_again() { read_ = 0; }

    void read() {
        struct stat info {};
        if (fstat(STDERR_FILENO, &info) != 0 || info.st_size <= read_) return;
        std::string text(static_cast<std::size_t>(info.st_size - read_), '\0');
        ssize_t const n = pread(STDERR_FILENO, text.data(), text.size(), read_);
        if (n <= 0) return;
        text.resize(static_cast<std::size_t>(n));
        messages_.add(text);
        read_ += n;
        if (read_ < enough) return;
        if (ftruncate(STDERR_FILENO, 0) == 0) read_ = 0;  // do not let it grow for hours
        lseek(STDERR_FILENO, 0, SEEK_SET);
    }

private:
    static constexpr off_t enough = 1 << 20;
    SumoMessages& messages_;
    off_t read_ = 0;
};

class Simulation {
public:
    explicit Simulation(int channel) { channel_.emplace(channel); }

    int run() {
        auto const frame = channel_->receive();
        if (!frame) return 1;
        begin_ = decode<BeginMessage>(frame->payload);
        bool started = false;
        try {
            start();
            started = true;
            bool const holds = begin_.hold_s < begin_.end_s;
            if (!step_to(holds ? begin_.hold_s : begin_.end_s)) return 1;
            if (!holds) libsumo::Simulation::close();  // writes SUMO's own outputs
            if (!channel_->send(FinishedMessage{take_totals()})) return 1;
            return holds ? serve_branches() : 0;
        } catch (std::exception const& error) {
            // SUMO throws types that its headers do not show; all derive from std::exception. Afterwards the
            // simulation is not usable, not even to be closed.
            channel_->send(FailedMessage{!started, time_, explanation(error)});
            return 1;
        }
    }

private:
    void start() {
        setenv("SUMO_HOME", "/usr/share/sumo", 0);
        using Sumo = libsumo::Simulation;
        Sumo::start(begin_.sumo_options);
        if (!Sumo::isLoaded()) throw std::runtime_error("nothing was loaded");
        if (Sumo::getOption("mesosim") == "true")
            throw std::runtime_error("mesoscopic simulation: vehicles have no positions there; remove <mesosim>");
        time_ = Sumo::getTime();
        step_ = Sumo::getDeltaT();
        Network network = Network::read();
        StartedMessage const message{.sumo_version = Sumo::getVersion().second,
                                     .begin_s = time_,
                                     .step_s = step_,
                                     .seed = std::stoll(Sumo::getOption("seed")),
                                     .edges = network.edges};
        reader_.emplace(std::move(network), VehicleReader::Settings{begin_.check_every, begin_.learn_emissions, step_});
        control_.emplace(*reader_);
        control_->begin(begin_.interventions, std::stod(Sumo::getOption("scale")));
        totals_.departed = reader_->n_at_start();
        snapshots_.emplace(snapshot_descriptor, begin_.n_slots, begin_.capacity);
        channel_->send(message);
    }

    /// False when the parent is gone.
    bool step_to(double end_s) {
        for (std::uint64_t n = 0; time_ < end_s - 0.5 * step_; ++n, ++steps_) {
            if (n >= begin_.n_slots && !channel_->receive()) return false;  // a slot came back, or the parent is gone
            control_->before_step(time_);
            libsumo::Simulation::step();
            time_ = libsumo::Simulation::getTime();
            reader_->take_changes();
            control_->after_step(time_);
            StepMessage message;
            message.slot = static_cast<std::uint32_t>(n % begin_.n_slots);
            message.end_time_s = time_;
            auto const n_vehicles = reader_->read(snapshots_->arrays(message.slot), begin_.capacity);
            message.n_vehicles = static_cast<std::uint32_t>(n_vehicles);
            auto const& types = reader_->types();
            message.new_types.assign(types.begin() + static_cast<std::ptrdiff_t>(types_sent_), types.end());
            types_sent_ = types.size();
            count(n_vehicles, steps_ % waiting_period == 0 || time_ >= begin_.end_s - 0.5 * step_);
            message.totals = take_totals();
            if (!channel_->send(message)) return false;
        }
        return true;
    }

    /// Holds, and forks a child for every branch that is asked for. SUMO's state is in this process alone and nothing
    /// in it runs on another thread, so the child has all of it: vehicles, signals, random numbers.
    int serve_branches() {
        while (auto const frame = channel_->receive()) {
            while (waitpid(-1, nullptr, WNOHANG) > 0) {
            }                                                  // children that have ended
            if (frame->kind != MessageKind::branch) continue;  // slots that come back late
            auto branch = decode<BranchMessage>(frame->payload);
            auto const descriptors = channel_->take_descriptors(n_branch_descriptors);
            if (descriptors.empty()) return 1;
            int const trunk = getpid();
            pid_t const child = fork();
            if (child == 0) return go_on(std::move(branch.interventions), descriptors, trunk);
            for (int const descriptor : descriptors) ::close(descriptor);
            if (child < 0) return 1;
        }
        return 0;
    }

    /// The child's life.
    int go_on(Interventions interventions, std::vector<int> const& descriptors, int trunk) {
        live_and_die_with(trunk);
        channel_.emplace(descriptors[0]);
        snapshots_.emplace(descriptors[1], begin_.n_slots, begin_.capacity);
        dup2(descriptors[2], STDERR_FILENO);
        ::close(descriptors[2]);
        error_text_.start_again();
        control_->begin(std::move(interventions), std::stod(libsumo::Simulation::getOption("scale")));
        return step_to(begin_.end_s) && channel_->send(FinishedMessage{take_totals()}) ? 0 : 1;
    }

    void count(std::size_t n_vehicles, bool also_waiting) {
        using Sumo = libsumo::Simulation;
        totals_.departed += static_cast<std::uint64_t>(Sumo::getDepartedNumber());
        totals_.arrived += static_cast<std::uint64_t>(Sumo::getArrivedNumber());
        // SUMO tells the vehicles that a measure took out among the arrived of the next step.
        totals_.arrived -= control_->removed_among(Sumo::getArrivedIDList());
        totals_.teleported += static_cast<std::uint64_t>(Sumo::getStartingTeleportNumber());
        totals_.collisions += static_cast<std::uint64_t>(Sumo::getCollidingVehiclesNumber());
        totals_.emergency_stops += static_cast<std::uint64_t>(Sumo::getEmergencyStoppingVehiclesNumber());
        totals_.running = n_vehicles;
        totals_.off_road = reader_->n_in_network() - n_vehicles;
        totals_.removed = control_->n_removed() + reader_->n_lost();
        totals_.vehicle_seconds += static_cast<double>(n_vehicles) * step_;
        totals_.arrived_trip_s = reader_->arrived_trip_s();
        totals_.events = control_->events();
        if (also_waiting) totals_.waiting = Sumo::getPendingVehicles().size();
        for (std::string const& warning : reader_->take_warnings()) messages_.add("Warning: " + warning + "\n");
        if (!totals_.conserved())
            throw RunError(fmt::format(
                "vehicles are lost: {} were inserted, but {} arrived, {} are on the road, {} beside it and {} were "
                "taken out; this is a fault of the program, please report it with the scenario",
                totals_.departed, totals_.arrived, totals_.running, totals_.off_road, totals_.removed));
    }

    /// The totals now, with the warnings that were not sent before.
    state::TrafficTotals take_totals() {
        error_text_.read();
        totals_.warnings = messages_.warnings();
        totals_.cpu_s = cpu_seconds();
        auto const& warnings = messages_.first_warnings();
        totals_.first_warnings.assign(warnings.begin() + static_cast<std::ptrdiff_t>(warnings_sent_), warnings.end());
        warnings_sent_ = warnings.size();
        return totals_;
    }

    std::string explanation(std::exception const& error) {
        error_text_.read();
        auto const words = messages_.last_errors();
        std::string const what = error.what();
        if (words.empty()) return what;
        std::string text = fmt::format("{}", fmt::join(words, " | "));
        bool const said = what == "Process Error" || text.find(what) != std::string::npos;
        return said ? text : text + " | " + what;
    }

    std::optional<Channel> channel_;
    BeginMessage begin_;
    double time_ = 0;
    double step_ = 0;
    SumoMessages messages_;
    OwnErrorText error_text_{messages_};
    std::optional<VehicleReader> reader_;
    std::optional<InterventionControl> control_;
    std::optional<SharedSnapshots> snapshots_;
    state::TrafficTotals totals_;
    std::uint64_t steps_ = 0;  ///< since the start, those of the trunk included
    std::size_t types_sent_ = 0;
    std::size_t warnings_sent_ = 0;
};

}  // namespace

int run_worker(int parent_pid) {
    live_and_die_with(parent_pid);
    return Simulation(control_descriptor).run();
}

}  // namespace hacthanh::traffic::sumo
