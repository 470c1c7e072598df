#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::study {

/// The last border of output steps not after `first_s`, between the begin and the end of a run; the begin where there
/// is none within it. All in seconds of the traffic clock.
double last_border(double first_s, double begin_s, double end_s, double interval_s);

/// Where runs that begin alike best part: the border at which simulating the time before once, for all whose first
/// change comes no earlier, saves most. Runs whose change comes before it start on their own.
/// @param first_s  when each run's first change comes; beyond the end: never
/// @return the begin when nothing is saved (fewer than two runs are alike for a whole output step)
double best_parting(std::span<double const> first_s, double begin_s, double end_s, double interval_s);

/// Cuts groups of members into units of work for a pool: a group stays whole (one warm-up) as long as the groups that
/// are left fill all slots; those of the last round are cut into equal parts so that they do, each with a warm-up of
/// its own.
/// @param groups  members of each, none empty  @param slots  units at a time, >= 1
/// @return units in the order of the groups
std::vector<std::vector<std::size_t>> units_of_work(std::vector<std::vector<std::size_t>> const& groups, int slots);

}  // namespace hacthanh::study
