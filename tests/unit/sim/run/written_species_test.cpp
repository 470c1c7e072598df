#include "sim/run/written_species.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::run {
namespace {

constexpr double nox_per_no = 46.005 / 30.006;

WrittenSpecies written() {
    return {{Pollutant::pm, Pollutant::nox, Pollutant::no2},
            {Pollutant::pm, Pollutant::no2, Pollutant::no, Pollutant::o3}};
}

TEST(WrittenSpeciesTest, NoxIsTheSumOfNitricOxideAndDioxide) {
    state::RunSummary carried;
    for (double const mass : {7.0, 2.0, 3.0, 11.0}) {
        carried.species.emplace_back();
        carried.species.back().emitted_kg = mass;
        carried.species.back().budget.in_domain = 10 * mass;
        carried.species.back().worst_relative_error = mass;
    }
    carried.cells = 5;
    auto const summary = written().summary(carried);
    ASSERT_EQ(summary.species.size(), 3U);
    EXPECT_EQ(summary.cells, 5U);
    EXPECT_EQ(summary.species[0].name, "PM");
    EXPECT_EQ(summary.species[0].emitted_kg, 7);
    EXPECT_EQ(summary.species[1].name, "NOx");
    EXPECT_NEAR(summary.species[1].emitted_kg, 2 + 3 * nox_per_no, 1e-12);
    EXPECT_NEAR(summary.species[1].budget.in_domain, 20 + 30 * nox_per_no, 1e-12);
    EXPECT_EQ(summary.species[1].worst_relative_error, 3);
    EXPECT_EQ(summary.species[2].emitted_kg, 2);
}

TEST(WrittenSpeciesTest, RoadsAndBackgroundAreSummedTheSameWay) {
    state::RoadSeries carried(2, 4);
    carried.emitted = {{1, 2}, {3, 4}, {5, 6}, {0, 0}};
    carried.vehicle_metres = {8, 9};
    auto const roads = written().roads(carried);
    EXPECT_EQ(roads.vehicle_metres, carried.vehicle_metres);
    EXPECT_NEAR(roads.emitted[1][1], 4 + 6 * nox_per_no, 1e-12);
    state::Background air;
    air.concentration = {std::nullopt, 2.0, 3.0, 1.0};
    auto const background = written().background(air, 0, 10);
    EXPECT_TRUE(std::isnan(background[0])) << "not known is not 0";
    EXPECT_NEAR(background[1], 2 + 3 * nox_per_no, 1e-12);
}

TEST(WrittenSpeciesTest, WithoutChemistryTheyAreTheSame) {
    WrittenSpecies const same({Pollutant::nox, Pollutant::co}, {Pollutant::nox, Pollutant::co});
    for (std::size_t s = 0; s < 2; ++s) {
        ASSERT_EQ(same.parts(s).size(), 1U);
        EXPECT_EQ(same.parts(s)[0].carried, s);
        EXPECT_EQ(same.parts(s)[0].factor, 1);
    }
}

}  // namespace
}  // namespace hacthanh::run
