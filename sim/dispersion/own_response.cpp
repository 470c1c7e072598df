#include "sim/dispersion/own_response.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <vector>

namespace hacthanh::dispersion {
namespace {

/// Part of what mixes to the side that does not mix back, as the columns around are not clean; our choice.
constexpr double net_mixing = 0.5;

/// What leaves a cell to its four sides for each kg/m3 in it [m3/s].
double side_losses(state::Flow const& flow, mesh::CityMesh const& mesh, mesh::CellIndex c) {
    auto const& wind = flow.wind;
    double const area = mesh.cell_size() * mesh.layer_thickness(c.k);
    double const mixing =
        net_mixing * static_cast<double>(flow.turbulence.horizontal_diffusivity[mesh.cell(c)]) / mesh.cell_size();
    double losses = 0;
    auto const add = [&](double outward, double aperture, bool border) {
        losses += area * aperture * (std::max(outward, 0.0) + (border ? 0.0 : mixing));
    };
    std::size_t const west = wind.x_face(c.i, c.j, c.k);
    std::size_t const east = wind.x_face(c.i + 1, c.j, c.k);
    std::size_t const south = wind.y_face(c.i, c.j, c.k);
    std::size_t const north = wind.y_face(c.i, c.j + 1, c.k);
    add(-wind.x()[west], mesh.x_aperture(west), c.i == 0);
    add(wind.x()[east], mesh.x_aperture(east), c.i + 1 == mesh.nx());
    add(-wind.y()[south], mesh.y_aperture(south), c.j == 0);
    add(wind.y()[north], mesh.y_aperture(north), c.j + 1 == mesh.ny());
    return losses;
}

}  // namespace

double own_response(state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t column,
                    std::span<double const> source) {
    HACTHANH_EXPECT(column < mesh.nx() * mesh.ny() && !source.empty() && source.size() <= mesh.nz());
    std::size_t const i = column % mesh.nx();
    std::size_t const j = column / mesh.nx();
    std::size_t const nz = mesh.nz();
    double const plan = mesh.cell_size() * mesh.cell_size();
    // Tridiagonal: rises[k] c[k-1] + falls[k+1] c[k+1] + source = keeps[k] c[k], faces numbered from below.
    std::vector<double> rises(nz + 1, 0.0), falls(nz + 1, 0.0), keeps(nz), right(nz, 0.0);
    for (std::size_t k = 1; k < nz; ++k) {
        std::size_t const face = flow.wind.z_face(i, j, k);
        double const open = plan * mesh.z_aperture(face);
        double const mixing = static_cast<double>(flow.turbulence.vertical_diffusivity.z()[face]) /
                              (mesh.z_centre(k) - mesh.z_centre(k - 1));
        rises[k] = open * (mixing + std::max(flow.wind.z()[face], 0.0));
        falls[k] = open * (mixing + std::max(-flow.wind.z()[face], 0.0));
    }
    for (std::size_t k = 0; k < nz; ++k) {
        std::size_t const cell = mesh.cell({i, j, k});
        double const losses = mesh.is_open(cell) ? side_losses(flow, mesh, {i, j, k}) : 0.0;
        keeps[k] = losses + rises[k + 1] + falls[k];
        if (keeps[k] <= 0) keeps[k] = 1;  // a closed cell, coupled to nothing
        if (k < source.size()) right[k] = source[k];
    }
    for (std::size_t k = nz - 1; k-- > 0;) {  // elimination from the lid down
        double const factor = falls[k + 1] / keeps[k + 1];
        keeps[k] -= factor * rises[k + 1];
        right[k] += factor * right[k + 1];
    }
    double value = 0;
    for (std::size_t k = 0; k < source.size(); ++k) {
        value = (right[k] + (k > 0 ? rises[k] * value : 0.0)) / keeps[k];
        if (source[k] > 0) break;
    }
    return value;
}

}  // namespace hacthanh::dispersion
