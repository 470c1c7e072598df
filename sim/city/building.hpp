#pragma once

#include "sim/city/geometry.hpp"

#include <string>
#include <string_view>

namespace hacthanh::city {

/// Where a building's height came from, best first.
enum class HeightSource { measured, levels, neighbours, land_use, fallback };

constexpr std::string_view name(HeightSource source) {
    switch (source) {
        case HeightSource::measured: return "measured";
        case HeightSource::levels: return "levels";
        case HeightSource::neighbours: return "neighbours";
        case HeightSource::land_use: return "land_use";
        case HeightSource::fallback: return "default";
    }
    return "unknown";
}

/// A prism that air does not pass: one footprint between two heights over ground.
///
/// The buildings of a City do not overlap: where two do in the source, the import gives the shared area to the taller.
struct Building {
    std::string id;  ///< of the source, e.g. "way/123"
    Polygon footprint;
    double base_m = 0;    ///< underside over ground; > 0 over a passage
    double height_m = 0;  ///< top over ground, > base_m
    HeightSource height_source = HeightSource::fallback;
    std::string use;  ///< OpenStreetMap's value of `building`, e.g. "school"; may be empty
};

}  // namespace hacthanh::city
