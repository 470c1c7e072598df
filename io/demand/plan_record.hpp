#pragma once

#include "io/demand/plan.hpp"

namespace hacthanh::io {

/// Writes `plan.json` beside a planned case: settings, gap of each day, what was changed, hashes of all files, program.
void write_plan_record(PlannedTraffic const& plan, PlanInput const& input, demand::PlanChanges const& changes);

}  // namespace hacthanh::io
