#include "io/detail/chunks.hpp"

#include <algorithm>

namespace hacthanh::io::detail {
namespace {

/// Steps `begin` on to the next chunk; false after the last.
bool next_chunk(hdf5::Extent& begin, hdf5::Extent const& dims, hdf5::Extent const& chunk) {
    for (std::size_t axis = dims.size(); axis-- > 0;) {
        begin[axis] += chunk[axis];
        if (begin[axis] < dims[axis]) return true;
        begin[axis] = 0;
    }
    return false;
}

}  // namespace

hdf5::Extent chunk_of(hid_t dataset) {
    hdf5::Handle const list = hdf5::checked(H5Dget_create_plist(dataset), H5Pclose, "property list");
    hdf5::Extent chunk(hdf5::dims_of(dataset).size());
    hdf5::check(H5Pget_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()), "chunks");
    return chunk;
}

void for_each_chunk(hid_t dataset, std::size_t n_rows, std::function<void(hdf5::Extent const& begin)> const& use) {
    hdf5::Extent dims = hdf5::dims_of(dataset);
    hdf5::Extent const chunk = chunk_of(dataset);
    dims.at(0) = std::min<hsize_t>(dims[0], n_rows);
    if (hdf5::n_values(dims) == 0) return;
    hdf5::Extent begin(dims.size(), 0);
    do use(begin);
    while (next_chunk(begin, dims, chunk));
}

std::uint32_t read_chunk(hid_t dataset, hdf5::Extent const& begin, std::vector<unsigned char>& bytes) {
    hdf5::silence();
    hsize_t size = 0;
    hdf5::check_read(H5Dget_chunk_storage_size(dataset, begin.data(), &size), dataset);
    bytes.resize(size);
    std::uint32_t filters = 0;
    hdf5::check_read(H5Dread_chunk(dataset, H5P_DEFAULT, begin.data(), &filters, bytes.data()), dataset);
    return filters;
}

}  // namespace hacthanh::io::detail
