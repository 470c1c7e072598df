#pragma once

#include "sim/city/geometry.hpp"
#include "sim/city/provenance.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::city {

/// What covers the ground, in the few kinds that the models and maps tell apart.
enum class AreaKind { water, trees, green, residential, commercial, industrial, institutional, paved, other };

inline constexpr std::array all_area_kinds = {AreaKind::water,         AreaKind::trees,      AreaKind::green,
                                              AreaKind::residential,   AreaKind::commercial, AreaKind::industrial,
                                              AreaKind::institutional, AreaKind::paved,      AreaKind::other};

constexpr std::string_view name(AreaKind kind) {
    constexpr std::array<std::string_view, all_area_kinds.size()> names = {
        "water", "trees", "green", "residential", "commercial", "industrial", "institutional", "paved", "other"};
    return names[static_cast<std::size_t>(kind)];
}

/// The kind with this name, or nothing.
constexpr std::optional<AreaKind> find_area_kind(std::string_view text) {
    for (AreaKind kind : all_area_kinds)
        if (name(kind) == text) return kind;
    return std::nullopt;
}

/// A piece of ground: land use, water or trees. Areas may overlap (a park in a residential quarter).
struct Area {
    std::string id;  ///< of the source, e.g. "way/123"
    AreaKind kind = AreaKind::other;
    Polygon shape;
    std::string source_tag;  ///< as the source says, e.g. "landuse=industrial"; may be empty
    std::string label;       ///< what people call it; may be empty
    Mark mark = Mark::sourced;
};

}  // namespace hacthanh::city
