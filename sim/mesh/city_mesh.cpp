#include "sim/mesh/city_mesh.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::mesh {
namespace {

/// Cells of one mesh; above this the index arithmetic and 24 GiB of memory both end.
constexpr double max_cells = 2e9;

/// Height of `levels` layers that start with thickness `first` and grow by `ratio`.
double stack_height(double first, double ratio, int levels) {
    double height = 0;
    double thickness = first;
    for (int k = 0; k < levels; ++k, thickness *= ratio) height += thickness;
    return height;
}

std::size_t whole_cells(double length, double cell_size) {
    return static_cast<std::size_t>(std::ceil(length / cell_size - 1e-9));
}

}  // namespace

std::vector<double> stretched_layers(double first, double top, int levels) {
    validate(first * levels <= top * (1 + 1e-12), "mesh.first_layer_m",
             fmt::format("{} layers of at least {} m do not fit under mesh.top_m = {} m", levels, first, top),
             "lower mesh.first_layer_m or mesh.levels, or raise mesh.top_m");
    double low = 1;
    double high = 2;
    while (stack_height(first, high, levels) < top) high *= 2;
    for (int step = 0; step < 200; ++step) {
        double const middle = 0.5 * (low + high);
        (stack_height(first, middle, levels) < top ? low : high) = middle;
    }
    std::vector<double> faces{0.0};
    double thickness = first;
    for (int k = 0; k < levels; ++k, thickness *= high) faces.push_back(faces.back() + thickness);
    faces.back() = top;
    return faces;
}

CityMesh::CityMesh(city::Rectangle extent, MeshOptions const& options)
    : cell_size_(options.cell_size_m),
      z_faces_(stretched_layers(options.first_layer_m, options.top_m, options.levels)) {
    validate(extent.width() > 0 && extent.height() > 0, "mesh.extent",
             fmt::format("the domain is {} m x {} m (must be larger than 0)", extent.width(), extent.height()),
             "give [x_min, y_min, x_max, y_max] in network coordinates, or raise mesh.margin_m");
    double const shorter = std::min(extent.width(), extent.height());
    validate(2 * cell_size_ <= shorter, "mesh.cell_size_m",
             fmt::format("{} m leaves fewer than 2 cells across the domain of {:.0f} m x {:.0f} m", cell_size_,
                         extent.width(), extent.height()),
             "choose a smaller mesh.cell_size_m or a larger mesh.extent");
    double const n_cells = extent.width() / cell_size_ * (extent.height() / cell_size_) * options.levels;
    validate(n_cells <= max_cells, "mesh.cell_size_m",
             fmt::format("{:.3g} cells are too many (at most {:.0g})", n_cells, max_cells),
             "choose a larger mesh.cell_size_m, fewer mesh.levels or a smaller mesh.extent");
    nx_ = whole_cells(extent.width(), cell_size_);
    ny_ = whole_cells(extent.height(), cell_size_);
    nz_ = static_cast<std::size_t>(options.levels);
    extent_ = {extent.x_min, extent.y_min, extent.x_min + static_cast<double>(nx_) * cell_size_,
               extent.y_min + static_cast<double>(ny_) * cell_size_};
}

CityMesh::CityMesh(CityMesh mesh, Openness openness) : CityMesh(std::move(mesh)) {
    HACTHANH_EXPECT(openness.cell.size() == n_cells());
    HACTHANH_EXPECT(openness.x_face.size() == (nx_ + 1) * ny_ * nz_);
    HACTHANH_EXPECT(openness.y_face.size() == nx_ * (ny_ + 1) * nz_);
    HACTHANH_EXPECT(openness.z_face.size() == nx_ * ny_ * (nz_ + 1));
    openness_ = std::move(openness);
}

std::size_t CityMesh::layer_at(double z) const {
    auto const above = std::upper_bound(z_faces_.begin() + 1, z_faces_.end(), z);
    return static_cast<std::size_t>(above - (z_faces_.begin() + 1));
}

}  // namespace hacthanh::mesh
