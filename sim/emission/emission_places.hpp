#pragma once

#include "sim/state/vehicle_group.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace hacthanh::emission {

/// Where the emission of each road went: mass by road, cell, group of vehicles and species [kg].
///
/// Memory: a few dozen bytes and six numbers per species for every cell that a road's vehicles emitted into. One
/// thread per object.
class EmissionPlaces {
public:
    /// Of vehicles on no known road.
    static constexpr std::uint32_t no_road = std::numeric_limits<std::uint32_t>::max();

    /// A road's part in a cell.
    struct Place {
        std::uint32_t road = no_road;  ///< index in City::roads
        std::size_t cell = 0;          ///< of the mesh
        std::vector<double> masses;    ///< [species], of all groups [kg]
        std::vector<double> by_group;  ///< [group][species] [kg]
    };

    explicit EmissionPlaces(std::size_t n_species) : n_species_(n_species) {}

    /// The masses of a group on a road in a cell, one per species, to be added to. Valid until the next call.
    double* masses(std::uint32_t road, std::size_t cell, state::VehicleGroup group);

    /// All places by road, then cell.
    std::vector<Place> sorted() const;

private:
    std::size_t n_species_;
    std::unordered_map<std::uint64_t, std::size_t> first_;  ///< of road and cell: of its masses
    std::vector<double> masses_;
};

}  // namespace hacthanh::emission
