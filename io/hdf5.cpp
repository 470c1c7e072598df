#include "io/hdf5.hpp"

#include "io/detail/untrusted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <numeric>
#include <utility>

namespace hacthanh::io::hdf5 {
namespace {

/// Keeps the innermost entry of the error stack.
herr_t keep_first(unsigned depth, H5E_error2_t const* error, void* text) {
    if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
    return 0;
}

Handle make_list(hid_t list_class) { return checked(H5Pcreate(list_class), H5Pclose, "property list"); }

Handle selection(hid_t dataset, Extent const& start, Extent const& count) {
    Handle space = checked(H5Dget_space(dataset), H5Sclose, "dataspace");
    check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), "selection");
    return space;
}

Handle memory_space(Extent const& count) {
    return checked(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose, "dataspace");
}

std::vector<char const*> pointers_to(std::vector<std::string> const& values) {
    std::vector<char const*> pointers;
    pointers.reserve(values.size());
    for (auto const& value : values) pointers.push_back(value.c_str());
    return pointers;
}

std::vector<std::string> take_strings(hid_t dataset, hsize_t first, Extent const& count,
                                      std::function<void(char**)> const& fill) {
    detail::require_plausible_size(dataset, count);
    std::vector<char*> pointers(n_values(count), nullptr);
    if (pointers.empty()) return {};
    Handle const type = checked(H5Dget_type(dataset), H5Tclose, "type");
    if (H5Tis_variable_str(type.get()) <= 0) throw RunError("a variable that should hold texts does not");
    detail::require_sound_texts(dataset, first, first + (count.empty() ? 1 : count.front()));
    fill(pointers.data());
    std::vector<std::string> values;
    values.reserve(pointers.size());
    for (char const* pointer : pointers) values.emplace_back(pointer == nullptr ? "" : pointer);
    Handle const space = memory_space(count.empty() ? Extent{1} : count);
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, pointers.data());
    return values;
}

}  // namespace

void silence() {
    // At the program's end the library would try again to write files whose closing failed, and crash.
    [[maybe_unused]] static herr_t const no_exit_work = H5dont_atexit();
    thread_local bool done = false;
    if (done) return;
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    done = true;
}

void Handle::reset() {
    if (id_ < 0) return;
    silence();
    close_(std::exchange(id_, H5I_INVALID_HID));
}

std::string innermost_error() {
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
    constexpr std::string_view marker = "error message = '";
    if (auto const begin = text.find(marker); begin != std::string::npos) {
        auto const from = begin + marker.size();
        return text.substr(from, text.find('\'', from) - from);
    }
    return text.empty() ? "unknown HDF5 error" : text;
}

void check(herr_t status, std::string_view what) {
    if (status < 0) throw RunError(std::string(what) + ": " + innermost_error());
}

void check_read(herr_t status, hid_t dataset) {
    if (status >= 0) return;
    std::string const why = innermost_error();  // before the calls below clear it
    auto const name_by = [dataset](auto const& get) {
        std::array<char, 4096> name{};
        return get(dataset, name.data(), name.size()) > 0 ? std::string(name.data()) : std::string("?");
    };
    throw RunError(fmt::format("{}: {} cannot be read ({}); the file is damaged: copy it again, or repeat the run",
                               name_by(H5Fget_name), name_by(H5Iget_name), why));
}

Handle checked(hid_t id, Handle::Close close, std::string_view what) {
    check(id < 0 ? -1 : 0, what);
    return {id, close};
}

Handle string_type() {
    silence();
    Handle type = checked(H5Tcopy(H5T_C_S1), H5Tclose, "string type");
    check(H5Tset_size(type.get(), H5T_VARIABLE), "string type");
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "string type");
    return type;
}

Handle create_group(hid_t parent, std::string const& name) {
    silence();
    Handle const list = make_list(H5P_GROUP_CREATE);
    unsigned const order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    check(H5Pset_link_creation_order(list.get(), order), "creation order");
    check(H5Pset_attr_creation_order(list.get(), order), "creation order");
    check(H5Pset_obj_track_times(list.get(), false), "time stamps");
    return checked(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, list.get(), H5P_DEFAULT), H5Gclose, name);
}

