#include "sim/dispersion/detail/flux_memory.hpp"

#include "sim/core/contracts.hpp"
#include "sim/dispersion/detail/eddy_lifetime.hpp"
#include "sim/dispersion/detail/flow_rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace hacthanh::dispersion::detail {
namespace {

using std::size_t;

constexpr double safety = 0.9;           ///< of the longest stable step, for uneven mixing [1]; our choice
constexpr double most_crossings = 0.95;  ///< faces that air crosses in a step [1]; our choice
constexpr size_t rows_per_block = 16;

/// exp(-x) to x^5 / 120, in [0, 1] and falling for any x >= 0: a library's exp may differ between processors.
double kept_part(double x) { return 1 / (1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)))); }

/// Calls body(cell behind, cell before, face) for the inner open faces of an axis in layer (or level) k.
template <class Body>
void for_x_faces(mesh::CityMesh const& mesh, size_t k, Body const& body) {
    for (size_t j = 0; j < mesh.ny(); ++j)
        for (size_t i = 1; i < mesh.nx(); ++i) {
            size_t const face = (k * mesh.ny() + j) * (mesh.nx() + 1) + i;
            if (mesh.x_aperture(face) > 0) body(mesh.cell({i, j, k}), mesh.cell({i, j, k}) - 1, face);
        }
}
template <class Body>
void for_y_faces(mesh::CityMesh const& mesh, size_t k, Body const& body) {
    for (size_t j = 1; j < mesh.ny(); ++j)
        for (size_t i = 0; i < mesh.nx(); ++i) {
            size_t const face = (k * (mesh.ny() + 1) + j) * mesh.nx() + i;
            if (mesh.y_aperture(face) > 0) body(mesh.cell({i, j, k}), mesh.cell({i, j, k}) - mesh.nx(), face);
        }
}
template <class Body>
void for_z_faces(mesh::CityMesh const& mesh, size_t k, Body const& body) {
    size_t const layer = mesh.nx() * mesh.ny();
    for (size_t face = k * layer; k > 0 && face < (k + 1) * layer; ++face)
        if (mesh.z_aperture(face) > 0) body(face, face - layer, face);
}

}  // namespace

FluxMemory::FluxMemory(mesh::CityMesh const& mesh, size_t n_species, Parallel const& parallel,
                       MemoryKernels const& kernels)
    : mesh_(&mesh),
      parallel_(&parallel),
      kernels_(&kernels),
      x_((mesh.nx() + 1) * mesh.ny() * mesh.nz()),
      y_(mesh.nx() * (mesh.ny() + 1) * mesh.nz()),
      z_(mesh.nx() * mesh.ny() * (mesh.nz() + 1)),
      air_(mesh.n_cells(), 1.0F),
      carried_(n_species, mesh::FaceField<float>(mesh, "carried_flux", "kg m-3")),
      next_(mesh, "carried_flux", "kg m-3") {
    for (size_t cell = 0; cell < mesh.n_cells(); ++cell)
        if (mesh.is_open(cell)) air_[cell] = invertible(mesh.free_volume_fraction(cell));
}

void FluxMemory::set_flow(state::Flow const& flow, state::ParticleTurbulence const& turbulence, double c0) {
    expect_usable(flow, *mesh_);
    find_lifetimes(turbulence, c0);
    wind_ = FaceWind(flow.wind, *mesh_);
    auto const horizontal = flow.turbulence.horizontal_diffusivity.values();
    auto const mean = [&](size_t behind, size_t before) { return 0.5F * (horizontal[behind] + horizontal[before]); };
    for (size_t k = 0; k < mesh_->nz(); ++k) {
        for_x_faces(*mesh_, k, [&](size_t b, size_t a, size_t face) { x_.mixing[face] = mean(b, a); });
        for_y_faces(*mesh_, k, [&](size_t b, size_t a, size_t face) { y_.mixing[face] = mean(b, a); });
    }
    find_longest_step();
    set_vertical_diffusivity(flow);
}

void FluxMemory::set_vertical_diffusivity(state::Flow const& flow) {
    expect_usable_vertical_diffusivity(flow, *mesh_);
    auto const vertical = flow.turbulence.vertical_diffusivity.z();
    for (size_t k = 1; k < mesh_->nz(); ++k)
        for_z_faces(*mesh_, k, [&](size_t, size_t, size_t face) { z_.mixing[face] = vertical[face]; });
    step_ = 0;
}

