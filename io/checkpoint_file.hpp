#pragma once

#include "sim/state/ports/checkpoint_store.hpp"

#include <string>

namespace hacthanh::io {

/// Keeps checkpoints in one HDF5 file, uncompressed and exact to the bit (docs/formats/checkpoint.md).
///
/// save() writes a new file beside the old one, waits until it is on the medium and renames it, so that a kill at any
/// moment leaves the old or the new one. Throws RunError when the disk is full; the old one stays.
class CheckpointFile : public state::CheckpointStore {
public:
    /// @param path  e.g. "run.nc.checkpoint"
    explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

    void save(state::Checkpoint const& checkpoint) override;
    std::optional<state::Checkpoint> load(mesh::CityMesh const& mesh, std::string const& run_key) const override;
    void remove() override;

    /// The name that goes with a result file.
    static std::string path_for(std::string const& result_path) { return result_path + ".checkpoint"; }

private:
    std::string path_;
};

}  // namespace hacthanh::io
