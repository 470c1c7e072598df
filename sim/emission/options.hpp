#pragma once

#include <filesystem>
#include <optional>

namespace hacthanh::emission {

/// Settings of emissions (`[emission]`).
struct EmissionOptions {
    std::filesystem::path fleet;                     ///< fleet table (CSV); empty = what the traffic simulation reports
    std::optional<double> electric_motorbike_share;  ///< 0..1, in place of the table's share of the level "electric"
    std::optional<double> road_silt_load_g_m2;  ///< >= 0: resuspended road dust is added to the wear; absent = none
    /// 0..1: part of NOx that leaves the exhaust as NO2, where no fleet table says it; absent = not known
    std::optional<double> no2_share;
    bool allow_default_emission_class = false;  ///< accept SUMO's default class for types that name none
    /// Height over which a vehicle's wake mixes its exhaust, as a factor of its own height. EPA hot-spot guidance
    /// (EPA-420-B-21-037) takes 1.7.
    double wake_height_factor = 1.7;
};

}  // namespace hacthanh::emission
