#include "sim/emission/electric_share.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::emission {
namespace {

constexpr char const* key = "emission.electric_motorbike_share";

bool is_motorbike(state::FleetClass const& fleet_class) {
    return std::ranges::all_of(fleet_class.levels,
                               [](auto const& level) { return level.wear == state::WearClass::motorcycle; });
}

}  // namespace

void set_electric_share(state::Fleet& fleet, double share) {
    bool found = false;
    for (auto& fleet_class : fleet.classes) {
        auto const electric = std::ranges::find(fleet_class.levels, state::electric_level, &state::FleetLevel::name);
        if (electric == fleet_class.levels.end() || !is_motorbike(fleet_class)) continue;
        found = true;
        double const others = 1 - electric->share;
        validate(others > 0 || share == 1, key,
                 fmt::format("{} (class {} of the fleet table has no other level)", share, fleet_class.name),
                 "add a level that burns fuel");
        for (auto& level : fleet_class.levels) level.share *= others > 0 ? (1 - share) / others : 0;
        electric->share = share;
    }
    validate(found, key, fmt::format("{} (no class with motorcycle wear has a level \"electric\")", share),
             "add that level to the fleet table, with a share of 0 and the source none");
}

}  // namespace hacthanh::emission
