#pragma once

#include "io/hdf5.hpp"

#include <cstddef>

namespace hacthanh::io::detail {

/// Copies the first `n_steps` > 0 rows of every growing variable from one result file to a new one of the same shape.
/// Compressed fields are copied as they are, chunk by chunk.
void copy_steps(hid_t from, hid_t to, std::size_t n_steps);

}  // namespace hacthanh::io::detail
