#pragma once

#include "io/hdf5.hpp"
#include "sim/state/ports/traffic_record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// The small tables of a recording, kept in memory until it is finished.
struct RecordingSteps {
    std::vector<double> end_time_s;
    std::vector<std::uint32_t> n_vehicles;
    std::vector<std::uint32_t> n_types;        ///< known after the step
    std::vector<std::uint32_t> n_warnings;     ///< texts known after the step
    std::vector<state::TrafficTotals> totals;  ///< without warning texts

    void add(state::VehicleStates const& step, std::size_t types, state::TrafficTotals const& after);
};

void write_header(hid_t root, state::TrafficRecordHeader const& header);
state::TrafficRecordHeader read_header(hid_t root);

void write_steps(hid_t root, RecordingSteps const& steps);
RecordingSteps read_steps(hid_t root);

void write_types(hid_t root, std::vector<state::VehicleType> const& types);
std::vector<state::VehicleType> read_types(hid_t root);

void write_texts(hid_t group, std::string const& name, std::vector<std::string> const& texts);
std::vector<std::string> read_texts(hid_t group, std::string const& name);

}  // namespace hacthanh::io::detail
