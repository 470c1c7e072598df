#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// What SUMO 1.15 takes as emission class of a type of vehicle class `vehicle_class` that names none, as libsumo
/// 1.15 answers ("Zero" gives off nothing); nothing when SUMO 1.15 does not know the vehicle class.
std::optional<std::string_view> default_emission_class(std::string_view vehicle_class);

/// True when SUMO 1.15 accepts the name in the permissions of a lane.
bool is_lane_permission(std::string_view vehicle_class);

/// Every name that SUMO 1.15 accepts in the permissions of a lane, but "all".
std::vector<std::string> lane_permissions();

/// The first name in a blank-separated list of lane permissions that SUMO 1.15 does not know, or nothing.
std::optional<std::string> unknown_permission(std::string_view list);

}  // namespace hacthanh::io
