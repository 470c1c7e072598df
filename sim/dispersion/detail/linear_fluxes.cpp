#include "sim/dispersion/detail/linear_fluxes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hacthanh::dispersion::detail {
namespace {

/// The fluxes of one row.
class RowFluxes {
public:
    /// @param shares  of the slopes that are taken, by cells of the mesh; null: all of them
    RowFluxes(LinearScheme scheme, Row const& row, std::vector<float> const* shares)
        : scheme_(scheme), row_(row), shares_(shares), n_(row.cells.size()) {}

    LinearFlux at(std::size_t face) const {
        Face const& f = row_.faces[face];
        LinearFlux flux;
        if (f.volume != 0) {
            bool const up = f.volume > 0;
            bool const comes_in = up ? face == 0 : face == n_;
            flux.add(comes_in ? outside : row_.cells[up ? face - 1 : face], f.volume);
            double const nu = 0.5 * std::abs(f.volume) - (row_.mixing_apart ? 0 : f.conductance);
            if (!comes_in && nu > 0) add_slope(flux, up ? face - 1 : face, nu);
        }
        if (face == 0 || face == n_) return flux;
        double const smooth =
            row_.mixing_apart ? -f.conductance : std::min(0.5 * std::abs(f.volume) - f.conductance, 0.0);
        flux.add(row_.cells[face], smooth);
        flux.add(row_.cells[face - 1], -smooth);
        return flux;
    }

private:
    /// `weight` x the central difference across a cell; nothing beside a wall, ground or lid, or at a side where air
    /// flows out.
    void add_slope(LinearFlux& flux, std::size_t cell, double weight) const {
        if (scheme_ == LinearScheme::upwind || !row_.looks_through(cell) || !row_.looks_through(cell + 1)) return;
        double const share = shares_ ? static_cast<double>((*shares_)[row_.cells[cell]]) : 1;
        double const half = 0.5 * weight * share * row_.slope_weights[cell];
        flux.add(cell == 0 ? outside : row_.cells[cell - 1], -half);
        flux.add(cell + 1 == n_ ? outside : row_.cells[cell + 1], half);
    }

    LinearScheme scheme_;
    Row const& row_;
    std::vector<float> const* shares_;
    std::size_t n_;
};

}  // namespace

void for_each_linear_flux(LinearScheme scheme, state::Flow const& flow, mesh::CityMesh const& mesh,
                          SlopeShares const* shares,
                          std::function<void(std::size_t, std::size_t, LinearFlux const&)> const& visit) {
    for_each_row(flow, mesh, [&](Axis axis, Row const& row) {
        RowFluxes const fluxes(scheme, row, shares ? &shares->along[static_cast<std::size_t>(axis)] : nullptr);
        std::size_t const n = row.cells.size();
        for (std::size_t face = 0; face <= n; ++face) {
            if (row.faces[face].closed) continue;
            LinearFlux const flux = fluxes.at(face);
            if (flux.size > 0)
                visit(face > 0 ? row.cells[face - 1] : outside, face < n ? row.cells[face] : outside, flux);
        }
    });
}

}  // namespace hacthanh::dispersion::detail
