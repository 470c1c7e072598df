#pragma once
/// Eddies of one lifetime, and the finite volumes with memory in them, for the tests of fluxes that remember.

#include "sim/dispersion/particle_transport.hpp"
#include "sim/dispersion/remembering_transport.hpp"
#include "sim/state/particle_turbulence.hpp"
#include "tests/support/transport_cases.hpp"

#include <vector>

namespace hacthanh::test {

inline constexpr double test_schmidt_number = 0.8;

/// Eddies that live `lifetime` seconds everywhere.
inline state::ParticleTurbulence eddies_of(mesh::CityMesh const& mesh, double lifetime) {
    constexpr double sigma = 0.5;
    double const dissipation = 2 * sigma * sigma / (dispersion::structure_constant(test_schmidt_number) * lifetime);
    auto const field = [&](char const* name, double value) {
        return mesh::CellField<float>(mesh, name, "", static_cast<float>(value));
    };
    return {field("along", sigma), field("across", sigma), field("up", sigma), field("dissipation", dissipation)};
}

/// Settings of the transport with memory.
inline dispersion::DispersionOptions remembering_options() {
    dispersion::DispersionOptions options;
    options.schmidt_number = test_schmidt_number;
    options.flux_memory = true;
    return options;
}

}  // namespace hacthanh::test
