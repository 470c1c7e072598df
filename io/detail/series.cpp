#include "io/detail/series.hpp"

namespace hacthanh::io::detail {
namespace {

bool grows(hid_t dataset) {
    hdf5::Handle const space = hdf5::checked(H5Dget_space(dataset), H5Sclose, "dataspace");
    hdf5::Extent most(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space.get())));
    if (most.empty()) return false;
    hdf5::check(H5Sget_simple_extent_dims(space.get(), nullptr, most.data()), "dimensions");
    return most.front() == H5S_UNLIMITED;
}

void collect(hid_t group, std::string const& prefix, std::vector<std::string>& paths) {
    for (auto const& name : hdf5::names_in(group)) {
        hdf5::Handle const object = hdf5::checked(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose, name);
        H5I_type_t const type = H5Iget_type(object.get());
        if (type == H5I_GROUP) collect(object.get(), prefix + name + "/", paths);
        if (type == H5I_DATASET && grows(object.get())) paths.push_back(prefix + name);
    }
}

}  // namespace

hid_t SeriesTable::at(std::string const& path) {
    auto found = open_.find(path);
    if (found == open_.end()) found = open_.emplace(path, hdf5::open_dataset(root_, path)).first;
    return found->second.get();
}

SeriesTable::Block SeriesTable::block(std::string const& path, std::size_t row) {
    hdf5::Extent count = hdf5::dims_of(at(path));
    hdf5::Extent start(count.size(), 0);
    start.at(0) = row;
    count[0] = 1;
    return {std::move(start), std::move(count)};
}

void SeriesTable::set_length(std::string const& path, std::size_t length) {
    hdf5::Extent dims = hdf5::dims_of(at(path));
    if (dims.at(0) == length) return;
    dims[0] = length;
    hdf5::set_extent(at(path), dims);
}

void SeriesTable::put_raw(std::string const& path, std::size_t row, hid_t type, void const* data) {
    if (length(path) <= row) set_length(path, row + 1);
    auto const [start, count] = block(path, row);
    hdf5::write_raw(at(path), type, data, start, count);
}

void SeriesTable::put_text(std::string const& path, std::size_t row, std::string const& text) {
    if (length(path) <= row) set_length(path, row + 1);
    hdf5::write_strings(at(path), {text}, {row}, {1});
}

std::vector<std::string> growing_variables(hid_t root) {
    std::vector<std::string> paths;
    collect(root, "", paths);
    return paths;
}

}  // namespace hacthanh::io::detail
