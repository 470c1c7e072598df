#pragma once
/// Whole attributes and variables in a word. All throw RunError when there is none of that name.

#include "io/hdf5.hpp"

#include <string>
#include <vector>

namespace hacthanh::io::detail {

inline std::string text(hid_t object, char const* attribute) { return hdf5::read_text_attribute(object, attribute); }

template <class T>
T number(hid_t object, char const* attribute) {
    return hdf5::read_attribute<T>(object, attribute).at(0);
}

template <class T>
std::vector<T> all(hid_t root, std::string const& path) {
    return hdf5::read<T>(hdf5::open_dataset(root, path).get());
}

}  // namespace hacthanh::io::detail
