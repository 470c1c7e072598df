#pragma once

#include "app/hacthanh/session.hpp"
#include "io/result_reader.hpp"
#include "sim/run/emission_by_road.hpp"
#include "sim/scenario/measures.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Refuses scenarios that one steady linear transport does not stand for. @param name  of the file, for messages
void require_linear_air(Session const& session, std::string const& name);

/// The traffic and emission of a session once more, without its air, from the end of its spin-up on: same vehicles,
/// same masses. @param measures  null = those of the session, if any  @param seed  absent = the session's
run::EmissionByRoad replay_emission(Session const& session, scenario::MeasureFile const* measures = nullptr,
                                    std::optional<std::int64_t> seed = std::nullopt);

/// Place of a pollutant among the species of a replay. Throws InputError when it is not among them.
std::size_t species_index(run::EmissionByRoad const& emission, Pollutant pollutant);

/// The run's mean of the stored lowest layer in a cell of that layer [ug/m3]; nothing outside what is stored.
/// @param surface  ResultReader::mean_surface
std::optional<double> run_mean(io::ResultGrid const& grid, std::vector<float> const& surface, std::size_t cell,
                               mesh::CityMesh const& mesh);

}  // namespace hacthanh::app
