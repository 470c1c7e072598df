#include "sim/impact/run_facts.hpp"

#include <gtest/gtest.h>

namespace hacthanh::impact {
namespace {

/// A whole day with this mean, standing for a number of days.
RunFacts day(float mean, double days_per_year, double hours = 24) {
    RunFacts facts;
    facts.compared_s = hours * 3600;
    facts.days_per_year = days_per_year;
    SpeciesFacts species;
    species.species = "PM25";
    species.pollutant = "PM25";
    species.background = 10;
    species.places.mean = {mean, 2 * mean};
    species.places.of(Averaging::day) = species.places.mean;
    species.emitted_kg = 4;
    species.emission_shares[0] = 1;
    facts.species = {species};
    facts.vehicle_s[0] = 100;
    return facts;
}

TEST(YearOf, WeighsTypicalDays) {
    auto const year = year_of({day(20, 250), day(10, 115)});
    ASSERT_TRUE(year);
    EXPECT_TRUE(year->is_year);
    auto const& species = year->species.front();
    EXPECT_FLOAT_EQ(species.places.of(Averaging::year)[0], (250 * 20 + 115 * 10) / 365.0F);
    EXPECT_EQ(species.places.of(Averaging::day)[0], 20);  // the highest of the days
    EXPECT_NEAR(species.emitted_kg, 4 * 365, 1e-9);
    EXPECT_NEAR(species.emission_shares[0], 1, 1e-12);
    EXPECT_NEAR(year->vehicle_s[0], 100 * 365, 1e-9);
    EXPECT_DOUBLE_EQ(*species.background, 10);
}

TEST(YearOf, NeedsWholeDaysThatAddUpToAYear) {
    EXPECT_FALSE(year_of({day(20, 250)}));
    EXPECT_FALSE(year_of({day(20, 250), day(10, 0)}));
    EXPECT_FALSE(year_of({day(20, 365, 2)}));
    EXPECT_FALSE(year_of({day(20, 250), day(10, 250)}));
    EXPECT_TRUE(year_of({day(20, 365)}));
}

TEST(MeanOfRuns, AveragesSeeds) {
    auto const mean = mean_of_runs({day(20, 0), day(10, 0)});
    auto const& species = mean.species.front();
    EXPECT_FLOAT_EQ(species.places.mean[1], 30);
    EXPECT_FLOAT_EQ(species.places.of(Averaging::day)[0], 15);
    EXPECT_TRUE(species.places.of(Averaging::year).empty());
    EXPECT_DOUBLE_EQ(species.emitted_kg, 4);
    EXPECT_DOUBLE_EQ(species.emission_shares[0], 1);
    EXPECT_DOUBLE_EQ(mean.vehicle_s[0], 100);
    EXPECT_EQ(mean.compared_s, 24 * 3600);
}

}  // namespace
}  // namespace hacthanh::impact
