#include "sim/dispersion/detail/carry_fluxes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hacthanh::dispersion::detail {
namespace {

using std::size_t;

/// Courant numbers of a row of faces.
struct RowWind {
    std::vector<float> u, v, w;

    void resize(size_t n) {
        u.resize(n);
        v.resize(n);
        w.resize(n);
    }
};

/// Work memory of the calling thread.
struct Rows {
    RowWind wind;
    std::vector<float> padded;   ///< a row of N between two zeros
    std::vector<float> nothing;  ///< outside

    explicit Rows(size_t n) : padded(n + 2), nothing(n) { wind.resize(n); }

    /// @param row  n values
    float const* pad(float const* row, size_t n) {
        std::copy_n(row, n, padded.data() + 1);
        padded[0] = padded[n + 1] = 0.0F;
        return padded.data() + 1;
    }
};

/// The steps over the sizes of cells that speeds are multiplied with: of one face, of the mean of four.
struct Steps {
    float whole;
    float quarter;
    Steps(double step_s, double size)
        : whole(static_cast<float>(step_s / size)), quarter(static_cast<float>(step_s / (4 * size))) {}
};

/// Everything that the three kinds of rows share.
struct Carry {
    FaceWind const& wind;
    mesh::FaceField<float> const& from;
    mesh::FaceField<float>& to;
    mesh::CityMesh const& mesh;
    double step_s;
    MemoryKernels const& kernels;

    void along_x(size_t j, size_t k, Rows& rows) const;
    void along_y(size_t j, size_t k, Rows& rows) const;
    void along_z(size_t j, size_t k, Rows& rows) const;

private:
    void carry(CarriedRow row, Rows const& rows, float* into) const {
        row.u = rows.wind.u.data();
        row.v = rows.wind.v.data();
        row.w = rows.wind.w.data();
        row.to = into;
        kernels.carry(row);
    }
};

void Carry::along_x(size_t j, size_t k, Rows& rows) const {
    size_t const nx = mesh.nx(), ny = mesh.ny(), nz = mesh.nz();
    if (nx < 2) return;
    Steps const side(step_s, mesh.cell_size()), up(step_s, mesh.layer_thickness(k));
    float const* const ux = wind.x.data() + from.x_face(1, j, k);
    float const* const south = wind.y.data() + from.y_face(1, j, k);
    float const* const north = wind.y.data() + from.y_face(1, j + 1, k);
    float const* const below = wind.z.data() + from.z_face(1, j, k);
    float const* const above = wind.z.data() + from.z_face(1, j, k + 1);
    size_t const n = nx - 1;
    kernels.scale(ux, side.whole, rows.wind.u.data(), n);
    kernels.mean_of_four(south, south - 1, north, north - 1, side.quarter, rows.wind.v.data(), n);
    kernels.mean_of_four(below, below - 1, above, above - 1, up.quarter, rows.wind.w.data(), n);
    float const* const here = from.x().data() + from.x_face(1, j, k);  // the sides around hold 0
    size_t const layer = (nx + 1) * ny;
    float const* const outside = rows.nothing.data();
    carry({n, here, j > 0 ? here - (nx + 1) : outside, j + 1 < ny ? here + (nx + 1) : outside,
           k > 0 ? here - layer : outside, k + 1 < nz ? here + layer : outside},
          rows, to.x().data() + from.x_face(1, j, k));
}

void Carry::along_y(size_t j, size_t k, Rows& rows) const {
    size_t const nx = mesh.nx(), ny = mesh.ny(), nz = mesh.nz();
    if (j == 0) return;
    Steps const side(step_s, mesh.cell_size()), up(step_s, mesh.layer_thickness(k));
    float const* const west_south = wind.x.data() + from.x_face(0, j - 1, k);
    float const* const west_north = wind.x.data() + from.x_face(0, j, k);
    float const* const vy = wind.y.data() + from.y_face(0, j, k);
    float const* const below = wind.z.data() + from.z_face(0, j, k);
    float const* const above = wind.z.data() + from.z_face(0, j, k + 1);
    kernels.mean_of_four(west_south, west_south + 1, west_north, west_north + 1, side.quarter, rows.wind.u.data(), nx);
    kernels.scale(vy, side.whole, rows.wind.v.data(), nx);
    kernels.mean_of_four(below, below - nx, above, above - nx, up.quarter, rows.wind.w.data(), nx);
    float const* const here = from.y().data() + from.y_face(0, j, k);
    size_t const layer = nx * (ny + 1);
    float const* const outside = rows.nothing.data();
    carry({nx, rows.pad(here, nx), here - nx, here + nx, k > 0 ? here - layer : outside,
           k + 1 < nz ? here + layer : outside},
          rows, to.y().data() + from.y_face(0, j, k));
}

void Carry::along_z(size_t j, size_t k, Rows& rows) const {
    size_t const nx = mesh.nx(), ny = mesh.ny();
    if (k == 0) return;
    Steps const side(step_s, mesh.cell_size()), up(step_s, mesh.z_centre(k) - mesh.z_centre(k - 1));
    size_t const x_layer = (nx + 1) * ny, y_layer = nx * (ny + 1);
    float const* const west = wind.x.data() + from.x_face(0, j, k);
    float const* const west_below = west - x_layer;
    float const* const south = wind.y.data() + from.y_face(0, j, k);
    float const* const south_below = south - y_layer;
    float const* const wz = wind.z.data() + from.z_face(0, j, k);
    kernels.mean_of_four(west, west + 1, west_below, west_below + 1, side.quarter, rows.wind.u.data(), nx);
    kernels.mean_of_four(south, south + nx, south_below, south_below + nx, side.quarter, rows.wind.v.data(), nx);
    kernels.scale(wz, up.whole, rows.wind.w.data(), nx);
    float const* const here = from.z().data() + from.z_face(0, j, k);
    float const* const outside = rows.nothing.data();
    carry({nx, rows.pad(here, nx), j > 0 ? here - nx : outside, j + 1 < ny ? here + nx : outside, here - nx * ny,
           here + nx * ny},
          rows, to.z().data() + from.z_face(0, j, k));
}

AlignedArray<float> in_single_precision(std::span<double const> values) {
    AlignedArray<float> single(values.size());
    std::ranges::transform(values, single.begin(), [](double value) { return static_cast<float>(value); });
    return single;
}

}  // namespace

