#include "io/detail/untrusted.hpp"

#include "io/detail/chunks.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <string_view>
#include <utility>

namespace hacthanh::io::detail {
namespace {

constexpr double most_per_byte = 1100;    // of deflate, with room for whole chunks
constexpr double small_enough = 1 << 22;  // bytes that need no look at the file
constexpr std::size_t reference_size = 16;
constexpr std::size_t heap_header_size = 16;
constexpr std::size_t heap_object_header_size = 16;
constexpr std::uint64_t largest_collection = 1 << 28;

/// The file of a dataset, if it was opened to be read only.
class ReadFile {
public:
    explicit ReadFile(hid_t dataset) : file_(hdf5::checked(H5Iget_file_id(dataset), H5Fclose, "file")) {
        unsigned intent = 0;
        hdf5::check(H5Fget_intent(file_.get(), &intent), "file");
        read_only_ = (intent & H5F_ACC_RDWR) == 0;
        void* handle = nullptr;
        hdf5::check(H5Fget_vfd_handle(file_.get(), H5P_DEFAULT, &handle), "file descriptor");
        descriptor_ = *static_cast<int const*>(handle);
        struct stat status {};
        if (fstat(descriptor_, &status) == 0) size_ = static_cast<std::uint64_t>(status.st_size);
    }

    bool read_only() const { return read_only_; }
    std::uint64_t size() const { return size_; }

    std::vector<unsigned char> bytes(std::uint64_t at, std::uint64_t n) const {
        if (at > size_ || n > size_ - at) throw RunError("a text lies beyond the end of the file");
        std::vector<unsigned char> data(n);
        if (pread(descriptor_, data.data(), n, static_cast<off_t>(at)) != static_cast<ssize_t>(n))
            throw RunError("cannot read texts");
        return data;
    }

private:
    hdf5::Handle file_;
    bool read_only_ = false;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

template <class T>
T number_at(std::vector<unsigned char> const& bytes, std::size_t at) {
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

/// Sizes of the objects of one collection by their index.
std::map<std::uint16_t, std::uint64_t> objects_of(ReadFile const& file, std::uint64_t address) {
    std::string const damaged = "the texts of the file are damaged";
    auto const header = file.bytes(address, heap_header_size);
    auto const size = number_at<std::uint64_t>(header, 8);
    bool const sound = std::string_view(reinterpret_cast<char const*>(header.data()), 4) == "GCOL" && header[4] == 1 &&
                       size >= 4096 && size <= largest_collection;
    if (!sound) throw RunError(damaged);
    auto const heap = file.bytes(address, size);
    std::map<std::uint16_t, std::uint64_t> objects;
    for (std::size_t at = heap_header_size; at + heap_object_header_size <= size;) {
        auto const index = number_at<std::uint16_t>(heap, at);
        auto const length = number_at<std::uint64_t>(heap, at + 8);
        std::size_t const left = size - at;
        if (length > left) throw RunError(damaged);
        std::size_t const needed = index == 0 ? length : heap_object_header_size + (length + 7) / 8 * 8;
        if (needed > left || needed < heap_object_header_size || needed % 8 != 0) throw RunError(damaged);
        if (!objects.emplace(index, length).second) throw RunError(damaged);
        at += needed;
    }
    return objects;
}

/// The references of texts `begin` to `end` (along the first dimension) as they stand in the file.
std::vector<unsigned char> references_of(hid_t dataset, ReadFile const& file, hsize_t begin, hsize_t end) {
    hdf5::Handle const list = hdf5::checked(H5Dget_create_plist(dataset), H5Pclose, "property list");
    if (H5Pget_nfilters(list.get()) != 0) throw RunError("texts are stored in an unknown way");
    hdf5::Extent const dims = hdf5::dims_of(dataset);
    std::vector<unsigned char> references;
    hsize_t row_size = reference_size;
    for (std::size_t d = 1; d < dims.size(); ++d) row_size *= dims[d];
    switch (H5Pget_layout(list.get())) {
        case H5D_CONTIGUOUS: {
            haddr_t const offset = H5Dget_offset(dataset);
            if (offset == HADDR_UNDEF) return references;  // nothing was ever written
            require_plausible_size(dataset, dims);
            if (dims.empty()) return file.bytes(offset, reference_size);
            end = std::min(end, dims[0]);
            return begin < end ? file.bytes(offset + begin * row_size, (end - begin) * row_size) : references;
        }
        case H5D_CHUNKED: {
            std::vector<unsigned char> chunk;
            require_plausible_size(dataset, dims);
            for_each_chunk(dataset, dims.at(0), [&](hdf5::Extent const& at) {
                hsize_t size = 0;
                if (H5Dget_chunk_storage_size(dataset, at.data(), &size) < 0 || size == 0) return;
                if (size > file.size()) throw RunError("texts are stored in an unknown way");
                read_chunk(dataset, at, chunk);
                if (dims.size() > 1) {  // whole chunks: their rows need not lie one after the other
                    references.insert(references.end(), chunk.begin(), chunk.end());
                    return;
                }
                hsize_t const rows = chunk.size() / reference_size;
                hsize_t const from = std::clamp(begin, at[0], at[0] + rows) - at[0];
                hsize_t const to = std::clamp(end, at[0], at[0] + rows) - at[0];
                references.insert(references.end(), chunk.begin() + static_cast<std::ptrdiff_t>(from * reference_size),
                                  chunk.begin() + static_cast<std::ptrdiff_t>(to * reference_size));
            });
            return references;
        }
        default: throw RunError("texts are stored in an unknown way");
    }
}

}  // namespace

void require_plausible_size(hid_t dataset, hdf5::Extent const& count) {
    hdf5::silence();
    hdf5::Handle const type = hdf5::checked(H5Dget_type(dataset), H5Tclose, "type");
    auto const bytes_of = [&](hdf5::Extent const& extent) {
        auto bytes = static_cast<double>(H5Tget_size(type.get()));
        for (hsize_t const n : extent) bytes *= static_cast<double>(n);
        return bytes;
    };
    double most = bytes_of(count);
    hdf5::Handle const list = hdf5::checked(H5Dget_create_plist(dataset), H5Pclose, "property list");
    if (H5Pget_layout(list.get()) == H5D_CHUNKED) most = std::max(most, bytes_of(chunk_of(dataset)));
    if (most <= small_enough) return;
    ReadFile const file(dataset);
    if (file.read_only() && most > most_per_byte * static_cast<double>(file.size()))
        throw RunError("a variable claims to be larger than the file can hold");
}

void require_sound_texts(hid_t dataset, hsize_t begin, hsize_t end) {
    hdf5::silence();
    ReadFile const file(dataset);
    if (!file.read_only()) return;
    auto const references = references_of(dataset, file, begin, end);
    std::map<std::uint64_t, std::map<std::uint16_t, std::uint64_t>> collections;
    for (std::size_t at = 0; at + reference_size <= references.size(); at += reference_size) {
        auto const length = number_at<std::uint32_t>(references, at);
        auto const address = number_at<std::uint64_t>(references, at + 4);
        auto const index = number_at<std::uint32_t>(references, at + 12);
        if (address == 0) continue;  // HDF5 takes it for an empty text
        auto known = collections.find(address);
        if (known == collections.end()) known = collections.emplace(address, objects_of(file, address)).first;
        auto const object =
            index == 0 || index > 0xFFFF ? known->second.end() : known->second.find(static_cast<std::uint16_t>(index));
        if (object == known->second.end() || object->second != length)
            throw RunError("the texts of the file are damaged");
    }
}

}  // namespace hacthanh::io::detail
