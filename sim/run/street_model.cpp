#include "sim/run/street_model.hpp"

#include "sim/city/street_canyon.hpp"
#include "sim/city/streets.hpp"
#include "sim/emission/open_cells.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace hacthanh::run {
namespace {

constexpr double least_aspect = 0.2;      ///< height over width of a canyon
constexpr double cells_of_canyon = 3;     ///< across, that resolve it
constexpr double cells_of_open_road = 2;  ///< the same

/// The cells that take what an axis gives off; nothing when it leaves the mesh.
std::optional<std::map<std::size_t, double>> shares_of(city::Polyline const& axis, mesh::CityMesh const& mesh,
                                                       emission::OpenCells& open_cells) {
    std::map<std::size_t, double> shares;
    double total = 0;
    for (auto const& [column, share] : column_shares(axis, mesh)) {
        shares[open_cells.taker(column)] += share;
        total += share;
    }
    if (total < 1 - 1e-9) return std::nullopt;
    return shares;
}

/// Walls of both directions together; no width where neither has walls on both sides.
void set_walls(StreetModel& street, std::vector<city::StreetCanyon> const& canyons) {
    double n = 0;
    for (std::size_t const road : street.roads) {
        auto const& canyon = canyons[road];
        if (!(canyon.width_m > 0)) continue;
        n += 1;
        street.width += canyon.width_m;
        street.height += 0.5 * (canyon.height_left_m + canyon.height_right_m);
    }
    if (n == 0) return;
    street.width /= n;
    street.height /= n;
    if (street.height >= least_aspect * street.width) street.kind = StreetKind::canyon;
}

}  // namespace

std::map<std::size_t, double> column_shares(city::Polyline const& axis, mesh::CityMesh const& mesh) {
    std::map<std::size_t, double> shares;
    auto const extent = mesh.extent();
    double total = 0;
    for (std::size_t n = 0; n + 1 < axis.size(); ++n) {
        double const dx = axis[n + 1].x - axis[n].x;
        double const dy = axis[n + 1].y - axis[n].y;
        double const length = std::hypot(dx, dy);
        total += length;
        auto const pieces = static_cast<int>(std::ceil(std::max(length / (0.25 * mesh.cell_size()), 1.0)));
        for (int piece = 0; piece < pieces; ++piece) {
            double const at = (piece + 0.5) / pieces;
            double const x = (axis[n].x + at * dx - extent.x_min) / mesh.cell_size();
            double const y = (axis[n].y + at * dy - extent.y_min) / mesh.cell_size();
            if (x >= 0 && y >= 0 && x < static_cast<double>(mesh.nx()) && y < static_cast<double>(mesh.ny()))
                shares[static_cast<std::size_t>(y) * mesh.nx() + static_cast<std::size_t>(x)] += length / pieces;
        }
    }
    if (!(total > 0)) return {};
    for (auto& [column, share] : shares) share /= total;
    return shares;
}

namespace {

/// @param houses_known  to the model of dispersion: fine cells tell what is between them
std::vector<StreetModel> models_of(city::City const& city, mesh::CityMesh const& mesh, std::size_t n_layers,
                                   bool houses_known) {
    emission::OpenCells open_cells(mesh, n_layers);
    auto const canyons = city.buildings.empty() ? std::vector<city::StreetCanyon>{} : city::street_canyons(city);
    std::vector<StreetModel> models;
    for (auto const& street : city::streets_of(city)) {
        auto const& first = city.roads[street.roads.front()];
        auto const shares = shares_of(first.axis, mesh, open_cells);
        if (!shares) continue;
        StreetModel model;
        model.roads = street.roads;
        model.length = first.length_m;
        double const dx = first.axis.back().x - first.axis.front().x;
        double const dy = first.axis.back().y - first.axis.front().y;
        double const chord = std::hypot(dx, dy);
        model.east = chord > 0 ? dx / chord : 1;
        model.north = chord > 0 ? dy / chord : 0;
        model.cells.assign(shares->begin(), shares->end());
        if (!canyons.empty()) set_walls(model, canyons);
        if (model.kind == StreetKind::open) {
            model.width = model.height = 0;
            for (std::size_t const road : model.roads) model.width += std::max(3.0, city.roads[road].width_m);
        }
        bool const canyon = model.kind == StreetKind::canyon;
        double const needed = canyon ? cells_of_canyon : cells_of_open_road;
        if (model.width >= needed * mesh.cell_size() && (houses_known || !canyon)) model.kind = StreetKind::resolved;
        models.push_back(std::move(model));
    }
    return models;
}

}  // namespace

std::vector<StreetModel> street_models(city::City const& city, mesh::CityMesh const& mesh, std::size_t n_layers) {
    return models_of(city, mesh, n_layers, true);
}

std::vector<StreetModel> flat_street_models(city::City const& city, mesh::CityMesh const& mesh) {
    auto streets = models_of(city, mesh, 1, false);
    std::vector<std::vector<CanyonCell>*> canyons;
    for (auto& street : streets) {
        if (street.kind != StreetKind::canyon) continue;
        street.canyon = canyon_cells(city, mesh, street.roads, street.width);
        canyons.push_back(&street.canyon);
    }
    share_cells(canyons);
    return streets;
}

}  // namespace hacthanh::run
