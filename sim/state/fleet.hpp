#pragma once
/// What a fleet table says: from a vehicle type to what its vehicles give off (docs/formats/fleet.md).

#include "sim/core/pollutant.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::state {

/// Where the mass of a pollutant comes from.
enum class EmissionSource : unsigned char {
    none,     ///< nothing is given off
    traffic,  ///< what the traffic simulation reports for the vehicle, x scale ("sumo")
    average,  ///< a factor per distance driven, x scale
    table,    ///< the class's own table over speed and acceleration, x scale
};

/// Whose tyres, brakes and roads wear (EMEP/EEA 1.A.3.b.vi-vii).
enum class WearClass : unsigned char { none, motorcycle, car, van, truck, bus };
inline constexpr std::array<std::string_view, 6> wear_class_names = {"none", "motorcycle", "car",
                                                                     "van",  "truck",      "bus"};

/// Emission rates on a grid of speeds and accelerations.
struct RateTable {
    std::vector<double> speed;         ///< [m/s], ascending, at least two
    std::vector<double> acceleration;  ///< [m/s2], ascending, at least two
    std::vector<PerReported> rate;     ///< [speed][acceleration] [kg/s], >= 0
};

/// A part of a vehicle class: its vehicles of one Euro or motorcycle level.
struct FleetLevel {
    std::string name;  ///< "level 3", "Euro 4"; "" when the class is not divided
    double share = 1;  ///< of the class's vehicles, 0..1; the levels of a class add up to 1

    std::array<EmissionSource, n_reported> source{};  ///< per reported pollutant
    PerReported scale{1, 1, 1, 1, 1, 1};              ///< factor on the source, >= 0
    PerReported factor_kg_m{};                        ///< of the source `average`
    double evaporation_kg_m = 0;                      ///< running losses of HC
    double methane_kg_m = 0;
    PerReported start_kg{};         ///< per start of a cold engine
    double start_share = 1;         ///< of the trips, those that begin with a cold start
    double exhaust_share = 1;       ///< of the source's PM, the part that is exhaust; the rest is wear that it contains
    double no2_share = 0;           ///< of NOx, the part that leaves the exhaust as NO2
    double black_carbon_share = 0;  ///< of the exhaust PM
    WearClass wear = WearClass::none;
};

/// The vehicles that one class of the table stands for.
struct FleetClass {
    std::string name;  ///< a vehicle type of the traffic simulation, or one of its vehicle classes ("motorcycle")
    std::vector<FleetLevel> levels;
    std::optional<RateTable> table;  ///< of the levels whose source is `table`

    /// Whether what the traffic simulation reports matters for any pollutant.
    bool uses_traffic() const {
        return std::ranges::any_of(levels, [](FleetLevel const& level) {
            return level.share > 0 && std::ranges::count(level.source, EmissionSource::traffic) > 0;
        });
    }
};

/// A whole table.
struct Fleet {
    std::vector<FleetClass> classes;

    /// The class of that vehicle type, else of that vehicle class, or nullptr.
    FleetClass const* find(std::string_view vehicle_type, std::string_view vehicle_class) const {
        for (std::string_view const wanted : {vehicle_type, vehicle_class})
            for (FleetClass const& known : classes)
                if (known.name == wanted) return &known;
        return nullptr;
    }
};

/// Name of the level that burns nothing; its share is what the option emission.electric_motorbike_share sets.
inline constexpr std::string_view electric_level = "electric";

}  // namespace hacthanh::state
