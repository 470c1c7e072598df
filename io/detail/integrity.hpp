#pragma once
/// Checksums of a result file. Compressed chunks carry their own: each is a zlib stream that ends with the Adler-32 of
/// what it holds, and HDF5's metadata have theirs. The group `integrity` adds the CRC-32 of every variable that is
/// stored plain.

#include "io/hdf5.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

inline constexpr char const* integrity_group = "integrity";

/// One variable of a file as it is stored.
struct StoredVariable {
    std::string path;  ///< "budget/emitted"
    hdf5::Extent shape;
    std::uint64_t stored_bytes = 0;
    std::uint64_t plain_bytes = 0;  ///< uncompressed; of texts, their references
    bool compressed = false;
};

/// All variables below `root` that hold values (bare dimensions do not).
std::vector<StoredVariable> stored_variables(hid_t root);

/// Makes the group for all variables that are stored plain so far. Call it when all others are made.
void define_integrity(hid_t root);

/// Writes the sums of what the variables now hold. No metadata change: a kill leaves the file readable.
void seal_integrity(hid_t root);

/// Whether the sums were written: the run reached its end with schema 1.4 or later.
bool is_sealed(hid_t root);

/// What a check of all stored bytes found.
struct IntegrityCheck {
    bool sealed = false;      ///< the plain variables have sums: the run reached its end
    std::size_t sums = 0;     ///< plain variables compared with their sums
    std::size_t chunks = 0;   ///< compressed chunks whose checksum holds
    std::uint64_t bytes = 0;  ///< read for it
    std::vector<std::string> problems;
};

/// Reads every compressed chunk of the first `n_steps` steps and every plain variable.
IntegrityCheck check_integrity(hid_t root, std::size_t n_steps);

}  // namespace hacthanh::io::detail
