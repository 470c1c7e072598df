#include "sim/mesh/detail/openness_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace hacthanh::mesh::detail {
namespace {

/// Numbers of the six faces of a cell in the arrays of Openness.
struct CellFaces {
    std::size_t west, east, south, north, below, above;
    CellFaces(CityMesh const& mesh, CellIndex c)
        : west((c.k * mesh.ny() + c.j) * (mesh.nx() + 1) + c.i),
          east(west + 1),
          south((c.k * (mesh.ny() + 1) + c.j) * mesh.nx() + c.i),
          north(south + mesh.nx()),
          below(mesh.cell(c)),
          above(below + mesh.nx() * mesh.ny()) {}
};

/// The bound of an aperture for every free volume.
class Bound {
public:
    explicit Bound(double ratio) {
        for (std::size_t free = 0; free < bound_.size(); ++free)
            bound_[free] = static_cast<std::uint8_t>(std::min(255.0, std::floor(ratio * static_cast<double>(free))));
    }
    void apply(std::uint8_t& aperture, std::uint8_t cell, std::uint8_t other) const {
        aperture = std::min(aperture, bound_[std::min(cell, other)]);
    }

private:
    std::array<std::uint8_t, 256> bound_{};
};

/// Bounds all faces whose upper cell lies in layer k, and those of the far sides.
void bound_layer(Openness& openness, CityMesh const& mesh, Bound const& bound, std::size_t k) {
    std::size_t const nx = mesh.nx();
    auto const& cell = openness.cell;
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < nx; ++i) {
            CellFaces const faces(mesh, {i, j, k});
            std::size_t const here = faces.below;
            bound.apply(openness.x_face[faces.west], cell[here], cell[i > 0 ? here - 1 : here]);
            bound.apply(openness.y_face[faces.south], cell[here], cell[j > 0 ? here - nx : here]);
            if (k > 0) bound.apply(openness.z_face[faces.below], cell[here], cell[here - nx * mesh.ny()]);
            if (i + 1 == nx) bound.apply(openness.x_face[faces.east], cell[here], cell[here]);
            if (j + 1 == mesh.ny()) bound.apply(openness.y_face[faces.north], cell[here], cell[here]);
            if (k + 1 == mesh.nz()) bound.apply(openness.z_face[faces.above], cell[here], cell[here]);
        }
}

bool has_open_face(Openness const& openness, CellFaces const& faces) {
    return openness.x_face[faces.west] > 0 || openness.x_face[faces.east] > 0 || openness.y_face[faces.south] > 0 ||
           openness.y_face[faces.north] > 0 || openness.z_face[faces.below] > 0 || openness.z_face[faces.above] > 0;
}

void close_faces(Openness& openness, CellFaces const& faces) {
    openness.x_face[faces.west] = openness.x_face[faces.east] = 0;
    openness.y_face[faces.south] = openness.y_face[faces.north] = 0;
    openness.z_face[faces.below] = openness.z_face[faces.above] = 0;
}

/// A way through open faces, for close_enclosed.
class Flood {
public:
    Flood(Openness const& openness, CityMesh const& mesh)
        : openness_(openness), mesh_(mesh), reached_(mesh.n_cells(), false) {}

    void from(CellIndex c, std::uint8_t aperture) {
        std::size_t const cell = mesh_.cell(c);
        if (aperture == 0 || reached_[cell]) return;
        reached_[cell] = true;
        waiting_.push_back(static_cast<std::uint32_t>(cell));
    }

    void spread() {
        while (!waiting_.empty()) {
            std::size_t const cell = waiting_.back();
            waiting_.pop_back();
            CellIndex const c{cell % mesh_.nx(), cell / mesh_.nx() % mesh_.ny(), cell / mesh_.nx() / mesh_.ny()};
            CellFaces const faces(mesh_, c);
            if (c.i > 0) from({c.i - 1, c.j, c.k}, openness_.x_face[faces.west]);
            if (c.i + 1 < mesh_.nx()) from({c.i + 1, c.j, c.k}, openness_.x_face[faces.east]);
            if (c.j > 0) from({c.i, c.j - 1, c.k}, openness_.y_face[faces.south]);
            if (c.j + 1 < mesh_.ny()) from({c.i, c.j + 1, c.k}, openness_.y_face[faces.north]);
            if (c.k > 0) from({c.i, c.j, c.k - 1}, openness_.z_face[faces.below]);
            if (c.k + 1 < mesh_.nz()) from({c.i, c.j, c.k + 1}, openness_.z_face[faces.above]);
        }
    }

    bool reached(std::size_t cell) const { return reached_[cell]; }

private:
    Openness const& openness_;
    CityMesh const& mesh_;
    std::vector<bool> reached_;
    std::vector<std::uint32_t> waiting_;  ///< cells; a mesh has at most 2e9
};

}  // namespace

std::size_t bound_and_close(Openness& openness, CityMesh const& mesh, double max_ratio, Parallel const& parallel) {
    Bound const bound(max_ratio);
    parallel.for_blocks(mesh.nz(), 1, [&](std::size_t k, std::size_t) { bound_layer(openness, mesh, bound, k); });
    std::vector<std::size_t> closed(mesh.nz(), 0);
    parallel.for_blocks(mesh.nz(), 1, [&](std::size_t k, std::size_t) {
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                auto& cell = openness.cell[mesh.cell({i, j, k})];
                if (cell == 0 || has_open_face(openness, CellFaces(mesh, {i, j, k}))) continue;
                cell = 0;
                ++closed[k];
            }
    });
    return std::accumulate(closed.begin(), closed.end(), std::size_t(0));
}

std::size_t close_enclosed(Openness& openness, CityMesh const& mesh, double& volume) {
    Flood flood(openness, mesh);
    std::size_t const top = mesh.nz() - 1;
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i)
            flood.from({i, j, top}, openness.z_face[CellFaces(mesh, {i, j, top}).above]);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        for (std::size_t j = 0; j < mesh.ny(); ++j) {
            flood.from({0, j, k}, openness.x_face[CellFaces(mesh, {0, j, k}).west]);
            flood.from({mesh.nx() - 1, j, k}, openness.x_face[CellFaces(mesh, {mesh.nx() - 1, j, k}).east]);
        }
        for (std::size_t i = 0; i < mesh.nx(); ++i) {
            flood.from({i, 0, k}, openness.y_face[CellFaces(mesh, {i, 0, k}).south]);
            flood.from({i, mesh.ny() - 1, k}, openness.y_face[CellFaces(mesh, {i, mesh.ny() - 1, k}).north]);
        }
    }
    flood.spread();
    std::size_t closed = 0;
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        if (openness.cell[cell] == 0 || flood.reached(cell)) continue;
        CellIndex const c{cell % mesh.nx(), cell / mesh.nx() % mesh.ny(), cell / mesh.nx() / mesh.ny()};
        volume += openness.cell[cell] / 255.0 * mesh.layer_cell_volume(c.k);
        openness.cell[cell] = 0;
        close_faces(openness, CellFaces(mesh, c));
        ++closed;
    }
    return closed;
}

}  // namespace hacthanh::mesh::detail
