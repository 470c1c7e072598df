// Threads, processors, mirrors and scale: what must not change the numbers, and what must change them exactly.

#include "sim/dispersion/detail/kernel_choice.hpp"
#include "sim/dispersion/detail/transport_engine.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace hacthanh::test {
namespace {

bool same(std::span<float const> a, std::span<float const> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

void add_sources(state::EmissionField& emission, double scale = 1) {
    for (std::size_t s = 0; s < emission.n_species(); ++s) {
        auto const mass = emission.species(s);
        for (std::size_t n = 0; n < mass.size(); n += 37) mass[n] = scale * 1e-3 * static_cast<double>(1 + n % 5);
    }
}

TEST(SameBits, OneTwoAndThreeThreads) {
    auto const mesh = box(70, 130, 7, 20, 80, 3);  // several blocks and strips, none of them whole
    auto flow = steady_flow(mesh, 2, 3, 4, 5);
    add_eddies(flow, mesh, 1);
    struct Outcome {
        state::ConcentrationField field;
        std::vector<state::MassBudget> budget;
    };
    std::vector<Outcome> outcomes;
    for (int threads : {1, 2, 3}) {  // one after the other: the fewest threads alive would limit all
        Twin twin(mesh, flow, {0.0, 0.01}, threads);
        twin.inflow = {1e-7, 2e-7};
        add_sources(twin.emission);
        twin.advance(twin.model.longest_step_s() * 5);
        outcomes.push_back({twin.field, twin.budget});
    }
    for (Outcome const& other : outcomes)
        for (std::size_t s = 0; s < 2; ++s) {
            EXPECT_TRUE(same(outcomes[0].field.species[s].values(), other.field.species[s].values()));
            EXPECT_EQ(outcomes[0].budget[s].inflow, other.budget[s].inflow);
            EXPECT_EQ(outcomes[0].budget[s].outflow, other.budget[s].outflow);
            EXPECT_EQ(outcomes[0].budget[s].deposited, other.budget[s].deposited);
            EXPECT_EQ(outcomes[0].budget[s].in_domain, other.budget[s].in_domain);
        }
}

TEST(SameBits, EveryProcessorOfThisMachine) {
    using namespace dispersion::detail;
    auto const mesh = box(45, 61, 9, 20, 80, 3);
    auto flow = steady_flow(mesh, 2, 3, 4, 5);
    add_eddies(flow, mesh, 1);
    Parallel const parallel(1);
    FlowRates const rates(flow, mesh, parallel);
    double const step = longest_stable_step(rates, mesh, 0.9, parallel);
    struct Outcome {
        state::ConcentrationField field;
        Crossed crossed;
        double mass;
    };
    std::vector<Outcome> outcomes;
    for (TransportKernels const* kernels : usable_kernels()) {
        TransportEngine engine(rates, mesh, {{}, {0.02, 0.003, 1e-4}}, parallel, *kernels);
        Outcome outcome{state::ConcentrationField(mesh, {"a", "b"}), {{0, 0}, {0, 0}, {0, 0}, {0, 0}}, 0};
        for (std::size_t s = 0; s < 2; ++s)
            for (std::size_t n = 0; n < mesh.n_cells(); ++n)
                outcome.field.species[s][n] = 1e-6F * static_cast<float>(n * (s + 7) % 101);
        std::vector<float*> const fields{outcome.field.species[0].data(), outcome.field.species[1].data()};
        std::vector<float> const inflow{2e-5F, 3e-5F};
        for (std::uint64_t n_steps : {std::uint64_t(6), std::uint64_t(1)})
            engine.advance(fields, inflow, step, n_steps, {}, outcome.crossed);
        outcome.mass = engine.mass(fields[1]);
        outcomes.push_back(outcome);
    }
    for (Outcome const& other : outcomes) {
        for (std::size_t s = 0; s < 2; ++s)
            EXPECT_TRUE(same(outcomes[0].field.species[s].values(), other.field.species[s].values()));
        EXPECT_EQ(outcomes[0].crossed.inflow, other.crossed.inflow);
        EXPECT_EQ(outcomes[0].crossed.outflow, other.crossed.outflow);
        EXPECT_EQ(outcomes[0].crossed.deposited, other.crossed.deposited);
        EXPECT_EQ(outcomes[0].crossed.lost, other.crossed.lost);
        EXPECT_EQ(outcomes[0].mass, other.mass);
    }
    if (outcomes.size() < 2) GTEST_SKIP() << "this processor knows only one instruction set";
}

TEST(Scaling, TwiceTheEmissionIsExactlyTwiceTheConcentration) {
    auto const mesh = box(20, 24, 8, 20, 80, 3);
    auto flow = steady_flow(mesh, 2, 3, 4, 5);
    add_eddies(flow, mesh, 1);
    Twin once(mesh, flow);
    Twin twice(mesh, flow);
    add_sources(once.emission, 1);
    add_sources(twice.emission, 2);
    once.advance(30);
    twice.advance(30);
    for (std::size_t n = 0; n < mesh.n_cells(); ++n)
        ASSERT_EQ(twice.field.species[0][n], 2 * once.field.species[0][n]) << n;
}

TEST(Scaling, SpeciesDoNotKnowOfEachOther) {
    auto const mesh = box(20, 24, 8, 20, 80, 3);
    auto const flow = steady_flow(mesh, 2, 3, 4, 5);
    Twin alone(mesh, flow, {0.01});
    Twin three(mesh, flow, {0.0, 0.01, 0.3});
    add_sources(alone.emission);
    add_sources(three.emission);
    alone.advance(30);
    three.advance(30);
    EXPECT_TRUE(same(alone.field.species[0].values(), three.field.species[1].values()));
}

/// A puff and a source off the middle, carried by (u, v); read back with mirrored indices.
std::vector<float> carried(double u, double v, bool mirror_x, bool mirror_y) {
    auto const mesh = box(22, 26, 6, 20, 60, 3);
    Twin twin(mesh, steady_flow(mesh, u, v, 4, 5));
    auto const place = [&](std::size_t i, std::size_t j, std::size_t k) {
        return mesh.cell({mirror_x ? mesh.nx() - 1 - i : i, mirror_y ? mesh.ny() - 1 - j : j, k});
    };
    twin.emission.species(0)[place(7, 9, 0)] = 1e-3;
    for (std::size_t n = 0; n < 5; ++n) twin.field.species[0][place(8 + n, 12, 2)] = 1e-5F;
    twin.inflow = {1e-9};
    twin.advance(40);
    std::vector<float> values;
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) values.push_back(twin.field.species[0][place(i, j, k)]);
    return values;
}

TEST(Symmetry, MirroredWindGivesTheMirroredFieldBitForBit) {
    auto const plain = carried(2, 1.5, false, false);
    EXPECT_EQ(plain, carried(-2, 1.5, true, false));
    EXPECT_EQ(plain, carried(2, -1.5, false, true));
    EXPECT_EQ(plain, carried(-2, -1.5, true, true));
}

}  // namespace
}  // namespace hacthanh::test
