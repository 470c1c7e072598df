// What fluxes with memory must keep: mass, sign, constants, scale, bits, walls.

#include "sim/dispersion/detail/flux_memory.hpp"
#include "sim/core/error.hpp"
#include "sim/dispersion/detail/kernel_choice.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/built_wind.hpp"
#include "tests/support/flux_memory_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace hacthanh::test {
namespace {

constexpr city::Rectangle site{0, 0, 360, 300};

mesh::CityMesh town(unsigned seed) {
    mesh::MeshOptions options;
    options.cell_size_m = 10;
    options.levels = 10;
    options.first_layer_m = 3;
    options.top_m = 60;
    return mesh::block_buildings(mesh::CityMesh(site, options), random_city(site, 38, seed), {}, Parallel(1)).mesh;
}

/// Eddies of the mean wind between all walls, which let nothing out, and turbulence.
state::Flow swirling(mesh::CityMesh const& mesh, unsigned seed) {
    auto flow = steady_flow(mesh, 0, 0, 1, 2);
    flow.wind = balanced_wind(mesh, 5, seed);
    return flow;
}

/// Sources in `every`-th open cells of the lowest layer.
state::EmissionField sources(mesh::CityMesh const& mesh, std::size_t n_species, std::size_t every, double mass) {
    state::EmissionField emission(mesh, n_species, 1);
    for (std::size_t s = 0; s < n_species; ++s)
        for (std::size_t cell = s; cell < mesh.nx() * mesh.ny(); cell += every)
            if (mesh.is_open(cell)) emission.species(s)[cell] = mass;
    return emission;
}

struct Town {
    mesh::CityMesh mesh;
    state::Flow flow;
    state::ParticleTurbulence turbulence;
    Parallel parallel;
    dispersion::RememberingTransport model;
    state::ConcentrationField field;

