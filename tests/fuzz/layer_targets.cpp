/// Readers of layers that people draw: those of a city folder, wards, places of sources.

#include "io/detail/city_layers.hpp"
#include "io/geos.hpp"
#include "io/impact/wards.hpp"
#include "io/source_file.hpp"
#include "sim/core/error.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <cmath>
#include <string>

namespace hacthanh::fuzz {
namespace {

city::Projection const& projection() {
    static city::Projection const utm{"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357,
                                      -2187411};
    return utm;
}

/// One file as each of a city folder's layers; what two layers refuse the third may take.
void read_layers(std::string_view bytes) {
    InputFile const file(bytes, ".geojson");
    io::Geos const geos;
    try {
        for (auto const& area : io::detail::read_areas(file.path(), projection()))
            require(geos.valid(*geos.polygon(area.shape)));
    } catch (InputError const&) {
    }
    try {
        for (auto const& zone : io::detail::read_population(file.path(), projection()))
            require(std::isfinite(zone.residents) && zone.residents >= 0 && !zone.parts.empty());
    } catch (InputError const&) {
    }
    try {
        for (auto const& barrier : io::detail::read_barriers(file.path(), projection()))
            require(barrier.axis.size() >= 2 && barrier.height_m > 0);
    } catch (InputError const&) {
    }
    auto const buildings = io::detail::read_buildings(file.path(), projection());
    for (auto const& building : buildings)
        require(geos.valid(*geos.polygon(building.footprint)) && building.height_m > building.base_m);
    io::detail::require_disjoint(buildings, file.path());
}

void read_wards(std::string_view bytes) {
    io::ResultGrid grid;
    grid.cell_size = 20;
    auto const wards = io::read_wards(InputFile(bytes, ".geojson").path(), grid);
    impact::Places places;
    places.cell = {0, 1};
    places.at = {{5, 5}, {15, 5}};
    io::assign_wards(places, wards, grid);
    for (int const ward : places.ward) require(ward >= -1 && ward < static_cast<int>(wards.size()));
}

/// A register of sources as a layer.
void read_source_layer(std::string_view bytes) {
    mesh::CityMesh const mesh({0, 0, 600, 600}, {});
    for (auto const& source : io::read_sources(InputFile(bytes, ".geojson").path(), mesh, projection()).sources)
        for (auto const& [column, share] : source.columns)
            require(column < mesh.nx() * mesh.ny() && share >= 0 && std::isfinite(share));
}

constexpr std::array layer_readers = {Target{"layers", read_layers}, Target{"wards", read_wards},
                                      Target{"source_layer", read_source_layer}};

}  // namespace

std::span<Target const> layer_targets() { return layer_readers; }

}  // namespace hacthanh::fuzz