void FluxMemory::find_lifetimes(state::ParticleTurbulence const& turbulence, double c0) {
    AlignedArray<float> lifetime(mesh_->n_cells());
    for (size_t cell = 0; cell < lifetime.size(); ++cell)
        lifetime[cell] = static_cast<float>(1 / eddy_rate(static_cast<double>(turbulence.sigma_up[cell]),
                                                          static_cast<double>(turbulence.dissipation[cell]), c0));
    auto const mean = [&](size_t behind, size_t before) { return 0.5F * (lifetime[behind] + lifetime[before]); };
    for (size_t k = 0; k < mesh_->nz(); ++k) {
        for_x_faces(*mesh_, k, [&](size_t b, size_t a, size_t face) { x_.lifetime[face] = mean(b, a); });
        for_y_faces(*mesh_, k, [&](size_t b, size_t a, size_t face) { y_.lifetime[face] = mean(b, a); });
        for_z_faces(*mesh_, k, [&](size_t b, size_t a, size_t face) { z_.lifetime[face] = mean(b, a); });
    }
}

/// With S = K A / (dx^2 eta) summed over the two faces of a cell along x or y, the amplification matrix of both at once
/// with z implicit is stable for S step <= coth(step / 2T) / 2 (docs/theory/transport.md); that holds for S step <=
/// 1/2, as of a diffusivity, and for S step^2 <= T, as of waves of the eddies' speed: the weaker of the two is enough.
void FluxMemory::find_longest_step() {
    longest_step_ =
        wind_.crossings_per_s > 0 ? most_crossings / wind_.crossings_per_s : std::numeric_limits<double>::infinity();
    double const per_area = 1 / (mesh_->cell_size() * mesh_->cell_size());
    auto const shorten = [&](Faces const& faces, size_t first, size_t second, double first_open, double second_open,
                             double air) {
        double const sum = per_area / air *
                           (static_cast<double>(faces.mixing[first]) * first_open +
                            static_cast<double>(faces.mixing[second]) * second_open);
        if (sum <= 0) return;
        double const life =
            static_cast<double>(std::min(faces.lifetime[first] > 0 ? faces.lifetime[first] : faces.lifetime[second],
                                         faces.lifetime[second] > 0 ? faces.lifetime[second] : faces.lifetime[first]));
        longest_step_ = std::min(longest_step_, safety * std::max(0.5 / sum, std::sqrt(life / sum)));
    };
    for (size_t k = 0; k < mesh_->nz(); ++k)
        for (size_t j = 0; j < mesh_->ny(); ++j)
            for (size_t i = 0; i < mesh_->nx(); ++i) {
                size_t const cell = mesh_->cell({i, j, k});
                if (!mesh_->is_open(cell)) continue;
                size_t const west = next_.x_face(i, j, k), south = next_.y_face(i, j, k);
                size_t const north = south + mesh_->nx();
                double const air = static_cast<double>(air_[cell]);
                shorten(x_, west, west + 1, mesh_->x_aperture(west), mesh_->x_aperture(west + 1), air);
                shorten(y_, south, north, mesh_->y_aperture(south), mesh_->y_aperture(north), air);
            }
}

void FluxMemory::prepare(double step_s) {
    if (step_s == step_) return;
    parallel_->for_blocks(mesh_->nz(), 1, [&](size_t k, size_t) { prepare(k, step_s); });
    step_ = step_s;
}

void FluxMemory::prepare(size_t k, double step_s) {
    auto const fill = [&](Faces& faces, size_t face, double distance, double through) {
        double const life = static_cast<double>(faces.lifetime[face]);
        double const mixing = static_cast<double>(faces.mixing[face]);
        double const kept = kept_part(step_s / life);
        faces.keep[face] = static_cast<float>(kept);
        faces.pull[face] = static_cast<float>((1 - kept) * std::sqrt(mixing * life) / distance);
        faces.push[face] = static_cast<float>(std::sqrt(mixing / life) * through * step_s);
    };
    double const cell = mesh_->cell_size();
    for_x_faces(*mesh_, k, [&](size_t, size_t, size_t f) { fill(x_, f, cell, mesh_->x_aperture(f) / cell); });
    for_y_faces(*mesh_, k, [&](size_t, size_t, size_t f) { fill(y_, f, cell, mesh_->y_aperture(f) / cell); });
    if (k == 0) return;
    double const distance = mesh_->z_centre(k) - mesh_->z_centre(k - 1);
    for_z_faces(*mesh_, k, [&](size_t, size_t, size_t f) { fill(z_, f, distance, mesh_->z_aperture(f)); });
}

