#pragma once

#include "sim/core/parallel.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hacthanh::io::detail {

/// Numbers of cells along z, y, x.
struct BoxShape {
    std::size_t nz = 0;
    std::size_t ny = 0;
    std::size_t nx = 0;

    std::size_t size() const { return nz * ny * nx; }
};

/// The chunk of a field in the file: about 1 MB, about 8 layers high and 150-200 cells wide, so that both one layer
/// and one column touch only a small part of the field.
BoxShape choose_chunk(BoxShape field);

/// One compressed chunk and where it begins.
struct PackedChunk {
    std::array<std::size_t, 3> begin{};  ///< z, y, x
    std::vector<unsigned char> bytes;    ///< byte shuffle, then zlib format, as HDF5's filters write it
};

/// Turns a field, by default a concentration in kg/m3, into compressed chunks, in parallel.
class FieldPacker {
public:
    static constexpr float ug_per_kg = 1e9F;

    /// @param field  shape to store: the lowest nz layers of what pack() is given
    /// @param bits      mantissa bits to keep, 0..23
    /// @param openness  of the cells (mesh::Openness), empty = all hold air; must outlive the packer
    /// @param scale     stored number per given number
    FieldPacker(BoxShape field, BoxShape chunk, int bits, int level, std::span<std::uint8_t const> openness = {},
                float scale = ug_per_kg)
        : field_(field), chunk_(chunk), bits_(bits), level_(level), openness_(openness), scale_(scale) {}

    /// The number of a cell as it is stored: times the scale, rounded; the fill value where there is no air.
    float stored(std::size_t cell, float value) const;

    /// @param values  [>= nz][ny][nx]
    /// Chunks in file order; what reaches over the field's edge is filled with the last value of its row.
    /// The same bytes for any number of threads.
    std::vector<PackedChunk> pack(std::span<float const> values, Parallel const& parallel) const;

    /// CPU time that pack() has used on other threads than its caller's so far [s]. Thread-safe.
    double helper_cpu_s() const { return helper_cpu_s_; }

private:
    void pack_one(std::span<float const> values, PackedChunk& chunk) const;
    void put_row(std::span<float const> values, std::size_t first_cell, std::size_t n, std::uint32_t* row) const;

    BoxShape field_;
    BoxShape chunk_;
    int bits_;
    int level_;
    std::span<std::uint8_t const> openness_;
    float scale_;
    mutable std::atomic<double> helper_cpu_s_ = 0;
};

}  // namespace hacthanh::io::detail
