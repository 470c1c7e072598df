#pragma once
/// Values of cells at points between them.

#include "sim/mesh/city_mesh.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace hacthanh::probe {

/// The cells with air around a point and their weights, which add up to 1: linear between the middles of cells; below
/// the lowest middle the lowest layer. Empty where none of the eight has air.
inline std::vector<std::pair<mesh::CellIndex, double>> weights_at(mesh::CityMesh const& mesh, double x, double y,
                                                                  double z) {
    auto const split = [](double position, std::size_t count) {
        double const inside = std::clamp(position, 0.0, static_cast<double>(count - 1));
        auto const n = std::min(static_cast<std::size_t>(inside), count - 2);
        return std::pair{n, inside - static_cast<double>(n)};
    };
    auto const extent = mesh.extent();
    auto const [i, fx] = split((x - extent.x_min) / mesh.cell_size() - 0.5, mesh.nx());
    auto const [j, fy] = split((y - extent.y_min) / mesh.cell_size() - 0.5, mesh.ny());
    std::size_t k = 0;
    while (k + 2 < mesh.nz() && mesh.z_centre(k + 1) <= z) ++k;
    double const fz = std::clamp((z - mesh.z_centre(k)) / (mesh.z_centre(k + 1) - mesh.z_centre(k)), 0.0, 1.0);
    std::vector<std::pair<mesh::CellIndex, double>> found;
    double sum = 0;
    for (std::size_t corner = 0; corner < 8; ++corner) {
        mesh::CellIndex const c{i + corner % 2, j + corner / 2 % 2, k + corner / 4};
        double const weight = (corner % 2 ? fx : 1 - fx) * (corner / 2 % 2 ? fy : 1 - fy) * (corner / 4 ? fz : 1 - fz);
        if (weight <= 0 || !mesh.is_open(mesh.cell(c))) continue;
        found.emplace_back(c, weight);
        sum += weight;
    }
    if (sum < 1e-9) return {};
    for (auto& [cell, weight] : found) weight /= sum;
    return found;
}

}  // namespace hacthanh::probe
