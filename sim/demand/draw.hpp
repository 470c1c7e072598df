#pragma once

#include <cstdint>
#include <string_view>

namespace hacthanh::demand {

/// A number in [0, 1) that belongs to (seed, name, index) and to nothing else: a trip draws the same lot in every
/// variant of a network, whatever other trips there are.
///
/// FNV-1a of the name, mixed with SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). Thread-safe.
inline double draw(std::int64_t seed, std::string_view name, std::uint64_t index = 0) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, 64 bit: offset basis and prime
    for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::uint64_t z = hash + static_cast<std::uint64_t>(seed) * 0x9e3779b97f4a7c15 + index * 0xd1342543de82ef95;
    for (int round = 0; round < 2; ++round) {  // SplitMix64's finaliser
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        z ^= z >> 31;
    }
    return static_cast<double>(z >> 11) * 0x1.0p-53;
}

}  // namespace hacthanh::demand
