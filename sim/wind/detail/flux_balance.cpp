#include "sim/wind/detail/flux_balance.hpp"

#include "sim/wind/detail/scratch.hpp"
#include "sim/wind/detail/wavefront.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace hacthanh::wind::detail {
namespace {

void close_faces(std::span<double> speed, AlignedArray<std::uint8_t> const& aperture, Parallel const& parallel) {
    parallel.for_blocks(speed.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) speed[n] = aperture[n] == 0 ? 0.0 : speed[n];
    });
}

/// Rows of potentials in the order of the mesh, zeros around them.
struct NaturalRows {
    float* first;
    std::size_t stride;
    float* row(std::size_t k) const { return first + k * stride; }
};

constexpr std::size_t edge = Checkerboard::lanes;

}  // namespace

FluxBalance::FluxBalance(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, Parallel const& parallel,
                         ProjectionKernels const& kernels)
    : mesh_(&mesh),
      faces_(&faces),
      parallel_(&parallel),
      kernels_(&kernels),
      board_(mesh.nx(), mesh.ny(), mesh.nz()),
      dx_(mesh.cell_size()),
      z_gradient_(mesh.nz() + 1, 0.0) {
    for (std::size_t level = 1; level < mesh.nz(); ++level)
        z_gradient_[level] = beta / (mesh.z_centre(level) - mesh.z_centre(level - 1));
    z_gradient_.back() = beta / (mesh.z_faces().back() - mesh.z_centre(mesh.nz() - 1));
}

void FluxBalance::close_walls(state::WindField& wind) const {
    close_faces(wind.x(), faces_->x, *parallel_);
    close_faces(wind.y(), faces_->y, *parallel_);
    close_faces(wind.z(), faces_->z, *parallel_);
}

FluxRow FluxBalance::flux_row(state::WindField const& wind, std::size_t j, std::size_t k) const {
    std::size_t const x = wind.x_face(0, j, k);
    std::size_t const south = wind.y_face(0, j, k);
    std::size_t const bottom = wind.z_face(0, j, k);
    std::size_t const north = wind.y_face(0, j + 1, k);
    std::size_t const top = wind.z_face(0, j, k + 1);
    return {mesh_->nx(),
            dx_ * mesh_->layer_thickness(k) / 255,
            dx_ * dx_ / 255,
            wind.x().data() + x,
            wind.y().data() + south,
            wind.y().data() + north,
            wind.z().data() + bottom,
            wind.z().data() + top,
            faces_->x.data() + x,
            faces_->y.data() + south,
            faces_->y.data() + north,
            faces_->z.data() + bottom,
            faces_->z.data() + top};
}

Balance FluxBalance::measure_row(state::WindField const& wind, std::size_t j, double scale,
                                 Colours<float>& excess) const {
    Balance balance;
    float* const values = scratch(2 * board_.width());
    std::fill(values + mesh_->nx(), values + 2 * board_.width(), 0.0F);
    for (std::size_t k = 0; k < mesh_->nz(); ++k) {
        RowBalance const row = kernels_->measure(flux_row(wind, j, k), values, scale);
        balance.squares += row.squares;
        balance.largest = std::max(balance.largest, row.largest);
        std::size_t const to = board_.row(static_cast<std::ptrdiff_t>(j), k);
        kernels_->deal(values, excess[j % 2].data() + to, excess[1 - j % 2].data() + to, board_.width());
    }
    return balance;
}

Balance FluxBalance::total(std::vector<Balance> const& rows) const {
    Balance all;
    for (Balance const& row : rows) {
        all.squares += row.squares;
        all.largest = std::max(all.largest, row.largest);
    }
    return all;
}

Balance FluxBalance::measure(state::WindField const& wind, double scale, Colours<float>& excess) const {
    std::vector<Balance> rows(mesh_->ny());
    parallel_->for_blocks(mesh_->ny(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) rows[j] = measure_row(wind, j, scale, excess);
    });
    return total(rows);
}

