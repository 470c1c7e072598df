#pragma once

#include "sim/city/geometry.hpp"
#include "sim/city/provenance.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::city {

/// Where a building's height came from, best first.
enum class HeightSource { measured, levels, neighbours, land_use, fallback };

inline constexpr std::array all_height_sources = {HeightSource::measured, HeightSource::levels,
                                                  HeightSource::neighbours, HeightSource::land_use,
                                                  HeightSource::fallback};

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

/// The source with this name, or nothing.
constexpr std::optional<HeightSource> find_height_source(std::string_view text) {
    for (HeightSource source : all_height_sources)
        if (name(source) == text) return source;
    return std::nullopt;
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
    std::string use;            ///< OpenStreetMap's value of `building`, e.g. "school"; may be empty
    Mark mark = Mark::sourced;  ///< of the footprint; that of the height follows from height_source
};

}  // namespace hacthanh::city
