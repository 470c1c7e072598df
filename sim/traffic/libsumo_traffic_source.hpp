#pragma once

#include "sim/traffic/interventions.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::traffic {

/// What a SUMO simulation needs.
struct LibsumoTrafficSettings {
    std::filesystem::path worker;       ///< the program hacthanh-traffic
    std::filesystem::path sumo_config;  ///< any .sumocfg
    double begin_s = 0;                 ///< SUMO's clock
    double end_s = 3600;                ///< SUMO's clock, > begin_s
    double scale = 1;                   ///< demand factor, > 0
    std::optional<std::int64_t> seed;   ///< absent = as the configuration says
    std::vector<std::string> roads;     ///< SUMO edge ids in EdgeId order; edges not in it give unset ids
    /// Where SUMO's own output files go when they are kept (made if missing); empty = they are silenced.
    std::filesystem::path output_folder;
    std::vector<std::string> extra_options;  ///< appended to SUMO's command line
    std::uint32_t n_slots = 16;              ///< steps that SUMO may run ahead, >= 2
    std::uint32_t capacity = 1U << 20;       ///< most vehicles on the road at once
    /// Every n-th vehicle's emissions are compared with SUMO's own values, every step; 0 = never.
    std::uint32_t check_every = 512;
    Interventions interventions;   ///< what happens to the traffic under way
    std::optional<double> hold_s;  ///< the traffic ends here, and can be branched (branch()); before end_s
    bool learn_emissions = true;   ///< false = every value is asked of SUMO: the same numbers, about 1.6 times the CPU
};

/// Traffic of a SUMO simulation that runs in a worker process of its own, ahead of the caller.
///
/// The worker may die of anything (an exception, an assertion, a segmentation fault, a kill): the next call then
/// throws RunError with the traffic second, how it ended and SUMO's last messages. SUMO's warnings are counted in
/// totals(). The folder of the configuration is never written to.
///
/// Emission rates are SUMO's own (mg/s converted to kg/s, not clamped), see traffic/sumo/README.md.
/// The thread that makes the source must live as long as it (the kernel kills the worker with it).
class LibsumoTrafficSource final : public TrafficSource {
public:
    /// Starts the worker and loads the network. Throws InputError naming the configuration, with SUMO's own words,
    /// when SUMO refuses it.
    explicit LibsumoTrafficSource(LibsumoTrafficSettings const& settings);
    ~LibsumoTrafficSource() override;

    double begin_s() const override;
    double end_s() const override;
    double step_s() const override;
    std::optional<state::VehicleStates> next_step() override;
    std::span<state::VehicleType const> vehicle_types() const override;
    state::TrafficTotals totals() const override;

    /// Traffic from where this one holds to the end, with interventions of its own: the worker forks, so every branch
    /// starts with the same vehicles, in the same state, with the same random numbers, for the cost of a page table.
    /// Ask after the last step. The branch keeps the worker alive; several may run at once, each on its own thread.
    /// Throws RunError when the traffic does not hold.
    std::unique_ptr<TrafficSource> branch(Interventions const& interventions);

    std::string const& sumo_version() const;  ///< e.g. "SUMO 1.15.0"
    std::int64_t seed() const;                ///< the one in use
    int worker_pid() const;

private:
    class Worker;
    std::shared_ptr<Worker> worker_;
};

}  // namespace hacthanh::traffic
