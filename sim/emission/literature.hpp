#pragma once

#include "sim/state/class_emission.hpp"
#include "sim/state/literature_check.hpp"

#include <span>
#include <vector>

namespace hacthanh::emission {

/// Holds the mean g/km of every class against published ranges, by SUMO's vehicle class: motorcycle and moped,
/// passenger and taxi, delivery, bus, truck. Classes that drove less than 1 km in all are left out.
///
/// The ranges are wide on purpose: they tell a wrong emission class from a right one, not a good fleet from a better.
std::vector<state::LiteratureCheck> check_against_literature(std::span<state::ClassEmission const> classes);

}  // namespace hacthanh::emission
