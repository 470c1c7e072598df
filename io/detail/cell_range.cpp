#include "io/detail/cell_range.hpp"

#include <algorithm>

namespace hacthanh::io::detail {
namespace {

using hdf5::Extent;

/// Boxes within one element of the axes before `axis`, which is in `start` already.
void split(Extent const& dims, std::size_t axis, std::size_t begin, std::size_t end, Extent& start,
           std::function<void(Extent const&, Extent const&)> const& use) {
    if (begin == end) return;
    std::size_t const inner = hdf5::n_values({dims.begin() + static_cast<std::ptrdiff_t>(axis) + 1, dims.end()});
    auto const whole = [&](std::size_t first, std::size_t last) {
        if (first == last) return;
        Extent count(dims.size(), 1);
        std::copy(dims.begin() + static_cast<std::ptrdiff_t>(axis), dims.end(),
                  count.begin() + static_cast<std::ptrdiff_t>(axis));
        std::fill(start.begin() + static_cast<std::ptrdiff_t>(axis), start.end(), 0);
        start[axis] = first;
        count[axis] = last - first;
        use(start, count);
    };
    auto const part = [&](std::size_t element, std::size_t from, std::size_t to) {
        start[axis] = element;
        split(dims, axis + 1, from, to, start, use);
    };
    std::size_t const first = begin / inner;
    std::size_t const last = end / inner;
    if (begin % inner == 0) {
        whole(first, last);
    } else if (first == last) {
        return part(first, begin % inner, end % inner);
    } else {
        part(first, begin % inner, inner);
        whole(first + 1, last);
    }
    if (end % inner != 0) part(last, 0, end % inner);
}

}  // namespace

void for_each_box(Extent const& dims, std::size_t begin, std::size_t end,
                  std::function<void(Extent const&, Extent const&)> const& use) {
    Extent start(dims.size(), 0);
    if (dims.empty()) {
        if (begin < end) use({}, {});
    } else {
        split(dims, 0, begin, end, start, use);
    }
}

void read_cells(hid_t dataset, std::size_t begin, std::span<float> out) {
    std::size_t done = 0;
    for_each_box(hdf5::dims_of(dataset), begin, begin + out.size(), [&](Extent const& start, Extent const& count) {
        hdf5::read_raw(dataset, H5T_NATIVE_FLOAT, out.subspan(done).data(), start, count);
        done += hdf5::n_values(count);
    });
}

void write_cells(hid_t dataset, std::size_t begin, std::span<float const> values) {
    std::size_t done = 0;
    for_each_box(hdf5::dims_of(dataset), begin, begin + values.size(), [&](Extent const& start, Extent const& count) {
        hdf5::write_raw(dataset, H5T_NATIVE_FLOAT, values.subspan(done).data(), start, count);
        done += hdf5::n_values(count);
    });
}

}  // namespace hacthanh::io::detail
