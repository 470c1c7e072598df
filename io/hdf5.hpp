#pragma once
/// A thin, safe layer over the HDF5 C library: handles that close themselves and errors that are exceptions.
///
/// Only io/*.cpp may include this header. Errors are RunError with the innermost text of the library; the library
/// itself never prints. Calls on one file must come from one thread at a time.

#include "sim/core/error.hpp"

#include <hdf5.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hacthanh::io::hdf5 {

using Extent = std::vector<hsize_t>;

/// Owns one HDF5 identifier.
class Handle {
public:
    using Close = herr_t (*)(hid_t);

    Handle() = default;
    Handle(hid_t id, Close close) : id_(id), close_(close) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    ~Handle() { reset(); }

    hid_t get() const { return id_; }
    explicit operator bool() const { return id_ >= 0; }
    /// Closes now; errors are ignored (use File::close for files).
    void reset();

private:
    hid_t id_ = H5I_INVALID_HID;
    Close close_ = nullptr;
};

/// Keeps the library from printing on the calling thread. Every function below calls it; call it before using the
/// C functions directly. Cost: one thread-local flag.
void silence();

/// The innermost error text of the library on this thread, e.g. "No space left on device".
std::string innermost_error();

/// Throws RunError("<what>: <innermost text>") when `status` is negative.
void check(herr_t status, std::string_view what);

/// The same for reading a dataset: names its file, the dataset and what to do.
void check_read(herr_t status, hid_t dataset);

/// Like check() for calls that return an identifier.
Handle checked(hid_t id, Handle::Close close, std::string_view what);

/// An open file.
///
/// Files are made so that a kill of the process at any moment leaves everything readable that was there at the last
/// flush(): superblock version 2 (no open-for-writing mark), no eviction of metadata between flushes, chunk indexes
/// that only grow (extensible arrays), and no piece of metadata across a page border. That holds as long as the caller
/// only appends between flushes: no compressed chunk is written twice, no attribute is changed, nothing is deleted. No
/// file locks are taken, so other programs can read while the file is being written.
class File {
public:
    /// Makes a new file; an old one of that name is replaced.
    static File create(std::string const& path);
    static File open(std::string const& path);
    static File open_for_update(std::string const& path);

    File(File&&) noexcept = default;
    File& operator=(File&&) noexcept = default;
    ~File();

    hid_t id() const { return id_.get(); }
    std::string const& path() const { return path_; }

    /// Hands all written data to the operating system. Asks for the disk space first, so a full disk is noticed
    /// before anything in the file changes.
    void flush();
    /// flush() and wait until the data are on the medium.
    void sync();
    /// flush(), then closes and reports errors. Needed after writing: the destructor discards what was not flushed.
    /// Close other handles into the file first, or the file stays open as long as they do.
    void close();
    /// Gives the open file another name on the same medium.
    void rename(std::string const& path);
    /// Closes without writing anything more: after a failed write, the file keeps the state of its last flush.
    void abandon() noexcept;

private:
    File(Handle id, std::string path, bool writable)
        : id_(std::move(id)), path_(std::move(path)), writable_(writable) {}
    int descriptor() const;

    Handle id_;
    std::string path_;
    bool writable_ = false;
};

/// The in-memory HDF5 type of a number.
template <class T>
requires std::is_arithmetic_v<T> hid_t native_type() {
    if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
    if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
    constexpr bool is_signed = std::is_signed_v<T>;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 1) return is_signed ? H5T_NATIVE_INT8 : H5T_NATIVE_UINT8;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 2) return is_signed ? H5T_NATIVE_INT16 : H5T_NATIVE_UINT16;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 4) return is_signed ? H5T_NATIVE_INT32 : H5T_NATIVE_UINT32;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 8) return is_signed ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64;
}

/// UTF-8 strings of any length; netCDF's NC_STRING.
Handle string_type();

// --- groups and names

Handle create_group(hid_t parent, std::string const& name);
Handle open_group(hid_t parent, std::string const& path);
Handle open_dataset(hid_t parent, std::string const& path);
/// True when every part of `path` exists below `parent`.
bool exists(hid_t parent, std::string const& path);
/// The names of what is directly in a group, in order of creation.
std::vector<std::string> names_in(hid_t group);

// --- datasets

