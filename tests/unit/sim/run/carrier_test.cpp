/// What the run hands on to its dispersion model: settings, the wind's direction, and how species leave the air from
/// now on.

#include "sim/run/carrier.hpp"

#include "sim/weather/inflow.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::run {
namespace {

class CarrierTest : public testing::Test {
protected:
    CarrierTest() {
        scenario_.weather.wind_speed_m_s = 3;
        scenario_.weather.wind_from_deg = 270;
        city::Road road;
        road.axis = {{100, 60}, {100, 140}};
        road.length_m = 80;
        road.width_m = 7;
        city_.roads = {road};
        roads_.emitted[0] = {1.0};
    }

    state::InflowProfile weather_from(double degrees) const {
        auto options = scenario_.weather;
        options.wind_from_deg = degrees;
        return weather::make_inflow_profile(options, mesh_, 0.8);
    }
    Stage stage() const { return {scenario_, city_, mesh_, constant_, {}, {}}; }
    Carrier carrier(dispersion::Removal const& removal = {}) const {
        return {stage(), flow_, weather_from(270), {removal}, {}, parallel_};
    }

    /// A kilogram in the middle, `calls` times ten seconds; the last report.
    dispersion::BorderExchange carry(Carrier& model, int calls = 1) {
        state::EmissionField emission(mesh_, 1, 2), nothing(mesh_, 1, 2);
        emission.species(0)[mesh_.cell({10, 10, 0})] = 1;
        dispersion::BorderExchange last;
        steps_ = 0;
        for (int call = 0; call < calls; ++call) {
            emission.duration_s = 10;
            auto const report = model.advance(air_, call == 0 ? emission : nothing, roads_, {0.0}, 10);
            steps_ += report.steps;
            last = report.species[0];
        }
        return last;
    }

    /// Variance of the air along x or y [m2].
    double variance(bool along_x) const {
        double mass = 0, first = 0, second = 0;
        for (std::size_t c = 0; c < mesh_.n_cells(); ++c) {
            std::size_t const i = c % mesh_.nx(), j = c / mesh_.nx() % mesh_.ny();
            double const here =
                static_cast<double>(air_.species[0][c]) * mesh_.layer_cell_volume(c / (mesh_.nx() * mesh_.ny()));
            double const place = along_x ? mesh_.x_centre(i) : mesh_.y_centre(j);
            mass += here, first += here * place, second += here * place * place;
        }
        return second / mass - std::pow(first / mass, 2);
    }

    Parallel parallel_{1};
    scenario::Scenario scenario_;
    city::City city_;
    mesh::CityMesh mesh_ = test::box(20, 20, 10, 10, 50, 3);
    state::Flow flow_ = test::steady_flow(mesh_, 0, 0, 1, 1);
    weather::Weather constant_{scenario_.weather};
    state::RoadSeries roads_{1, 1};
    state::ConcentrationField air_{mesh_, {"NOx"}};
    std::uint64_t steps_ = 0;
};

TEST_F(CarrierTest, SpeciesLeaveTheAirAsTheWeatherOfTheMomentSays) {
    for (std::string const model : {"finite_volume", "particles"}) {
        scenario_.dispersion.model = model;
        auto carries = carrier();
        EXPECT_EQ(carry(carries).deposited, 0) << model;
        carries.set_flow(flow_, weather_from(270), {{0.05, 0, 0}});
        EXPECT_GT(carry(carries, 3).deposited, 0) << model;
        carries.set_flow(flow_, weather_from(270), {{0, 0, 0.01}});
        auto const decaying = carry(carries);
        EXPECT_EQ(decaying.deposited, 0) << model;
        EXPECT_GT(decaying.lost, 0) << model;
    }
    scenario_.dispersion.model = "line_source";
    auto lines = carrier();
    auto const mean = [&] {
        carry(lines);
        lines.settle(air_, {0.0}, {});
        double sum = 0;
        for (std::size_t c = 0; c < mesh_.nx() * mesh_.ny(); ++c) sum += static_cast<double>(air_.species[0][c]);
        return sum;
    };
    double const kept = mean();
    lines.set_flow(flow_, weather_from(270), {{0, 0, 0.05}});
    EXPECT_LT(mean(), 0.9 * kept);
}

/// Fluctuations along the wind are stronger than those across it, 2.5 to 2.0: in still air the cloud shows where the
/// wind would come from.
TEST_F(CarrierTest, ParticlesTurnWithTheWind) {
    scenario_.dispersion.model = "particles";
    auto carries = carrier();
    carry(carries, 3);
    EXPECT_GT(variance(true), 1.25 * variance(false));
    auto turned = carrier();
    turned.set_flow(flow_, weather_from(180), {{}});
    carry(turned, 3);
    EXPECT_GT(variance(false), 1.25 * variance(true));
}

/// K = kappa u* z / Sc: with a smaller Schmidt number particles spread faster.
TEST_F(CarrierTest, ParticlesTakeTheSchmidtNumberAndTheTimeStep) {
    scenario_.dispersion.model = "particles";
    auto const spread = [&](double schmidt) {
        scenario_.dispersion.schmidt_number = schmidt;
        auto carries = carrier();
        carry(carries, 3);
        return variance(true);
    };
    EXPECT_GT(spread(0.2), 1.5 * spread(3));
    auto const steps = [&](double share) {
        scenario_.dispersion.particle_time_step = share;
        auto carries = carrier();
        carry(carries);
        return steps_;
    };
    EXPECT_GT(steps(0.05), 2 * steps(0.5));
}

TEST_F(CarrierTest, TheLineSourceTakesItsTolerance) {
    scenario_.dispersion.model = "line_source";
    auto const field = [&](double tolerance) {
        scenario_.dispersion.line_tolerance = tolerance;
        auto lines = carrier();
        carry(lines);
        lines.settle(air_, {0.0}, {});
        return std::vector<float>(air_.species[0].data(), air_.species[0].data() + mesh_.nx() * mesh_.ny());
    };
    auto const fine = field(1e-7), medium = field(1e-3), coarse = field(0.1);
    double medium_error = 0, coarse_error = 0;
    for (std::size_t c = 0; c < fine.size(); ++c) {
        medium_error += std::abs(static_cast<double>(medium[c] - fine[c]));
        coarse_error += std::abs(static_cast<double>(coarse[c] - fine[c]));
    }
    EXPECT_GT(coarse_error, 2 * medium_error);
}

}  // namespace
}  // namespace hacthanh::run
