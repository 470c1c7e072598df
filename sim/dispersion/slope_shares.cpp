#include "sim/dispersion/slope_shares.hpp"

#include "sim/core/contracts.hpp"
#include "sim/dispersion/detail/linear_rows.hpp"

#include <algorithm>
#include <cstddef>

namespace hacthanh::dispersion {
namespace {

/// @param below, above  differences to the two neighbours  @param weight  of the central one on stretched grids
double limited_share(double below, double above, double weight) {
    double const quarter = 0.25 * weight * (below + above);  // half the central difference
    double const upper = std::max(std::min(below, above), 0.0);
    double const lower = std::min(std::max(below, above), 0.0);
    if (quarter == 0) return below == above ? 1 : 0;
    return std::max(std::min(quarter, upper), lower) / quarter;
}

}  // namespace

SlopeShares limited_shares(std::span<double const> concentration, state::Flow const& flow, mesh::CityMesh const& mesh) {
    HACTHANH_EXPECT(concentration.size() == mesh.n_cells());
    SlopeShares shares;
    for (auto& along : shares.along) along.assign(mesh.n_cells(), 1.0F);
    detail::for_each_row(flow, mesh, [&](detail::Axis axis, detail::Row const& row) {
        auto& along = shares.along[static_cast<std::size_t>(axis)];
        std::size_t const n = row.cells.size();
        for (std::size_t cell = 0; cell < n; ++cell) {
            if (!row.looks_through(cell) || !row.looks_through(cell + 1)) continue;
            double const here = concentration[row.cells[cell]];
            double const low = cell > 0 ? concentration[row.cells[cell - 1]] : 0;
            double const high = cell + 1 < n ? concentration[row.cells[cell + 1]] : 0;
            along[row.cells[cell]] =
                static_cast<float>(limited_share(here - low, high - here, row.slope_weights[cell]));
        }
    });
    return shares;
}

}  // namespace hacthanh::dispersion
