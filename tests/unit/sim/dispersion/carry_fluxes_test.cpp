// How fluxes with memory come along with the wind, and how long a step of theirs may be.

#include "sim/dispersion/detail/carry_fluxes.hpp"
#include "sim/dispersion/detail/flux_memory.hpp"
#include "tests/support/flux_memory_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace hacthanh::test {
namespace {

using dispersion::detail::best_memory_kernels;

using Place = std::array<double, 3>;

/// Calls body(component, number of the face, its middle) for all inner faces.
void for_inner_faces(mesh::FaceField<float> const& faces,
                     std::function<void(int, std::size_t, Place const&, bool)> const& body) {
    auto const& mesh = faces.mesh();
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                bool const middle =
                    i > 1 && j > 1 && k > 1 && i + 2 < mesh.nx() && j + 2 < mesh.ny() && k + 2 < mesh.nz();
                double const x = mesh.x_centre(i), y = mesh.y_centre(j), z = mesh.z_centre(k);
                if (i > 0) body(0, faces.x_face(i, j, k), {x - dx / 2, y, z}, middle);
                if (j > 0) body(1, faces.y_face(i, j, k), {x, y - dx / 2, z}, middle);
                if (k > 0) body(2, faces.z_face(i, j, k), {x, y, z - mesh.layer_thickness(k) / 2}, middle);
            }
}

std::span<float> component(mesh::FaceField<float>& faces, int axis) {
    return axis == 0 ? faces.x() : axis == 1 ? faces.y() : faces.z();
}

// Upwind differences of what is linear are exact, and so is the mean of four speeds that are.
TEST(CarryFluxes, WhatIsLinearMovesExactly) {
    auto const mesh = box(9, 10, 8, 4, 40);
    auto const number = [](Place const& at) { return 3 + 0.5 * at[0] - 0.25 * at[1] + 0.75 * at[2]; };
    for (double const sign : {1.0, -1.0}) {
        std::array<std::function<double(Place const&)>, 3> const speed{
            [sign](Place const& at) { return sign * (1 + 0.02 * at[0] + 0.03 * at[1] + 0.01 * at[2]); },
            [sign](Place const& at) { return sign * (2 + 0.01 * at[0] + 0.04 * at[1] - 0.02 * at[2]); },
            [sign](Place const& at) { return sign * (1.5 - 0.01 * at[0] + 0.02 * at[1] + 0.03 * at[2]); }};
        state::WindField wind(mesh, "wind", "m s-1");
        double const dx = mesh.cell_size();
        for (std::size_t k = 0; k <= mesh.nz(); ++k)
            for (std::size_t j = 0; j <= mesh.ny(); ++j)
                for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                    Place const corner{static_cast<double>(i) * dx, static_cast<double>(j) * dx, mesh.z_faces()[k]};
                    double const up = k < mesh.nz() ? mesh.layer_thickness(k) / 2 : 0;
                    bool const in_x = i < mesh.nx(), in_y = j < mesh.ny(), in_z = k < mesh.nz();
                    if (in_y && in_z)
                        wind.x()[wind.x_face(i, j, k)] = speed[0]({corner[0], corner[1] + dx / 2, corner[2] + up});
                    if (in_x && in_z)
                        wind.y()[wind.y_face(i, j, k)] = speed[1]({corner[0] + dx / 2, corner[1], corner[2] + up});
                    if (in_x && in_y)
                        wind.z()[wind.z_face(i, j, k)] = speed[2]({corner[0] + dx / 2, corner[1] + dx / 2, corner[2]});
                }
        mesh::FaceField<float> before(mesh, "n", ""), after(mesh, "n", "");
        for_inner_faces(before, [&](int axis, std::size_t face, Place const& at, bool) {
            component(before, axis)[face] = static_cast<float>(number(at));
        });
        dispersion::detail::FaceWind const carried(wind, mesh);
        double const step = 0.9 / carried.crossings_per_s;
        carry_fluxes(carried, before, step, best_memory_kernels(), Parallel(2), after);
        std::size_t looked_at = 0;
        for_inner_faces(after, [&](int axis, std::size_t face, Place const& at, bool middle) {
            if (!middle) return;
            ++looked_at;
            double const slope = 0.5 * speed[0](at) - 0.25 * speed[1](at) + 0.75 * speed[2](at);
            EXPECT_NEAR(component(after, axis)[face], number(at) - step * slope, 2e-5)
                << "component " << axis << " at " << at[0] << ' ' << at[1] << ' ' << at[2];
        });
        EXPECT_GT(looked_at, 200U);
    }
}

// The hardest field for a step that is too long: every cell above or below its neighbours, eddies that never tire.
TEST(FluxMemory, TheLongestStepIsStable) {
    for (double const lifetime : {0.01, 1.0, 1000.0}) {
        auto const mesh = box(12, 12, 6, 5, 30);
        Parallel const parallel(1);
        dispersion::detail::FluxMemory memory(mesh, 1, parallel);
        memory.set_flow(steady_flow(mesh, 0, 0, 20, 30), eddies_of(mesh, lifetime),
                        dispersion::structure_constant(test_schmidt_number));
        mesh::CellField<float> field(mesh, "a", "");
        for (std::size_t k = 0; k < mesh.nz(); ++k)
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i) field.at({i, j, k}) = (i + j) % 2 == 0 ? 1.1F : 0.9F;
        std::vector<float*> const fields{field.data()};
        auto const farthest = [&] {
            double most = 0;
            for (float const value : field.values()) most = std::max(most, std::abs(static_cast<double>(value) - 1));
            return most;
        };
        for (int step = 0; step < 600; ++step) {
            memory.advance(fields, memory.longest_step_s());
            ASSERT_LT(farthest(), 0.7) << lifetime << " s, step " << step;
        }
        EXPECT_LT(farthest(), lifetime > 10 ? 0.03 : 1e-4) << lifetime;
    }
}

}  // namespace
}  // namespace hacthanh::test
