#pragma once

#include "sim/core/parallel.hpp"

#include <algorithm>
#include <cstddef>

namespace hacthanh::wind::detail {

/// Runs body(stage, row) for all stages of rows [0, n), each after the stage before it of the rows n - 1, n and n + 1,
/// with as many rows as possible in cache between the stages.
///
/// The rows are cut into chunks whose borders are even. Within a chunk the stages follow one another row by row, a
/// stage ends one row further from the chunk's borders than the one before; then what is missing at the borders is
/// made up. Every stage of a row runs exactly once: the order never changes a result.
/// @param n_chunks  of at least 2 stages rows each
template <class Body>
void for_wavefront(Parallel const& parallel, std::size_t n, std::size_t n_chunks, std::size_t n_stages,
                   Body const& body) {
    auto const border = [&](std::size_t chunk) { return chunk == n_chunks ? n : n / 2 * chunk / n_chunks * 2; };
    parallel.for_blocks(n_chunks, 1, [&](std::size_t chunk, std::size_t) {
        std::size_t const begin = border(chunk);
        std::size_t const end = border(chunk + 1);
        for (std::size_t step = begin; step + 1 < end + n_stages; ++step)
            for (std::size_t stage = 0; stage < n_stages && begin + stage <= step; ++stage) {
                std::size_t const row = step - stage;
                std::size_t const first = chunk == 0 ? begin : begin + stage;
                std::size_t const last = chunk + 1 == n_chunks ? end : end - stage;
                if (row >= first && row < last) body(stage, row);
            }
    });
    if (n_chunks < 2 || n_stages < 2) return;
    parallel.for_blocks(n_chunks - 1, 1, [&](std::size_t chunk, std::size_t) {
        std::size_t const middle = border(chunk + 1);
        for (std::size_t stage = 1; stage < n_stages; ++stage)
            for (std::size_t row = middle - stage; row < middle + stage; ++row) body(stage, row);
    });
}

/// Chunks for a board of `rows` rows of `cells_per_row` cells: one when the work is not worth sharing.
inline std::size_t chunks_of(std::size_t rows, std::size_t cells_per_row) {
    if (rows * cells_per_row < 16384) return 1;
    return std::max<std::size_t>(1, rows >= 64 ? rows / 16 : rows / 6);
}

}  // namespace hacthanh::wind::detail
