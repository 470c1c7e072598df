#include "sim/wind/detail/flux_balance.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::wind::detail {
namespace {

constexpr std::size_t rows_per_block = 32;

void close_faces(std::span<double> speed, AlignedArray<std::uint8_t> const& aperture, Parallel const& parallel) {
    parallel.for_blocks(speed.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            if (aperture[n] == 0) speed[n] = 0;
    });
}

double part(std::uint8_t aperture) { return aperture / 255.0; }

}  // namespace

FluxBalance::FluxBalance(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, Parallel const& parallel)
    : mesh_(&mesh), faces_(&faces), parallel_(&parallel), dx_(mesh.cell_size()), z_gradient_(mesh.nz() + 1, 0.0) {
    for (std::size_t level = 1; level < mesh.nz(); ++level)
        z_gradient_[level] = beta / (mesh.z_centre(level) - mesh.z_centre(level - 1));
    z_gradient_.back() = beta / (mesh.z_faces().back() - mesh.z_centre(mesh.nz() - 1));
}

template <class Row>
void FluxBalance::for_rows(Row const& row) const {
    std::size_t const ny = mesh_->ny();
    parallel_->for_blocks(ny * mesh_->nz(), rows_per_block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) row(n % ny, n / ny);
    });
}

void FluxBalance::close_walls(state::WindField& wind) const {
    close_faces(wind.x(), faces_->x, *parallel_);
    close_faces(wind.y(), faces_->y, *parallel_);
    close_faces(wind.z(), faces_->z, *parallel_);
}

Balance FluxBalance::measure(state::WindField const& wind, std::span<double> excess) const {
    std::vector<Balance> rows(mesh_->ny() * mesh_->nz());
    double const z_area = dx_ * dx_;
    for_rows([&](std::size_t j, std::size_t k) {
        double const area = dx_ * mesh_->layer_thickness(k);
        Balance& row = rows[k * mesh_->ny() + j];
        for (std::size_t i = 0; i < mesh_->nx(); ++i) {
            auto const x = [&](std::size_t f) { return wind.x()[f] * (area * part(faces_->x[f])); };
            auto const y = [&](std::size_t f) { return wind.y()[f] * (area * part(faces_->y[f])); };
            auto const z = [&](std::size_t f) { return wind.z()[f] * (z_area * part(faces_->z[f])); };
            double const sum = (x(wind.x_face(i + 1, j, k)) - x(wind.x_face(i, j, k))) +
                               (y(wind.y_face(i, j + 1, k)) - y(wind.y_face(i, j, k))) +
                               (z(wind.z_face(i, j, k + 1)) - z(wind.z_face(i, j, k)));
            std::size_t const cell = mesh_->cell({i, j, k});
            excess[cell] = sum;
            row.squares += sum * sum;
            if (std::isfinite(sum) ? std::abs(sum) > row.largest && row.finite : row.finite) {
                row.largest = std::abs(sum);
                row.worst_cell = cell;
                row.finite = std::isfinite(sum);
            }
        }
    });
    Balance all;
    for (Balance const& row : rows) {
        all.squares += row.squares;
        if (all.finite && (row.largest > all.largest || !row.finite)) {
            all.largest = row.largest;
            all.worst_cell = row.worst_cell;
            all.finite = row.finite;
        }
    }
    return all;
}

void FluxBalance::add_gradient(state::WindField& wind, std::span<double const> potential) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t const nz = mesh_->nz();
    auto const at = [&](std::size_t i, std::size_t j, std::size_t k) { return potential[mesh_->cell({i, j, k})]; };
    for_rows([&](std::size_t j, std::size_t k) {
        for (std::size_t i = 0; i <= nx; ++i) {
            std::size_t const face = wind.x_face(i, j, k);
            double const rise = (i < nx ? at(i, j, k) : 0.0) - (i > 0 ? at(i - 1, j, k) : 0.0);
            if (faces_->x[face] > 0) wind.x()[face] += rise / x_distance(i);
        }
        for (std::size_t side = j; side <= (j + 1 == ny ? ny : j); ++side)
            for (std::size_t i = 0; i < nx; ++i) {
                std::size_t const face = wind.y_face(i, side, k);
                double const rise = (side < ny ? at(i, side, k) : 0.0) - (side > 0 ? at(i, side - 1, k) : 0.0);
                if (faces_->y[face] > 0) wind.y()[face] += rise / y_distance(side);
            }
        for (std::size_t level = k; level <= (k + 1 == nz ? nz : k); ++level)
            for (std::size_t i = 0; i < nx; ++i) {
                std::size_t const face = wind.z_face(i, j, level);
                double const rise = (level < nz ? at(i, j, level) : 0.0) - (level > 0 ? at(i, j, level - 1) : 0.0);
                if (faces_->z[face] > 0) wind.z()[face] += rise * z_gradient_[level];
            }
    });
}

