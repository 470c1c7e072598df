#pragma once

#include "sim/mesh/fields.hpp"

#include <cstdint>
#include <string_view>

namespace hacthanh::state {

/// What shaped the wind of a cell: one answer per cell, so that no building acts twice on the same air.
enum class FlowZone : std::uint8_t {
    open,      ///< the undisturbed or roughness-adapted profile
    resolved,  ///< a vortex zone of one building block: upwind, rooftop, side wall, cavity or wake
    canopy,    ///< below the roofs of the neighbourhood: street profile and drag of blocks the mesh cannot resolve
    canyon,    ///< the vortex between two facing walls
    solid,     ///< no air
};

constexpr std::string_view name(FlowZone zone) {
    switch (zone) {
        case FlowZone::open: return "open";
        case FlowZone::resolved: return "resolved";
        case FlowZone::canopy: return "canopy";
        case FlowZone::canyon: return "canyon";
        case FlowZone::solid: return "solid";
    }
    return "unknown";
}

using FlowMap = mesh::CellField<FlowZone>;

}  // namespace hacthanh::state
