#pragma once

#include <filesystem>
#include <string>

namespace hacthanh::demand {

/// Demand that the scenario itself gives (`[demand]`), and how planning works on demand. Paths are relative to the
/// scenario file.
struct DemandOptions {
    std::filesystem::path trips;      ///< table of single trips (CSV)
    std::filesystem::path matrix;     ///< origin-destination matrix (CSV); needs zones
    std::filesystem::path zones;      ///< polygons, or SUMO's <taz> (.xml)
    std::string zone_field;           ///< column with the zones' names; "" = guessed
    std::filesystem::path counts;     ///< counts on roads (CSV) that the demand must give
    std::filesystem::path profile;    ///< time of day (CSV); without one the matrix spreads evenly over the run
    std::string vehicle_shares;       ///< "motorbike=0.85 car=0.15"
    std::string routing = "fastest";  ///< fastest (on empty roads) or equilibrium
    bool keep_routes = false;         ///< the configuration's own routes stay, e.g. buses
    std::filesystem::path cache = "demand_cache";  ///< where made routes are kept, by content
    double relative_gap = 0.02;                    ///< of an equilibrium, > 0
    int most_days = 20;                            ///< simulations that seek it, >= 1
    double interval_s = 900;                       ///< drivers know travel times in steps of this length, > 0

    /// True when the scenario gives a demand.
    bool given() const { return !trips.empty() || !matrix.empty() || !counts.empty(); }
};

}  // namespace hacthanh::demand
