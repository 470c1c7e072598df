#include "sim/wind/detail/open_faces.hpp"

#include <algorithm>
#include <vector>

namespace hacthanh::wind::detail {
namespace {

/// Strides and sizes of the three face arrays.
class Faces {
public:
    Faces(mesh::CityMesh const& mesh, OpenFaces& faces)
        : nx_(mesh.nx()), ny_(mesh.ny()), nz_(mesh.nz()), faces_(&faces) {}

    std::uint8_t& west(std::size_t i, std::size_t j, std::size_t k) const {
        return faces_->x[(k * ny_ + j) * (nx_ + 1) + i];
    }
    std::uint8_t& south(std::size_t i, std::size_t j, std::size_t k) const {
        return faces_->y[(k * (ny_ + 1) + j) * nx_ + i];
    }
    std::uint8_t& bottom(std::size_t i, std::size_t j, std::size_t k) const {
        return faces_->z[(k * ny_ + j) * nx_ + i];
    }

    void close_cell(std::size_t i, std::size_t j, std::size_t k) const {
        west(i, j, k) = west(i + 1, j, k) = 0;
        south(i, j, k) = south(i, j + 1, k) = 0;
        bottom(i, j, k) = bottom(i, j, k + 1) = 0;
    }

    bool on_open_border(std::size_t i, std::size_t j, std::size_t k) const {
        return (i == 0 && west(0, j, k) > 0) || (i + 1 == nx_ && west(nx_, j, k) > 0) ||
               (j == 0 && south(i, 0, k) > 0) || (j + 1 == ny_ && south(i, ny_, k) > 0) ||
               (k + 1 == nz_ && bottom(i, j, nz_) > 0);
    }

    /// Calls visit(i, j, k) for every neighbour behind an open face.
    template <class Visit>
    void neighbours(std::size_t i, std::size_t j, std::size_t k, Visit const& visit) const {
        if (i > 0 && west(i, j, k) > 0) visit(i - 1, j, k);
        if (i + 1 < nx_ && west(i + 1, j, k) > 0) visit(i + 1, j, k);
        if (j > 0 && south(i, j, k) > 0) visit(i, j - 1, k);
        if (j + 1 < ny_ && south(i, j + 1, k) > 0) visit(i, j + 1, k);
        if (k > 0 && bottom(i, j, k) > 0) visit(i, j, k - 1);
        if (k + 1 < nz_ && bottom(i, j, k + 1) > 0) visit(i, j, k + 1);
    }

private:
    std::size_t nx_;
    std::size_t ny_;
    std::size_t nz_;
    OpenFaces* faces_;
};

AlignedArray<std::uint8_t> copy_or_open(std::vector<std::uint8_t> const& apertures, std::size_t size) {
    AlignedArray<std::uint8_t> copy(size, mesh::Openness::open);
    std::ranges::copy(apertures, copy.begin());
    return copy;
}

/// Marks every cell that open faces join to the outside.
///
/// First straight down from the border cells, layer by layer, which leaves little; then a flood fill of the rest.
std::vector<std::uint8_t> reach_from_outside(mesh::CityMesh const& mesh, Faces const& faces) {
    std::vector<std::uint8_t> reached(mesh.n_cells(), 0);
    std::vector<mesh::CellIndex> front;
    auto const is_reached = [&](std::size_t i, std::size_t j, std::size_t k) { return reached[mesh.cell({i, j, k})]; };
    auto const reach = [&](std::size_t i, std::size_t j, std::size_t k) {
        std::size_t const cell = mesh.cell({i, j, k});
        if (reached[cell] != 0 || !mesh.is_open(cell)) return;
        reached[cell] = 1;
        front.push_back({i, j, k});
    };
    auto const for_cells_down = [&](auto const& visit) {
        for (std::size_t k = mesh.nz(); k-- > 0;)
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i) visit(i, j, k);
    };
    for_cells_down([&](std::size_t i, std::size_t j, std::size_t k) {
        bool const from_above = k + 1 < mesh.nz() && is_reached(i, j, k + 1) && faces.bottom(i, j, k + 1) > 0;
        if ((from_above || faces.on_open_border(i, j, k)) && mesh.is_open(mesh.cell({i, j, k})))
            reached[mesh.cell({i, j, k})] = 1;
    });
    for_cells_down([&](std::size_t i, std::size_t j, std::size_t k) {
        if (is_reached(i, j, k) || !mesh.is_open(mesh.cell({i, j, k}))) return;
        bool beside_reached = false;
        faces.neighbours(i, j, k, [&](std::size_t ni, std::size_t nj, std::size_t nk) {
            beside_reached = beside_reached || is_reached(ni, nj, nk);
        });
        if (beside_reached) reach(i, j, k);
        while (!front.empty()) {
            mesh::CellIndex const cell = front.back();
            front.pop_back();
            faces.neighbours(cell.i, cell.j, cell.k, reach);
        }
    });
    return reached;
}

}  // namespace

OpenFaces open_faces(mesh::CityMesh const& mesh, bool open_lid) {
    std::size_t const layer = mesh.nx() * mesh.ny();
    auto const& openness = mesh.openness();
    OpenFaces result{copy_or_open(openness.x_face, (mesh.nx() + 1) * mesh.ny() * mesh.nz()),
                     copy_or_open(openness.y_face, mesh.nx() * (mesh.ny() + 1) * mesh.nz()),
                     copy_or_open(openness.z_face, layer * (mesh.nz() + 1)), mesh.n_cells(), 0};
    std::fill_n(result.z.begin(), layer, std::uint8_t(0));
    if (!open_lid) std::fill_n(result.z.end() - layer, layer, std::uint8_t(0));
    if (!mesh.has_buildings()) return result;
    Faces const faces(mesh, result);
    auto const reached = reach_from_outside(mesh, faces);
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                std::size_t const cell = mesh.cell({i, j, k});
                if (reached[cell] != 0) continue;
                faces.close_cell(i, j, k);
                --result.air_cells;
                if (mesh.is_open(cell)) ++result.sealed_cells;
            }
    return result;
}

}  // namespace hacthanh::wind::detail
