#pragma once
/// A disk that fails on command: this test program's own pwrite() stands between the HDF5 library and the system.

#include <cstdint>

namespace hacthanh::io::testing {

enum class Fault {
    none,       ///< count only
    kill,       ///< SIGKILL in place of the write
    torn_kill,  ///< write up to the first page border, then SIGKILL
    disk_full,  ///< this write and all later ones, and reservations of space, fail with ENOSPC
};

/// From now on, the write with that number (from 0) below `folder` meets the fault.
void arm_fault(char const* folder, Fault fault, std::uint64_t write_number);

/// Writes below the folder since arm_fault().
std::uint64_t writes_seen();

}  // namespace hacthanh::io::testing
