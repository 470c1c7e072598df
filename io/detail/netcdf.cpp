#include "io/detail/netcdf.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

namespace hacthanh::io::detail {
namespace {

constexpr hsize_t times_per_chunk = 512;

void set_attributes(hid_t object, TextAttributes const& attributes) {
    for (auto const& [name, text] : attributes) hdf5::set_attribute(object, name, text);
}

}  // namespace

Dimension coordinate(hid_t parent, std::string const& name, std::vector<double> const& values, bool unlimited,
                     TextAttributes const& attributes) {
    hdf5::Layout layout{.dims = {values.size()}};
    if (unlimited) layout = {.dims = {0}, .max_dims = {H5S_UNLIMITED}, .chunk = {times_per_chunk}};
    Dimension dimension{hdf5::create_dataset(parent, name, H5T_NATIVE_DOUBLE, layout), values.size(), unlimited};
    hid_t const id = dimension.scale.get();
    if (!unlimited) hdf5::write<double>(id, values);
    hdf5::check(H5DSset_scale(id, name.c_str()), name);
    set_attributes(id, attributes);
    return dimension;
}

Dimension bare_dimension(hid_t parent, std::string const& name, hsize_t size) {
    hdf5::Layout layout{.dims = {size}};
    if (size == 0) layout = {.dims = {0}, .max_dims = {H5S_UNLIMITED}, .chunk = {times_per_chunk}};
    Dimension dimension{hdf5::create_dataset(parent, name, H5T_IEEE_F32BE, layout), size, size == 0};
    // The text by which netCDF-4 knows such a dimension, see its file format specification.
    std::string const mark = fmt::format("This is a netCDF dimension but not a netCDF variable.{:10d}", size);
    hdf5::check(H5DSset_scale(dimension.scale.get(), mark.c_str()), name);
    return dimension;
}

hdf5::Handle define(hid_t parent, std::string const& name, hid_t type, std::vector<Dimension const*> const& axes,
                    TextAttributes const& attributes, Storage const& storage) {
    hdf5::Layout layout{.chunk = storage.chunk, .deflate = storage.deflate};
    layout.fill = static_cast<double>(fill_value);
    layout.use_fill = storage.fill;
    for (Dimension const* axis : axes) {
        layout.dims.push_back(axis->unlimited ? 0 : axis->size);
        layout.max_dims.push_back(axis->unlimited ? H5S_UNLIMITED : axis->size);
    }
    hdf5::Handle variable = hdf5::create_dataset(parent, name, type, layout);
    for (unsigned i = 0; i < axes.size(); ++i)
        hdf5::check(H5DSattach_scale(variable.get(), axes[i]->scale.get(), i), name);
    if (storage.fill) hdf5::set_attribute(variable.get(), "_FillValue", fill_value);
    set_attributes(variable.get(), attributes);
    return variable;
}

void define_text(hid_t parent, std::string const& name, std::vector<Dimension const*> const& axes,
                 TextAttributes const& attributes, std::vector<std::string> const& values) {
    hdf5::write_strings(define(parent, name, hdf5::string_type().get(), axes, attributes).get(), values);
}

}  // namespace hacthanh::io::detail
