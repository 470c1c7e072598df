#include "sim/emission/open_cells.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::emission {

OpenCells::OpenCells(mesh::CityMesh const& mesh, std::size_t n_layers) : mesh_(&mesh), n_layers_(n_layers) {
    if (mesh.has_buildings()) taker_.assign(mesh.nx() * mesh.ny() * n_layers, unknown);
}

std::size_t OpenCells::taker(std::size_t cell) {
    if (taker_.empty()) return cell;
    HACTHANH_EXPECT(cell < taker_.size());
    if (taker_[cell] == unknown) taker_[cell] = static_cast<std::uint32_t>(takes(cell) ? cell : nearest(cell));
    return taker_[cell];
}

std::size_t OpenCells::nearest(std::size_t cell) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t found = 0;
    for (std::size_t k = cell / nx / ny; k < n_layers_; ++k)
        if (search_layer({cell % nx, cell / nx % ny, k}, found)) return found;
    throw InputError("mesh.extent", fmt::format("buildings fill the lowest {} layers of the mesh wholly", n_layers_),
                     "check the heights and the projection of the buildings, or refine the mesh");
}

/// Looks at rings of cells around the centre; a ring at r cells holds nothing nearer than r, so the search may end when
/// the best one found is not further than that.
bool OpenCells::search_layer(mesh::CellIndex centre, std::size_t& found) const {
    auto const nx = static_cast<long>(mesh_->nx());
    auto const ny = static_cast<long>(mesh_->ny());
    auto const ci = static_cast<long>(centre.i);
    auto const cj = static_cast<long>(centre.j);
    long best = -1;  // squared distance in cells
    auto const visit = [&](long i, long j) {
        if (i < 0 || j < 0 || i >= nx || j >= ny) return;
        std::size_t const cell = mesh_->cell({static_cast<std::size_t>(i), static_cast<std::size_t>(j), centre.k});
        long const distance = (i - ci) * (i - ci) + (j - cj) * (j - cj);
        bool const nearer = best < 0 || distance < best || (distance == best && cell < found);
        if (!nearer || !takes(cell)) return;
        best = distance;
        found = cell;
    };
    for (long r = 0; r < std::max(nx, ny) && (best < 0 || best > r * r); ++r) {
        for (long i = ci - r; i <= ci + r; ++i) {
            visit(i, cj - r);
            visit(i, cj + r);
        }
        for (long j = cj - r + 1; j < cj + r; ++j) {
            visit(ci - r, j);
            visit(ci + r, j);
        }
    }
    return best >= 0;
}

}  // namespace hacthanh::emission