Handle open_group(hid_t parent, std::string const& path) {
    silence();
    return checked(H5Gopen2(parent, path.c_str(), H5P_DEFAULT), H5Gclose, path);
}

Handle open_dataset(hid_t parent, std::string const& path) {
    silence();
    return checked(H5Dopen2(parent, path.c_str(), H5P_DEFAULT), H5Dclose, path);
}

bool exists(hid_t parent, std::string const& path) {
    silence();
    for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        if (H5Lexists(parent, path.substr(0, slash).c_str(), H5P_DEFAULT) <= 0) return false;
    return H5Lexists(parent, path.c_str(), H5P_DEFAULT) > 0;
}

std::vector<std::string> names_in(hid_t group) {
    silence();
    using Entry = std::pair<std::int64_t, std::string>;  // place in order of creation, name
    std::vector<Entry> entries;
    auto const add = [](hid_t, char const* name, H5L_info_t const* link, void* list) -> herr_t {
        static_cast<std::vector<Entry>*>(list)->emplace_back(link->corder_valid ? link->corder : 0, name);
        return 0;
    };
    // In the order that the links lie in, sorted here: any other way HDF5 1.10 makes a table of them first, and frees
    // what was never set in it when the file is damaged.
    check(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_NATIVE, nullptr, add, &entries), "names of a group");
    std::sort(entries.begin(), entries.end());
    std::vector<std::string> names;
    for (auto& entry : entries) names.push_back(std::move(entry.second));
    return names;
}

Handle create_dataset(hid_t parent, std::string const& name, hid_t type, Layout const& layout) {
    silence();
    Handle const list = make_list(H5P_DATASET_CREATE);
    check(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "creation order");
    check(H5Pset_obj_track_times(list.get(), false), "time stamps");  // the same data make the same bytes
    if (layout.chunk.empty()) {
        check(H5Pset_alloc_time(list.get(), H5D_ALLOC_TIME_EARLY), "allocation");
    } else {
        check(H5Pset_chunk(list.get(), static_cast<int>(layout.chunk.size()), layout.chunk.data()), "chunks");
        if (layout.deflate > 0) {
            check(H5Pset_shuffle(list.get()), "shuffle");
            check(H5Pset_deflate(list.get(), static_cast<unsigned>(layout.deflate)), "compression");
        }
    }
    if (layout.use_fill) check(H5Pset_fill_value(list.get(), H5T_NATIVE_DOUBLE, &layout.fill), "fill value");
    Handle space;
    if (layout.dims.empty()) {
        space = checked(H5Screate(H5S_SCALAR), H5Sclose, "dataspace");
    } else {
        hsize_t const* most = layout.max_dims.empty() ? nullptr : layout.max_dims.data();
        space =
            checked(H5Screate_simple(static_cast<int>(layout.dims.size()), layout.dims.data(), most), H5Sclose, name);
    }
    hid_t const id = H5Dcreate2(parent, name.c_str(), type, space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT);
    return checked(id, H5Dclose, name);
}

Extent dims_of(hid_t dataset) {
    silence();
    Handle const space = checked(H5Dget_space(dataset), H5Sclose, "dataspace");
    int const rank = H5Sget_simple_extent_ndims(space.get());
    check(rank, "rank");
    Extent dims(static_cast<std::size_t>(rank));
    check(H5Sget_simple_extent_dims(space.get(), dims.data(), nullptr), "dimensions");
    return dims;
}

std::size_t n_values(Extent const& dims) {
    return std::accumulate(dims.begin(), dims.end(), std::size_t(1), std::multiplies<>());
}

void set_extent(hid_t dataset, Extent const& dims) {
    silence();
    check(H5Dset_extent(dataset, dims.data()), "cannot change the size of a dataset");
}

void write_raw(hid_t dataset, hid_t type, void const* data) {
    silence();
    check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "cannot write");
}

