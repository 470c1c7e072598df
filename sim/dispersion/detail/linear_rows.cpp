#include "sim/dispersion/detail/linear_rows.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::dispersion::detail {
namespace {

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

void for_each_row(state::Flow const& flow, mesh::CityMesh const& mesh,
                  std::function<void(Axis axis, Row const& row)> const& visit) {
    Rows const rows(flow, mesh);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        for (std::size_t j = 0; j < mesh.ny(); ++j) visit(Axis::x, rows.along_x(j, k));
        for (std::size_t i = 0; i < mesh.nx(); ++i) visit(Axis::y, rows.along_y(i, k));
    }
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) visit(Axis::z, rows.along_z(i, j));
}

}  // namespace hacthanh::dispersion::detail
