#include "app/hacthanh/apportion_sources.hpp"

#include "sim/emission/open_cells.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::app {
namespace {

constexpr double vehicle_height_m = 1.5;  // SUMO's default of passenger cars and motorcycles
constexpr double steps_per_cell = 4;      // of the walk along a road; our choice
constexpr double kg_s_of_g_h = 1e-3 / 3600;

/// Shares of each layer between the ground and the top of a wake.
std::vector<double> layer_shares(mesh::CityMesh const& mesh, double top) {
    std::vector<double> shares;
    double below = 0;
    for (std::size_t k = 0; k < mesh.nz() && below < 1; ++k) {
        double const up_to = std::min(1.0, mesh.z_faces()[k + 1] / top);
        shares.push_back(up_to - below);
        below = up_to;
    }
    return shares;
}

/// Metres of an axis in each column of the mesh.
std::map<std::size_t, double> metres_by_column(city::Polyline const& axis, mesh::CityMesh const& mesh, double& whole) {
    std::map<std::size_t, double> metres;
    auto const extent = mesh.extent();
    for (std::size_t n = 0; n + 1 < axis.size(); ++n) {
        double const dx = axis[n + 1].x - axis[n].x, dy = axis[n + 1].y - axis[n].y;
        double const length = std::hypot(dx, dy);
        whole += length;
        double const steps = std::max(1.0, std::ceil(length / mesh.cell_size() * steps_per_cell));
        for (double step = 0.5; step < steps; ++step) {
            city::Point const p{axis[n].x + dx * step / steps, axis[n].y + dy * step / steps};
            if (!extent.contains(p)) continue;
            auto const i = static_cast<std::size_t>((p.x - extent.x_min) / mesh.cell_size());
            auto const j = static_cast<std::size_t>((p.y - extent.y_min) / mesh.cell_size());
            metres[j * mesh.nx() + i] += length / steps;
        }
    }
    return metres;
}

}  // namespace

std::vector<RoadPieceSource> road_piece_sources(io::ResultReader const& result, std::size_t species,
                                                mesh::CityMesh const& mesh, emission::EmissionOptions const& options) {
    auto const shares = layer_shares(mesh, options.wake_height_factor * vehicle_height_m);
    emission::OpenCells open_cells(mesh, mesh.nz());
    auto const& grid = result.grid();
    auto const emission = result.road_mean_emission(species);
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::vector<RoadPieceSource> sources;
    for (std::size_t road = 0; road < result.roads().size(); ++road) {
        auto const& facts = result.roads()[road];
        double const rate = static_cast<double>(emission[road]) * facts.length_m / 1000 * kg_s_of_g_h;
        if (!(rate > 0)) continue;
        city::Polyline axis = facts.axis;
        for (auto& point : axis) point = {point.x + grid.network_offset_x, point.y + grid.network_offset_y};
        double whole = 0;
        for (auto const& [column, metres] : metres_by_column(axis, mesh, whole)) {
            RoadPieceSource source{
                road, mesh.x_centre(column % mesh.nx()), mesh.y_centre(column / mesh.nx()), rate * metres / whole, {}};
            for (std::size_t k = 0; k < shares.size(); ++k)
                source.air.push_back({open_cells.taker(k * layer + column), shares[k]});
            sources.push_back(std::move(source));
        }
    }
    return sources;
}

}  // namespace hacthanh::app
