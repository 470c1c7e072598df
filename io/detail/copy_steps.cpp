#include "io/detail/copy_steps.hpp"

#include "io/detail/series.hpp"

namespace hacthanh::io::detail {
namespace {

hdf5::Extent chunk_of(hid_t dataset) {
    hdf5::Handle const list = hdf5::checked(H5Dget_create_plist(dataset), H5Pclose, "property list");
    hdf5::Extent chunk(hdf5::dims_of(dataset).size());
    hdf5::check(H5Pget_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()), "chunks");
    return chunk;
}

/// Steps `offset` on to the next chunk of one row; false after the last.
bool next_chunk(hdf5::Extent& offset, hdf5::Extent const& dims, hdf5::Extent const& chunk) {
    for (std::size_t axis = dims.size(); axis-- > 1;) {
        offset[axis] += chunk[axis];
        if (offset[axis] < dims[axis]) return true;
        offset[axis] = 0;
    }
    return false;
}

void copy_chunks(hid_t from, hid_t to, std::size_t n_rows) {
    hdf5::Extent const dims = hdf5::dims_of(from);
    hdf5::Extent const chunk = chunk_of(from);
    std::vector<unsigned char> bytes;
    for (std::size_t row = 0; row < n_rows; ++row) {
        hdf5::Extent offset(dims.size(), 0);
        offset[0] = row;
        do {
            hsize_t size = 0;
            hdf5::check(H5Dget_chunk_storage_size(from, offset.data(), &size), "cannot read");
            bytes.resize(size);
            std::uint32_t filters = 0;
            hdf5::check(H5Dread_chunk(from, H5P_DEFAULT, offset.data(), &filters, bytes.data()), "cannot read");
            hdf5::check(H5Dwrite_chunk(to, H5P_DEFAULT, filters, offset.data(), size, bytes.data()), "cannot write");
        } while (next_chunk(offset, dims, chunk));
    }
}

void copy_values(hid_t from, hid_t to, std::size_t n_rows) {
    hdf5::Extent count = hdf5::dims_of(from);
    count[0] = n_rows;
    hdf5::Extent const start(count.size(), 0);
    hdf5::Handle const type = hdf5::checked(H5Dget_type(from), H5Tclose, "type");
    if (H5Tis_variable_str(type.get()) > 0) {
        hdf5::write_strings(to, hdf5::read_strings(from, start, count), start, count);
        return;
    }
    std::vector<unsigned char> bytes(hdf5::n_values(count) * H5Tget_size(type.get()));
    hdf5::read_raw(from, type.get(), bytes.data(), start, count);
    hdf5::write_raw(to, type.get(), bytes.data(), start, count);
}

}  // namespace

void copy_steps(hid_t from, hid_t to, std::size_t n_steps) {
    for (auto const& path : growing_variables(to)) {
        hdf5::Handle const source = hdf5::open_dataset(from, path);
        hdf5::Handle const target = hdf5::open_dataset(to, path);
        hdf5::Extent dims = hdf5::dims_of(target.get());
        dims[0] = n_steps;
        hdf5::set_extent(target.get(), dims);
        hdf5::Extent const chunk = chunk_of(target.get());
        bool const row_per_chunk = dims.size() > 1 && chunk[0] == 1 && chunk == chunk_of(source.get());
        if (row_per_chunk) {
            copy_chunks(source.get(), target.get(), n_steps);
        } else {
            copy_values(source.get(), target.get(), n_steps);
        }
    }
}

}  // namespace hacthanh::io::detail
