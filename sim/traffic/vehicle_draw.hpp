#pragma once

#include "sim/traffic/interventions.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::traffic {

/// A number in [0, 1) that is a function of seed, draw and vehicle alone: the same vehicle draws the same in every
/// variant of a what-if, whenever it is asked. 64-bit FNV-1a of the id, finished with SplitMix64
/// (Steele et al. 2014, doi:10.1145/2714064.2660195).
double draw_of(std::uint64_t seed, std::uint32_t draw, std::string_view vehicle);

/// Draw numbers that are not those of measures.
inline constexpr std::uint32_t level_draw = 0xffffffff;
inline constexpr std::uint32_t electric_draw = 0xfffffffe;

/// The level of a vehicle: where its draw falls among the shares.
/// @param electric_share  >= 0: this share of the vehicles is of `electric_level`, which need not be drawn of the
///                        table; the others keep their proportions. < 0: as in the table
std::string level_of(LevelShares const& shares, std::uint64_t seed, std::string_view vehicle,
                     std::string_view electric_level = {}, double electric_share = -1);

/// The shares of a vehicle type, else of its class, or nullptr.
LevelShares const* find_levels(std::vector<LevelShares> const& levels, std::string_view type,
                               std::string_view vehicle_class);

/// Whether the id of a vehicle names the purpose: a whole word between dots, as in "motorbike.to_work.0.17".
bool names_purpose(std::string_view vehicle, std::string_view purpose);

}  // namespace hacthanh::traffic
