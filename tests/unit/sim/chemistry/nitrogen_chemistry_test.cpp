#include "sim/chemistry/nitrogen_chemistry.hpp"

#include "sim/chemistry/detail/kernel_choice.hpp"
#include "sim/chemistry/nitrogen_oxides.hpp"
#include "sim/core/constants.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace hacthanh::chemistry {
namespace {

constexpr double masses[] = {constants::molar_mass_no, constants::molar_mass_no2, constants::molar_mass_o3};
constexpr double ppb = reference_air / 1e9;

mesh::CityMesh open_mesh() {
    mesh::MeshOptions options;
    options.cell_size_m = 10;
    options.levels = 5;
    options.top_m = 60;
    return {{0, 0, 430, 370}, options};
}

/// Air of all kinds: fresh, aged, clean, none.
struct Air {
    explicit Air(mesh::CityMesh const& mesh)
        : no(mesh, "NO", "kg m-3"), no2(mesh, "NO2", "kg m-3"), o3(mesh, "O3", "kg m-3") {
        std::mt19937 random(3);
        std::uniform_real_distribution<double> exponent(-9, 3);
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
            if (!mesh.is_open(c) || c % 17 == 0) continue;
            no[c] = static_cast<float>(masses[0] * ppb * std::pow(10.0, exponent(random)));
            no2[c] = static_cast<float>(masses[1] * ppb * std::pow(10.0, exponent(random)));
            o3[c] = static_cast<float>(masses[2] * ppb * std::pow(10.0, exponent(random)));
        }
    }
    mesh::CellField<float> no, no2, o3;
};

double mass(mesh::CellField<float> const& field) {
    auto const& mesh = field.mesh();
    double total = 0;
    for (std::size_t c = 0; c < mesh.n_cells(); ++c)
        total += static_cast<double>(field[c]) * mesh.free_volume_fraction(c) *
                 mesh.layer_cell_volume(c / mesh.nx() / mesh.ny());
    return total;
}

TEST(NitrogenChemistryTest, IsTheFormulaInEveryCell) {
    auto const mesh = open_mesh();
    Parallel const parallel(2);
    for (auto const& rates : {rates_of(298, 0), rates_of(303, 900), Rates{1e4, 0}})
        for (double const seconds : {0.1, 10.0, 5000.0}) {
            Air air(mesh);
            Air const before(mesh);
            NitrogenChemistry(mesh, parallel).advance(air.no, air.no2, air.o3, rates, seconds);
            for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
                NitrogenOxides const parcel{static_cast<double>(before.no[c]) / masses[0],
                                            static_cast<double>(before.no2[c]) / masses[1],
                                            static_cast<double>(before.o3[c]) / masses[2]};
                auto const expected = after(parcel, rates, seconds);
                double const scale = parcel.nox() + parcel.ox();
                ASSERT_NEAR(static_cast<double>(air.no[c]) / masses[0], expected.no, 1e-7 * scale) << c;
                ASSERT_NEAR(static_cast<double>(air.no2[c]) / masses[1], expected.no2, 1e-7 * scale) << c;
                ASSERT_NEAR(static_cast<double>(air.o3[c]) / masses[2], expected.o3, 1e-7 * scale) << c;
                ASSERT_GE(air.no[c], 0);
                ASSERT_GE(air.no2[c], 0);
                ASSERT_GE(air.o3[c], 0);
            }
        }
}

/// Mass only changes by what is reported, between buildings too; nitrogen and oxidant stay.
TEST(NitrogenChemistryTest, BooksWhatItMakesAndDestroys) {
    Parallel const parallel(2);
    auto const built =
        mesh::block_buildings(open_mesh(), test::random_city({0, 0, 430, 370}, 60, 5), {}, parallel).mesh;
    ASSERT_TRUE(built.has_buildings());
    Air air(built);
    double const before[] = {mass(air.no), mass(air.no2), mass(air.o3)};
    auto const report = NitrogenChemistry(built, parallel).advance(air.no, air.no2, air.o3, rates_of(298, 300), 30);
    EXPECT_NEAR(mass(air.no) - before[0], report.no, 1e-12 * before[0]);
    EXPECT_NEAR(mass(air.no2) - before[1], report.no2, 1e-12 * before[1]);
    EXPECT_NEAR(mass(air.o3) - before[2], report.o3, 1e-12 * before[2]);
    EXPECT_GT(std::abs(report.no2), 1e-6 * before[1]) << "the case must react";
    double const moles = before[0] / masses[0] + before[1] / masses[1];
    EXPECT_NEAR(report.no / masses[0], -report.no2 / masses[1], 1e-7 * moles);
    EXPECT_NEAR(report.o3 / masses[2], -report.no2 / masses[1], 1e-7 * moles);
    for (std::size_t c = 0; c < built.n_cells(); ++c)
        if (!built.is_open(c)) {
            ASSERT_EQ(air.no2[c], 0);
        }
}

TEST(NitrogenChemistryTest, ThreadsDoNotMatter) {
    auto const mesh = open_mesh();
    auto const run = [&](int threads) {
        Parallel const parallel(threads);
        Air air(mesh);
        auto const report = NitrogenChemistry(mesh, parallel).advance(air.no, air.no2, air.o3, rates_of(298, 500), 10);
        return std::pair(std::vector<float>(air.no2.values().begin(), air.no2.values().end()), report.no2);
    };
    auto const one = run(1);
    for (int const threads : {2, 3}) EXPECT_EQ(run(threads), one);
}

TEST(NitrogenChemistryTest, AllInstructionSetsGiveTheSameBits) {
    auto const mesh = open_mesh();
    Air const start(mesh);
    auto const run = [&](detail::ReactionKernels const& kernels) {
        Air air = start;
        detail::Reaction reaction;
        reaction.n = mesh.n_cells() - 3;  // no whole number of vectors
        reaction.no = air.no.data();
        reaction.no2 = air.no2.data();
        reaction.o3 = air.o3.data();
        for (int s = 0; s < 3; ++s) reaction.molar_mass[s] = masses[s];
        reaction.oxidation_time = oxidation_rate(298) * 10;
        reaction.phi = 1e-8;
        kernels.react(reaction);
        std::vector<float> values(air.no2.values().begin(), air.no2.values().end());
        values.insert(values.end(), air.o3.values().begin(), air.o3.values().end());
        return std::pair(values, reaction.gained[1]);
    };
    auto const base = run(*detail::usable_kernels().front());
    for (auto const* kernels : detail::usable_kernels()) EXPECT_EQ(run(*kernels), base) << kernels->name;
}

}  // namespace
}  // namespace hacthanh::chemistry
