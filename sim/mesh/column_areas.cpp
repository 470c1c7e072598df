#include "sim/mesh/column_areas.hpp"

#include "sim/mesh/detail/footprint.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::mesh {

std::vector<std::pair<std::size_t, double>> column_areas(city::Polygon const& polygon, CityMesh const& mesh) {
    std::vector<std::pair<std::size_t, double>> areas;
    if (polygon.outer.size() < 3) return areas;
    city::Building block;  // of any height: its plan alone is asked for
    block.footprint = polygon;
    block.height_m = 1;
    detail::Footprint const footprint(block, mesh);
    if (!footprint.meets(mesh)) return areas;
    auto const n_rows = static_cast<double>(mesh.ny());
    auto const first = static_cast<std::size_t>(std::clamp(std::floor(footprint.y_min), 0.0, n_rows));
    auto const end = static_cast<std::size_t>(std::clamp(std::ceil(footprint.y_max), 0.0, n_rows));
    double const cell_area = mesh.cell_size() * mesh.cell_size();
    constexpr double rounding = 1e-12;  ///< [cells]
    detail::FootprintRow row;
    for (std::size_t j = first; j < end; ++j) {
        detail::clip_area_to_row(footprint, mesh, j, 0, row);
        for (std::size_t n = 0; n < row.area.size(); ++n)
            if (row.area[n] > rounding) areas.emplace_back(j * mesh.nx() + row.first + n, row.area[n] * cell_area);
    }
    return areas;
}

}  // namespace hacthanh::mesh
