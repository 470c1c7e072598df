#pragma once

namespace hacthanh::emission {

/// Settings of emissions (`[emission]`).
struct EmissionOptions {
    bool allow_default_emission_class = false;  ///< accept SUMO's default class for types that name none
    /// Height over which a vehicle's wake mixes its exhaust, as a factor of its own height. EPA hot-spot guidance
    /// (EPA-420-B-21-037) takes 1.7.
    double wake_height_factor = 1.7;
};

}  // namespace hacthanh::emission
