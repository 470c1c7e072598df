#pragma once
/// Traffic recordings on disk (docs/formats/recording.md).

#include "sim/state/ports/traffic_record.hpp"

#include <filesystem>
#include <memory>

namespace hacthanh::io {

/// Writes a recording step by step: lossless, compressed, with constant memory. It grows beside PATH until
/// finish() (io::FileBeside) and is removed when that is never called.
/// Throws RunError when the disk fails. One thread.
class TrafficRecordingWriter final : public state::TrafficRecordWriter {
public:
    TrafficRecordingWriter(std::filesystem::path path, state::TrafficRecordHeader const& header);
    ~TrafficRecordingWriter() override;

    void write_step(state::VehicleStates const& step, std::span<state::VehicleType const> types,
                    state::TrafficTotals const& totals) override;
    void finish(state::TrafficTotals const& totals) override;

private:
    class File;
    std::unique_ptr<File> file_;
};

/// Reads a recording step by step. Throws InputError for a file that is none, or of another schema. One thread.
class TrafficRecordingReader final : public state::TrafficRecordReader {
public:
    explicit TrafficRecordingReader(std::filesystem::path const& path);
    ~TrafficRecordingReader() override;

    state::TrafficRecordHeader const& header() const override;
    bool read_step(state::TrafficRecordStep& step) override;
    state::TrafficTotals const& final_totals() const override;

private:
    class File;
    std::unique_ptr<File> file_;
};

}  // namespace hacthanh::io
