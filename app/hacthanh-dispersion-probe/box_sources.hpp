#pragma once

#include "sim/mesh/fields.hpp"
#include "sim/state/emission_field.hpp"

#include <nlohmann/json.hpp>

namespace hacthanh::probe {

/// What `sources` [{box [x_min, y_min, z_min, x_max, y_max, z_max], kg_s}..] set free in `duration_s`: the mass of each
/// spread over the air of the cells that its box touches, by shared volume. Throws InputError where a box holds no air.
/// @param n_species   of the field; the sources are its first
/// @param all_layers  the field reaches to the lid, not only over the sources
state::EmissionField box_emission(nlohmann::json const& sources, mesh::CityMesh const& mesh, double duration_s,
                                  std::size_t n_species = 1, bool all_layers = false);

/// Concentrations at `points` [[x, y, z]..], linear between cells; null in walls.
nlohmann::json values_at(nlohmann::json const& points, mesh::CellField<float> const& cells);

}  // namespace hacthanh::probe
