#include "app/hacthanh/apportion_sources.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace hacthanh::app {
namespace {

/// Masses of cells made shares of their sum; returns the sum.
double normalise(answers::CellShares& air) {
    double sum = 0;
    for (auto const& cell : air) sum += cell.share;
    for (auto& cell : air) cell.share /= sum;
    return sum;
}

std::size_t road_of(emission::EmissionPlaces::Place const& place, std::size_t n_roads) {
    return std::min<std::size_t>(place.road, n_roads);
}

}  // namespace

std::vector<RoadPieceSource> road_piece_sources(run::EmissionByRoad const& emission, std::size_t species,
                                                std::size_t n_roads, mesh::CityMesh const& mesh) {
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::map<std::pair<std::size_t, std::size_t>, answers::CellShares> pieces;  // of road and column
    for (auto const& place : emission.places)
        if (place.masses[species] > 0)
            pieces[{road_of(place, n_roads), place.cell % layer}].push_back({place.cell, place.masses[species]});
    std::vector<RoadPieceSource> sources;
    for (auto& [at, air] : pieces) {
        double const rate = normalise(air) / emission.duration_s;
        sources.push_back({at.first, mesh.x_centre(at.second % mesh.nx()), mesh.y_centre(at.second / mesh.nx()), rate,
                           std::move(air)});
    }
    return sources;
}

std::vector<RoadSource> road_sources(run::EmissionByRoad const& emission, std::size_t species, std::size_t n_roads) {
    std::map<std::size_t, answers::CellShares> roads;
    for (auto const& place : emission.places)
        if (place.masses[species] > 0) roads[road_of(place, n_roads)].push_back({place.cell, place.masses[species]});
    std::vector<RoadSource> sources;
    for (auto& [road, air] : roads) {
        double const rate = normalise(air) / emission.duration_s;
        sources.push_back({road, rate, std::move(air)});
    }
    return sources;
}

}  // namespace hacthanh::app
