#pragma once

#include "sim/city/city.hpp"
#include "sim/state/traffic_totals.hpp"
#include "sim/state/vehicle_states.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::state {

/// What is known of a traffic recording before its first step. With its city it can be replayed anywhere.
struct TrafficRecordHeader {
    double begin_s = 0;  ///< traffic clock
    double end_s = 0;
    double step_s = 0;
    city::City city;        ///< EdgeIds of the recording are indices into its roads
    std::string simulator;  ///< e.g. "SUMO 1.15.0"
    std::int64_t seed = 0;
};

/// One recorded step, as VehicleStates but owning its arrays.
struct TrafficRecordStep {
    double end_time_s = 0;
    std::vector<std::uint32_t> vehicle;
    std::vector<EdgeId> edge;
    std::vector<VehicleTypeId> type;
    std::vector<double> x_from;
    std::vector<double> y_from;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> z;
    std::vector<double> speed;
    std::vector<double> acceleration;
    std::array<std::vector<double>, n_reported> emission_rate;
    std::vector<VehicleType> new_types;  ///< those not met in earlier steps
    TrafficTotals totals;                ///< as the source gave them after this step
};

/// Takes a traffic simulation step by step. Implementations throw RunError when the medium fails.
class TrafficRecordWriter {
public:
    virtual ~TrafficRecordWriter() = default;
    /// @param types   all types met so far, as TrafficSource::vehicle_types()
    /// @param totals  after this step
    virtual void write_step(VehicleStates const& step, std::span<VehicleType const> types,
                            TrafficTotals const& totals) = 0;
    /// Completes the recording. One that was not finished cannot be replayed.
    /// @param totals  of the whole run
    virtual void finish(TrafficTotals const& totals) = 0;
};

/// Gives a recording back, bit for bit.
class TrafficRecordReader {
public:
    virtual ~TrafficRecordReader() = default;
    virtual TrafficRecordHeader const& header() const = 0;
    /// Reads the next step into `step`; false after the last.
    virtual bool read_step(TrafficRecordStep& step) = 0;
    /// Totals that finish() was given.
    virtual TrafficTotals const& final_totals() const = 0;
};

}  // namespace hacthanh::state
