#pragma once
/// What must hold before the HDF5 library is let loose on data of a file from elsewhere: HDF5 1.10 trusts sizes and the
/// global heap, which has no checksum, and would read or write beyond its buffers.

#include "io/hdf5.hpp"

namespace hacthanh::io::detail {

/// Throws RunError when `count` values of a dataset, or one of its chunks, cannot be in a file of this size: deflate
/// packs at most 1032 bytes into one. Files that are being written are our own and pass.
void require_plausible_size(hid_t dataset, hdf5::Extent const& count);

/// Throws RunError unless every text in rows `begin` to `end` of the dataset lies whole in a sound collection of the
/// global heap (HDF5 File Format Specification 3.0, III.E). Rows beyond are not looked at: a killed run may have begun
/// one. Files that are being written pass. Cost: reads the references and their collections.
void require_sound_texts(hid_t dataset, hsize_t begin, hsize_t end);

}  // namespace hacthanh::io::detail
