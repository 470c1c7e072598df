#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"
#include "tests/support/command.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::test {

/// What differs between the towns of the tests.
struct TownPlan {
    bool hilly = false;
    bool stops = true;                 ///< buses, parking, a long halt
    std::vector<std::string> options;  ///< of SUMO, e.g. {"--step-length", "0.5"}
    double end_s = 900;
    double scale = 1;
};

/// A town of four by four blocks with traffic lights, made with netconvert: cars, vans, lorries, buses, motorcycles
/// and mopeds of all three HBEFA models, an electric car, one that stops its engine, one that emits nothing.
class SmallTown {
public:
    explicit SmallTown(TownPlan plan = {});

    std::filesystem::path const& config() const { return config_; }
    std::filesystem::path folder() const { return folder_.path(); }
    traffic::LibsumoTrafficSettings settings() const;

private:
    void write_network() const;
    void write_demand() const;

    TownPlan plan_;
    ScratchFolder folder_;
    std::filesystem::path config_;
};

/// Emission of a whole run, clamped at zero per vehicle and step.
struct EmittedMass {
    PerReported kg{};
    std::size_t vehicle_steps = 0;  ///< in which more than 1e-6 mg/s of CO2 was given off
};

/// Runs a source to its end.
EmittedMass emitted_by(traffic::TrafficSource& source);

/// What `sumo --emission-output` says of the same run.
EmittedMass emitted_by_sumo(traffic::LibsumoTrafficSettings const& settings, double step_s,
                            std::filesystem::path const& scratch);

/// Names and sizes of all files below a folder, to see whether something changed.
std::vector<std::string> listing(std::filesystem::path const& folder);

}  // namespace hacthanh::test
