#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace hacthanh::io::detail {

/// Mantissa bits of a float beyond the leading one.
inline constexpr int mantissa_bits = 23;

/// The fewest mantissa bits whose rounding error stays within `relative_error`: half a unit in the last of k bits is
/// 2^-(k+1). 0 (or less than a float resolves) keeps all.
inline int kept_bits(double relative_error) {
    if (relative_error <= 0) return mantissa_bits;
    for (int bits = 0; bits < mantissa_bits; ++bits)
        if (std::ldexp(1.0, -(bits + 1)) <= relative_error) return bits;
    return mantissa_bits;
}

/// Rounds to `bits` mantissa bits, to nearest, ties to even; the cut bits become zeros, which compress well.
/// Denormal numbers (below 1.2e-38), infinities and NaN stay as they are, as does a number that would round to
/// infinity, so the relative error bound holds for every finite value.
/// After R. Kouznetsov 2021, doi:10.5194/gmd-14-377-2021.
inline float round_mantissa(float value, int bits) {
    if (bits >= mantissa_bits) return value;
    auto const pattern = std::bit_cast<std::uint32_t>(value);
    std::uint32_t const exponent = pattern & 0x7F800000U;
    if (exponent == 0 || exponent == 0x7F800000U) return value;
    auto const cut = static_cast<std::uint32_t>(mantissa_bits - bits);
    std::uint32_t const half_less_one = (1U << (cut - 1)) - 1U;
    std::uint32_t const last_kept = (pattern >> cut) & 1U;
    std::uint32_t const rounded = (pattern + half_less_one + last_kept) & ~((1U << cut) - 1U);
    if ((rounded & 0x7F800000U) == 0x7F800000U) return value;
    return std::bit_cast<float>(rounded);
}

}  // namespace hacthanh::io::detail
