#include "sim/wind/first_guess.hpp"

#include "sim/wind/detail/column_flow.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::wind {
namespace {

using detail::BlockShape;

constexpr std::size_t rows_per_block = 4;

/// Velocities at the middles of cells [m/s].
struct CellWind {
    explicit CellWind(mesh::CityMesh const& mesh)
        : east(mesh, "eastward_wind", "m s-1"),
          north(mesh, "northward_wind", "m s-1"),
          up(mesh, "upward_wind", "m s-1") {}
    mesh::CellField<double> east;
    mesh::CellField<double> north;
    mesh::CellField<double> up;
};

bool is_resolved(BlockShape const& shape, mesh::CityMesh const& mesh, int cells) {
    double const top = shape.foot + shape.height;
    auto const& faces = mesh.z_faces();
    auto const inside = [&](double z) { return z > shape.foot + 1e-9 && z < top * (1 + 1e-9); };
    auto const layers = std::ranges::count_if(faces, inside);
    return layers >= cells && shape.width >= cells * mesh.cell_size() * (1 - 1e-9) &&
           shape.length >= mesh.cell_size() * (1 - 1e-9);
}

/// A small block acts in the column of its first corner.
std::vector<detail::SmallBlock> small_blocks(std::vector<Block> const& blocks, std::vector<BlockShape> const& shapes,
                                             mesh::CityMesh const& mesh) {
    std::vector<detail::SmallBlock> found;
    auto const extent = mesh.extent();
    for (std::size_t n = 0; n < blocks.size(); ++n) {
        city::Point const corner = blocks[n].footprints.front()->outer.front();
        if (shapes[n].resolved || !extent.contains(corner)) continue;
        auto const i = static_cast<std::size_t>((corner.x - extent.x_min) / mesh.cell_size());
        auto const j = static_cast<std::size_t>((corner.y - extent.y_min) / mesh.cell_size());
        found.push_back(
            {std::min(j, mesh.ny() - 1) * mesh.nx() + std::min(i, mesh.nx() - 1), shapes[n].width * shapes[n].height});
    }
    return found;
}

/// Speeds through faces: the mean of the two cells, one cell's at the border, 0 where closed.
void to_faces(CellWind const& cells, state::WindField& faces, Parallel const& parallel) {
    auto const& mesh = faces.mesh();
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    std::size_t const nz = mesh.nz();
    auto const between = [](double low, double high) { return 0.5 * (low + high); };
    parallel.for_blocks(nz, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            for (std::size_t j = 0; j < ny; ++j)
                for (std::size_t i = 0; i <= nx; ++i) {
                    std::size_t const face = faces.x_face(i, j, k);
                    double const low = cells.east.at({i > 0 ? i - 1 : 0, j, k});
                    double const high = cells.east.at({std::min(i, nx - 1), j, k});
                    faces.x()[face] = mesh.x_aperture(face) > 0 ? between(low, high) : 0;
                }
            for (std::size_t j = 0; j <= ny; ++j)
                for (std::size_t i = 0; i < nx; ++i) {
                    std::size_t const face = faces.y_face(i, j, k);
                    double const low = cells.north.at({i, j > 0 ? j - 1 : 0, k});
                    double const high = cells.north.at({i, std::min(j, ny - 1), k});
                    faces.y()[face] = mesh.y_aperture(face) > 0 ? between(low, high) : 0;
                }
            for (std::size_t j = 0; j < ny; ++j)
                for (std::size_t i = 0; i < nx; ++i) {
                    std::size_t const face = faces.z_face(i, j, k);
                    bool const open = k > 0 && mesh.z_aperture(face) > 0;
                    faces.z()[face] = open ? between(cells.up.at({i, j, k - 1}), cells.up.at({i, j, k})) : 0;
                }
        }
    });
}

}  // namespace

RoeckleFirstGuess::RoeckleFirstGuess(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                                     WindOptions const& options)
    : mesh_(&mesh), options_(options), blocks_(merge_into_blocks(buildings, 0.5 * mesh.cell_size())) {}

FirstGuess RoeckleFirstGuess::make(state::InflowProfile const& profile, Parallel const& parallel) const {
    Direction const wind = blows_to(profile.wind_from_deg);
    std::vector<BlockShape> shapes;
    double reach = 0;
    for (Block const& block : blocks_) {
        shapes.push_back(detail::shape_of(block, wind));
        shapes.back().resolved = is_resolved(shapes.back(), *mesh_, options_.cells_per_vortex);
        if (shapes.back().resolved) reach = std::max(reach, 3 * shapes.back().cavity_length + shapes.back().length);
    }
    detail::WindLines const lines(blocks_, wind, 0.5 * mesh_->cell_size());
    detail::UrbanCanopy const canopy(*mesh_, small_blocks(blocks_, shapes, *mesh_), wind,
                                     {profile.roughness_length, profile.displacement_height}, parallel);
    detail::WindScene const scene{*mesh_, profile, lines, canopy, shapes, reach};
    CellWind cells(*mesh_);
    FirstGuess guess{state::WindField(*mesh_, "wind", "m s-1"), state::FlowMap(*mesh_, "flow_zone", "1")};
    parallel.for_blocks(mesh_->ny(), rows_per_block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j)
            for (std::size_t i = 0; i < mesh_->nx(); ++i) {
                auto const column = detail::column_flow(scene, i, j);
                for (std::size_t k = 0; k < mesh_->nz(); ++k) {
                    auto const& speed = column[k].speed;
                    std::size_t const cell = mesh_->cell({i, j, k});
                    cells.east[cell] = speed.s * wind.east - speed.t * wind.north;
                    cells.north[cell] = speed.s * wind.north + speed.t * wind.east;
                    cells.up[cell] = speed.w;
                    guess.zones[cell] = column[k].zone;
                }
            }
    });
    to_faces(cells, guess.wind, parallel);
    return guess;
}

}  // namespace hacthanh::wind
