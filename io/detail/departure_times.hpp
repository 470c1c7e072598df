#pragma once

#include "io/xml.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace hacthanh::io::detail {

/// The departures of a flow in [begin_s, end_s): evenly spaced for number, period, perHour and vehsPerHour; by lot for
/// probability (each second) and exp(rate). Throws InputError when the flow gives none of them or a broken one.
/// @param file  where it stands, for messages
std::vector<double> departure_times(XmlElement const& flow, double begin_s, double end_s, std::int64_t seed,
                                    std::filesystem::path const& file);

}  // namespace hacthanh::io::detail
