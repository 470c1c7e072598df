#include "sim/mesh/block_buildings.hpp"

#include "sim/core/error.hpp"
#include "sim/mesh/detail/openness_rules.hpp"
#include "sim/mesh/detail/row_cover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace hacthanh::mesh {
namespace {

/// Rows of columns of one block; our choice.
constexpr std::size_t rows_per_block = 8;

/// Less than this of a cell is rounding of the clipping, not a building [1].
constexpr double nothing = 1e-12;

std::uint8_t parts(double covered) {
    return static_cast<std::uint8_t>(std::lround(255 * (1 - std::clamp(covered, 0.0, 1.0))));
}

/// What one row of columns adds to the report.
struct RowVolumes {
    double clipped = 0;
    double overlap = 0;
    std::size_t slivers = 0;
};

/// One building's volume in one row.
struct RowShare {
    std::size_t building;
    double exact;   ///< [m3]
    double change;  ///< by rounding and closing [m3]
};

class Blocking {
public:
    Blocking(CityMesh const& mesh, std::span<city::Building const> buildings, BlockingOptions const& options,
             Parallel const& parallel)
        : mesh_(mesh), buildings_(buildings), options_(options), parallel_(parallel) {
        footprints_.reserve(buildings.size());
        for (auto const& building : buildings) footprints_.emplace_back(building, mesh);
        openness_.cell.assign(mesh.n_cells(), Openness::open);
        openness_.x_face.assign((mesh.nx() + 1) * mesh.ny() * mesh.nz(), Openness::open);
        openness_.y_face.assign(mesh.nx() * (mesh.ny() + 1) * mesh.nz(), Openness::open);
        openness_.z_face.assign(mesh.nx() * mesh.ny() * (mesh.nz() + 1), Openness::open);
        std::fill_n(openness_.z_face.begin(), mesh.nx() * mesh.ny(), std::uint8_t(0));
        inner_north_.assign(mesh.n_cells(), Openness::open);
    }

    BlockedMesh run() {
        detail::RowIndex const rows(footprints_, mesh_);
        cut(rows);
        report_.closed_isolated = detail::bound_and_close(openness_, mesh_, options_.max_aperture_ratio, parallel_);
        measure(rows);
        report_.enclosed_cells = detail::close_enclosed(openness_, mesh_, report_.enclosed_volume);
        count_cells();
        return {CityMesh(mesh_, std::move(openness_)), std::move(report_)};
    }

private:
    void cut(detail::RowIndex const& rows);
    void close_north_faces();
    void cut_row(detail::RowCover const& cover, std::size_t j, RowVolumes& volumes);
    void cut_column(detail::RowCover const& cover, std::size_t i, std::size_t j, double& carry, RowVolumes& volumes);
    void measure(detail::RowIndex const& rows);
    void measure_row(detail::RowCover& cover, std::span<std::size_t const> buildings, std::size_t j,
                     std::vector<RowShare>& shares) const;
    void add_up(std::vector<std::vector<RowShare>> const& rows);
    void count_cells();

    CityMesh const& mesh_;
    std::span<city::Building const> buildings_;
    BlockingOptions options_;
    Parallel const& parallel_;
    std::vector<detail::Footprint> footprints_;
    Openness openness_;
    std::vector<std::uint8_t> inner_north_;  ///< open parts that walls inside cells leave of their north faces
    BlockingReport report_;
};

/// Fills openness_ from the exact cover, row by row.
void Blocking::cut(detail::RowIndex const& rows) {
    std::vector<RowVolumes> volumes(mesh_.ny() + 1);
    parallel_.for_blocks(mesh_.ny() + 1, rows_per_block, [&](std::size_t begin, std::size_t end) {
        detail::RowCover cover(mesh_);
        for (std::size_t j = begin; j < end; ++j) {
            if (rows.row(j).empty()) continue;
            cover.fill(footprints_, rows.row(j), j);
            cut_row(cover, j, volumes[j]);
        }
    });
    close_north_faces();
    for (auto const& row : volumes) {
        report_.clipped_volume += row.clipped;
        report_.overlap_volume += row.overlap;
        report_.closed_slivers += row.slivers;
    }
}

/// Brings what rows found of walls near their north sides to the faces, which the next rows have filled.
void Blocking::close_north_faces() {
    std::size_t const row = mesh_.nx();
    parallel_.for_blocks(mesh_.nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k)
            for (std::size_t n = 0; n < mesh_.ny() * row; ++n) {
                auto& face = openness_.y_face[(k * (mesh_.ny() + 1) + 1) * row + n];
                face = std::min(face, inner_north_[k * mesh_.ny() * row + n]);
            }
    });
    inner_north_ = {};
}