void FluxBalance::add_gradient(state::WindField& wind, std::size_t j, double scale,
                               ConjugateGradients::WorkSpace const& work) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t const nz = mesh_->nz();
    std::size_t const stride = 2 * board_.stride() + 2 * edge;
    float* const memory = scratch((2 * nz + 1) * stride);
    std::fill_n(memory, (2 * nz + 1) * stride, 0.0F);
    NaturalRows const here{memory + edge, stride};
    NaturalRows const south{memory + nz * stride + edge, stride};
    float const* const nothing = memory + 2 * nz * stride + edge;
    auto const merge = [&](std::size_t row, NaturalRows const& to) {
        for (std::size_t k = 0; k < nz; ++k) {
            std::size_t const from = board_.row(static_cast<std::ptrdiff_t>(row), k);
            std::size_t const even = row % 2;
            kernels_->merge(to.row(k), work.potential[even].data() + from, work.potential[1 - even].data() + from,
                            work.search[even].data() + from, work.search[1 - even].data() + from, work.pending_step,
                            board_.half());
        }
    };
    merge(j, here);
    if (j > 0) merge(j - 1, south);
    double const across = 1 / (dx_ * scale);
    double const at_side = 2 * across;
    for (std::size_t k = 0; k < nz; ++k) {
        float const* const row = here.row(k);
        std::size_t const x = wind.x_face(0, j, k);
        std::size_t const y = wind.y_face(0, j, k);
        std::size_t const z = wind.z_face(0, j, k);
        kernels_->add_rise(wind.x().data() + x, faces_->x.data() + x, nothing, row, at_side, 1);
        kernels_->add_rise(wind.x().data() + x + 1, faces_->x.data() + x + 1, row, row + 1, across, nx - 1);
        kernels_->add_rise(wind.x().data() + x + nx, faces_->x.data() + x + nx, row + nx - 1, nothing, at_side, 1);
        kernels_->add_rise(wind.y().data() + y, faces_->y.data() + y, south.row(k), row, j > 0 ? across : at_side, nx);
        if (j + 1 == ny)
            kernels_->add_rise(wind.y().data() + y + nx, faces_->y.data() + y + nx, row, nothing, at_side, nx);
        kernels_->add_rise(wind.z().data() + z, faces_->z.data() + z, k > 0 ? here.row(k - 1) : row, row,
                           z_gradient_[k] / scale, nx);
    }
    std::size_t const lid = wind.z_face(0, j, nz);
    kernels_->add_rise(wind.z().data() + lid, faces_->z.data() + lid, here.row(nz - 1), nothing,
                       z_gradient_[nz] / scale, nx);
}

Balance FluxBalance::correct(state::WindField& wind, double old_scale, ConjugateGradients::WorkSpace& work,
                             double scale) const {
    std::vector<Balance> rows(mesh_->ny());
    std::size_t const chunks = chunks_of(mesh_->ny(), mesh_->nx() * mesh_->nz());
    for_wavefront(*parallel_, mesh_->ny(), chunks, 2, [&](std::size_t stage, std::size_t j) {
        if (stage == 0)
            add_gradient(wind, j, old_scale, work);
        else
            rows[j] = measure_row(wind, j, scale, work.residual);
    });
    return total(rows);
}

Exchange FluxBalance::exchange(state::WindField const& wind) const {
    Exchange sum;
    auto const count = [&sum](double sign, double speed, std::uint8_t aperture, double area) {
        if (aperture == 0) return;
        double const outward = sign * (speed * (area * aperture));
        (outward > 0 ? sum.outflow : sum.inflow) += std::abs(outward);
    };
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t const nz = mesh_->nz();
    for (std::size_t k = 0; k < nz; ++k) {
        double const area = dx_ * mesh_->layer_thickness(k) / 255;
        auto const x = [&](double sign, std::size_t f) { count(sign, wind.x()[f], faces_->x[f], area); };
        auto const y = [&](double sign, std::size_t f) { count(sign, wind.y()[f], faces_->y[f], area); };
        for (std::size_t j = 0; j < ny; ++j) {
            x(-1, wind.x_face(0, j, k));
            x(1, wind.x_face(nx, j, k));
        }
        for (std::size_t i = 0; i < nx; ++i) y(-1, wind.y_face(i, 0, k));
        for (std::size_t i = 0; i < nx; ++i) y(1, wind.y_face(i, ny, k));
    }
    for (std::size_t f = nx * ny * nz; f < wind.z().size(); ++f) count(1, wind.z()[f], faces_->z[f], dx_ * dx_ / 255);
    return sum;
}

std::size_t FluxBalance::worst_cell(state::WindField const& wind) const {
    std::size_t worst = 0;
    double largest = -1;
    std::vector<float> values(mesh_->nx());
    for (std::size_t k = 0; k < mesh_->nz(); ++k)
        for (std::size_t j = 0; j < mesh_->ny(); ++j) {
            kernels_->measure(flux_row(wind, j, k), values.data(), 1);
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (!std::isfinite(values[i])) return mesh_->cell({i, j, k});
                if (std::abs(static_cast<double>(values[i])) <= largest) continue;
                largest = std::abs(static_cast<double>(values[i]));
                worst = mesh_->cell({i, j, k});
            }
        }
    return worst;
}

}  // namespace hacthanh::wind::detail
