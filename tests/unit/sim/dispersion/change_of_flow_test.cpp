// A wind that turns while pollutants are in the air: mass, bits, and the flow that is in force.

#include "sim/core/error.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace hacthanh::test {
namespace {

bool same(state::ConcentrationField const& a, state::ConcentrationField const& b) {
    auto const x = a.species[0].values();
    auto const y = b.species[0].values();
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size_bytes()) == 0;
}

mesh::CityMesh town() { return box(60, 55, 8, 20, 80, 4); }

state::Flow wind(mesh::CityMesh const& mesh, double u, double v) {
    auto flow = steady_flow(mesh, u, v, 3, 4);
    add_eddies(flow, mesh, 1);
    return flow;
}

void emit(Twin& twin, mesh::CityMesh const& mesh) { twin.emission.species(0)[mesh.cell({30, 20, 0})] = 2e-3; }

TEST(ChangeOfFlow, KeepsTheMassBudgetClosed) {
    auto const mesh = town();
    Twin twin(mesh, wind(mesh, 3, 0));
    twin.inflow = {1e-7};
    emit(twin, mesh);
    double const winds[][2] = {{3, 0}, {2, 2}, {0, 3}, {-1, 0.2}, {0, 0}, {-3, -3}};
    for (auto const& [u, v] : winds) {
        double const before = twin.mass();
        twin.model.set_flow(wind(mesh, u, v));
        EXPECT_EQ(twin.mass(), before);
        for (int call = 0; call < 5; ++call) {
            twin.advance(10);
            EXPECT_LT(twin.budget[0].relative_error(), 1e-6) << u << ' ' << v;
        }
    }
    EXPECT_GT(twin.budget[0].outflow, 0);
}

// A model that was given a flow is the model that was made for it: bits, step length.
TEST(ChangeOfFlow, IsTheModelMadeForThatFlow) {
    auto const mesh = town();
    Twin turned(mesh, wind(mesh, 5, 1));
    turned.model.set_flow(wind(mesh, -2, 1));
    Twin made(mesh, wind(mesh, -2, 1));
    EXPECT_EQ(turned.model.longest_step_s(), made.model.longest_step_s());
    for (Twin* twin : {&turned, &made}) {
        emit(*twin, mesh);
        twin->advance(120);
    }
    EXPECT_TRUE(same(turned.field, made.field));
}

// Vehicles change the vertical mixing alone: the short way is the long way's outcome.
TEST(ChangeOfFlow, VerticalDiffusivityAloneIsTheWholeFlow) {
    auto const mesh = town();
    auto stirred = wind(mesh, 3, 1);
    for (float& value : stirred.turbulence.vertical_diffusivity.z()) value *= 1.7F;
    Twin whole(mesh, wind(mesh, 3, 1)), alone(mesh, wind(mesh, 3, 1)), neither(mesh, wind(mesh, 3, 1));
    whole.model.set_flow(stirred);
    alone.model.set_vertical_diffusivity(stirred);
    for (Twin* twin : {&whole, &alone, &neither}) {
        emit(*twin, mesh);
        twin->advance(60);
    }
    EXPECT_TRUE(same(whole.field, alone.field));
    EXPECT_FALSE(same(whole.field, neither.field));
    stirred.turbulence.vertical_diffusivity.z()[9000] = -1;
    EXPECT_THROW(alone.model.set_vertical_diffusivity(stirred), SolverError);
    whole.advance(10);
    alone.advance(10);
    EXPECT_TRUE(same(whole.field, alone.field));
}

TEST(ChangeOfFlow, SameBitsForAnyNumberOfThreads) {
    auto const mesh = town();
    std::vector<state::ConcentrationField> outcomes;
    for (int threads : {1, 2, 3}) {
        Twin twin(mesh, wind(mesh, 3, 0), {0.0}, threads);
        emit(twin, mesh);
        twin.advance(60);
        twin.model.set_flow(wind(mesh, 1, -3));
        twin.advance(60);
        outcomes.push_back(twin.field);
    }
    EXPECT_TRUE(same(outcomes[0], outcomes[1]));
    EXPECT_TRUE(same(outcomes[0], outcomes[2]));
}

TEST(ChangeOfFlow, ABadFlowIsRefusedAndTheOldOneStays) {
    auto const mesh = town();
    Twin twin(mesh, wind(mesh, 3, 0));
    double const step = twin.model.longest_step_s();
    auto bad = wind(mesh, 1, 0);
    bad.wind.x()[17] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(twin.model.set_flow(bad), SolverError);
    EXPECT_EQ(twin.model.longest_step_s(), step);
    emit(twin, mesh);
    EXPECT_NO_THROW(twin.advance(10));
}

}  // namespace
}  // namespace hacthanh::test
