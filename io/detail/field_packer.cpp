#include "io/detail/field_packer.hpp"

#include "io/detail/bit_rounding.hpp"
#include "io/detail/netcdf.hpp"
#include "sim/core/error.hpp"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace hacthanh::io::detail {
namespace {

constexpr std::size_t widest = 200;  // cells
constexpr std::size_t tallest = 8;   // layers
constexpr float ug_per_kg = 1e9F;

std::size_t blocks(std::size_t n, std::size_t size) { return (n + size - 1) / size; }

/// Cuts n into equal parts of at most `most`, the last one perhaps smaller.
std::size_t even_part(std::size_t n, std::size_t most) { return blocks(n, blocks(n, most)); }

/// Byte planes one after the other, the order of HDF5's shuffle filter.
void put_shuffled(float value, std::size_t at, std::size_t n, unsigned char* planes) {
    auto const pattern = std::bit_cast<std::uint32_t>(value);
    for (unsigned byte = 0; byte < 4; ++byte)
        planes[byte * n + at] = static_cast<unsigned char>(pattern >> (8U * byte));
}

std::vector<unsigned char> deflated(std::vector<unsigned char> const& plain, int level) {
    z_stream stream{};
    if (deflateInit(&stream, level) != Z_OK) throw RunError("cannot start the compression of results");
    std::vector<unsigned char> packed(deflateBound(&stream, plain.size()));
    stream.next_in = const_cast<unsigned char*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    int const status = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw RunError("cannot compress results");
    return packed;
}

}  // namespace

BoxShape choose_chunk(BoxShape field) {
    return {even_part(field.nz, tallest), even_part(field.ny, widest), even_part(field.nx, widest)};
}

float FieldPacker::stored(std::size_t cell, float kg_per_m3) const {
    if (!openness_.empty() && openness_[cell] == 0) return fill_value;
    return round_mantissa(kg_per_m3 * ug_per_kg, bits_);
}

void FieldPacker::pack_one(std::span<float const> values, PackedChunk& chunk) const {
    std::size_t const n = chunk_.size();
    std::vector<unsigned char> planes(4 * n);
    std::size_t at = 0;
    for (std::size_t k = 0; k < chunk_.nz; ++k)
        for (std::size_t j = 0; j < chunk_.ny; ++j) {
            std::size_t const z = std::min(chunk.begin[0] + k, field_.nz - 1);
            std::size_t const y = std::min(chunk.begin[1] + j, field_.ny - 1);
            std::size_t const row = (z * field_.ny + y) * field_.nx;
            for (std::size_t i = 0; i < chunk_.nx; ++i) {
                std::size_t const cell = row + std::min(chunk.begin[2] + i, field_.nx - 1);
                put_shuffled(stored(cell, values[cell]), at++, n, planes.data());
            }
        }
    chunk.bytes = deflated(planes, level_);
}

std::vector<PackedChunk> FieldPacker::pack(std::span<float const> values, Parallel const& parallel) const {
    std::vector<PackedChunk> chunks;
    for (std::size_t z = 0; z < field_.nz; z += chunk_.nz)
        for (std::size_t y = 0; y < field_.ny; y += chunk_.ny)
            for (std::size_t x = 0; x < field_.nx; x += chunk_.nx) chunks.push_back({{z, y, x}, {}});
    parallel.for_blocks(chunks.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) pack_one(values, chunks[i]);
    });
    return chunks;
}

}  // namespace hacthanh::io::detail
