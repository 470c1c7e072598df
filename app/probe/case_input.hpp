#pragma once
/// What the probes of `./do validate` read: a measured or a theoretical wind, buildings and a mesh, as JSON.

#include "sim/city/building.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/state/inflow_profile.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace hacthanh::probe {

/// `buildings` [{footprint [[x, y]..], height_m, base_m}]; none when the key is absent. Lengths in metres.
std::vector<city::Building> read_buildings(nlohmann::json const& input);

/// `extent` [x_min, y_min, x_max, y_max], `cell_size_m`, `first_layer_m`, `levels`, `top_m`.
mesh::CityMesh read_mesh(nlohmann::json const& input);

/// The undisturbed wind, `wind_from_deg`, either
///   as measured: `profile` {z_m [..], speed_m_s [..]}, `roughness_length_m`, `friction_velocity_m_s`; neutral,
///   straight in the logarithm of height between the points, the law of the wall below and above them; or of similarity
///   theory: `similarity` {friction_velocity_m_s, roughness_length_m, inverse_obukhov_length_1_m, mixing_height_m}, by
///   the weather module as in any run.
/// @param schmidt_number  turbulent [1], > 0
/// Throws InputError naming the key.
state::InflowProfile read_inflow(nlohmann::json const& input, mesh::CityMesh const& mesh, double schmidt_number);

}  // namespace hacthanh::probe