void write_raw(hid_t dataset, hid_t type, void const* data, Extent const& start, Extent const& count) {
    silence();
    Handle const space = selection(dataset, start, count);
    Handle const memory = memory_space(count);
    check(H5Dwrite(dataset, type, memory.get(), space.get(), H5P_DEFAULT, data), "cannot write");
}

void read_raw(hid_t dataset, hid_t type, void* data) {
    silence();
    check_read(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), dataset);
}

void read_raw(hid_t dataset, hid_t type, void* data, Extent const& start, Extent const& count) {
    silence();
    Handle const space = selection(dataset, start, count);
    Handle const memory = memory_space(count);
    check_read(H5Dread(dataset, type, memory.get(), space.get(), H5P_DEFAULT, data), dataset);
}

void require_plausible(hid_t dataset, Extent const& count) { detail::require_plausible_size(dataset, count); }

void write_strings(hid_t dataset, std::vector<std::string> const& values) {
    if (values.empty()) return;
    write_raw(dataset, string_type().get(), pointers_to(values).data());
}

void write_strings(hid_t dataset, std::vector<std::string> const& values, Extent const& start, Extent const& count) {
    if (values.empty()) return;
    write_raw(dataset, string_type().get(), pointers_to(values).data(), start, count);
}

std::vector<std::string> read_strings(hid_t dataset) {
    return take_strings(dataset, 0, dims_of(dataset),
                        [&](char** data) { read_raw(dataset, string_type().get(), data); });
}

std::vector<std::string> read_strings(hid_t dataset, Extent const& start, Extent const& count) {
    return take_strings(dataset, start.front(), count,
                        [&](char** data) { read_raw(dataset, string_type().get(), data, start, count); });
}

void set_attribute(hid_t object, std::string const& name, std::string_view text) {
    silence();
    Handle const type = checked(H5Tcopy(H5T_C_S1), H5Tclose, "string type");
    check(H5Tset_size(type.get(), text.empty() ? 1 : text.size()), "string type");
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "string type");
    Handle const space = checked(H5Screate(H5S_SCALAR), H5Sclose, "dataspace");
    if (has_attribute(object, name)) check(H5Adelete(object, name.c_str()), name);
    hid_t const id = H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT);
    Handle const attribute = checked(id, H5Aclose, name);
    check(H5Awrite(id, type.get(), text.empty() ? " " : text.data()), name);
}

void set_attribute_raw(hid_t object, std::string const& name, hid_t type, void const* data, hsize_t n) {
    silence();
    Handle attribute;
    if (has_attribute(object, name)) {
        attribute = checked(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, name);
    } else {
        Handle const space = checked(H5Screate_simple(1, &n, nullptr), H5Sclose, "dataspace");
        hid_t const id = H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT);
        attribute = checked(id, H5Aclose, name);
    }
    check(H5Awrite(attribute.get(), type, data), name);
}

bool has_attribute(hid_t object, std::string const& name) {
    silence();
    return H5Aexists(object, name.c_str()) > 0;
}

std::string read_text_attribute(hid_t object, std::string const& name) {
    silence();
    Handle const attribute = checked(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, name);
    Handle const type = checked(H5Aget_type(attribute.get()), H5Tclose, name);
    if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) > 0)
        throw RunError(name + ": is not a text of fixed length");
    std::string text(H5Tget_size(type.get()), '\0');
    check(H5Aread(attribute.get(), type.get(), text.data()), name);
    return text == " " ? "" : text;
}

void read_attribute_raw(hid_t object, std::string const& name, hid_t type, void* data) {
    silence();
    Handle const attribute = checked(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, name);
    check(H5Aread(attribute.get(), type, data), name);
}

std::size_t attribute_size(hid_t object, std::string const& name) {
    silence();
    Handle const attribute = checked(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, name);
    Handle const space = checked(H5Aget_space(attribute.get()), H5Sclose, name);
    return static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get()));
}

}  // namespace hacthanh::io::hdf5