void Blocking::cut_row(detail::RowCover const& cover, std::size_t j, RowVolumes& volumes) {
    std::size_t const nx = mesh_.nx();
    auto const cover_more = [](std::uint8_t& open, double covered) { open = std::min(open, parts(covered)); };
    for (std::size_t k = 0; k < cover.n_layers(); ++k)
        for (std::size_t i = 0; i < nx; ++i)
            openness_.y_face[(k * (mesh_.ny() + 1) + j) * nx + i] = parts(cover.y_face(i, k));
    if (j == mesh_.ny()) return;
    for (std::size_t k = 0; k < cover.n_layers(); ++k) {
        std::uint8_t* const x_faces = openness_.x_face.data() + (k * mesh_.ny() + j) * (nx + 1);
        std::uint8_t* const south_faces = openness_.y_face.data() + (k * (mesh_.ny() + 1) + j) * nx;
        std::uint8_t* const north_faces = inner_north_.data() + (k * mesh_.ny() + j) * nx;
        for (std::size_t i = 0; i <= nx; ++i) x_faces[i] = parts(cover.x_face(i, k));
        for (std::size_t i = 0; i < nx; ++i) {
            auto const across_x = cover.x_inner(i, k);
            cover_more(x_faces[i], across_x.low);
            cover_more(x_faces[i + 1], across_x.high);
            auto const across_y = cover.y_inner(i, k);
            cover_more(south_faces[i], across_y.low);
            cover_more(north_faces[i], across_y.high);
        }
    }
    for (std::size_t level = 1; level <= cover.n_layers(); ++level)
        for (std::size_t i = 0; i < nx; ++i)
            openness_.z_face[(level * mesh_.ny() + j) * nx + i] = parts(cover.z_face(i, level));
    double carry = 0;
    for (std::size_t i = 0; i < nx; ++i) cut_column(cover, i, j, carry, volumes);
}

/// Rounds the free volumes of one column. @param carry  air still owed by rounding and closed slivers [parts x m]
void Blocking::cut_column(detail::RowCover const& cover, std::size_t i, std::size_t j, double& carry,
                          RowVolumes& volumes) {
    /// A cell takes at most so much of what is owed [parts]; our choice: 3 % of a cell.
    constexpr double most_taken = 8;
    bool built = false;
    for (std::size_t k = 0; k < cover.n_layers(); ++k) {
        double const covered = cover.cell(i, k);
        if (covered < nothing) continue;
        built = true;
        double const thickness = mesh_.layer_thickness(k);
        double const exact = 255 * (1 - std::min(covered, 1.0));
        volumes.clipped += std::min(covered, 1.0) * mesh_.layer_cell_volume(k);
        volumes.overlap += std::max(covered - 1, 0.0) * mesh_.layer_cell_volume(k);
        double rounded = 0;
        if (exact > 255 * nothing) {
            double const owed = std::clamp(carry / thickness, -most_taken, most_taken);
            rounded = std::clamp(std::round(exact + owed), 0.0, 255.0);
            if (rounded < 255 * options_.min_free_fraction || rounded < 1) {
                rounded = 0;
                ++volumes.slivers;
            }
        }
        carry += (exact - rounded) * thickness;
        openness_.cell[mesh_.cell({i, j, k})] = static_cast<std::uint8_t>(rounded);
    }
    if (!built) carry = 0;
}

