#include "sim/traffic/libsumo_traffic_source.hpp"

#include "sim/core/error.hpp"
#include "sim/core/temporary_folder.hpp"
#include "sim/traffic/sumo_command_line.hpp"
#include "sim/traffic/worker_link.hpp"
#include "sim/traffic/worker_process.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
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
        : config(std::filesystem::absolute(settings.sumo_config).lexically_normal()),
          end_s(settings.end_s),
          hold_s(settings.hold_s.value_or(std::numeric_limits<double>::infinity())),
          n_slots(settings.n_slots),
          capacity(settings.capacity),
          output_folder(settings.output_folder),
          link(config, settings.begin_s, settings.n_slots, settings.capacity) {
        check(settings);
        auto const options = command_line(settings);
        auto const theirs = link.theirs();
        process.emplace(settings.worker, std::vector<std::string>{std::to_string(getpid())},
                        std::vector<InheritedDescriptor>{{theirs[0], 3}, {theirs[1], 4}, {theirs[2], STDERR_FILENO}});
        link.close_theirs();
        link.channel().send(BeginMessage{options, end_s, hold_s, settings.capacity, settings.n_slots,
                                         settings.check_every, settings.learn_emissions, settings.interventions});
        auto begun = link.wait_for_start(settings.roads);
        if (!begun) link.throw_death(process->wait());
        started = std::move(*begun);
    }

    bool holds() const { return hold_s < end_s; }

    std::optional<state::VehicleStates> next_step() {
        if (finished) return std::nullopt;
        switch (link.next_step(started.step_s)) {
            case WorkerLink::Answer::step: return link.states();
            case WorkerLink::Answer::gone: link.throw_death(process->wait());
            case WorkerLink::Answer::finished: break;
        }
        finished = true;
        if (!holds()) process->wait();
        return std::nullopt;
    }

    int pid() const { return process->pid(); }

    std::filesystem::path config;
    double end_s;
    double hold_s;
    std::uint32_t n_slots;
    std::uint32_t capacity;
    bool finished = false;
    StartedMessage started;

    std::vector<std::string> command_line(LibsumoTrafficSettings const& settings) {
        std::string const config_text = read_text(config);
        bool const keep = !output_folder.empty();
        if (keep)
            std::filesystem::create_directories(output_folder);
        else
            output_folder = temporary.emplace("hacthanh-traffic").path();
        return sumo_command_line({.config = std::filesystem::canonical(config),
                                  .begin_s = settings.begin_s,
                                  .end_s = settings.end_s,
                                  .scale = settings.scale,
                                  .seed = settings.seed,
                                  .output_folder = std::filesystem::canonical(output_folder),
                                  .keep_outputs = keep,
                                  .extra_options = settings.extra_options},
                                 config_text);
    }

    std::filesystem::path output_folder;
    std::optional<TemporaryFolder> temporary;
    WorkerLink link;
    std::optional<WorkerProcess> process;
};

namespace {

/// Traffic of a child that a holding worker forked.
class BranchedTraffic final : public TrafficSource {
public:
    /// @param trunk  kept alive: the kernel kills the child with its parent
    BranchedTraffic(std::shared_ptr<void const> trunk, std::unique_ptr<WorkerLink> link, double begin_s, double end_s,
                    double step_s)
        : trunk_(std::move(trunk)), link_(std::move(link)), begin_s_(begin_s), end_s_(end_s), step_s_(step_s) {}

    double begin_s() const override { return begin_s_; }
    double end_s() const override { return end_s_; }
    double step_s() const override { return step_s_; }
    std::optional<state::VehicleStates> next_step() override {
        if (finished_) return std::nullopt;
        auto const answer = link_->next_step(step_s_);
        if (answer == WorkerLink::Answer::gone) link_->throw_death("of this branch ended without a word");
        finished_ = answer == WorkerLink::Answer::finished;
        if (finished_) return std::nullopt;
        return link_->states();
    }
    std::span<state::VehicleType const> vehicle_types() const override { return link_->types(); }
    state::TrafficTotals totals() const override { return link_->totals(); }

private:
    std::shared_ptr<void const> trunk_;
    std::unique_ptr<WorkerLink> link_;
    double begin_s_;
    double end_s_;
    double step_s_;
    bool finished_ = false;
};

}  // namespace

LibsumoTrafficSource::LibsumoTrafficSource(LibsumoTrafficSettings const& settings)
    : worker_(std::make_shared<Worker>(settings)) {
    auto const on_grid = [&](char const* key, double time_s) {
        double const steps = (time_s - begin_s()) / step_s();
        validate(std::abs(steps - std::round(steps)) < 1e-6, key,
                 fmt::format("{} s of traffic is no whole number of steps of {} s", time_s - begin_s(), step_s()),
                 "choose an end on the grid of SUMO's steps");
    };
    on_grid("traffic.end_s", settings.end_s);
    if (settings.hold_s) on_grid("the time of branching", *settings.hold_s);
}

LibsumoTrafficSource::~LibsumoTrafficSource() = default;

std::unique_ptr<TrafficSource> LibsumoTrafficSource::branch(Interventions const& interventions) {
    if (!worker_->holds() || !worker_->finished) throw RunError("traffic can be branched only where it holds");
    auto link = std::make_unique<WorkerLink>(worker_->config, worker_->hold_s, worker_->n_slots, worker_->capacity);
    auto& trunk = worker_->link;
    bool const passed =
        trunk.channel().send(BranchMessage{interventions}) && trunk.channel().pass_descriptors(link->theirs());
    if (!passed) throw RunError("the traffic worker is gone and cannot be branched");
    link->close_theirs();
    link->take_over(trunk);
    return std::make_unique<BranchedTraffic>(worker_, std::move(link), worker_->hold_s, worker_->end_s, step_s());
}

double LibsumoTrafficSource::begin_s() const { return worker_->started.begin_s; }
double LibsumoTrafficSource::end_s() const { return std::min(worker_->end_s, worker_->hold_s); }
double LibsumoTrafficSource::step_s() const { return worker_->started.step_s; }
std::optional<state::VehicleStates> LibsumoTrafficSource::next_step() { return worker_->next_step(); }
std::span<state::VehicleType const> LibsumoTrafficSource::vehicle_types() const { return worker_->link.types(); }
state::TrafficTotals LibsumoTrafficSource::totals() const { return worker_->link.totals(); }
std::string const& LibsumoTrafficSource::sumo_version() const { return worker_->started.sumo_version; }
std::int64_t LibsumoTrafficSource::seed() const { return worker_->started.seed; }
int LibsumoTrafficSource::worker_pid() const { return worker_->pid(); }

}  // namespace hacthanh::traffic
