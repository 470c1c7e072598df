#pragma once

#include "sim/city/building.hpp"

#include <span>
#include <vector>

namespace hacthanh::wind {

/// Buildings that stand wall to wall and act on the wind as one body.
struct Block {
    std::vector<city::Polygon const*> footprints;  ///< of its buildings; they may touch, they do not overlap
    double base_m = 0;                             ///< where the body begins: 0, a passage, or the roof it stands on
    double top_m = 0;                              ///< mean roof height, weighted with footprint area
    double area_m2 = 0;                            ///< of all footprints
};

/// Joins abutting buildings into blocks.
///
/// Buildings whose footprints are nearer than `gap_m` belong together: air does not pass between them on the mesh. The
/// roof of a block is flat at the area-weighted mean of its buildings. Buildings above 1.5 times the area-weighted
/// median height are towers: they count as part of the block up to its roof and form blocks of their own above it.
///
/// @param buildings  must outlive the blocks
/// @param gap_m      > 0; half a cell is what the mesh can tell apart
/// Order of the result depends on the order of `buildings` alone. Cost O(n) for a city. Thread-safe.
std::vector<Block> merge_into_blocks(std::span<city::Building const> buildings, double gap_m);

}  // namespace hacthanh::wind