/// Compares every building's volume on the mesh with the exact one.
void Blocking::measure(detail::RowIndex const& rows) {
    std::vector<std::vector<RowShare>> shares(mesh_.ny());
    parallel_.for_blocks(mesh_.ny(), rows_per_block, [&](std::size_t begin, std::size_t end) {
        detail::RowCover cover(mesh_);
        for (std::size_t j = begin; j < end; ++j)
            if (!rows.row(j).empty()) measure_row(cover, rows.row(j), j, shares[j]);
    });
    add_up(shares);
    for (std::size_t k = 0; k < mesh_.nz(); ++k) {
        std::size_t const layer = mesh_.nx() * mesh_.ny();
        std::size_t parts_closed = 0;
        for (std::size_t cell = k * layer; cell < (k + 1) * layer; ++cell) parts_closed += 255U - openness_.cell[cell];
        report_.blocked_volume += static_cast<double>(parts_closed) / 255 * mesh_.layer_cell_volume(k);
    }
}

void Blocking::count_cells() {
    for (std::uint8_t const open : openness_.cell) {
        if (open == 0) ++report_.closed_cells;
        if (open > 0 && open < Openness::open) ++report_.cut_cells;
    }
}

void Blocking::measure_row(detail::RowCover& cover, std::span<std::size_t const> buildings, std::size_t j,
                           std::vector<RowShare>& shares) const {
    cover.fill(footprints_, buildings, j);
    for (std::size_t const b : buildings) {
        auto const& part = cover.clip(footprints_[b], j);
        RowShare share{b, 0, 0};
        for (std::size_t k = 0; k < cover.n_layers(); ++k) {
            double const overlap = cover.overlap(footprints_[b], k);
            if (overlap <= 0) continue;
            for (std::size_t n = 0; n < part.size(); ++n) {
                double const own = part.area[n] * overlap;
                double const covered = cover.cell(part.first + n, k);
                if (own < nothing || covered < nothing) continue;
                double const blocked = 1 - openness_.cell[mesh_.cell({part.first + n, j, k})] / 255.0;
                share.exact += own * mesh_.layer_cell_volume(k);
                share.change += own / covered * (blocked - covered) * mesh_.layer_cell_volume(k);
            }
        }
        shares.push_back(share);
    }
}

void Blocking::add_up(std::vector<std::vector<RowShare>> const& rows) {
    std::vector<double> exact(footprints_.size(), 0.0);
    std::vector<double> change(footprints_.size(), 0.0);
    for (auto const& row : rows)
        for (auto const& share : row) {
            exact[share.building] += share.exact;
            change[share.building] += share.change;
        }
    double const four_cells = 4 * mesh_.layer_cell_volume(0);
    for (std::size_t b = 0; b < footprints_.size(); ++b) {
        auto const& footprint = footprints_[b];
        ++(footprint.meets(mesh_) ? report_.buildings : report_.buildings_outside);
        if (footprint.lies_inside(mesh_)) {
            report_.given_volume +=
                footprint.area * mesh_.cell_size() * mesh_.cell_size() * (footprint.top - footprint.base);
            report_.exact_volume += exact[b];
        }
        if (exact[b] > four_cells && std::abs(change[b] / exact[b]) > report_.worst_change) {
            report_.worst_change = std::abs(change[b] / exact[b]);
            report_.worst_building = buildings_[b].id;
        }
    }
}

}  // namespace

BlockedMesh block_buildings(CityMesh mesh, std::span<city::Building const> buildings, BlockingOptions const& options,
                            Parallel const& parallel) {
    validate(options.min_free_fraction >= 0 && options.min_free_fraction <= 0.5, "mesh.min_free_fraction",
             fmt::format("{} (must be in 0..0.5)", options.min_free_fraction));
    validate(options.max_aperture_ratio >= 1, "mesh.max_aperture_ratio",
             fmt::format("{} (must be at least 1)", options.max_aperture_ratio));
    return Blocking(mesh, buildings, options, parallel).run();
}

}  // namespace hacthanh::mesh
