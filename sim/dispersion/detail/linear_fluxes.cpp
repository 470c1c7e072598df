#include "sim/dispersion/detail/linear_fluxes.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace hacthanh::dispersion::detail {
namespace {

/// One face of a row of cells.
struct Face {
    double volume = 0;       ///< that passes upwards [m3/s]
    double conductance = 0;  ///< K x open area / distance of the middles [m3/s]; 0 on the sides of the domain
    bool closed = false;     ///< slopes do not look through it
};

/// A row of cells along one axis.
struct Row {
    std::vector<std::size_t> cells;
    std::vector<Face> faces;            ///< cells + 1
    std::vector<double> slope_weights;  ///< of the central difference, 2 h / (distance of the middles beside)
    bool mixing_apart = false;          ///< along z: wind does not take over part of the mixing
};

/// The fluxes of one row.
class RowFluxes {
public:
    RowFluxes(LinearScheme scheme, Row const& row) : scheme_(scheme), row_(row), n_(row.cells.size()) {}

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
        if (scheme_ == LinearScheme::upwind || !looks_through(cell) || !looks_through(cell + 1)) return;
        double const half = 0.5 * weight * row_.slope_weights[cell];
        flux.add(cell == 0 ? outside : row_.cells[cell - 1], -half);
        flux.add(cell + 1 == n_ ? outside : row_.cells[cell + 1], half);
    }

    bool looks_through(std::size_t face) const {
        Face const& f = row_.faces[face];
        if (f.closed) return false;
        if (row_.mixing_apart && (face == 0 || face == n_)) return false;
        return (face > 0 || f.volume > 0) && (face < n_ || f.volume < 0);
    }

    LinearScheme scheme_;
    Row const& row_;
    std::size_t n_;
};

void check(double value, bool good, char const* what, std::size_t index) {
    if (!good) throw SolverError(fmt::format("linear transport: {} {} is {}", what, index, value));
}

/// Reads rows out of a flow.
class Rows {
public:
    Rows(state::Flow const& flow, mesh::CityMesh const& mesh) : flow_(flow), mesh_(mesh) {}

    Row along_x(std::size_t j, std::size_t k) const {
        Row row = sized(mesh_.nx());
        for (std::size_t i = 0; i < mesh_.nx(); ++i) row.cells[i] = mesh_.cell({i, j, k});
        for (std::size_t i = 0; i <= mesh_.nx(); ++i) {
            std::size_t const face = flow_.wind.x_face(i, j, k);
            row.faces[i] = side_face(row, i, k, flow_.wind.x()[face], mesh_.x_aperture(face));
        }
        return row;
    }

    Row along_y(std::size_t i, std::size_t k) const {
        Row row = sized(mesh_.ny());
        for (std::size_t j = 0; j < mesh_.ny(); ++j) row.cells[j] = mesh_.cell({i, j, k});
        for (std::size_t j = 0; j <= mesh_.ny(); ++j) {
            std::size_t const face = flow_.wind.y_face(i, j, k);
            row.faces[j] = side_face(row, j, k, flow_.wind.y()[face], mesh_.y_aperture(face));
        }
        return row;
    }

    Row along_z(std::size_t i, std::size_t j) const {
        Row row = sized(mesh_.nz());
        row.mixing_apart = true;
        double const area = mesh_.cell_size() * mesh_.cell_size();
        for (std::size_t k = 0; k < mesh_.nz(); ++k) {
            row.cells[k] = mesh_.cell({i, j, k});
            double const below = mesh_.z_centre(k > 0 ? k - 1 : k);
            double const above = mesh_.z_centre(std::min(k + 1, mesh_.nz() - 1));
            row.slope_weights[k] = 2 * mesh_.layer_thickness(k) / (above - below);
        }
        for (std::size_t k = 0; k <= mesh_.nz(); ++k) {
            std::size_t const face = flow_.wind.z_face(i, j, k);
            double const open = mesh_.z_aperture(face) * area;
            double const speed = flow_.wind.z()[face];
            check(speed, std::isfinite(speed), "the wind through z face", face);
            row.faces[k] = {k > 0 ? speed * open : 0.0, 0, open <= 0};
            if (k == 0 || k == mesh_.nz()) continue;
            double const diffusivity = flow_.turbulence.vertical_diffusivity.z()[face];
            check(diffusivity, diffusivity >= 0 && std::isfinite(diffusivity), "the diffusivity of z face", face);
            row.faces[k].conductance = diffusivity * open / (mesh_.z_centre(k) - mesh_.z_centre(k - 1));
        }
        return row;
    }

private:
    static Row sized(std::size_t n) {
        return {std::vector<std::size_t>(n), std::vector<Face>(n + 1), std::vector<double>(n, 1.0), false};
    }

    Face side_face(Row const& row, std::size_t n, std::size_t k, double speed, double aperture) const {
        double const dx = mesh_.cell_size();
        double const open = aperture * dx * mesh_.layer_thickness(k);
        check(speed, std::isfinite(speed), "the wind beside cell", row.cells[std::min(n, row.cells.size() - 1)]);
        Face face{speed * open, 0, aperture <= 0};
        if (n == 0 || n == row.cells.size()) return face;
        auto const& diffusivity = flow_.turbulence.horizontal_diffusivity;
        double const mean =
            0.5 * (static_cast<double>(diffusivity[row.cells[n - 1]]) + static_cast<double>(diffusivity[row.cells[n]]));
        check(mean, mean >= 0 && std::isfinite(mean), "the diffusivity beside cell", row.cells[n]);
        face.conductance = mean * open / dx;
        return face;
    }

    state::Flow const& flow_;
    mesh::CityMesh const& mesh_;
};

}  // namespace

void for_each_linear_flux(LinearScheme scheme, state::Flow const& flow, mesh::CityMesh const& mesh,
                          std::function<void(std::size_t, std::size_t, LinearFlux const&)> const& visit) {
    auto const visit_row = [&](Row const& row) {
        RowFluxes const fluxes(scheme, row);
        std::size_t const n = row.cells.size();
        for (std::size_t face = 0; face <= n; ++face) {
            if (row.faces[face].closed) continue;
            LinearFlux const flux = fluxes.at(face);
            if (flux.size > 0)
                visit(face > 0 ? row.cells[face - 1] : outside, face < n ? row.cells[face] : outside, flux);
        }
    };
    Rows const rows(flow, mesh);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        for (std::size_t j = 0; j < mesh.ny(); ++j) visit_row(rows.along_x(j, k));
        for (std::size_t i = 0; i < mesh.nx(); ++i) visit_row(rows.along_y(i, k));
    }
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) visit_row(rows.along_z(i, j));
}

}  // namespace hacthanh::dispersion::detail
