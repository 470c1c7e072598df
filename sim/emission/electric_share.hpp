#pragma once

#include "sim/state/fleet.hpp"

namespace hacthanh::emission {

/// Makes `share` of the motorbikes electric: in every class with motorcycle wear and a level "electric", that level
/// gets the share and the others keep their proportions.
/// Throws InputError when no class has such a level, or a class has nothing else and share < 1.
/// @param share  0..1
void set_electric_share(state::Fleet& fleet, double share);

}  // namespace hacthanh::emission