FaceWind::FaceWind(state::WindField const& wind, mesh::CityMesh const& mesh)
    : x(in_single_precision(wind.x())), y(in_single_precision(wind.y())), z(in_single_precision(wind.z())) {
    auto const faster = [](float a, float b) { return static_cast<double>(std::max(std::abs(a), std::abs(b))); };
    for (size_t k = 0; k < mesh.nz(); ++k) {
        double thinnest = mesh.layer_thickness(k);  // also between the middles of layers
        if (k > 0) thinnest = std::min(thinnest, mesh.z_centre(k) - mesh.z_centre(k - 1));
        for (size_t j = 0; j < mesh.ny(); ++j)
            for (size_t i = 0; i < mesh.nx(); ++i) {
                size_t const west = wind.x_face(i, j, k), south = wind.y_face(i, j, k), floor = wind.z_face(i, j, k);
                double const side = faster(x[west], x[west + 1]) + faster(y[south], y[south + mesh.nx()]);
                double const up = faster(z[floor], z[floor + mesh.nx() * mesh.ny()]);
                crossings_per_s = std::max(crossings_per_s, side / mesh.cell_size() + up / thinnest);
            }
    }
}

void carry_fluxes(FaceWind const& wind, mesh::FaceField<float> const& from, double step_s, MemoryKernels const& kernels,
                  Parallel const& parallel, mesh::FaceField<float>& to) {
    auto const& mesh = from.mesh();
    constexpr size_t rows_per_block = 16;
    parallel.for_blocks(mesh.nz() * mesh.ny(), rows_per_block, [&](size_t begin, size_t end) {
        Rows rows(mesh.nx());
        Carry const carry{wind, from, to, mesh, step_s, kernels};
        for (size_t row = begin; row < end; ++row) {
            carry.along_x(row % mesh.ny(), row / mesh.ny(), rows);
            carry.along_y(row % mesh.ny(), row / mesh.ny(), rows);
            carry.along_z(row % mesh.ny(), row / mesh.ny(), rows);
        }
    });
}

}  // namespace hacthanh::dispersion::detail
