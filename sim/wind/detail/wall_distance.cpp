#include "sim/wind/detail/wall_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace hacthanh::wind::detail {
namespace {

/// Squared distance within the column, 0 in closed cells.
void within_columns(mesh::CityMesh const& mesh, std::vector<double>& squared, std::size_t j) {
    auto const& faces = mesh.z_faces();
    for (std::size_t i = 0; i < mesh.nx(); ++i) {
        double surface = 0;  // of the ground or roof below
        for (std::size_t k = 0; k < mesh.nz(); ++k) {
            std::size_t const cell = mesh.cell({i, j, k});
            bool const open = mesh.is_open(cell);
            if (!open) surface = faces[k + 1];
            squared[cell] = open ? std::pow(mesh.z_centre(k) - surface, 2) : 0;
        }
        double ceiling = std::numeric_limits<double>::infinity();
        for (std::size_t k = mesh.nz(); k-- > 0;) {
            std::size_t const cell = mesh.cell({i, j, k});
            if (!mesh.is_open(cell)) ceiling = faces[k];
            squared[cell] = std::min(squared[cell], std::pow(std::max(0.0, ceiling - mesh.z_centre(k)), 2));
        }
    }
}

/// The nearest over the neighbours along one line of `size` cells, `stride` apart.
void along_line(double const* from, double* to, std::size_t size, std::size_t stride, double cell_size,
                std::size_t n_reach) {
    for (std::size_t i = 0; i < size; ++i) {
        double best = from[i * stride];
        for (std::size_t n = 1; n <= n_reach; ++n) {
            double const gap = std::pow((static_cast<double>(n) - 0.5) * cell_size, 2);
            if (gap >= best) break;
            if (i >= n) best = std::min(best, gap + from[(i - n) * stride]);
            if (i + n < size) best = std::min(best, gap + from[(i + n) * stride]);
        }
        to[i * stride] = best;
    }
}

}  // namespace

mesh::CellField<float> wall_distance(mesh::CityMesh const& mesh, double reach, Parallel const& parallel) {
    std::vector<double> columns(mesh.n_cells());
    std::vector<double> rows(mesh.n_cells());
    double const size = mesh.cell_size();
    auto const n_reach = static_cast<std::size_t>(std::ceil(reach / size));
    parallel.for_blocks(mesh.ny(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) within_columns(mesh, columns, j);
    });
    mesh::CellField<float> distance(mesh, "wall_distance", "m");
    parallel.for_blocks(mesh.nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            std::size_t const first = mesh.cell({0, 0, k});
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                along_line(&columns[first + j * mesh.nx()], &rows[first + j * mesh.nx()], mesh.nx(), 1, size, n_reach);
            for (std::size_t i = 0; i < mesh.nx(); ++i)
                along_line(&rows[first + i], &columns[first + i], mesh.ny(), mesh.nx(), size, n_reach);
            for (std::size_t n = first; n < first + mesh.nx() * mesh.ny(); ++n)
                distance[n] = static_cast<float>(std::sqrt(columns[n]));
        }
    });
    return distance;
}

}  // namespace hacthanh::wind::detail
