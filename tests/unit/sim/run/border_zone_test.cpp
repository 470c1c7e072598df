#include "sim/run/border_zone.hpp"

#include "sim/core/error.hpp"
#include "tests/support/transport_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::run {
namespace {

/// Air that is `step + 1` times a slope in x everywhere, known at seconds 100 and 200.
class SlopingAir : public state::OuterAir {
public:
    explicit SlopingAir(mesh::CityMesh const& mesh) : mesh_(mesh) {}
    std::vector<double> const& times_s() const override { return times_; }
    std::vector<std::vector<float>> sample(std::size_t step, std::span<std::size_t const> cells) const override {
        ++samples;
        std::vector<float> values;
        for (std::size_t cell : cells) values.push_back(value(static_cast<double>(step) + 1, cell));
        return {values};
    }
    float value(double factor, std::size_t cell) const {
        return static_cast<float>(factor * 1e-9 * static_cast<double>(1 + cell % mesh_.nx()));
    }
    mutable int samples = 0;

private:
    mesh::CityMesh const& mesh_;
    std::vector<double> times_{100, 200};
};

class BorderZoneTest : public testing::Test {
protected:
    BorderZoneTest() : mesh_(test::box(24, 20, 6, 10, 60)), air_(mesh_), zone_(mesh_, air_, 10) {
        summary_.species.emplace_back();
        zone_.fit(test::steady_flow(mesh_, 1.5, 0.5).wind);
    }
    double mass() const {
        double total = 0;
        for (std::size_t n = 0; n < mesh_.n_cells(); ++n)
            total += static_cast<double>(field_.species[0][n]) * mesh_.layer_cell_volume(n / (mesh_.nx() * mesh_.ny()));
        return total;
    }

    mesh::CityMesh mesh_;
    SlopingAir air_;
    BorderZone zone_;
    state::ConcentrationField field_{mesh_, {"NOx"}, 2e-9F};
    state::RunSummary summary_;
};

TEST_F(BorderZoneTest, IsWiderThanTheWindGoesInOneInterval) {
    EXPECT_EQ(zone_.width(), 3U);  // 15 m in cells of 10 m, and one
    auto const inside = [&](std::size_t i, std::size_t j, std::size_t k) {
        return !std::ranges::binary_search(zone_.cells(), mesh_.cell({i, j, k}));
    };
    EXPECT_TRUE(inside(3, 3, 0));
    EXPECT_FALSE(inside(2, 10, 0));
    EXPECT_FALSE(inside(21, 10, 0));
    EXPECT_FALSE(inside(10, 17, 2));
    EXPECT_FALSE(inside(10, 10, 5));  // under the lid
}

TEST_F(BorderZoneTest, TakesTheOuterAirLinearInTimeAndBooksWhatIsGained) {
    double const before = mass();
    zone_.set(150, field_, summary_);
    auto const& budget = summary_.species[0].budget;
    for (std::size_t cell : zone_.cells()) EXPECT_NEAR(field_.species[0][cell], air_.value(1.5, cell), 1e-14);
    EXPECT_EQ(field_.species[0][mesh_.cell({10, 10, 0})], 2e-9F);
    EXPECT_GT(budget.inflow, 0);
    EXPECT_GT(budget.outflow, 0);
    EXPECT_NEAR(mass() - before, budget.inflow - budget.outflow, 1e-12 * before);
    EXPECT_NEAR(budget.in_domain, budget.inflow - budget.outflow, 1e-12 * before);
}

TEST_F(BorderZoneTest, HoldsTheFirstAndLastStepBeyondTheirMiddles) {
    zone_.set(0, field_, summary_);
    EXPECT_FLOAT_EQ(field_.species[0][zone_.cells()[0]], air_.value(1, zone_.cells()[0]));
    zone_.set(900, field_, summary_);
    EXPECT_FLOAT_EQ(field_.species[0][zone_.cells()[0]], air_.value(2, zone_.cells()[0]));
}

TEST_F(BorderZoneTest, ReadsEachOuterStepOnce) {
    for (double time = 100; time <= 200; time += 10) zone_.set(time, field_, summary_);
    EXPECT_EQ(air_.samples, 2);
}

TEST_F(BorderZoneTest, StartsWithTheOuterAirEverywhere) {
    zone_.start(0, field_, summary_);
    EXPECT_FLOAT_EQ(field_.species[0][mesh_.cell({10, 10, 0})], air_.value(1, mesh_.cell({10, 10, 0})));
    EXPECT_NEAR(summary_.species[0].budget.initial, mass(), 1e-12 * mass());
}

TEST_F(BorderZoneTest, RefusesADomainThatIsAllRim) {
    BorderZone zone(mesh_, air_, 60);
    EXPECT_THROW(zone.fit(test::steady_flow(mesh_, 1.5, 0.5).wind), InputError);
}

}  // namespace
}  // namespace hacthanh::run
