#include "sim/dispersion/detail/transport_engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::dispersion::detail {
namespace {

/// Rows of a horizontal block. Small enough to share out one layer, large enough that the rows that two blocks both
/// compute cost little.
constexpr std::size_t rows_per_block = 50;

/// Cells of a block of the emission loop.
constexpr std::size_t emission_grain = 16384;

/// Strips of a vertical block.
constexpr std::size_t strips_per_block = 8;

std::size_t n_pieces(std::size_t count, std::size_t size) { return (count + size - 1) / size; }

/// 1 - exp(-x) to x^5 / 120, in [0, 1] and rising for any x >= 0: a library's exp may differ between processors.
double lost_part(double x) {
    double const grown = x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)));
    return std::isfinite(grown) ? grown / (1 + grown) : 1.0;
}

/// Work memory of the calling thread.
float* scratch(std::size_t size) {
    thread_local AlignedArray<float> memory;
    if (memory.size() < size) memory = AlignedArray<float>(size);
    return memory.data();
}

/// The pointers of all species moved on by `offset`.
template <class T>
void shift(std::span<T* const> from, std::size_t offset, std::vector<T*>& to) {
    to.assign(from.begin(), from.end());
    for (T*& pointer : to) pointer += offset;
}

}  // namespace

TransportEngine::TransportEngine(FlowRates rates, mesh::CityMesh const& mesh, std::vector<Removal> const& removal,
                                 Parallel const& parallel, TransportKernels const& kernels)
    : rates_(std::move(rates)), mesh_(&mesh), parallel_(&parallel), kernels_(&kernels) {
    set_removal(removal);
    for (std::size_t s = 0; s < removal.size(); ++s) work_.emplace_back(mesh.n_cells());
}

void TransportEngine::set_removal(std::vector<Removal> const& removal) {
    deposition_.clear();
    settling_.clear();
    loss_rate_.clear();
    for (auto const& species : removal) {
        deposition_.push_back(species.deposition_velocity - species.settling_velocity);
        settling_.push_back(species.settling_velocity);
        loss_rate_.push_back(species.loss_rate);
    }
}

void TransportEngine::advance(std::span<float* const> fields, std::span<float const> inflow, double time_step,
                              std::uint64_t n_steps, Emission const& emission, Crossed& crossed) {
    loss_.clear();
    for (double rate : loss_rate_) loss_.push_back(lost_part(rate * time_step));
    std::vector<float*> work;
    for (auto& field : work_) work.push_back(field.data());
    std::vector<float const*> const fields_in(fields.begin(), fields.end());
    std::vector<float const*> const work_in(work.begin(), work.end());
    for (std::uint64_t left = n_steps; left > 0; left -= std::min<std::uint64_t>(left, 2)) {
        if (left < n_steps) emit(fields, emission, 1.0F);
        sweep_horizontally(kernels_->sweep_y_then_x, fields_in, work, inflow, time_step, crossed);
        if (left == 1) {
            sweep_vertically(nullptr, work_in, fields, inflow, time_step, crossed);
        } else {  // columns go through both steps while they are at hand
            sweep_vertically(&emission, work_in, work, inflow, time_step, crossed);
            sweep_horizontally(kernels_->sweep_x_then_y, work_in, fields, inflow, time_step, crossed);
        }
    }
}

void TransportEngine::emit(std::span<float* const> fields, Emission const& emission, float share) const {
    std::size_t const n_cells = emission.n_layers * mesh_->nx() * mesh_->ny();
    std::size_t const blocks = n_pieces(n_cells, emission_grain);
    parallel_->for_blocks(blocks * emission.species.size(), 1, [&](std::size_t index, std::size_t) {
        std::size_t const s = index / blocks;
        std::size_t const begin = index % blocks * emission_grain;
        std::size_t const end = std::min(n_cells, begin + emission_grain);
        kernels_->add(fields[s] + begin, emission.species[s] + begin, share, end - begin);
    });
}

HorizontalTile TransportEngine::tile(std::size_t layer, std::size_t block) const {
    std::size_t const nx = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    HorizontalTile tile;
    tile.nx = nx;
    tile.ny = ny;
    tile.j_begin = block * rows_per_block;
    tile.j_end = std::min(ny, tile.j_begin + rows_per_block);
    tile.n_species = n_species();
    tile.walls = rates_.walls[layer] != 0;
    tile.x_rate = rates_.x_rate.data() + layer * ny * (nx + 1);
    tile.y_rate = rates_.y_rate.data() + layer * (ny + 1) * nx;
    tile.x_diffusion = rates_.x_diffusion.data() + layer * ny * (nx + 1);
    tile.y_diffusion = rates_.y_diffusion.data() + layer * (ny + 1) * nx;
    tile.volume = rates_.volume.data() + layer * ny * nx;
    return tile;
}

