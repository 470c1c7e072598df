#pragma once

#include "io/hdf5.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// The growing variables of an open result file, by path. Their first axis is time (or records).
class SeriesTable {
public:
    explicit SeriesTable(hid_t root) : root_(root) {}

    bool has(std::string const& path) const { return hdf5::exists(root_, path); }
    /// The variable, opened at the first call.
    hid_t at(std::string const& path);

    /// Writes the row of one step; makes the variable longer when it has to be.
    template <class T>
    void put(std::string const& path, std::size_t row, std::type_identity_t<std::span<T const>> values) {
        put_raw(path, row, hdf5::native_type<T>(), values.data());
    }
    template <class T>
    requires std::is_arithmetic_v<T>
    void put(std::string const& path, std::size_t row, T value) { put_raw(path, row, hdf5::native_type<T>(), &value); }
    /// Writes `n` rows from row `first` on.
    template <class T>
    void append(std::string const& path, std::size_t first, std::size_t n,
                std::type_identity_t<std::span<T const>> values) {
        set_length(path, first + n);
        hdf5::Extent count = hdf5::dims_of(at(path));
        hdf5::Extent start(count.size(), 0);
        start.at(0) = first;
        count[0] = n;
        hdf5::write(at(path), values, start, count);
    }
    void put_text(std::string const& path, std::size_t row, std::string const& text);

    template <class T>
    std::vector<T> row(std::string const& path, std::size_t row) {
        auto [start, count] = block(path, row);
        return hdf5::read<T>(at(path), start, count);
    }

    std::size_t length(std::string const& path) { return hdf5::dims_of(at(path)).at(0); }
    void set_length(std::string const& path, std::size_t length);
    /// Closes all variables.
    void close() { open_.clear(); }

private:
    struct Block {
        hdf5::Extent start, count;
    };
    Block block(std::string const& path, std::size_t row);
    void put_raw(std::string const& path, std::size_t row, hid_t type, void const* data);

    hid_t root_;
    std::map<std::string, hdf5::Handle> open_;
};

/// Paths of all variables below `root` whose first axis can grow.
std::vector<std::string> growing_variables(hid_t root);

}  // namespace hacthanh::io::detail
