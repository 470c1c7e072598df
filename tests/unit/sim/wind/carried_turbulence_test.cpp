// Turbulence that the wind carries: bounds, what it does behind a building, and the same bits.

#include "sim/wind/detail/carried_turbulence.hpp"
#include "sim/wind/turbulence.hpp"
#include "tests/support/wind_around.hpp"
#include "tests/support/wind_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <vector>

namespace hacthanh::test {
namespace {

constexpr double inflow = 0.04;  // [m2/s2]

/// Two blocks in a row and one beside them.
std::vector<city::Building> some_buildings() {
    return {box_building(60, 40, 80, 60, 12), box_building(92, 40, 104, 70, 12), box_building(70, 76, 100, 96, 20)};
}

wind::detail::TurbulenceSources sources_of(mesh::CityMesh const& mesh, double length,
                                           std::function<double(std::size_t)> const& shear) {
    wind::detail::TurbulenceSources sources{mesh::CellField<float>(mesh, "shear", "s-1"),
                                            mesh::CellField<float>(mesh, "mixing_length", "m")};
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        sources.length[cell] = static_cast<float>(length);
        sources.shear[cell] = static_cast<float>(shear(cell));
    }
    return sources;
}

TEST(CarriedTurbulence, IsTheMixingLengthsWhereNothingChanges) {
    auto const solved = solve_city(open_mesh(50, 40, 12, 4, 60, 3), some_buildings(), 250, 12);
    auto const& mesh = *solved.mesh;
    auto const sources = sources_of(mesh, 2, [](std::size_t) { return 0.1; });
    std::vector<double> const undisturbed(mesh.nz(), inflow);
    auto const found = wind::detail::carried_turbulence(solved.solution.flow.wind, sources, undisturbed, Parallel(1));
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        ASSERT_NEAR(found[cell], mesh.is_open(cell) ? 0.2 : 0.0, 1e-6);
}

TEST(CarriedTurbulence, StaysBetweenTheLeastAndTheMostThatIsMade) {
    auto const solved = solve_city(open_mesh(50, 40, 12, 4, 60, 3), some_buildings(), 250, 12);
    auto const& mesh = *solved.mesh;
    auto const sources =
        sources_of(mesh, 1.5, [](std::size_t cell) { return 0.05 + 0.004 * static_cast<double>((cell * 7919) % 101); });
    std::vector<double> const undisturbed(mesh.nz(), inflow);
    auto const found = wind::detail::carried_turbulence(solved.solution.flow.wind, sources, undisturbed, Parallel(1));
    double least = 1e9, most = 0;
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        if (!mesh.is_open(cell)) continue;
        least = std::min<double>(least, found[cell]);
        most = std::max<double>(most, found[cell]);
    }
    EXPECT_GE(least, 1.5 * 0.05 - 1e-6);
    EXPECT_LE(most, 1.5 * 0.45 + 1e-6);
    EXPECT_GT(most, 1.2 * least) << "not one number everywhere";
}

TEST(CarriedTurbulence, GoesWithTheWindBehindABuilding) {
    std::vector<city::Building> const city{box_building(60, 40, 72, 60, 12)};
    auto const solved = solve_city(open_mesh(100, 50, 16, 2, 48, 2), city, 270, 12);
    auto const& mesh = *solved.mesh;
    Parallel const parallel(1);
    auto const profile = neutral_profile(mesh, 12, 270);
    auto const turbulence =
        wind::Turbulence(mesh, parallel).for_particles(solved.solution.flow.wind, profile, parallel);
    double const undisturbed = turbulence.sigma_up.at({2, 25, 5});
    std::vector<double> behind;
    for (std::size_t i = 50; i < 100; i += 12) behind.push_back(turbulence.sigma_up.at({i, 25, 5}) / undisturbed);
    EXPECT_GT(behind.front(), 1.4) << "14 m behind the wall";
    EXPECT_GT(behind.back(), 1.05) << "62 m behind it, where its own shear is gone";
    for (std::size_t n = 1; n < behind.size(); ++n) EXPECT_LT(behind[n], behind[n - 1]);
}

TEST(CarriedTurbulence, IsTheSameForAnyNumberOfThreads) {
    auto const solved = solve_city(open_mesh(70, 40, 12, 4, 60, 3), some_buildings(), 215, 12);
    auto const& mesh = *solved.mesh;
    auto const profile = neutral_profile(mesh, 12, 215);
    auto const mixing = [&](int threads) {
        Parallel const parallel(threads);
        return wind::Turbulence(mesh, parallel).diffusivity(solved.solution.flow.wind, profile, 0.8, parallel);
    };
    auto const one = mixing(1);
    for (int const threads : {2, 3}) {
        auto const many = mixing(threads);
        auto const a = one.horizontal_diffusivity.values();
        auto const b = many.horizontal_diffusivity.values();
        EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size_bytes()), 0) << threads;
        auto const c = one.vertical_diffusivity.z();
        auto const d = many.vertical_diffusivity.z();
        EXPECT_EQ(std::memcmp(c.data(), d.data(), c.size_bytes()), 0) << threads;
    }
}

}  // namespace
}  // namespace hacthanh::test
