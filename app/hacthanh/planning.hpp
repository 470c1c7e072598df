#pragma once

#include "app/hacthanh/traffic_config.hpp"
#include "io/demand/plan_record.hpp"
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
/// Cases are written below demand.cache, named by content, and read back from there when they are whole and of this
/// very program. A planned case is an ordinary SUMO configuration: run the scenario with overrides_for(case) and
/// nothing else changed.
class Planning {
public:
    explicit Planning(io::LoadedScenario const& loaded);

    /// Costs as many simulations as the equilibrium takes, once.
    io::FinishedPlan base();

    /// With the planning measures of the file; without any it is the base. Throws InputError naming file and key.
    /// Needs the base's routes: where the variant has to be made, so has the base.
    io::FinishedPlan variant(scenario::MeasureFile const& file);

    /// "--set" texts that make the scenario run on a planned case.
    std::vector<std::string> overrides_for(io::FinishedPlan const& planned) const;

private:
    io::PlanInput input(std::string const& where) const;
    std::filesystem::path folder_of(std::string const& measures) const;
    io::PlannedTraffic const& made_base();

    io::LoadedScenario const& loaded_;
    io::SumoConfig sumo_;
    city::City city_;
    std::filesystem::path folder_;
    std::string key_;
    std::optional<io::PlannedTraffic> base_;
};

/// One line for people: mode, gap, days, trips.
std::string plan_text(io::FinishedPlan const& planned);

}  // namespace hacthanh::app
