#pragma once

#include "sim/core/pollutant.hpp"

#include <array>
#include <optional>
#include <string>

namespace hacthanh::dispersion {

/// Settings of the transport (`[dispersion]`).
struct DispersionOptions {
    double max_courant_number = 0.9;      ///< time step limit per direction, in (0, 1]
    double schmidt_number = 0.8;          ///< turbulent; PHYSICS: Prairie Grass gives 0.75-0.80
    std::string model = "finite_volume";  ///< or "line_source" or "particles"
    bool flux_memory = false;             ///< finite_volume: turbulent fluxes take an eddy's lifetime to follow
    bool vehicle_mixing = true;           ///< finite_volume: vehicles stir the cells of their streets
    double line_tolerance = 1e-4;         ///< line_source: of one road at one place, over its plume's peak, (0, 0.1]
    double particles_per_s = 2000;        ///< particles: released in each second, > 0
    double particle_time_step = 0.1;      ///< particles: over the Lagrangian time scale, in (0, 0.5]
};

/// Settings of the air at the kerb (`[kerb]`), where the mesh is too coarse for the street.
struct KerbOptions {
    std::string model = "none";  ///< "none" or "street": canyon between walls, line source on open roads

    bool on() const { return model != "none"; }
};

/// How pollutants leave the air (`[removal]`).
struct RemovalOptions {
    bool dry_deposition = true;  ///< particles settle and deposit (deposition.hpp); false: only what is given here
    /// To the ground, settling included, in place of the computed one [m/s], >= 0; indexed with index(Pollutant).
    std::array<std::optional<double>, n_pollutants> deposition_m_s;
    std::array<std::optional<double>, n_pollutants> loss_1_h;  ///< first-order decay [1/h], >= 0
};

}  // namespace hacthanh::dispersion
