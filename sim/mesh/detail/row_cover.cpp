#include "sim/mesh/detail/row_cover.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::mesh::detail {

RowIndex::RowIndex(std::span<Footprint const> footprints, CityMesh const& mesh) : begin_(mesh.ny() + 2, 0) {
    double const tolerance = plane_tolerance_m / mesh.cell_size();
    auto const last_row = static_cast<double>(mesh.ny());
    auto const rows_of = [&](Footprint const& footprint, auto const& visit) {
        if (!footprint.meets(mesh)) return;
        auto const from = static_cast<std::size_t>(std::clamp(std::floor(footprint.y_min - tolerance), 0.0, last_row));
        // The south faces of a row see what ends just south of them.
        auto const to = static_cast<std::size_t>(std::clamp(std::floor(footprint.y_max + tolerance), 0.0, last_row));
        for (std::size_t j = from; j <= to; ++j) visit(j);
    };
    for (auto const& footprint : footprints) rows_of(footprint, [&](std::size_t j) { ++begin_[j + 1]; });
    for (std::size_t j = 0; j <= mesh.ny(); ++j) begin_[j + 1] += begin_[j];
    buildings_.resize(begin_.back());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t b = 0; b < footprints.size(); ++b)
        rows_of(footprints[b], [&](std::size_t j) { buildings_[next[j]++] = b; });
}

RowCover::RowCover(CityMesh const& mesh)
    : mesh_(&mesh), tolerance_(plane_tolerance_m / mesh.cell_size()), cell_(mesh.nx() * mesh.nz()) {
    for (int side = 0; side < 2; ++side) {
        x_face_[side].resize((mesh.nx() + 1) * mesh.nz());
        y_face_[side].resize(mesh.nx() * mesh.nz());
        z_face_[side].resize(mesh.nx() * (mesh.nz() + 1));
        y_north_[side].resize(mesh.nx() * mesh.nz());
    }
    for (auto& section : x_inner_) section.resize(mesh.nx() * mesh.nz());
    for (auto& section : y_inner_) section.resize(mesh.nx() * mesh.nz());
}

FootprintRow const& RowCover::clip(Footprint const& footprint, std::size_t j) {
    clip_to_row(footprint, *mesh_, j, tolerance_, part_);
    return part_;
}

void RowCover::fill(std::span<Footprint const> footprints, std::span<std::size_t const> buildings, std::size_t j) {
    auto const clear = [&](std::vector<double>& values, std::size_t row, std::size_t rows) {
        std::fill_n(values.begin(), row * rows, 0.0);
    };
    clear(cell_, mesh_->nx(), n_layers_);
    for (int side = 0; side < 2; ++side) {
        clear(x_face_[side], mesh_->nx() + 1, n_layers_);
        clear(y_face_[side], mesh_->nx(), n_layers_);
        clear(z_face_[side], mesh_->nx(), n_layers_ + 1);
        clear(y_north_[side], mesh_->nx(), n_layers_);
    }
    for (auto& section : x_inner_) clear(section, mesh_->nx(), n_layers_);
    for (auto& section : y_inner_) clear(section, mesh_->nx(), n_layers_);
    n_layers_ = 0;
    for (std::size_t const b : buildings) {
        clip(footprints[b], j);
        add(footprints[b]);
    }
}

RowCover::Inner RowCover::inner(Sections const& sections, std::size_t n, double faces) {
    double const low = sections[0][n] + sections[1][n];
    double const high = sections[2][n] + sections[3][n];
    double const most = std::max({sections[0][n], sections[1][n], sections[2][n], sections[3][n]});
    if (most <= faces) return {};
    return low >= high ? Inner{most, 0} : Inner{0, most};
}

RowCover::Inner RowCover::x_inner(std::size_t i, std::size_t k) const {
    return inner(x_inner_, k * mesh_->nx() + i, std::max(x_face(i, k), x_face(i + 1, k)));
}

RowCover::Inner RowCover::y_inner(std::size_t i, std::size_t k) const {
    std::size_t const n = k * mesh_->nx() + i;
    return inner(y_inner_, n, std::max(y_face(i, k), larger(y_north_, n)));
}

double RowCover::overlap(Footprint const& footprint, std::size_t k) const {
    double const low = std::max(footprint.base, mesh_->z_faces()[k]);
    double const high = std::min(footprint.top, mesh_->z_faces()[k + 1]);
    return std::max(0.0, high - low) / mesh_->layer_thickness(k);
}

void RowCover::add(Footprint const& footprint) {
    std::size_t const roof = std::min(mesh_->layer_at(footprint.top) + 1, mesh_->nz());
    n_layers_ = std::max(n_layers_, roof);
    for (std::size_t k = 0; k < roof; ++k) add_layer(k, overlap(footprint, k));
    for (std::size_t level = 0; level <= roof; ++level) add_level(footprint, level);
}

void RowCover::add_layer(std::size_t k, double overlap) {
    if (overlap <= 0) return;
    std::size_t const row = k * mesh_->nx() + part_.first;
    auto const add_columns = [](std::vector<double> const& part, double share, double* sum) {
        for (std::size_t n = 0; n < part.size(); ++n) sum[n] += part[n] * share;
    };
    add_columns(part_.area, overlap, cell_.data() + row);
    for (int side = 0; side < 2; ++side) {
        add_columns(part_.x_section[side], overlap, x_face_[side].data() + k * (mesh_->nx() + 1) + part_.first);
        add_columns(part_.y_section[side], overlap, y_face_[side].data() + row);
        add_columns(part_.y_north[side], overlap, y_north_[side].data() + row);
    }
    for (std::size_t section = 0; section < inner_sections.size(); ++section) {
        add_columns(part_.x_inner[section], overlap, x_inner_[section].data() + row);
        add_columns(part_.y_inner[section], overlap, y_inner_[section].data() + row);
    }
}

void RowCover::add_level(Footprint const& footprint, std::size_t level) {
    for (int side = 0; side < 2; ++side) {
        double const z = mesh_->z_faces()[level] + (side == 0 ? -plane_tolerance_m : plane_tolerance_m);
        if (z < footprint.base || z >= footprint.top) continue;
        double* const faces = z_face_[side].data() + level * mesh_->nx() + part_.first;
        for (std::size_t n = 0; n < part_.size(); ++n) faces[n] += part_.area[n];
    }
}

}  // namespace hacthanh::mesh::detail
