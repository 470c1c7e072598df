#pragma once
/// Chunks of a variable as they lie in the file, filters and all.

#include "io/hdf5.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace hacthanh::io::detail {

/// Shape of a chunk. Precondition: the variable is stored in chunks.
hdf5::Extent chunk_of(hid_t dataset);

/// Calls `use(begin)` for every chunk that begins in the first `n_rows` rows, in file order.
void for_each_chunk(hid_t dataset, std::size_t n_rows, std::function<void(hdf5::Extent const& begin)> const& use);

/// The stored bytes of one chunk; returns the mask of filters that were left out for it.
std::uint32_t read_chunk(hid_t dataset, hdf5::Extent const& begin, std::vector<unsigned char>& bytes);

}  // namespace hacthanh::io::detail