void FluxMemory::advance(std::span<float* const> fields, double step_s) {
    HACTHANH_EXPECT(fields.size() == carried_.size() && step_s > 0 && step_s <= longest_step_ * (1 + 1e-9));
    prepare(step_s);
    for (size_t s = 0; s < fields.size(); ++s) {
        carry_fluxes(wind_, carried_[s], step_s, *kernels_, *parallel_, next_);
        std::swap(carried_[s], next_);
        pull_sideways(s, fields[s]);
        push_sideways_mix_z(s, fields[s]);
    }
}

void FluxMemory::pull_sideways(size_t species, float const* field) {
    size_t const nx = mesh_->nx(), ny = mesh_->ny();
    float* const along_x = carried_[species].x().data();
    float* const along_y = carried_[species].y().data();
    parallel_->for_blocks(ny * mesh_->nz(), rows_per_block, [&](size_t begin, size_t end) {
        for (size_t row = begin; row < end; ++row) {
            float const* const c = field + row * nx;
            float const* const air = air_.data() + row * nx;
            size_t const west = row * (nx + 1) + 1;
            kernels_->pull({nx - 1, c, c + 1, air, air + 1, along_x + west, from(x_, west)});
            if (row % ny == 0) continue;
            size_t const south = (row / ny * (ny + 1) + row % ny) * nx;
            kernels_->pull({nx, c - nx, c, air - nx, air, along_y + south, from(y_, south)});
        }
    });
}

/// Along z with h = height x free volume and G = push x pull:
///     (h_k + G_k + G_k+1) c'_k - G_k c'_k-1 - G_k+1 c'_k+1 = h_k c_k + passing_k - passing_k+1
/// in double, by sums and products of positive numbers alone: nothing is negative, and mass is kept to 1e-15.
void FluxMemory::push_sideways_mix_z(size_t species, float* field) {
    size_t const nx = mesh_->nx(), ny = mesh_->ny(), nz = mesh_->nz();
    std::vector<double> height(nz);
    for (size_t k = 0; k < nz; ++k) height[k] = mesh_->layer_thickness(k);
    auto& carried = carried_[species];
    parallel_->for_blocks(ny, 1, [&](size_t j, size_t) {
        constexpr size_t width = memory_strip_width;
        thread_local std::vector<double> content, own, coupling;
        thread_local std::vector<float> passing;
        for (auto* work : {&content, &own, &coupling}) work->assign((nz + 1) * width, 0.0);
        passing.assign((nz + 1) * width, 0.0F);
        MemoryStrip strip;
        strip.nz = nz;
        strip.nx = nx;
        strip.stride = nx * ny;
        strip.stride_x = (nx + 1) * ny;
        strip.stride_y = nx * (ny + 1);
        strip.height = height.data();
        strip.content = content.data();
        strip.own = own.data();
        strip.coupling = coupling.data();
        strip.passing = passing.data();
        for (size_t i = 0; i < nx; i += width) {
            size_t const column = j * nx + i, west = j * (nx + 1) + i;
            strip.n = std::min(width, nx - i);
            strip.c = field + column;
            strip.air = air_.data() + column;
            strip.push_x = x_.push.data() + west;
            strip.carried_x = carried.x().data() + west;
            strip.push_y = y_.push.data() + column;
            strip.carried_y = carried.y().data() + column;
            strip.faces = from(z_, column);
            strip.carried = carried.z().data() + column;
            kernels_->mix_z(strip);
        }
    });
}

double FluxMemory::mass(float const* field) const {
    size_t const layer = mesh_->nx() * mesh_->ny();
    return parallel_->sum_blocks(mesh_->n_cells(), layer, [&](size_t begin, size_t end) {
        double sum = 0;
        for (size_t cell = begin; cell < end; ++cell)
            sum += static_cast<double>(field[cell]) * static_cast<double>(air_[cell]);
        return sum * mesh_->layer_cell_volume(begin / layer);
    });
}

void FluxMemory::set_carried(std::vector<mesh::FaceField<float>> carried) {
    HACTHANH_EXPECT(carried.size() == carried_.size());
    carried_ = std::move(carried);
}

}  // namespace hacthanh::dispersion::detail
