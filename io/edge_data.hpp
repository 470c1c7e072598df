#pragma once

#include "sim/demand/learned_times.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What SUMO counted on one road in one interval.
struct EdgeCount {
    std::string edge;
    double begin_s = 0;
    double end_s = 0;
    double entered = 0;  ///< vehicles that came onto it, by departing there too
};

/// SUMO's edgeData output.
struct EdgeData {
    std::vector<demand::RoadSample> samples;  ///< vehicles and vehicle seconds, by interval
    std::vector<EdgeCount> counts;
};

/// Reads an edgeData file. Throws InputError when it is none. Constant memory but for the result.
EdgeData read_edge_data(std::filesystem::path const& file, demand::Intervals const& intervals);

/// Writes the additional file that makes SUMO write edge data, internal edges too, into `output` (relative to this
/// file).
void write_edge_data_order(std::filesystem::path const& file, demand::Intervals const& intervals,
                           std::string const& output);

/// Writes learned travel times as weights for duarouter. @param surcharge_s  added on these edges
void write_edge_weights(std::filesystem::path const& file, demand::LearnedTimes const& times,
                        std::map<std::string, double> const& surcharge_s = {});

}  // namespace hacthanh::io
