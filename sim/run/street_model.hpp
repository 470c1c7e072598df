#pragma once

#include "sim/city/city.hpp"
#include "sim/dispersion/street_air.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/run/canyon_cells.hpp"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// How a street's own air is worked out.
enum class StreetKind {
    canyon,    ///< between walls that the mesh does not resolve: a box whose air leaves through the roofs
    open,      ///< no walls: a line source
    resolved,  ///< the mesh has cells enough across it: its own cells tell
};

/// One street as the kerb model sees it.
struct StreetModel {
    std::vector<std::size_t> roads;
    StreetKind kind = StreetKind::open;
    double length = 0;  ///< [m]
    double width = 0;   ///< wall to wall of a canyon, of all lanes of an open road [m]
    double height = 0;  ///< of the walls [m], 0 = none
    double east = 0;    ///< direction, a unit vector
    double north = 0;
    std::vector<std::pair<std::size_t, double>> cells;  ///< near the ground with air, and the street's share in them
    std::vector<CanyonCell> canyon;                     ///< of flat_street_models: the cells a canyon lies in
};

/// What a street's own roads make of places [kg/m3], each [species] or [species][cell of StreetModel::canyon].
struct OwnPart {
    std::vector<double> at_kerbs;                ///< mean over the street's cells, by their shares
    std::vector<std::vector<double>> in_middle;  ///< of a cell of the canyon, where the map has its value
    std::vector<std::vector<double>> outside;    ///< mean over the places of that cell that are not in the canyon
};

/// The share of an axis in each column of the mesh, by its number. What lies outside is in none: the shares then add up
/// to less than 1.
std::map<std::size_t, double> column_shares(city::Polyline const& axis, mesh::CityMesh const& mesh);

/// The streets that lie wholly in the mesh.
///
/// Canyon: walls of a mean height (gaps count as 0) of at least a fifth of the width. Resolved: three cells across a
/// canyon, two across an open road. Our choices; docs/theory/street_canyon.md.
/// @param n_layers  that emission reaches: the cells of a street are in these
std::vector<StreetModel> street_models(city::City const& city, mesh::CityMesh const& mesh, std::size_t n_layers);

/// The same for a model that knows no houses and the lowest layer alone: no mesh is fine enough for its canyons, which
/// know the cells that they lie in; those of one cell share its air.
std::vector<StreetModel> flat_street_models(city::City const& city, mesh::CityMesh const& mesh);

}  // namespace hacthanh::run
