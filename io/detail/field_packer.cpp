#include "io/detail/field_packer.hpp"

#include "io/detail/bit_rounding.hpp"
#include "io/detail/netcdf.hpp"
#include "sim/core/error.hpp"
#include "sim/core/stopwatch.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <thread>

namespace hacthanh::io::detail {
namespace {

constexpr std::size_t widest = 200;  // cells
constexpr std::size_t tallest = 8;   // layers

std::size_t blocks(std::size_t n, std::size_t size) { return (n + size - 1) / size; }

/// Cuts n into equal parts of at most `most`, the last one perhaps smaller.
std::size_t even_part(std::size_t n, std::size_t most) { return blocks(n, blocks(n, most)); }

/// Byte planes one after the other, the order of HDF5's shuffle filter. @param row  n values, number `at` and on of
/// `all`
void put_shuffled(std::uint32_t const* row, std::size_t n, std::size_t at, std::size_t all, unsigned char* planes) {
    for (unsigned byte = 0; byte < 4; ++byte) {
        unsigned char* const plane = planes + byte * all + at;
        for (std::size_t i = 0; i < n; ++i) plane[i] = static_cast<unsigned char>(row[i] >> (8U * byte));
    }
}

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

/// zlib format, whose Adler-32 at the end is the chunk's checksum.
std::vector<unsigned char> deflated(std::vector<unsigned char> const& plain, int level) {
    thread_local std::map<int, std::unique_ptr<libdeflate_compressor, FreeCompressor>> compressors;
    auto& compressor = compressors[level];
    if (!compressor) compressor.reset(libdeflate_alloc_compressor(level));
    if (!compressor) throw RunError("cannot start the compression of results");
    std::vector<unsigned char> packed(libdeflate_zlib_compress_bound(compressor.get(), plain.size()));
    packed.resize(libdeflate_zlib_compress(compressor.get(), plain.data(), plain.size(), packed.data(), packed.size()));
    if (packed.empty()) throw RunError("cannot compress results");
    packed.shrink_to_fit();
    return packed;
}

}  // namespace

BoxShape choose_chunk(BoxShape field) {
    return {even_part(field.nz, tallest), even_part(field.ny, widest), even_part(field.nx, widest)};
}

float FieldPacker::stored(std::size_t cell, float value) const {
    if (!openness_.empty() && openness_[cell] == 0) return fill_value;
    return round_mantissa(value * scale_, bits_);
}

void FieldPacker::put_row(std::span<float const> values, std::size_t first_cell, std::size_t n,
                          std::uint32_t* row) const {
    float const* const from = values.data() + first_cell;
    int const bits = bits_;
    float const scale = scale_;
    for (std::size_t i = 0; i < n; ++i) row[i] = std::bit_cast<std::uint32_t>(round_mantissa(from[i] * scale, bits));
    if (openness_.empty()) return;
    std::uint8_t const* const open = openness_.data() + first_cell;
    constexpr auto missing = std::bit_cast<std::uint32_t>(fill_value);
    for (std::size_t i = 0; i < n; ++i) row[i] = open[i] == 0 ? missing : row[i];
}

void FieldPacker::pack_one(std::span<float const> values, PackedChunk& chunk) const {
    std::size_t const n = chunk_.size();
    std::vector<unsigned char> planes(4 * n);
    std::vector<std::uint32_t> row(chunk_.nx);
    std::size_t const inside = std::min(chunk_.nx, field_.nx - chunk.begin[2]);
    std::size_t at = 0;
    for (std::size_t k = 0; k < chunk_.nz; ++k)
        for (std::size_t j = 0; j < chunk_.ny; ++j) {
            std::size_t const z = std::min(chunk.begin[0] + k, field_.nz - 1);
            std::size_t const y = std::min(chunk.begin[1] + j, field_.ny - 1);
            put_row(values, (z * field_.ny + y) * field_.nx + chunk.begin[2], inside, row.data());
            std::fill(row.begin() + static_cast<std::ptrdiff_t>(inside), row.end(), row[inside - 1]);
            put_shuffled(row.data(), chunk_.nx, at, n, planes.data());
            at += chunk_.nx;
        }
    chunk.bytes = deflated(planes, level_);
}

std::vector<PackedChunk> FieldPacker::pack(std::span<float const> values, Parallel const& parallel) const {
    std::vector<PackedChunk> chunks;
    for (std::size_t z = 0; z < field_.nz; z += chunk_.nz)
        for (std::size_t y = 0; y < field_.ny; y += chunk_.ny)
            for (std::size_t x = 0; x < field_.nx; x += chunk_.nx) chunks.push_back({{z, y, x}, {}});
    auto const caller = std::this_thread::get_id();
    parallel.for_blocks(chunks.size(), 1, [&](std::size_t begin, std::size_t end) {
        double const cpu_before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        for (std::size_t i = begin; i < end; ++i) pack_one(values, chunks[i]);
        if (std::this_thread::get_id() != caller)
            helper_cpu_s_.fetch_add(cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_before);
    });
    return chunks;
}

}  // namespace hacthanh::io::detail
