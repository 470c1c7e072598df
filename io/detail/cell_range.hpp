#pragma once
/// Parts of an array as cells [begin, begin + n) in row-major order, which need not be a box.

#include "io/hdf5.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace hacthanh::io::detail {

/// Calls `use(start, count)` for boxes that make up cells [begin, end) of an array, in order: at most two for every
/// axis and one more.
void for_each_box(hdf5::Extent const& dims, std::size_t begin, std::size_t end,
                  std::function<void(hdf5::Extent const& start, hdf5::Extent const& count)> const& use);

/// Reads cells [begin, begin + out.size()), converted to float.
void read_cells(hid_t dataset, std::size_t begin, std::span<float> out);
/// Writes cells [begin, begin + values.size()).
void write_cells(hid_t dataset, std::size_t begin, std::span<float const> values);

}  // namespace hacthanh::io::detail
