#pragma once

#include "app/hacthanh/planning.hpp"
#include "app/hacthanh/session.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Traffic in equilibrium with a session on it, as the members of planning mode run.
struct PlannedSession {
    std::unique_ptr<Session> session;
    std::vector<std::string> notes;    ///< gap, days, trips; what was dropped or replaced
    std::vector<std::string> invalid;  ///< why nothing may be built upon it: the gap was not reached
};

/// Prepares the sessions of planning mode: the base's on first use, then one per variant. Each takes as many traffic
/// simulations as its equilibrium needs. The arguments and the session they belong to must outlive it.
class PlannedSessions {
public:
    PlannedSessions(ScenarioArguments const& arguments, Session const& session)
        : arguments_(arguments), planning_(session.loaded()) {}

    PlannedSession base();
    /// Throws InputError for measures that cannot be prepared.
    PlannedSession variant(scenario::MeasureFile const& file);

private:
    PlannedSession on(io::FinishedPlan const& planned) const;

    ScenarioArguments const& arguments_;
    Planning planning_;
};

}  // namespace hacthanh::app
