#pragma once

#include "sim/core/parallel.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace hacthanh::study {

/// What is wanted of every column.
struct ColumnOptions {
    std::vector<double> probabilities;                ///< of quantiles, each in [0, 1]
    std::vector<double> limits;                       ///< whose exceedance is counted, in the unit of the values
    std::size_t memory_bytes = std::size_t{1} << 28;  ///< for values and statistics held at once; at least one cell
};

/// Of every cell, over the members. Unit: that of the values, of the variance its square.
struct ColumnStatistics {
    std::vector<std::uint32_t> n;                ///< members that have a value there
    std::vector<double> mean;                    ///< NaN where n = 0
    std::vector<double> variance;                ///< unbiased, n - 1; NaN where n < 2
    std::vector<std::vector<double>> quantiles;  ///< [probability][cell], NaN where n = 0
    std::vector<std::vector<double>>
        exceedance;  ///< [limit][cell]: share of the n members above the limit, NaN where n = 0
};

/// Writes the values of a member's cells [begin, begin + out.size()); NaN = no value.
using ReadCells = std::function<void(std::size_t member, std::size_t begin, std::span<float> out)>;

/// Takes the statistics of cells [begin, begin + n).
using TakeCells = std::function<void(std::size_t begin, ColumnStatistics const& slab)>;

/// Statistics of one field over members on one mesh.
///
/// Mean and variance by Welford's updates (1962, doi:10.1080/00401706.1962.10490022) in the order of the members'
/// numbers; quantiles exactly, by linear interpolation between order statistics, type 7 of Hyndman & Fan 1996
/// (doi:10.1080/00031305.1996.10473566). Every cell stands for itself: the same bits for any number of threads and any
/// memory_bytes.
///
/// Cells are taken slab by slab, as many as `memory_bytes` has room for with the values of all members and their
/// statistics; nothing else is held.
/// @param read  called on the calling thread alone, for each slab of cells once per member in the members' order
/// @param take  called on the calling thread, once per slab in order of cells; without members every n is 0
/// Cost O(members x cells). Throws InputError for a probability outside [0, 1] or a limit that is no number, and
/// whatever `read` and `take` throw.
void column_statistics(std::size_t n_members, std::size_t n_cells, ReadCells const& read, ColumnOptions const& options,
                       Parallel const& parallel, TakeCells const& take);

}  // namespace hacthanh::study