    explicit Town(double lifetime, int threads = 1, std::size_t n_species = 1, unsigned seed = 4)
        : mesh(town(seed)),
          flow(swirling(mesh, seed)),
          turbulence(eddies_of(mesh, lifetime)),
          parallel(threads),
          model(remembering_options(), flow, turbulence, mesh, std::vector<dispersion::Removal>(n_species), parallel),
          field(mesh, std::vector<std::string>(n_species, "species")) {}
};

double least(state::ConcentrationField const& field) {
    return static_cast<double>(*std::ranges::min_element(field.species[0].values()));
}

TEST(FluxMemory, AConstantStaysConstantAndMovesNoFlux) {
    Town town(20);
    auto& cells = town.field.species[0];
    for (std::size_t n = 0; n < town.mesh.n_cells(); ++n) cells[n] = town.mesh.is_open(n) ? 1.0F : 0.0F;
    town.model.advance(town.field, state::EmissionField(town.mesh, 1, 1), {1.0}, 60);
    for (std::size_t n = 0; n < town.mesh.n_cells(); ++n)
        ASSERT_NEAR(cells[n], town.mesh.is_open(n) ? 1 : 0, 3e-6) << n;
}

// Lone cells beside empty ones, eddies that live for ever: waves would dig below zero.
TEST(FluxMemory, NothingTurnsNegativeNorIsMadeOrLost) {
    for (double lifetime : {0.01, 5.0, 500.0}) {
        Town town(lifetime);
        auto const emission = sources(town.mesh, 1, 17, 1.0);
        state::MassBudget budget;
        for (int call = 0; call < 40; ++call) {
            auto const report = town.model.advance(town.field, emission, {0.0}, 10);
            auto const& exchange = report.species[0];
            budget.emitted += exchange.emitted;
            budget.inflow += exchange.inflow;
            budget.outflow += exchange.outflow;
            budget.in_domain = exchange.in_domain;
            ASSERT_GE(least(town.field), 0) << lifetime << " call " << call;
        }
        EXPECT_LE(budget.relative_error(), 1e-6) << lifetime;
        EXPECT_GT(budget.in_domain, 0);
        for (std::size_t n = 0; n < town.mesh.n_cells(); ++n)
            ASSERT_TRUE(town.mesh.is_open(n) || town.field.species[0][n] == 0) << n;
    }
}

TEST(FluxMemory, NothingPassesAWall) {
    auto const mesh = [] {
        auto open = box(8, 6, 4, 10, 40);
        mesh::Openness openness{std::vector<std::uint8_t>(open.n_cells(), 255),
                                std::vector<std::uint8_t>(9 * 6 * 4, 255), std::vector<std::uint8_t>(8 * 7 * 4, 255),
                                std::vector<std::uint8_t>(8 * 6 * 5, 255)};
        std::fill_n(openness.z_face.begin(), 8 * 6, std::uint8_t(0));
        for (std::size_t row = 0; row < 6 * 4; ++row) openness.x_face[row * 9 + 4] = 0;  // a thin wall in the middle
        return mesh::CityMesh(std::move(open), std::move(openness));
    }();
    Parallel const parallel(1);
    dispersion::RememberingTransport model(remembering_options(), steady_flow(mesh, 0, 0, 3, 4), eddies_of(mesh, 30),
                                           mesh, {{}}, parallel);
    state::ConcentrationField field(mesh, {"a"});
    state::EmissionField emission(mesh, 1, 1);
    emission.species(0)[mesh.cell({3, 2, 0})] = 1;
    for (int call = 0; call < 20; ++call) model.advance(field, emission, {0.0}, 10);
    for (std::size_t k = 0; k < 4; ++k)
        for (std::size_t j = 0; j < 6; ++j)
            for (std::size_t i = 0; i < 8; ++i) {
                if (i < 4)
                    EXPECT_GT(field.species[0].at({i, j, k}), 0);
                else
                    EXPECT_EQ(field.species[0].at({i, j, k}), 0);
            }
}

TEST(FluxMemory, TwiceTheEmissionIsExactlyTwiceTheConcentration) {
    Town once(8), twice(8);
    once.model.advance(once.field, sources(once.mesh, 1, 17, 1.0), {0.0}, 50);
    twice.model.advance(twice.field, sources(once.mesh, 1, 17, 2.0), {0.0}, 50);
    for (std::size_t n = 0; n < once.mesh.n_cells(); ++n)
        ASSERT_EQ(twice.field.species[0][n], 2 * once.field.species[0][n]) << n;
}

TEST(FluxMemory, ThreadsAndOtherSpeciesDoNotChangeTheBits) {
    Town one(8, 1, 2), three(8, 3, 2);
    auto const emission = sources(one.mesh, 2, 17, 1.0);
    one.model.advance(one.field, emission, {0.0, 0.0}, 50);
    three.model.advance(three.field, emission, {0.0, 0.0}, 50);
    Town alone(8, 2, 1);
    state::EmissionField first(one.mesh, 1, 1);
    std::ranges::copy(emission.species(0), first.species(0).begin());
    alone.model.advance(alone.field, first, {0.0}, 50);
    for (std::size_t n = 0; n < one.mesh.n_cells(); ++n) {
        ASSERT_EQ(one.field.species[0][n], three.field.species[0][n]) << n;
        ASSERT_EQ(one.field.species[1][n], three.field.species[1][n]) << n;
        ASSERT_EQ(one.field.species[0][n], alone.field.species[0][n]) << n;
    }
}

TEST(FluxMemory, EveryProcessorOfThisMachine) {
    using namespace dispersion::detail;
    auto const mesh = town(4);
    auto const flow = swirling(mesh, 4);
    auto const turbulence = eddies_of(mesh, 8);
    Parallel const parallel(1);
    auto const usable = usable_memory_kernels();
    std::vector<mesh::CellField<float>> outcomes;
    for (MemoryKernels const* kernels : usable) {
        FluxMemory memory(mesh, 1, parallel, *kernels);
        memory.set_flow(flow, turbulence, dispersion::structure_constant(test_schmidt_number));
        auto& field = outcomes.emplace_back(mesh, "a", "");
        for (std::size_t n = 0; n < mesh.n_cells(); ++n)
            field[n] = mesh.is_open(n) ? 1e-6F * static_cast<float>(n * 7 % 101) : 0.0F;
        std::vector<float*> const fields{field.data()};
        for (int step = 0; step < 7; ++step) memory.advance(fields, memory.longest_step_s());
    }
    for (auto const& other : outcomes)
        for (std::size_t n = 0; n < mesh.n_cells(); ++n) ASSERT_EQ(outcomes[0][n], other[n]) << n;
    if (outcomes.size() < 2) GTEST_SKIP() << "this processor knows only one instruction set";
}

TEST(FluxMemory, ARunGoesOnFromItsFluxes) {
    Town whole(30), first(30), second(30), forgetful(30);
    auto const emission = sources(whole.mesh, 1, 17, 1.0);
    for (int n = 0; n < 4; ++n) whole.model.advance(whole.field, emission, {0.0}, 10);
    for (int n = 0; n < 2; ++n) first.model.advance(first.field, emission, {0.0}, 10);
    second.field = first.field;
    second.model.set_carried(first.model.carried());
    forgetful.field = first.field;
    for (int n = 0; n < 2; ++n) second.model.advance(second.field, emission, {0.0}, 10);
    for (int n = 0; n < 2; ++n) forgetful.model.advance(forgetful.field, emission, {0.0}, 10);
    std::size_t differ = 0;
    for (std::size_t n = 0; n < whole.mesh.n_cells(); ++n) {
        ASSERT_EQ(whole.field.species[0][n], second.field.species[0][n]) << n;
        differ += whole.field.species[0][n] != forgetful.field.species[0][n];
    }
    EXPECT_GT(differ, whole.mesh.n_cells() / 10);
}

TEST(FluxMemory, ABrokenFlowIsRefusedWithItsPlaceAndTheOldOneStays) {
    Town broken(8), whole(8);
    auto const emission = sources(whole.mesh, 1, 17, 1.0);
    auto const refusal = [&](auto const& change, auto const& set) -> std::string {
        auto bad = broken.flow;
        change(bad);
        try {
            set(bad);
        } catch (SolverError const& error) {
            return error.what();
        }
        return "";
    };
    auto const all = [&](state::Flow const& flow) { broken.model.set_flow(flow, broken.turbulence); };
    EXPECT_NE(refusal(
                  [](auto& bad) {
                      bad.turbulence.horizontal_diffusivity.at({3, 2, 1}) = -1;
                  },
                  all)
                  .find("horizontal diffusivity of cell is -1 at i = 3, j = 2, k = 1"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& bad) { bad.turbulence.vertical_diffusivity.z()[36 * 30 + 5] = NAN; },
                      [&](auto const& bad) { broken.model.set_vertical_diffusivity(bad); })
                  .find("vertical diffusivity of z face is nan at i = 5, j = 0, k = 1"),
              std::string::npos);
    for (auto* town : {&broken, &whole}) town->model.advance(town->field, emission, {0.0}, 20);
    for (std::size_t n = 0; n < whole.mesh.n_cells(); ++n)
        ASSERT_EQ(broken.field.species[0][n], whole.field.species[0][n]) << n;
}

TEST(FluxMemory, AnotherVerticalMixingAloneIsTheFlowChanged) {
    Town alone(8), whole(8);
    auto const emission = sources(alone.mesh, 1, 17, 1.0);
    for (auto* town : {&alone, &whole}) town->model.advance(town->field, emission, {0.0}, 20);
    auto stirred = alone.flow;
    for (float& value : stirred.turbulence.vertical_diffusivity.z()) value *= 3;
    alone.model.set_vertical_diffusivity(stirred);
    whole.model.set_flow(stirred, whole.turbulence);
    for (auto* town : {&alone, &whole}) town->model.advance(town->field, emission, {0.0}, 20);
    for (std::size_t n = 0; n < alone.mesh.n_cells(); ++n)
        ASSERT_EQ(alone.field.species[0][n], whole.field.species[0][n]) << n;
}

}  // namespace
}  // namespace hacthanh::test
