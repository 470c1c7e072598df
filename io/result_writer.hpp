#pragma once

#include "sim/state/ports/result_sink.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace hacthanh::io {

/// What a result file holds and how it is begun.
struct ResultWriterOptions {
    std::optional<double> fields_up_to_m{};  ///< store the layers that begin below this height; absent = all
    bool keep_fields = true;                 ///< false: of the concentrations only the lowest layer is stored
    bool keep_roads = true;                  ///< store the roads and their series
    bool keep_groups = true;                 ///< store their traffic by group of vehicles, too
    bool keep_wind = true;                   ///< store the wind whenever the weather has changed
    std::size_t resume_after_steps = 0;      ///< > 0: go on in the existing .part file after that many output steps
    int n_threads = 1;                       ///< for the compression; results do not depend on it
};

/// Writes one run to a netCDF-4/CF-1.8 file (docs/formats/results.md).
///
/// While the run lasts the file is `<path>.part`. After every write_step() that step survives a kill of the process at
/// any later moment, and other programs can read the file. When the disk is full, write_step() throws RunError and the
/// file keeps all steps before. finish() with a complete summary gives the file its name and makes it read-only.
/// Use from one thread at a time. Cost per step: see
/// `./do bench io`; nearly all is compression, spread over the threads.
class NetcdfResultSink : public state::ResultSink {
public:
    /// Makes or reopens the file. The header's city and mesh must outlive the sink.
    /// Throws RunError when the file cannot be written, InputError when the file to go on with is of another run's
    /// shape or holds fewer steps, or when the network's projection is not understood.
    NetcdfResultSink(state::RunHeader const& header, std::string path, ResultWriterOptions const& options = {});
    ~NetcdfResultSink() override;
    NetcdfResultSink(NetcdfResultSink const&) = delete;
    NetcdfResultSink& operator=(NetcdfResultSink const&) = delete;

    void write_step(state::OutputStep const& step) override;
    void finish(state::RunSummary const& summary) override;
    double helper_cpu_s() const override;

    /// Name of the file while it is being written.
    static std::string part_path(std::string const& path) { return path + ".part"; }

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::io
