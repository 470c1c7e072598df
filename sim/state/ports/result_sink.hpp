#pragma once

#include "sim/city/city.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/state/background.hpp"
#include "sim/state/cell_wind.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/kerb_series.hpp"
#include "sim/state/provenance.hpp"
#include "sim/state/receptor.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/run_summary.hpp"
#include "sim/state/vehicle_trace.hpp"
#include "sim/state/weather_use.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::state {

/// What is known before the first step. References must outlive the sink.
struct RunHeader {
    city::City const& city;
    mesh::CityMesh const& mesh;
    std::vector<Pollutant> species{};
    std::string title{};
    std::string title_vi{};
    std::string note{};  ///< shown on every picture, e.g. "Schematic road network: not for planning statements."
    std::string note_vi{};
    bool schematic = false;
    std::string epoch_utc{};   ///< UTC of traffic second 0, "YYYY-MM-DD hh:mm:ss"
    std::string utc_offset{};  ///< local time zone, "+07:00"
    double begin_s = 0;        ///< traffic clock
    double end_s = 0;
    double interval_s = 0;
    double spin_up_s = 0;  ///< output steps that end at or before begin + spin_up are marked and left out of means
    double significant_error = 0;  ///< greatest relative rounding of stored concentrations; 0 = lossless
    InflowProfile inflow{};
    Provenance provenance{};
    bool kerbs = false;       ///< steps bring concentrations at kerbs
    Background background{};  ///< per species, in the order of `species`; no values = none has one
    std::vector<Receptor> receptors{};
    double trace_interval_s = 0;  ///< vehicles are traced so often; 0 = not at all
};

/// Results of one output interval (begin, end]: a value that can wait to be written while the run goes on.
struct OutputStep {
    double begin_s = 0;  ///< traffic clock
    double end_s = 0;
    bool spin_up = false;
    ConcentrationField mean_concentration;  ///< mean over the interval [kg/m3]
    RoadSeries roads;
    std::uint64_t n_vehicles = 0;  ///< on the road at the end
    RunSummary summary;            ///< running account at the end of the interval
    WeatherUse weather{};
    std::vector<double> background{};  ///< per species, mean over the interval [kg/m3]; NaN = not known; may be empty
    KerbSeries kerbs{};                ///< means over the interval; empty without a kerb model
    ReceptorSeries receptors{};
    VehicleTrace trace{};
    std::optional<CellWind> wind{};  ///< at the end of the interval; absent = as at the end of the one before
};

/// Takes the results of one run, step by step. After write_step() returns, that step survives a kill of the
/// process. Implementations throw RunError when the medium fails; what was written stays readable.
class ResultSink {
public:
    virtual ~ResultSink() = default;
    virtual void write_step(OutputStep const& step) = 0;
    /// Closes the results. With `summary.complete` they get their final name and are made read-only.
    virtual void finish(RunSummary const& summary) = 0;
    /// CPU time that write_step() has used on other threads than its caller's so far [s]. Thread-safe.
    virtual double helper_cpu_s() const { return 0; }
};

}  // namespace hacthanh::state
