#pragma once

#include "sim/city/building.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A building as a source gives it: shapes may be invalid and overlap, heights may be unknown.
struct Footprint {
    std::string id;
    std::vector<city::Polygon> parts;  ///< network coordinates [m]
    std::optional<double> height_m;    ///< top over ground
    std::optional<double> base_m;      ///< underside over ground
    std::optional<double> levels;      ///< storeys over ground, those in the roof included
    std::optional<double> base_level;  ///< storeys left open below it
    bool is_part = false;              ///< describes a piece of a building whose outline is there too
    std::string use;                   ///< OpenStreetMap's value of `building`
    city::Mark mark = city::Mark::sourced;
};

}  // namespace hacthanh::io
