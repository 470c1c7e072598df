#pragma once
/// The netCDF-4 way of using HDF5: dimensions are HDF5 dimension scales, every axis of a variable has one.

#include "io/hdf5.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::detail {

using TextAttributes = std::vector<std::pair<std::string, std::string>>;

/// A named axis. Lives as long as variables are being defined on it.
struct Dimension {
    hdf5::Handle scale;
    hsize_t size = 0;
    bool unlimited = false;
};

/// Storage of a variable beyond its axes.
struct Storage {
    hdf5::Extent chunk{};  ///< needed with an unlimited axis
    int deflate = 0;
    bool fill = false;  ///< declare `_FillValue` (float variables)
};

/// netCDF's default filling of float variables (NC_FILL_FLOAT).
inline constexpr float fill_value = 9.9692099683868690e+36F;

/// An axis with a variable of its name (double). An unlimited one starts empty.
Dimension coordinate(hid_t parent, std::string const& name, std::vector<double> const& values, bool unlimited,
                     TextAttributes const& attributes);

/// An axis without a variable. @param size  0 = unlimited, starts empty
Dimension bare_dimension(hid_t parent, std::string const& name, hsize_t size);

/// A new variable on `axes`, empty along unlimited ones.
hdf5::Handle define(hid_t parent, std::string const& name, hid_t type, std::vector<Dimension const*> const& axes,
                    TextAttributes const& attributes, Storage const& storage = {});

template <class T>
void define_with(hid_t parent, std::string const& name, std::vector<Dimension const*> const& axes,
                 TextAttributes const& attributes, std::vector<T> const& values) {
    hdf5::Handle const variable = define(parent, name, hdf5::native_type<T>(), axes, attributes);
    hdf5::write<T>(variable.get(), values);
}

void define_text(hid_t parent, std::string const& name, std::vector<Dimension const*> const& axes,
                 TextAttributes const& attributes, std::vector<std::string> const& values);

}  // namespace hacthanh::io::detail
