#pragma once

#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace hacthanh::mesh {

/// The city as the columns of a mesh see it from above; all arrays [ny][nx].
struct CityPlan {
    std::vector<float> built_fraction;   ///< share of the column's ground under buildings [1], 0..1
    std::vector<float> building_height;  ///< of their roofs, weighted with area [m]; NaN where nothing is built
    std::vector<std::int8_t> cover;      ///< see cover_code(); what lies on the ground, buildings left out
};

/// Code of a column's cover: 0 = unknown, 1 + the kind's place in city::all_area_kinds otherwise.
constexpr std::int8_t cover_code(city::AreaKind kind) { return static_cast<std::int8_t>(1 + static_cast<int>(kind)); }
/// The kind of a code, or nothing.
constexpr std::optional<city::AreaKind> cover_kind(std::int8_t code) {
    if (code < 1 || static_cast<std::size_t>(code) > city::all_area_kinds.size()) return std::nullopt;
    return city::all_area_kinds[static_cast<std::size_t>(code - 1)];
}

/// Buildings and areas clipped against the columns of a mesh, with exact areas.
///
/// A column's cover is the first kind, in the order of city::all_area_kinds (water before green before land use), of
/// which areas cover at least half of it; else the kind that covers most; unknown when none does. Areas whose outline
/// has fewer than 3 corners are left out. Cost O(columns + edges x rows that they cross). Thread-safe.
CityPlan make_city_plan(city::City const& city, CityMesh const& mesh);

}  // namespace hacthanh::mesh
