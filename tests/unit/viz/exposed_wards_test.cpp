/// Wards are coloured by what their people breathe.

#include "viz/exposed_wards.hpp"

#include "io/city_folder.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/viz/traced_run.hpp"
#include "viz/scene_view.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::viz {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr double cell_m = 20;      // of the sample run, 400 m x 300 m
constexpr double east_m = 578357;  // of its corner, UTM zone 48 (EPSG:32648)
constexpr double north_m = 2187411;

city::PopulationZone zone(double x, double residents) {
    return {fmt::format("at {}", x),
            {{{{x, 0}, {x + cell_m, 0}, {x + cell_m, cell_m}, {x, cell_m}}, {}}},
            residents,
            city::Mark::sourced};
}

std::string polygon(std::string const& name, double from, double to) {
    return fmt::format(R"({{"type":"Feature","properties":{{"name":"{0}"}},"geometry":{{"type":"Polygon",)"
                       R"("coordinates":[[[{1},{3}],[{2},{3}],[{2},{4}],[{1},{4}],[{1},{3}]]]}}}})",
                       name, east_m + from, east_m + to, north_m, north_m + 300);
}

class ExposedWardsTest : public ::testing::Test {
protected:
    ExposedWardsTest() {
        testing::write_traced_run(folder_.file("a.nc"), 3);
        testing::write_traced_run(folder_.file("b.nc"), 3, true, 2);
        io::CityFolder town;
        town.about.name = "Town";
        town.network = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
        town.city.population = {zone(0, 300), zone(180, 100), zone(260, 50)};
        io::write_city_folder(folder_.file("city"), town);
        test::write_file(
            folder_.file("wards.geojson"),
            R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32648"}},"features":[)" +
                polygon("Tây", 0, 200) + "," + polygon("Đông", 200, 300) + "," + polygon("Vắng", 300, 400) + "]}");
        data_.emplace(folder_.file("a.nc"));
        scene_.layers.emplace_back();
        scene_.layers.back().kind = LayerKind::wards;
        scene_.time = "2";
    }

    io::testing::TestFolder folder_;
    std::optional<SceneData> data_;
    Scene scene_;
};

TEST_F(ExposedWardsTest, WeighAirWithPeople) {
    scene_.city = folder_.file("city");
    scene_.wards = folder_.file("wards.geojson");
    auto const wards = read_exposed_wards(*data_, scene_);
    ASSERT_EQ(wards.areas().size(), 3U);
    EXPECT_TRUE(wards.has_population());
    EXPECT_DOUBLE_EQ(wards.people(0), 400);
    EXPECT_DOUBLE_EQ(wards.people(1), 50);
    EXPECT_DOUBLE_EQ(wards.people(2), 0);
    ASSERT_TRUE(wards.middle(0));
    EXPECT_NEAR(wards.middle(0)->x - east_m, (300 * 10 + 100 * 190) / 400., 1e-6);
    EXPECT_FALSE(wards.middle(2));

    std::vector<float> cells(data_->result().mean_surface(0).size(), 7.0F);
    cells[0] = 40;
    cells[9] = 20;
    cells[13] = 5;
    auto const means = wards.means(cells);
    EXPECT_FLOAT_EQ(means[0], (300 * 40 + 100 * 20) / 400.F);
    EXPECT_FLOAT_EQ(means[1], 5);
    EXPECT_TRUE(std::isnan(means[2])) << "nobody lives there";
}

TEST_F(ExposedWardsTest, SeriesIsThatOfEveryStep) {
    scene_.city = folder_.file("city");
    scene_.wards = folder_.file("wards.geojson");
    auto const series = ward_series(*data_, scene_, 0);
    ASSERT_EQ(series.value.size(), 3U);
    EXPECT_EQ(series.time_s, data_->result().times().end_s);
    for (std::size_t step = 0; step < 3; ++step) {
        auto const cells = *data_->concentration_layer(data_->species("NOx"), step, 0);
        EXPECT_FLOAT_EQ(series.value[step], (300 * cells[0] + 100 * cells[9]) / 400.F);
    }
}

TEST_F(ExposedWardsTest, PiecesOfTheCityServeForWantOfWards) {
    scene_.city = folder_.file("city");
    auto const wards = read_exposed_wards(*data_, scene_);
    ASSERT_EQ(wards.areas().size(), 3U);
    EXPECT_EQ(wards.areas()[1].name, "at 180");
    EXPECT_DOUBLE_EQ(wards.people(1), 100);
}

TEST_F(ExposedWardsTest, WithoutPeopleItSaysSo) {
    scene_.wards = folder_.file("wards.geojson");
    auto const wards = read_exposed_wards(*data_, scene_);
    EXPECT_FALSE(wards.has_population());
    EXPECT_EQ(wards.people(0), 0);
    SceneView view(*data_, nullptr, Pane::first);
    view.show(scene_);
    ASSERT_EQ(view.legends().size(), 1U);
    EXPECT_THAT(view.legends().front().quantity.english, HasSubstr("no population"));
    EXPECT_THAT(view.legends().front().quantity.vietnamese, HasSubstr("chưa có số liệu"));
    scene_.layers.front().colour_by = "residents";
    EXPECT_THAT([&] { view.show(scene_); }, ThrowsMessage<InputError>(HasSubstr("knew no population")));
}

TEST_F(ExposedWardsTest, APickTellsTheWard) {
    scene_.city = folder_.file("city");
    scene_.wards = folder_.file("wards.geojson");
    SceneView view(*data_, nullptr, Pane::first);
    view.show(scene_);
    auto const cells = *data_->concentration_layer(data_->species("NOx"), 2, 0);
    auto const pick = view.pick_at({east_m + 100, north_m + 100});
    ASSERT_TRUE(pick);
    EXPECT_EQ(pick->name.vietnamese, "Tây");
    ASSERT_TRUE(pick->value);
    EXPECT_FLOAT_EQ(*pick->value, (300 * cells[0] + 100 * cells[9]) / 400.F);
    EXPECT_EQ(pick->facts.front().second.english, "400");
}

TEST_F(ExposedWardsTest, DifferencesAreThoseOfThePeople) {
    SceneData const other(folder_.file("b.nc"));  // twice the air
    scene_.city = folder_.file("city");
    scene_.wards = folder_.file("wards.geojson");
    scene_.mode = SceneMode::difference;
    SceneView view(*data_, &other, Pane::difference);
    view.show(scene_);
    auto const cells = *data_->concentration_layer(data_->species("NOx"), 2, 0);
    auto const pick = view.pick_at({east_m + 100, north_m + 100});
    ASSERT_TRUE(pick && pick->value);
    EXPECT_NEAR(*pick->value, (300 * cells[0] + 100 * cells[9]) / 400., 1e-3 * static_cast<double>(*pick->value));
    EXPECT_DOUBLE_EQ(view.legends().front().range.low, -view.legends().front().range.high);
}

TEST_F(ExposedWardsTest, WardsOfAnotherCityAreRefused) {
    test::write_file(
        folder_.file("far.geojson"),
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32648"}},"features":[)" +
            polygon("Xa", 5000, 6000) + "]}");
    scene_.wards = folder_.file("far.geojson");
    EXPECT_THAT([&] { read_exposed_wards(*data_, scene_); },
                ThrowsMessage<InputError>(HasSubstr("no place of the mesh lies in any area")));
}

}  // namespace
}  // namespace hacthanh::viz
