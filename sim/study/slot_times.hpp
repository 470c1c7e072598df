#pragma once

#include <span>

namespace hacthanh::study {

/// When the last of these works ends, begun in this order, each on the slot that is free first, as a pool begins its
/// members (Graham 1969, doi:10.1137/0117039: at most 2 - 1/slots times the best order).
/// @param work_s  lengths [s], >= 0  @param slots  works at a time, >= 1
/// @return [s], 0 without work. Cost: n log slots. Thread-safe.
double wall_on_slots(std::span<double const> work_s, int slots);

}  // namespace hacthanh::study
