#pragma once

#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/session.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/emission_by_road.hpp"
#include "sim/state/transfer_table.hpp"
#include "sim/weather/conditions.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::app {

/// The pollutant whose places of emission and removal the tables have. Others are carried like it: right for inert gas.
inline constexpr Pollutant transfer_pollutant = Pollutant::nox;

/// A wind for which transfer functions are built.
struct TransferClass {
    std::string name;  ///< "run" = that of the run; "from030", …
    weather::Conditions conditions;
};

/// The run's own wind, then winds from n_directions directions from 0 degrees on, as stable as it: of each of `speeds`
/// [m/s at the met site], or as strong as it where none is given.
std::vector<TransferClass> transfer_classes(Session const& session, std::size_t n_directions,
                                            std::vector<double> const& speeds);

/// Hash of everything but the emission that a table depends on: mesh, buildings, wind model, inflow, removal, mixing;
/// of the fast tier mesh, walls, inflow, loss and tolerance. @param model  resolved_tier or fast_tier
std::string air_key(Session const& session, weather::Conditions const& conditions, std::string const& model);

/// The sources of a table and their rates: roads as they emit into the mesh, of the fast tier on all their length.
std::vector<RoadSource> table_sources(run::EmissionByRoad const& traffic, std::size_t species, std::size_t n_roads,
                                      std::string const& model);

/// The cells of the lowest layer with air, every `spacing`th along x and y.
std::vector<std::size_t> receptor_cells(mesh::CityMesh const& mesh, std::size_t spacing);

/// What roads give to receptors in one wind, by forward or adjoint solutions, whichever are fewer.
/// Costs a factorisation and a solution per road (or receptor); twice as many solutions where the scenario has
/// chemistry, for the age of the air. Throws as the solvers do.
state::TransferTable build_transfer(Session const& session, run::EmissionByRoad const& traffic,
                                    TransferClass const& wind, std::vector<std::size_t> const& receptors,
                                    double left_out_share, Parallel const& parallel);

/// The same by the line source, which is linear exactly: no walls of houses, no age of the air, evenly along roads.
/// Vehicles' wakes are as high as the traffic's mean. Costs some 10 ns for each piece of road and receptor.
state::TransferTable build_line_transfer(Session const& session, run::EmissionByRoad const& traffic,
                                         TransferClass const& wind, std::vector<std::size_t> const& receptors,
                                         double left_out_share, Parallel const& parallel);

}  // namespace hacthanh::app
