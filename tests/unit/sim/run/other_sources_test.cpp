#include "sim/run/other_sources.hpp"

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace hacthanh::run {
namespace {

constexpr double monday = 1768176000;  // 2026-01-12 00:00, a Monday in January

state::OtherSource kiln() {
    state::OtherSource source;
    source.name = "kiln";
    source.sector = "kiln";
    source.bottom_m = 10;
    source.top_m = 30;
    source.rate_kg_s[index(Pollutant::nox)] = 1e-3;
    source.rate_kg_s[index(Pollutant::pm)] = 2e-3;
    source.month.fill(1);
    source.weekday.fill(1);
    source.hour.fill(1);
    source.columns = {{33, 0.75}};  // a quarter lies outside
    return source;
}

double total(state::EmissionField const& field, std::size_t s) {
    auto const cells = field.species(s);
    return std::accumulate(cells.begin(), cells.end(), 0.0);
}

state::RunSummary summary_of(std::size_t n) {
    state::RunSummary summary;
    summary.species.resize(n);
    return summary;
}

TEST(OtherSourcesTest, GiveOffTheirMassOnceAtTheirHeight) {
    auto const mesh = test::box(10, 10, 10, 20, 100);
    OtherSources const sources({kiln()}, monday, mesh, {Pollutant::pm, Pollutant::co});
    EXPECT_EQ(sources.n_layers(), 3U);
    state::EmissionField field(mesh, 2, sources.n_layers());
    auto summary = summary_of(2);
    auto const added = sources.add(0, 100, field, summary);
    EXPECT_NEAR(added[0], 0.75 * 0.2, 1e-15);
    EXPECT_EQ(added[1], 0);
    EXPECT_NEAR(total(field, 0), 0.75 * 0.2, 1e-15);
    EXPECT_EQ(field.species(0)[33], 0) << "nothing at the ground";
    EXPECT_NEAR(field.species(0)[100 + 33], field.species(0)[200 + 33], 1e-15);
    ASSERT_EQ(summary.sources.size(), 1U);
    EXPECT_NEAR(summary.sources[0].emitted_kg[index(Pollutant::pm)], 0.15, 1e-15);
    EXPECT_NEAR(summary.species[0].other_sources_kg, 0.15, 1e-15);
}

TEST(OtherSourcesTest, FollowMonthWeekdayAndHour) {
    auto const mesh = test::box(10, 10, 10, 20, 100);
    auto source = kiln();
    source.month = {12};   // January alone
    source.weekday = {7};  // Mondays alone
    source.hour = {};
    source.hour[8] = 24;  // from 8:00 to 9:00
    OtherSources const sources({source}, monday, mesh, {Pollutant::pm});
    auto const in_hour = [&](double hours) {
        state::EmissionField field(mesh, 1, 3);
        auto summary = summary_of(1);
        return sources.add(hours * 3600, 10, field, summary)[0];
    };
    EXPECT_EQ(in_hour(7.99), 0);
    EXPECT_NEAR(in_hour(8), 0.75 * 2e-3 * 10 * 12 * 7 * 24, 1e-10);
    EXPECT_EQ(in_hour(9), 0);
    EXPECT_EQ(sources.masses(7.99 * 3600, 10)[0][0], 0);
    EXPECT_NEAR(sources.masses(8 * 3600, 10)[0][0], 2e-3 * 10 * 12 * 7 * 24, 1e-10) << "with what lies outside";
    EXPECT_EQ(sources.masses(9 * 3600, 10)[0][0], 0);
    EXPECT_EQ(in_hour(24 + 8), 0) << "Tuesday";
    EXPECT_EQ(in_hour(28 * 24 + 8), 0) << "a Monday of February";
}

TEST(OtherSourcesTest, NoxIsSplitWhereChemistryCarriesIt) {
    auto const mesh = test::box(10, 10, 10, 20, 100);
    OtherSources const sources({kiln()}, monday, mesh, {Pollutant::no2, Pollutant::no, Pollutant::o3});
    state::EmissionField field(mesh, 3, 3);
    auto summary = summary_of(3);
    auto const added = sources.add(0, 1000, field, summary);
    EXPECT_NEAR(added[0], 0.75 * 0.05, 1e-12);
    EXPECT_NEAR(added[0] + added[1] * 46.005 / 30.006, 0.75, 1e-12);
    EXPECT_EQ(added[2], 0);
}

TEST(OtherSourcesTest, StayOutOfBuildings) {
    Parallel const parallel(1);
    auto const mesh = mesh::block_buildings(test::box(10, 10, 10, 20, 100),
                                            std::vector{test::box_building(60, 60, 80, 80, 50)}, {}, parallel)
                          .mesh;
    OtherSources const sources({kiln()}, monday, mesh, {Pollutant::pm});
    state::EmissionField field(mesh, 1, mesh.nz());
    auto summary = summary_of(1);
    sources.add(0, 100, field, summary);
    EXPECT_NEAR(total(field, 0), 0.15, 1e-15);
    for (std::size_t c = 0; c < mesh.n_cells(); ++c)
        if (!mesh.is_open(c)) {
            ASSERT_EQ(field.species(0)[c], 0);
        }
}

}  // namespace
}  // namespace hacthanh::run
