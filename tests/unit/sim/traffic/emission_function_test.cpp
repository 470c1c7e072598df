#include "sim/traffic/emission_function.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

namespace hacthanh::traffic {
namespace {

/// A stand-in for SUMO's three HBEFA models, with the kinks that they have.
struct Model {
    bool sine = false;    ///< HBEFA2
    bool cut = false;     ///< HBEFA2 and 3
    double square = 0.6;  ///< coefficient of a2v; 0 in HBEFA4
    double p = -0.11;     ///< coasting limit p + q v
    double q = -0.013;
    bool electric = false;  ///< never coasts
    double slope_deg = 0;

    bool coasts(double v, double a) const {
        if (electric || v <= 0.5) return false;
        double const at = std::max(v, 10 / 3.6);
        double const limit = std::min(0.0, p + q * at - 9.81 * slope_deg / 100);
        return a < (v < 10 / 3.6 ? limit * v / (10 / 3.6) : limit);
    }
    PerReported operator()(double v, double a) const {
        PerReported values{};
        if (coasts(v, a)) return values;
        double const s = sine ? std::asin(a / 9.80665) : a;
        for (std::size_t k = 0; k < n_reported; ++k) {
            double const c = 1.0 + 0.7 * static_cast<double>(k);
            double const value = c * 40 + 3 * v + c * 25 * s + 0.1 * v * v + 0.002 * c * v * v * v + 12 * s * v +
                                 0.3 * s * v * v + square * s * s * v;
            values[k] = cut ? std::max(value, 0.0) : value;
        }
        return values;
    }
};

/// Largest deviation from the model, over the largest sample.
double worst_deviation(Model const& model, EmissionFunction const& learnt) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> speeds(0, 40);
    std::uniform_real_distribution<double> accelerations(-6, 4);
    double worst = 0;
    for (int i = 0; i < 20000; ++i) {
        double const v = i % 3 == 0 ? 0.05 * speeds(random) : speeds(random);
        double const a = i % 2 == 0 ? 0.1 * accelerations(random) : accelerations(random);
        auto const ours = learnt.evaluate(v, a, model.slope_deg);
        if (!ours) continue;
        auto const theirs = model(v, a);
        for (std::size_t k = 0; k < n_reported; ++k)
            worst = std::max(worst, std::abs((*ours)[k] - theirs[k]) / learnt.scale()[k]);
    }
    return worst;
}

class LearntModel : public testing::TestWithParam<Model> {};

TEST_P(LearntModel, EqualsTheModelEverywhere) {
    auto const learnt = EmissionFunction::learn(GetParam(), GetParam().slope_deg);
    ASSERT_TRUE(learnt);
    EXPECT_LT(worst_deviation(GetParam(), *learnt), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Forms, LearntModel,
                         testing::Values(Model{.square = 0},                           // HBEFA4
                                         Model{.square = 0, .electric = true},         // HBEFA4, battery
                                         Model{.cut = true},                           // HBEFA3
                                         Model{.sine = true, .cut = true},             // HBEFA2
                                         Model{.cut = true, .p = -0.45, .q = 0.0005},  // a heavy one
                                         Model{.square = 0, .p = 0.5, .q = -0.02},     // coasts whenever slower
                                         Model{.cut = true, .slope_deg = 3},           // up
                                         Model{.square = 0, .slope_deg = -0.6}));      // down

TEST(EmissionFunction, KnowsOtherSlopesThanTheOneItWasLearntOn) {
    Model model{.cut = true, .slope_deg = 2};
    auto const learnt = EmissionFunction::learn(model, 2);
    ASSERT_TRUE(learnt);
    for (double slope : {-4.0, 0.0, 1.0, 6.0}) {
        model.slope_deg = slope;
        EXPECT_LT(worst_deviation(model, *learnt), 1e-12) << slope;
    }
}

TEST(EmissionFunction, IsZeroForAVehicleThatEmitsNothing) {
    auto const learnt = EmissionFunction::learn([](double, double) { return PerReported{}; }, 0);
    ASSERT_TRUE(learnt);
    EXPECT_EQ(learnt->evaluate(12, -1, 0), PerReported{});
}

TEST(EmissionFunction, RefusesAnotherForm) {
    auto const map = [](double v, double a) {
        PerReported values{};
        values.fill(std::max(0.3, std::floor(v) * (a + 1)));  // a table, as PHEMlight's
        return values;
    };
    EXPECT_FALSE(EmissionFunction::learn(map, 0));
    auto const jump = [model = Model{}](double v, double a) {
        auto values = model(v, a);
        if (v > 30) values[3] *= 1.001;
        return values;
    };
    EXPECT_FALSE(EmissionFunction::learn(jump, 0));
}

TEST(EmissionFunction, DoesNotAnswerOnTheBorderOfCoasting) {
    Model const model;
    auto const learnt = EmissionFunction::learn(model, 0);
    ASSERT_TRUE(learnt);
    double const limit = model.p + model.q * 10;
    EXPECT_FALSE(learnt->evaluate(10, limit + 1e-9, 0));
    EXPECT_TRUE(learnt->evaluate(10, limit + 1e-5, 0));
    EXPECT_FALSE(learnt->evaluate(0.5, -1, 0));
    EXPECT_TRUE(learnt->depends_on_slope(10, -0.2));
    EXPECT_FALSE(learnt->depends_on_slope(10, 0.2));
}

}  // namespace
}  // namespace hacthanh::traffic
