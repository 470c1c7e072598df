#include "sim/run/flow_source.hpp"

#include "sim/weather/calm.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

namespace hacthanh::run {
namespace {

class Meander : public testing::Test {
protected:
    static weather::Weather weather(std::string const& how) {
        weather::WeatherOptions options;
        options.wind_speed_m_s = 3;
        options.wind_from_deg = 355;
        options.meander_sigma_deg = 10;
        options.meander = how;
        return weather::Weather(options);
    }

    mesh::CityMesh mesh_{{0, 0, 200, 200}, {}};
    wind::UniformWind solver_{mesh_};
    Parallel parallel_{1};
};

TEST_F(Meander, EveryDirectionBlowsAsLongAsTheOthersWithTheVarianceGiven) {
    auto const conditions = weather("directions");
    FlowSource const flows(conditions, solver_, mesh_, 0.8, parallel_);
    std::map<std::size_t, int> seconds;
    double const cycle = 5 * 2 * weather::meander_time_s(3);
    double sum = 0, squares = 0;
    int const moments = 5000;
    for (int n = 0; n < moments; ++n) {
        auto const piece = flows.piece_at(cycle * n / moments);
        ++seconds[piece.direction];
        double const offset = std::remainder(flows.inflow(piece).wind_from_deg - 355, 360);
        sum += offset;
        squares += offset * offset;
    }
    ASSERT_EQ(seconds.size(), 5U);
    for (auto const& [direction, count] : seconds) EXPECT_NEAR(count, moments / 5, 1) << direction;
    EXPECT_NEAR(sum / moments, 0, 0.05);
    EXPECT_NEAR(std::sqrt(squares / moments), 10, 0.01);
}

TEST_F(Meander, IsNotCountedTwice) {
    auto const turning = weather("directions");
    auto const mixing = weather("diffusivity");
    FlowSource const by_directions(turning, solver_, mesh_, 0.8, parallel_);
    FlowSource const by_diffusivity(mixing, solver_, mesh_, 0.8, parallel_);
    EXPECT_EQ(by_directions.inflow({}).meander_diffusivity, 0);
    double const sigma = 10 * std::numbers::pi / 180 * 3;
    EXPECT_NEAR(by_diffusivity.inflow({}).meander_diffusivity, sigma * sigma * weather::meander_time_s(3), 1e-9);
    EXPECT_EQ(by_diffusivity.piece_at(1000), (WindPiece{0, 0}));
}

// A flow is that of its piece, whatever was asked before.
TEST_F(Meander, FlowsDependOnTheirPieceAlone) {
    auto const conditions = weather("directions");
    FlowSource flows(conditions, solver_, mesh_, 0.8, parallel_);
    FlowSource again(conditions, solver_, mesh_, 0.8, parallel_);
    for (std::size_t direction : {2U, 0U, 2U, 4U}) flows.flow({0, direction});
    auto const known = flows.flow({0, 4}).wind.x();
    auto const fresh = again.flow({0, 4}).wind.x();
    EXPECT_TRUE(std::equal(known.begin(), known.end(), fresh.begin()));
}

}  // namespace
}  // namespace hacthanh::run
