#include "io/detail/integrity.hpp"

#include "io/detail/chunks.hpp"
#include "io/detail/netcdf.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace hacthanh::io::detail {
namespace {

constexpr char const* sums_name = "crc32";
constexpr char const* paths_name = "variable";
constexpr char const* sealed_name = "sealed";

std::string in_group(char const* name) { return std::string(integrity_group) + "/" + name; }

bool is_bare_dimension(hid_t dataset) {
    if (!hdf5::has_attribute(dataset, "NAME")) return false;
    return hdf5::read_text_attribute(dataset, "NAME").starts_with("This is a netCDF dimension but not a netCDF var");
}

void collect(hid_t group, std::string const& prefix, std::vector<StoredVariable>& found) {
    for (auto const& name : hdf5::names_in(group)) {
        hdf5::Handle const object = hdf5::checked(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose, name);
        H5I_type_t const type = H5Iget_type(object.get());
        if (type == H5I_GROUP && prefix + name != integrity_group) collect(object.get(), prefix + name + "/", found);
        if (type != H5I_DATASET || is_bare_dimension(object.get())) continue;
        hdf5::Handle const list = hdf5::checked(H5Dget_create_plist(object.get()), H5Pclose, "property list");
        hdf5::Handle const values = hdf5::checked(H5Dget_type(object.get()), H5Tclose, "type");
        StoredVariable variable{prefix + name, hdf5::dims_of(object.get())};
        variable.stored_bytes = H5Dget_storage_size(object.get());
        variable.plain_bytes = hdf5::n_values(variable.shape) * H5Tget_size(values.get());
        variable.compressed = H5Pget_nfilters(list.get()) > 0;
        found.push_back(std::move(variable));
    }
}

std::vector<std::string> plain_paths(hid_t root) {
    std::vector<std::string> paths;
    for (auto const& variable : stored_variables(root))
        if (!variable.compressed) paths.push_back(variable.path);
    return paths;
}

/// CRC-32 of the values as they stand in the file; of texts, each with a closing zero.
std::uint32_t sum_of(hid_t root, std::string const& path) {
    hdf5::Handle const dataset = hdf5::open_dataset(root, path);
    hdf5::Handle const type = hdf5::checked(H5Dget_type(dataset.get()), H5Tclose, "type");
    std::uint32_t sum = 0;
    if (H5Tis_variable_str(type.get()) > 0) {
        for (auto const& text : hdf5::read_strings(dataset.get()))
            sum = libdeflate_crc32(sum, text.c_str(), text.size() + 1);
        return sum;
    }
    hdf5::Extent const dims = hdf5::dims_of(dataset.get());
    hdf5::require_plausible(dataset.get(), dims);
    std::vector<unsigned char> bytes(hdf5::n_values(dims) * H5Tget_size(type.get()));
    if (!bytes.empty()) hdf5::read_raw(dataset.get(), type.get(), bytes.data());
    return libdeflate_crc32(sum, bytes.data(), bytes.size());
}

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

/// Unpacks every chunk of one variable.
class ChunkCheck {
public:
    void run(hid_t root, StoredVariable const& variable, std::size_t n_rows, IntegrityCheck& result) {
        hdf5::Handle const dataset = hdf5::open_dataset(root, variable.path);
        hdf5::Handle const type = hdf5::checked(H5Dget_type(dataset.get()), H5Tclose, "type");
        hdf5::require_plausible(dataset.get(), {});
        plain_.resize(hdf5::n_values(chunk_of(dataset.get())) * H5Tget_size(type.get()));
        for_each_chunk(dataset.get(), n_rows, [&](hdf5::Extent const& at) {
            std::string const where = fmt::format("{} at [{}]", variable.path, fmt::join(at, ", "));
            try {
                auto const filters = read_chunk(dataset.get(), at, packed_);
                result.bytes += packed_.size();
                std::size_t size = 0;
                auto const status = libdeflate_zlib_decompress(decompressor_.get(), packed_.data(), packed_.size(),
                                                               plain_.data(), plain_.size(), &size);
                if (filters != 0 || status != LIBDEFLATE_SUCCESS || size != plain_.size())
                    result.problems.push_back(where + ": the chunk is damaged (its checksum does not hold)");
                else
                    ++result.chunks;
            } catch (RunError const& error) {
                result.problems.push_back(fmt::format("{}: cannot be read ({})", where, error.what()));
            }
        });
    }

private:
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_{libdeflate_alloc_decompressor()};
    std::vector<unsigned char> packed_, plain_;
};

void check_sums(hid_t root, IntegrityCheck& result) {
    result.sealed = is_sealed(root);
    if (!result.sealed) return;
    auto const paths = hdf5::read_strings(hdf5::open_dataset(root, in_group(paths_name)).get());
    auto const sums = hdf5::read<std::uint32_t>(hdf5::open_dataset(root, in_group(sums_name)).get());
    auto const present = plain_paths(root);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        try {
            if (sum_of(root, paths[i]) == sums.at(i))
                ++result.sums;
            else
                result.problems.push_back(paths[i] + ": is damaged (its checksum does not hold)");
        } catch (RunError const& error) {
            result.problems.push_back(fmt::format("{}: cannot be read ({})", paths[i], error.what()));
        }
    }
    for (auto const& path : present)
        if (std::ranges::find(paths, path) == paths.end()) result.problems.push_back(path + ": has no checksum");
}

}  // namespace

std::vector<StoredVariable> stored_variables(hid_t root) {
    std::vector<StoredVariable> found;
    collect(root, "", found);
    return found;
}

bool is_sealed(hid_t root) {
    return hdf5::exists(root, integrity_group) &&
           hdf5::read<std::int8_t>(hdf5::open_dataset(root, in_group(sealed_name)).get()).at(0) != 0;
}

void define_integrity(hid_t root) {
    auto const paths = plain_paths(root);
    hdf5::Handle const opened = hdf5::create_group(root, integrity_group);
    hid_t const group = opened.get();
    Dimension const variable = bare_dimension(group, "plain_variable", paths.size());
    define_text(group, paths_name, {&variable}, {{"long_name", "variables that are stored uncompressed"}}, paths);
    define_with<std::uint32_t>(group, sums_name, {&variable}, {{"long_name", "CRC-32 of the stored bytes"}},
                               std::vector<std::uint32_t>(paths.size(), 0));
    std::int8_t const no = 0;
    hdf5::Handle const sealed =
        define(group, sealed_name, H5T_NATIVE_INT8, {}, {{"long_name", "1 when the sums were written"}});
    hdf5::write_raw(sealed.get(), H5T_NATIVE_INT8, &no);
}

void seal_integrity(hid_t root) {
    std::vector<std::uint32_t> sums;
    for (auto const& path : hdf5::read_strings(hdf5::open_dataset(root, in_group(paths_name)).get()))
        sums.push_back(sum_of(root, path));
    hdf5::write<std::uint32_t>(hdf5::open_dataset(root, in_group(sums_name)).get(), sums);
    std::int8_t const yes = 1;
    hdf5::write_raw(hdf5::open_dataset(root, in_group(sealed_name)).get(), H5T_NATIVE_INT8, &yes);
}

IntegrityCheck check_integrity(hid_t root, std::size_t n_steps) {
    IntegrityCheck result;
    ChunkCheck chunks;
    for (auto const& variable : stored_variables(root))
        if (variable.compressed) chunks.run(root, variable, n_steps, result);
    check_sums(root, result);
    return result;
}

}  // namespace hacthanh::io::detail
