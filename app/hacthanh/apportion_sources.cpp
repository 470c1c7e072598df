#include "app/hacthanh/apportion_sources.hpp"

#include <algorithm>
#include <array>
#include <map>

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
    std::size_t const n_species = emission.species.size();
    std::map<std::array<std::size_t, 3>, answers::CellShares> pieces;  // of road, column and group
    for (auto const& place : emission.places)
        for (std::size_t group = 0; group < state::n_vehicle_groups; ++group)
            if (double const mass = place.by_group[group * n_species + species]; mass > 0)
                pieces[{road_of(place, n_roads), place.cell % layer, group}].push_back({place.cell, mass});
    std::vector<RoadPieceSource> sources;
    for (auto& [at, air] : pieces) {
        double const rate = normalise(air) / emission.duration_s;
        sources.push_back(
            {at[0], at[2], mesh.x_centre(at[1] % mesh.nx()), mesh.y_centre(at[1] / mesh.nx()), rate, std::move(air)});
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

std::vector<RoadSource> line_road_sources(run::EmissionByRoad const& emission, std::size_t species) {
    std::vector<RoadSource> sources;
    auto const& emitted = emission.roads.emitted[species];
    for (std::size_t road = 0; road < emitted.size(); ++road)
        if (emitted[road] > 0) sources.push_back({road, emitted[road] / emission.duration_s, {}});
    return sources;
}

}  // namespace hacthanh::app
