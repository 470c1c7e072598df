#pragma once

#include "io/monitor_file.hpp"
#include "io/result_reader.hpp"
#include "sim/evaluation/evaluation.hpp"

#include <filesystem>
#include <optional>

namespace hacthanh::io::report {

/// Files with what was measured; absent ones are not used.
struct MeasuredFiles {
    std::optional<std::filesystem::path> monitors;  ///< docs/formats/monitors.md
    std::optional<std::filesystem::path> counts;    ///< docs/formats/demand.md
};

/// Holds a result against monitors and counts. Where the run covers less than nine tenths of an averaging time after
/// its spin-up, the row is left out and said. Throws InputError for bad tables and for a station without a place that
/// is no receptor of the run. Cost: for stations that are no receptors one column of cells per output step and species.
evaluation::Evaluation evaluate_result(ResultReader const& result, MeasuredFiles const& measured);

}  // namespace hacthanh::io::report
