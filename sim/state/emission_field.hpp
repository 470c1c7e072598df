#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::state {

/// Mass set free into the lowest layers of the mesh during one span of time [kg per cell], in double.
///
/// Stored [species][z][y][x] over `n_layers` layers only: vehicles emit near the ground.
class EmissionField {
public:
    EmissionField(mesh::CityMesh const& mesh, std::size_t n_species, std::size_t n_layers)
        : n_species_(n_species),
          n_layers_(n_layers),
          layer_cells_(mesh.nx() * mesh.ny()),
          mass_(n_species * n_layers * layer_cells_, 0.0) {}

    std::size_t n_species() const { return n_species_; }
    std::size_t n_layers() const { return n_layers_; }

    /// Mass of one species [kg], [n_layers][ny][nx].
    std::span<double> species(std::size_t s) {
        return std::span(mass_).subspan(s * n_layers_ * layer_cells_, n_layers_ * layer_cells_);
    }
    std::span<double const> species(std::size_t s) const {
        return std::span(mass_).subspan(s * n_layers_ * layer_cells_, n_layers_ * layer_cells_);
    }

    /// Length of the time span that the mass was set free in [s].
    double duration_s = 0;

    void clear() {
        std::fill(mass_.begin(), mass_.end(), 0.0);
        duration_s = 0;
    }

private:
    std::size_t n_species_;
    std::size_t n_layers_;
    std::size_t layer_cells_;
    std::vector<double> mass_;
};

}  // namespace hacthanh::state
