#pragma once
/// Random numbers as a function of what they are for, not of how many were drawn before: the same for any number of
/// threads and any order of work.

#include <array>
#include <cstdint>

namespace hacthanh {

/// 128 random bits for a counter and a key: Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405). Passes
/// BigCrush; different counters or keys give independent numbers. For kernels compiled for several processors: no
/// state, no tables, inlined everywhere.
__attribute__((always_inline)) static inline constexpr std::array<std::uint32_t, 4> philox(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    std::uint32_t c0 = counter[0];
    std::uint32_t c1 = counter[1];
    std::uint32_t c2 = counter[2];
    std::uint32_t c3 = counter[3];
    std::uint32_t k0 = key[0];
    std::uint32_t k1 = key[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
        std::uint64_t const a = std::uint64_t{0xD2511F53U} * c0;
        std::uint64_t const b = std::uint64_t{0xCD9E8D57U} * c2;
        c0 = static_cast<std::uint32_t>(b >> 32U) ^ c1 ^ k0;
        c1 = static_cast<std::uint32_t>(b);
        c2 = static_cast<std::uint32_t>(a >> 32U) ^ c3 ^ k1;
        c3 = static_cast<std::uint32_t>(a);
        k0 += 0x9E3779B9U;
        k1 += 0xBB67AE85U;
    }
    return {c0, c1, c2, c3};
}

/// A number in (0, 1) from random bits; its smallest value is 2^-25.
__attribute__((always_inline)) static inline constexpr float uniform(std::uint32_t bits) {
    return (static_cast<float>(static_cast<std::int32_t>(bits >> 8U)) + 0.5F) * 0x1p-24F;
}

}  // namespace hacthanh
