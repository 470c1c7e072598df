#include "app/hacthanh/study_member.hpp"

#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/session.hpp"
#include "io/result_verify.hpp"
#include "io/result_writer.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/simulation.hpp"
#include "sim/state/run_validity.hpp"
#include "sim/study/member_indicators.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <thread>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::study::MemberFolder;
using nlohmann::ordered_json;

/// Touches the claim as long as it lives.
class Heartbeat {
public:
    Heartbeat(MemberFolder const& member, int attempt)
        : thread_([&member, attempt](std::stop_token const& stop) {
              std::mutex mutex;
              std::condition_variable_any wake;
              std::unique_lock lock(mutex);
              std::chrono::duration<double> const interval(io::study::heartbeat_interval_s);
              while (!wake.wait_for(lock, stop, interval, [&stop] { return stop.stop_requested(); }))
                  member.beat(attempt);
          }) {}

private:
    std::jthread thread_;
};

/// CPU time of this process and of the workers that it has waited for [s].
double cpu_s() {
    double sum = 0;
    for (int const who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        getrusage(who, &used);
        for (auto const& time : {used.ru_utime, used.ru_stime})
            sum += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
    return sum;
}

/// How long this process has lived [s], to the kernel's tick (usually 10 ms): loading the program is part of it.
double lifetime_s() {
    auto const began = io::study::start_of_process(getpid());
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    double const ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - std::stod(began) / ticks_per_s;
}

ScenarioArguments arguments_of(nlohmann::json const& order) {
    ScenarioArguments arguments;
    arguments.scenario = order.at("scenario").get<std::string>();
    arguments.overrides = order.at("set").get<std::vector<std::string>>();
    for (auto const& file : order.at("measures")) arguments.measures.emplace_back(file.get<std::string>());
    return arguments;
}

/// Numbers of the whole city; those of a measure's own roads have no counterpart in the baseline.
ordered_json numbers_of(study::MemberIndicators const& gathered, state::TrafficTotals const& traffic) {
    ordered_json indicators = ordered_json::object();
    for (auto const& [name, value] : gathered.result())
        if (name.find('@') == std::string::npos) indicators[name] = value;
    auto const validity = state::validity_of(traffic);
    return {{"valid", validity.valid()}, {"not_valid_because", validity.reasons()}, {"indicators", indicators}};
}

/// Runs the member into `file`: its numbers, or nothing when it was stopped.
std::optional<ordered_json> simulate(ScenarioArguments const& arguments, fs::path const& file, int threads,
                                     std::atomic<bool> const& stop) {
    Session const session(arguments);
    require_operational(session);
    Parallel const parallel(threads);
    TrafficOrder order{.sumo_outputs = file.parent_path() / "sumo"};
    if (session.measures()) order.interventions = session.resolve(*session.measures(), session.seed()).interventions;
    auto const traffic = session.start_traffic(order);
    state::RunHeader const header = session.header(parallel.n_threads(), traffic.seed);
    io::NetcdfResultSink results(header, file.string(), session.writer_options(parallel.n_threads()));
    std::vector<study::MemberIndicators> gathered;
    gathered.emplace_back(session.city(), session.mesh(), session.scenario().output.species,
                          session.scenario().traffic.begin_s, std::vector<EdgeId>{}, std::vector<EdgeId>{});
    study::MeteredResult metered(results, gathered);
    auto const winds = session.wind_catalogue();
    auto const outer = session.outer_air();
    run::Ports const ports{*traffic.source, metered,     nullptr,    [](run::Progress const&) {},
                           &stop,           winds.get(), outer.get()};
    auto const summary = run::run(session.stage(), ports, parallel, std::nullopt);
    metered.finish(summary);
    if (!summary.complete) return std::nullopt;
    return numbers_of(gathered.front(), summary.traffic);
}

MemberOutcome attempt_member(MemberFolder const& member, int attempt, int threads) {
    InterruptFlag const interrupt;
    Heartbeat const heartbeat(member, attempt);
    auto const scratch = member.scratch(attempt);
    auto const file = scratch / "result.nc";
    auto const numbers = simulate(arguments_of(member.description()), file, threads, interrupt.flag());
    if (!numbers) {
        member.end(attempt, "stopped", "asked to stop");
        fs::remove_all(scratch);
        return MemberOutcome::stopped;
    }
    auto const verified = io::verify_result(file.string());
    if (!verified.good()) throw RunError("its result does not verify: " + verified.problems.front());
    member.publish(attempt, file, *numbers, {{"cpu_s", cpu_s()}, {"lifetime_s", lifetime_s()}});
    return MemberOutcome::done;
}

}  // namespace

MemberOutcome run_member(fs::path const& folder, std::string const& id, int threads) {
    MemberFolder const member(folder, id);
    member.description();  // a member that does not exist is wrong input
    auto const attempt = member.claim();
    if (!attempt) {
        auto const known = member.status();
        if (known.state == io::study::MemberState::done) return MemberOutcome::done;
        if (known.state != io::study::MemberState::failed) return MemberOutcome::taken;
        log::error("{}: has failed for good: {}", id, known.reason);
        return MemberOutcome::failed;
    }
    try {
        return attempt_member(member, *attempt, threads);
    } catch (std::exception const& error) {
        log::error("{}, attempt {}: {}", id, *attempt, error.what());
        member.end(*attempt, "failed", error.what());
        return MemberOutcome::failed;
    }
}

}  // namespace hacthanh::app
