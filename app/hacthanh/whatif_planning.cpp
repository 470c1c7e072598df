#include "app/hacthanh/whatif_planning.hpp"

#include "sim/core/log.hpp"

#include <fmt/format.h>

namespace hacthanh::app {

PlannedSession PlannedSessions::on(io::FinishedPlan const& planned) const {
    auto arguments = arguments_;
    arguments.overrides = planning_.overrides_for(planned);
    PlannedSession made{std::make_unique<Session>(arguments), {plan_text(planned)}, {}};
    made.notes.insert(made.notes.end(), planned.notes.begin(), planned.notes.end());
    if (!planned.reached)
        made.invalid.push_back(
            fmt::format("routes are not in equilibrium: relative gap {:.2g} % after {} days; raise demand.most_days",
                        100 * planned.relative_gap, planned.days));
    log::info("{}", made.notes.front());
    return made;
}

PlannedSession PlannedSessions::base() {
    log::info("planning mode: the baseline's routes are brought to equilibrium");
    return on(planning_.base());
}

PlannedSession PlannedSessions::variant(scenario::MeasureFile const& file) {
    log::info("planning mode: routes are brought to equilibrium with {}", file.title);
    return on(planning_.variant(file));
}

}  // namespace hacthanh::app
