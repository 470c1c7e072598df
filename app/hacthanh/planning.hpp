#pragma once

#include "app/hacthanh/traffic_config.hpp"
#include "io/demand/plan.hpp"
#include "io/scenario_file.hpp"
#include "sim/city/city.hpp"
#include "sim/scenario/measures.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Traffic for a what-if in planning mode: base and variants, each with routes in equilibrium
/// (docs/theory/equilibrium.md).
///
/// Cases are written below demand.cache, named by content. A planned case is an ordinary SUMO configuration: run the
/// scenario with overrides_for(case) and nothing else changed.
class Planning {
public:
    explicit Planning(io::LoadedScenario const& loaded);

    /// Made on first use: as many simulations as the equilibrium takes.
    io::PlannedTraffic const& base();

    /// With the planning measures of the file; without any it is the base. Throws InputError naming file and key.
    io::PlannedTraffic variant(scenario::MeasureFile const& file);

    /// "--set" texts that make the scenario run on a planned case.
    std::vector<std::string> overrides_for(io::PlannedTraffic const& planned) const;

private:
    io::PlanInput input(std::string const& where) const;

    io::LoadedScenario const& loaded_;
    io::SumoConfig sumo_;
    city::City city_;
    std::filesystem::path folder_;
    std::string key_;
    std::optional<io::PlannedTraffic> base_;
};

/// One line for people: mode, gap, days, trips.
std::string plan_text(io::PlannedTraffic const& planned);

}  // namespace hacthanh::app