/// Shape and storage of a new dataset.
struct Layout {
    Extent dims{};          ///< size at creation; empty = one value
    Extent max_dims{};      ///< empty = dims; H5S_UNLIMITED where it may grow
    Extent chunk{};         ///< empty = contiguous, with its space taken at creation
    int deflate = 0;        ///< compression level 1..9 after a byte shuffle; 0 = none
    double fill = 0;        ///< value of what is never written; ignored unless use_fill
    bool use_fill = false;  ///< numbers only
};

Handle create_dataset(hid_t parent, std::string const& name, hid_t type, Layout const& layout);
Extent dims_of(hid_t dataset);
std::size_t n_values(Extent const& dims);
void set_extent(hid_t dataset, Extent const& dims);

void write_raw(hid_t dataset, hid_t type, void const* data);
void write_raw(hid_t dataset, hid_t type, void const* data, Extent const& start, Extent const& count);
void read_raw(hid_t dataset, hid_t type, void* data);
void read_raw(hid_t dataset, hid_t type, void* data, Extent const& start, Extent const& count);

/// Writes the whole dataset. `values` must have its size.
template <class T>
void write(hid_t dataset, std::span<T const> values) {
    write_raw(dataset, native_type<T>(), values.data());
}

/// Writes the block of `count` values per axis that begins at `start`.
template <class T>
void write(hid_t dataset, std::span<T const> values, Extent const& start, Extent const& count) {
    write_raw(dataset, native_type<T>(), values.data(), start, count);
}

/// Throws RunError when a file that is only read cannot hold `count` values of the dataset.
void require_plausible(hid_t dataset, Extent const& count);

/// Reads the whole dataset, converted to T.
template <class T>
std::vector<T> read(hid_t dataset) {
    Extent const dims = dims_of(dataset);
    require_plausible(dataset, dims);
    std::vector<T> values(n_values(dims));
    if (!values.empty()) read_raw(dataset, native_type<T>(), values.data());
    return values;
}

/// Reads one block.
template <class T>
std::vector<T> read(hid_t dataset, Extent const& start, Extent const& count) {
    require_plausible(dataset, count);
    std::vector<T> values(n_values(count));
    if (!values.empty()) read_raw(dataset, native_type<T>(), values.data(), start, count);
    return values;
}

/// A new contiguous dataset holding `values` (1-D).
template <class T>
Handle create_with(hid_t parent, std::string const& name, std::span<T const> values) {
    Handle dataset = create_dataset(parent, name, native_type<T>(), {.dims = {values.size()}});
    if (!values.empty()) write(dataset.get(), values);
    return dataset;
}

/// Datasets of string_type().
void write_strings(hid_t dataset, std::vector<std::string> const& values);
void write_strings(hid_t dataset, std::vector<std::string> const& values, Extent const& start, Extent const& count);
std::vector<std::string> read_strings(hid_t dataset);
std::vector<std::string> read_strings(hid_t dataset, Extent const& start, Extent const& count);

// --- attributes (never change one between flushes, see File)

/// Fixed length without a closing NUL, as netCDF wants it.
void set_attribute(hid_t object, std::string const& name, std::string_view text);
void set_attribute_raw(hid_t object, std::string const& name, hid_t type, void const* data, hsize_t n);
bool has_attribute(hid_t object, std::string const& name);
std::string read_text_attribute(hid_t object, std::string const& name);
void read_attribute_raw(hid_t object, std::string const& name, hid_t type, void* data);
std::size_t attribute_size(hid_t object, std::string const& name);

/// Creates or overwrites a numeric attribute.
template <class T>
requires std::is_arithmetic_v<T>
void set_attribute(hid_t object, std::string const& name, T value) {
    set_attribute_raw(object, name, native_type<T>(), &value, 1);
}
template <class T>
requires std::is_arithmetic_v<T>
void set_attribute(hid_t object, std::string const& name, std::vector<T> const& values) {
    set_attribute_raw(object, name, native_type<T>(), values.data(), values.size());
}
template <class T>
std::vector<T> read_attribute(hid_t object, std::string const& name) {
    std::vector<T> values(attribute_size(object, name));
    read_attribute_raw(object, name, native_type<T>(), values.data());
    return values;
}

}  // namespace hacthanh::io::hdf5
