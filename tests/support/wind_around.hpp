#pragma once
/// A wind around buildings from end to end, for tests.

#include "sim/core/constants.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/wind/mass_consistent_wind.hpp"
#include "tests/support/built_city.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace hacthanh::test {

/// Neutral profile with speed 1 m/s at `reference` [m].
inline state::InflowProfile neutral_profile(mesh::CityMesh const& mesh, double reference, double wind_from_deg) {
    constexpr double roughness = 0.02;
    state::InflowProfile profile;
    profile.wind_from_deg = wind_from_deg;
    profile.friction_velocity = constants::von_karman / std::log(reference / roughness);
    profile.roughness_length = roughness;
    profile.mixing_height = 1000;
    profile.vertical_diffusivity.push_back(0);
    double const mixing = constants::von_karman * profile.friction_velocity;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const z = mesh.z_centre(k);
        profile.speed.push_back(std::log(std::max(z / roughness, 2.0)) / std::log(reference / roughness));
        profile.horizontal_diffusivity.push_back(mixing * z);
        profile.vertical_diffusivity.push_back(k + 1 < mesh.nz() ? mixing * mesh.z_faces()[k + 1] : 0);
    }
    return profile;
}

/// A wind and the mesh that it lives on.
struct SolvedCity {
    std::unique_ptr<mesh::CityMesh> mesh;
    wind::WindSolution solution;

    /// Wind in the middle of a cell: 0 = east, 1 = north, 2 = up [m/s].
    double at(int component, mesh::CellIndex c) const {
        auto const& wind = solution.flow.wind;
        auto const [i, j, k] = c;
        if (component == 0) return 0.5 * (wind.x()[wind.x_face(i, j, k)] + wind.x()[wind.x_face(i + 1, j, k)]);
        if (component == 1) return 0.5 * (wind.y()[wind.y_face(i, j, k)] + wind.y()[wind.y_face(i, j + 1, k)]);
        return 0.5 * (wind.z()[wind.z_face(i, j, k)] + wind.z()[wind.z_face(i, j, k + 1)]);
    }
};

/// @param reference  height where the undisturbed speed is 1 m/s [m]
inline SolvedCity solve_city(mesh::CityMesh const& open, std::vector<city::Building> const& city, double wind_from_deg,
                             double reference, int threads = 1) {
    Parallel const parallel(threads);
    auto mesh = std::make_unique<mesh::CityMesh>(mesh::block_buildings(open, city, {}, parallel).mesh);
    wind::MassConsistentWind const solver(*mesh, city, {}, 0.8, parallel);
    auto solution = solver.solve_with_zones(neutral_profile(*mesh, reference, wind_from_deg));
    return {std::move(mesh), std::move(solution)};
}

}  // namespace hacthanh::test