void TransportEngine::sweep_horizontally(HorizontalKernel kernel, std::span<float const* const> in,
                                         std::span<float* const> out, std::span<float const> inflow, double time_step,
                                         Crossed& crossed) {
    std::size_t const n_blocks = n_pieces(mesh_->ny(), rows_per_block);
    std::size_t const n_tiles = n_blocks * mesh_->nz();
    std::size_t const n = n_species();
    partial_.assign(n_tiles * 2 * n, 0.0);
    parallel_->for_blocks(n_tiles, 1, [&](std::size_t index, std::size_t) {
        std::size_t const layer = index / n_blocks;
        HorizontalTile tile = this->tile(layer, index % n_blocks);
        thread_local std::vector<float const*> tile_in;
        thread_local std::vector<float*> tile_out;
        shift<float const>(in, layer * mesh_->nx() * mesh_->ny(), tile_in);
        shift<float>(out, layer * mesh_->nx() * mesh_->ny(), tile_out);
        tile.in = tile_in.data();
        tile.out = tile_out.data();
        tile.inflow = inflow.data();
        tile.time_step = static_cast<float>(time_step);
        tile.inflow_sum = partial_.data() + index * 2 * n;
        tile.outflow_sum = tile.inflow_sum + n;
        tile.scratch = scratch(horizontal_scratch_size(mesh_->nx(), n));
        kernel(tile);
    });
    for (std::size_t index = 0; index < n_tiles; ++index) {
        double const volume = mesh_->layer_cell_volume(index / n_blocks);
        for (std::size_t s = 0; s < n; ++s) {
            crossed.inflow[s] += partial_[index * 2 * n + s] * volume;
            crossed.outflow[s] += partial_[index * 2 * n + n + s] * volume;
        }
    }
}

VerticalStrip TransportEngine::strip(std::size_t first_column) const {
    VerticalStrip strip;
    strip.stride = mesh_->nx() * mesh_->ny();
    strip.n = std::min(strip_width, strip.stride - first_column);
    strip.nz = mesh_->nz();
    strip.n_species = n_species();
    strip.wind = rates_.vertical_wind;
    strip.walls = std::ranges::find(rates_.walls, 1) != rates_.walls.end();
    strip.z_speed = rates_.z_speed.data() + first_column;
    strip.conductance = rates_.conductance.data() + first_column;
    strip.volume = rates_.volume.data() + first_column;
    strip.thickness = rates_.thickness.data();
    strip.per_thickness = rates_.per_thickness.data();
    strip.slope_weight = rates_.slope_weight.data();
    strip.deposition = deposition_.data();
    strip.settling = settling_.data();
    strip.loss = loss_.data();
    if (mesh_->has_buildings()) strip.z_open = mesh_->openness().z_face.data() + first_column;
    return strip;
}

void TransportEngine::sweep_vertically(Emission const* emission, std::span<float const* const> in,
                                       std::span<float* const> out, std::span<float const> inflow, double time_step,
                                       Crossed& crossed) {
    std::size_t const n_strips = n_pieces(mesh_->nx() * mesh_->ny(), strip_width);
    std::size_t const n = n_species();
    partial_.assign(n_pieces(n_strips, strips_per_block) * 4 * n, 0.0);
    parallel_->for_blocks(n_strips, strips_per_block, [&](std::size_t begin, std::size_t end) {
        thread_local std::vector<float const*> strip_in;
        thread_local std::vector<float*> strip_out;
        thread_local std::vector<float const*> strip_emission;
        for (std::size_t index = begin; index < end; ++index) {
            VerticalStrip strip = this->strip(index * strip_width);
            shift<float const>(in, index * strip_width, strip_in);
            shift<float>(out, index * strip_width, strip_out);
            strip.in = strip_in.data();
            strip.twice = emission != nullptr;
            if (emission != nullptr && !emission->species.empty()) {
                shift<float const>(emission->species, index * strip_width, strip_emission);
                strip.emission = strip_emission.data();
                strip.emission_levels = emission->n_layers;
            }
            strip.out = strip_out.data();
            strip.inflow = inflow.data();
            strip.time_step = time_step;
            strip.inflow_sum = partial_.data() + begin / strips_per_block * 4 * n;
            strip.outflow_sum = strip.inflow_sum + n;
            strip.deposited_sum = strip.outflow_sum + n;
            strip.lost_sum = strip.deposited_sum + n;
            strip.scratch = scratch(vertical_scratch_size(mesh_->nz(), n));
            kernels_->sweep_z(strip);
        }
    });
    double const area = mesh_->cell_size() * mesh_->cell_size();
    for (std::size_t block = 0; block < n_pieces(n_strips, strips_per_block); ++block)
        for (std::size_t s = 0; s < n; ++s) {
            double const* sums = partial_.data() + block * 4 * n;
            crossed.inflow[s] += sums[s] * area;
            crossed.outflow[s] += sums[n + s] * area;
            crossed.deposited[s] += sums[2 * n + s] * area;
            crossed.lost[s] += sums[3 * n + s] * area;
        }
}

double TransportEngine::mass(float const* field) const {
    std::size_t const row = mesh_->nx();
    std::size_t const ny = mesh_->ny();
    return parallel_->sum_blocks(mesh_->nz() * ny, rows_per_block, [&](std::size_t begin, std::size_t end) {
        double total = 0;
        for (std::size_t n = begin; n < end; ++n)
            total += mesh_->layer_cell_volume(n / ny) *
                     (rates_.full[n / ny] != 0
                          ? kernels_->sum(field + n * row, row)
                          : kernels_->weighted_sum(field + n * row, rates_.volume.data() + n * row, row));
        return total;
    });
}

}  // namespace hacthanh::dispersion::detail
