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

/// The air that transfer functions stand for, by the values of dispersion.model.
inline constexpr char const* resolved_tier = "finite_volume";  ///< around the buildings, on the mesh
inline constexpr char const* fast_tier = "line_source";        ///< beside straight roads, for whole regions

/// Refuses scenarios that one steady linear transport does not stand for. The fast tier also stands, roughly, for the
/// resolved one. @param name  of the file, for messages  @param model  resolved_tier or fast_tier
void require_linear_air(Session const& session, std::string const& name, std::string const& model = resolved_tier);

/// When the first output interval begins that has nothing of the spin-up [s, traffic clock]; the end of the spin-up
/// where no interval does.
double settled_from_s(Session const& session);

/// The traffic and emission of a session once more, without its air, from settled_from_s on: same vehicles,
/// same masses. @param measures  null = those of the session, if any  @param seed  absent = the session's
run::EmissionByRoad replay_emission(Session const& session, scenario::MeasureFile const* measures = nullptr,
                                    std::optional<std::int64_t> seed = std::nullopt);

/// Place of a pollutant among the species of a replay. Throws InputError when it is not among them.
std::size_t species_index(run::EmissionByRoad const& emission, Pollutant pollutant);

/// The run's mean of the lowest layer over the output intervals that begin at `from_s` or later, weighted by their
/// length [ug/m3]; nothing when none does. ResultReader::mean_surface also takes the interval in which the spin-up
/// ends, whose air and traffic are not settled: with one interval for all of a run that is the whole run.
std::optional<std::vector<float>> settled_mean(io::ResultReader const& result, std::size_t species, double from_s);

/// The run's mean of the stored lowest layer in a cell of that layer [ug/m3]; nothing outside what is stored.
/// @param surface  settled_mean or ResultReader::mean_surface
std::optional<double> run_mean(io::ResultGrid const& grid, std::vector<float> const& surface, std::size_t cell,
                               mesh::CityMesh const& mesh);

}  // namespace hacthanh::app