Exchange FluxBalance::exchange(state::WindField const& wind) const {
    Exchange sum;
    auto const count = [&sum](double outward) { (outward > 0 ? sum.outflow : sum.inflow) += std::abs(outward); };
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t const nz = mesh_->nz();
    for (std::size_t k = 0; k < nz; ++k) {
        double const area = dx_ * mesh_->layer_thickness(k);
        auto const x = [&](std::size_t f) { return wind.x()[f] * (area * part(faces_->x[f])); };
        auto const y = [&](std::size_t f) { return wind.y()[f] * (area * part(faces_->y[f])); };
        for (std::size_t j = 0; j < ny; ++j) {
            count(-x(wind.x_face(0, j, k)));
            count(x(wind.x_face(nx, j, k)));
        }
        for (std::size_t i = 0; i < nx; ++i) {
            count(-y(wind.y_face(i, 0, k)));
            count(y(wind.y_face(i, ny, k)));
        }
    }
    for (std::size_t j = 0; j < ny; ++j)
        for (std::size_t i = 0; i < nx; ++i) {
            std::size_t const face = wind.z_face(i, j, nz);
            count(wind.z()[face] * (dx_ * dx_ * part(faces_->z[face])));
        }
    return sum;
}

double FluxBalance::diagonal(std::size_t i, std::size_t j, std::size_t k) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    double const area = dx_ * mesh_->layer_thickness(k);
    std::size_t const west = (k * ny + j) * (nx + 1) + i;
    std::size_t const south = (k * (ny + 1) + j) * nx + i;
    std::size_t const bottom = (k * ny + j) * nx + i;
    return area * (part(faces_->x[west]) / x_distance(i) + part(faces_->x[west + 1]) / x_distance(i + 1) +
                   part(faces_->y[south]) / y_distance(j) + part(faces_->y[south + nx]) / y_distance(j + 1)) +
           dx_ * dx_ *
               (part(faces_->z[bottom]) * z_gradient_[k] + part(faces_->z[bottom + nx * ny]) * z_gradient_[k + 1]);
}

void FluxBalance::apply(std::span<double const> potential, std::span<double> result) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    std::size_t const nz = mesh_->nz();
    std::size_t const layer = nx * ny;
    for_rows([&](std::size_t j, std::size_t k) {
        double const area = dx_ * mesh_->layer_thickness(k);
        for (std::size_t i = 0; i < nx; ++i) {
            std::size_t const cell = mesh_->cell({i, j, k});
            std::size_t const west = (k * ny + j) * (nx + 1) + i;
            std::size_t const south = (k * (ny + 1) + j) * nx + i;
            double sum = diagonal(i, j, k) * potential[cell];
            if (i > 0) sum -= area * part(faces_->x[west]) / x_distance(i) * potential[cell - 1];
            if (i + 1 < nx) sum -= area * part(faces_->x[west + 1]) / x_distance(i + 1) * potential[cell + 1];
            if (j > 0) sum -= area * part(faces_->y[south]) / y_distance(j) * potential[cell - nx];
            if (j + 1 < ny) sum -= area * part(faces_->y[south + nx]) / y_distance(j + 1) * potential[cell + nx];
            if (k > 0) sum -= dx_ * dx_ * part(faces_->z[cell]) * z_gradient_[k] * potential[cell - layer];
            if (k + 1 < nz)
                sum -= dx_ * dx_ * part(faces_->z[cell + layer]) * z_gradient_[k + 1] * potential[cell + layer];
            result[cell] = sum;
        }
    });
}

}  // namespace hacthanh::wind::detail
