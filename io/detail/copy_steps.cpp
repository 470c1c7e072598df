#include "io/detail/copy_steps.hpp"

#include "io/detail/chunks.hpp"
#include "io/detail/result_points.hpp"
#include "io/detail/series.hpp"

namespace hacthanh::io::detail {
namespace {

void copy_chunks(hid_t from, hid_t to, std::size_t n_rows) {
    std::vector<unsigned char> bytes;
    for_each_chunk(to, n_rows, [&](hdf5::Extent const& at) {
        std::uint32_t const filters = read_chunk(from, at, bytes);
        hdf5::check(H5Dwrite_chunk(to, H5P_DEFAULT, filters, at.data(), bytes.size(), bytes.data()), "cannot write");
    });
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
    double const end_s = hdf5::read<double>(hdf5::open_dataset(from, "time").get(), {n_steps - 1}, {1}).at(0);
    for (auto const& path : growing_variables(to)) {
        hdf5::Handle const source = hdf5::open_dataset(from, path);
        hdf5::Handle const target = hdf5::open_dataset(to, path);
        hdf5::Extent dims = hdf5::dims_of(target.get());
        std::size_t const n_rows = has_own_time(path) ? rows_until(from, path, end_s) : n_steps;
        dims[0] = n_rows;
        hdf5::set_extent(target.get(), dims);
        hdf5::Extent const chunk = chunk_of(target.get());
        bool const row_per_chunk = dims.size() > 1 && chunk[0] == 1 && chunk == chunk_of(source.get());
        if (row_per_chunk) {
            copy_chunks(source.get(), target.get(), n_rows);
        } else if (n_rows > 0) {
            copy_values(source.get(), target.get(), n_rows);
        }
    }
}

}  // namespace hacthanh::io::detail
