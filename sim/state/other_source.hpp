#pragma once

#include "sim/city/geometry.hpp"
#include "sim/core/pollutant.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::state {

/// Something that gives off pollutants beside the traffic: a kiln, the kitchens of a district, burning fields.
struct OtherSource {
    std::string name;
    std::string name_vi;               ///< default: name
    std::string sector;                ///< kiln, cooking, straw_burning, …
    double bottom_m = 0;               ///< its exhaust is spread evenly from here, over ground
    double top_m = 0;                  ///< to here, > bottom_m
    PerPollutant rate_kg_s{};          ///< mean over a year
    double no2_share = 0.05;           ///< of its NOx, as NO2; combustion, evidence M
    std::array<double, 12> month{};    ///< factors of mean 1, January first
    std::array<double, 7> weekday{};   ///< Monday first
    std::array<double, 24> hour{};     ///< local, from 0:00
    std::optional<city::Point> point;  ///< where it stands, when it is a point; `columns` is then the one around it
    /// Columns of the mesh (i + nx j) and the share of the source over them; what is missing to 1 lies outside.
    std::vector<std::pair<std::size_t, double>> columns;
};

/// What one of them has given off inside the mesh since the start of a run.
struct SourceAccount {
    std::string name;
    std::string name_vi;
    std::string sector;
    PerPollutant emitted_kg{};
};

}  // namespace hacthanh::state
