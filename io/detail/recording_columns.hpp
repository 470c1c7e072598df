#pragma once

#include "io/hdf5.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// Rows of a recording's columns that are stored, compressed and read together.
inline constexpr std::size_t recording_chunk = 65536;

/// One column that grows on disk, chunk by chunk; a chunk is written once.
template <class T>
class ColumnWriter {
public:
    ColumnWriter(hid_t group, std::string const& name)
        : dataset_(hdf5::create_dataset(
              group, name, hdf5::native_type<T>(),
              {.dims = {0}, .max_dims = {H5S_UNLIMITED}, .chunk = {recording_chunk}, .deflate = 1})) {}

    template <class Range>
    void put(Range const& values) {
        rows_.insert(rows_.end(), values.begin(), values.end());
        std::size_t const whole = rows_.size() / recording_chunk * recording_chunk;
        if (whole > 0) write(whole);
    }
    void finish() {
        if (!rows_.empty()) write(rows_.size());
    }

private:
    void write(std::size_t n) {
        hdf5::set_extent(dataset_.get(), {written_ + n});
        hdf5::write(dataset_.get(), std::span<T const>(rows_).first(n), {written_}, {n});
        written_ += n;
        rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(n));
    }

    hdf5::Handle dataset_;
    std::vector<T> rows_;
    hsize_t written_ = 0;
};

/// Reads a column from its begin on, chunk by chunk.
template <class T>
class ColumnReader {
public:
    ColumnReader(hid_t group, std::string const& name)
        : dataset_(hdf5::open_dataset(group, name)), length_(hdf5::dims_of(dataset_.get()).at(0)) {}

    std::size_t length() const { return length_; }

    /// The next n rows; fewer at the end.
    std::vector<T> take(std::size_t n) {
        while (rows_.size() - taken_ < n && read_ < length_) read_chunk();
        std::size_t const end = std::min(taken_ + n, rows_.size());
        std::vector<T> const next(rows_.begin() + static_cast<std::ptrdiff_t>(taken_),
                                  rows_.begin() + static_cast<std::ptrdiff_t>(end));
        taken_ = end;
        return next;
    }

private:
    void read_chunk() {
        rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(taken_));
        taken_ = 0;
        hsize_t const count = std::min<hsize_t>(recording_chunk, length_ - read_);
        auto const more = hdf5::read<T>(dataset_.get(), {read_}, {count});
        rows_.insert(rows_.end(), more.begin(), more.end());
        read_ += count;
    }

    hdf5::Handle dataset_;
    hsize_t length_;
    hsize_t read_ = 0;
    std::vector<T> rows_;
    std::size_t taken_ = 0;  ///< of rows_
};

}  // namespace hacthanh::io::detail
