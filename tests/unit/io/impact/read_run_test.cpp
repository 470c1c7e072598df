/// People on the cells of a result, and what an assessment reads of a run.

#include "io/impact/read_run.hpp"
#include "io/city_folder.hpp"
#include "io/impact/difference_raster.hpp"
#include "io/impact/places.hpp"
#include "io/rule_tables.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace hacthanh::io {
namespace {

using testing::SampleRun;
using testing::TestFolder;

impact::Rules rules() {
    return read_rules().on(impact::Date(std::chrono::year(2026), std::chrono::month(1), std::chrono::day(15)));
}

city::PopulationZone zone(double x, double y, double width, double residents) {
    return {fmt::format("{},{}", x, y),
            {{{{x, y}, {x + width, y}, {x + width, y + width}, {x, y + width}}, {}}},
            residents,
            city::Mark::sourced};
}

class ReadRun : public ::testing::Test {
protected:
    ReadRun() { run_.write(file(), 4, true); }
    std::string file() const { return folder_.file("run.nc"); }

    /// A city whose people are these; the mesh is 400 m x 300 m.
    PlaceFiles with(std::vector<city::PopulationZone> const& zones) const {
        CityFolder content;
        content.about.name = "Town";
        content.network = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
        content.city.population = zones;
        write_city_folder(folder_.file("city"), content);
        return {folder_.file("city"), {}};
    }

    TestFolder folder_;
    SampleRun run_{false};
};

TEST_F(ReadRun, LosesNobody) {
    ResultReader const result(file());
    auto const places =
        read_places(result, with({zone(0, 0, 100, 1000), zone(350, 100, 100, 600), zone(900, 0, 50, 7)}));
    EXPECT_TRUE(places.has_population);
    double const inside = std::accumulate(places.people.begin(), places.people.end(), 0.0);
    EXPECT_NEAR(inside, 1000 + 300, 1e-6);  // half of the second zone lies outside
    EXPECT_NEAR(places.people_outside, 300 + 7, 1e-6);
    for (std::size_t i = 0; i < places.size(); ++i) EXPECT_GT(places.people[i], 0);
    auto const corner = std::ranges::find(places.cell, std::size_t{0});
    ASSERT_NE(corner, places.cell.end());
    EXPECT_NEAR(places.people[static_cast<std::size_t>(corner - places.cell.begin())], 1000. / 25, 1e-6);
}

TEST_F(ReadRun, SaysWhyThereIsNoPopulation) {
    ResultReader const result(file());
    auto const places = read_places(result, {});
    EXPECT_FALSE(places.has_population);
    EXPECT_EQ(places.missing.english, "the run knew no population");
    EXPECT_EQ(places.size(), result.mean_surface(0).size());
    auto const nobody = read_places(result, with({zone(900, 0, 50, 7)}));
    EXPECT_FALSE(nobody.has_population);
    EXPECT_NEAR(nobody.people_outside, 7, 1e-9);
}

TEST_F(ReadRun, TakesWardsByPolygon) {
    test::write_file(folder_.file("wards.geojson"),
                     R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":""}},"features":[)"
                     R"({"type":"Feature","properties":{"name":"Tây"},"geometry":{"type":"Polygon","coordinates":)"
                     R"([[[0,0],[200,0],[200,300],[0,300],[0,0]]]}}]})");
    ResultReader const result(file());
    auto const places = read_places(result, {{}, folder_.file("wards.geojson")});
    ASSERT_EQ(places.wards, std::vector<std::string>{"Tây"});
    EXPECT_EQ(std::ranges::count(places.ward, 0), static_cast<long>(places.size() / 2));
    test::write_file(folder_.file("none.geojson"), R"({"type":"FeatureCollection","features":[]})");
    EXPECT_THROW(read_places(result, {{}, folder_.file("none.geojson")}), InputError);
}

TEST_F(ReadRun, LeavesSpinUpOut) {
    ResultReader const result(file());
    auto const places = read_places(result, {});
    auto const facts = read_run(result, places, rules());
    EXPECT_EQ(facts.compared_s, 900);  // four steps of 300 s, the first is spin-up
    EXPECT_EQ(facts.seed, 42);
    EXPECT_EQ(facts.day, impact::Date(std::chrono::year(2026), std::chrono::month(1), std::chrono::day(15)));
    ASSERT_EQ(facts.species.size(), 3U);
    EXPECT_EQ(facts.species[1].pollutant, "PM25");  // PM stands for it
    EXPECT_EQ(facts.of_pollutant("NO2"), nullptr);
    EXPECT_TRUE(facts.species[1].places.of(impact::Averaging::hour).empty());
    // Roads 0-2: 600, 1200, 1800 vehicle-seconds a step; the file keeps floats.
    EXPECT_NEAR(facts.vehicle_s[0], 3 * 3600, 0.5);
    EXPECT_NEAR(facts.vehicle_m[0], 8 * 3 * 3600, 5);
    ASSERT_TRUE(facts.electric_m);
    EXPECT_NEAR((*facts.electric_m)[0], 0.25 * facts.vehicle_m[0], 1e-6);
    EXPECT_EQ((*facts.electric_m)[1], 0);
    EXPECT_NEAR(facts.delay_s[0], 0.25 * 3 * 3600, 0.2);
    EXPECT_NEAR(facts.queue_vehicles, 0.5 * 3600 / 300, 1e-3);
    // NOx: 1e-3 (1 + 2 + 3) (1 + step) over steps 1-3
    EXPECT_NEAR(facts.species[0].emitted_kg, 6e-3 * (2 + 3 + 4), 1e-6);
    ASSERT_TRUE(facts.species[1].street_mean);
    EXPECT_GT(*facts.species[1].street_mean, facts.species[1].ground_mean);
    ASSERT_EQ(facts.travel_time_indices.size(), 3U);
    EXPECT_NEAR(facts.travel_time_indices[0], 1 / 0.75, 1e-5);
}

TEST_F(ReadRun, MakesMapsThatSayWhereAChangeCanBeTold) {
    std::vector<WeightedRuns> const same(5, {{file()}, {1}});
    auto const fields = difference_fields(same, same, 5, 0.05);
    ASSERT_EQ(fields.size(), 3U);
    for (float const told : fields[0].distinguished) EXPECT_TRUE(std::isnan(told) || told == 0);
    ResultReader const result(file());
    write_differences(result, fields, folder_.file("d.tif"), "none");
    EXPECT_TRUE(std::filesystem::exists(folder_.file("d.tif")));
}

TEST_F(ReadRun, MapsOfTypicalDaysAreWeighted) {
    auto const other = folder_.file("other.nc");
    SampleRun(false).write(other, 3, true);  // its mean is another one
    ResultReader const one(file());
    ResultReader const two(other);
    auto const a = one.mean_surface(0);
    auto const b = two.mean_surface(0);
    std::vector<WeightedRuns> const base{{{file()}, {1}}};
    std::vector<WeightedRuns> const year{{{file(), other}, {0.25, 0.75}}};
    auto const field = difference_fields(base, year, 5, 0.05).at(0);
    for (std::size_t cell = 0; cell < a.size(); ++cell)
        if (std::isfinite(a[cell])) {
            EXPECT_NEAR(field.difference[cell], 0.75F * (b[cell] - a[cell]), 1e-5F * std::abs(a[cell]));
        }
}

}  // namespace
}  // namespace hacthanh::io
