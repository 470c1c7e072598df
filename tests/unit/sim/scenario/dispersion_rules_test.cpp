/// What a dispersion model has no place for is refused when it is given, not passed over.

#include "sim/core/error.hpp"
#include "sim/scenario/validate.hpp"

#include <gmock/gmock.h>

namespace hacthanh::scenario {
namespace {

using testing::AllOf;
using testing::HasSubstr;

template <class Change>
std::string refusal(std::string const& model, Change const& change) {
    Scenario scenario;
    scenario.traffic.sumo_config = "run.sumocfg";
    scenario.weather.wind_speed_m_s = 2;
    scenario.dispersion.model = model;
    change(scenario);
    try {
        validate(scenario, Origins("town.toml"));
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

TEST(DispersionRules, ADepositionThatIsGivenNeedsAModelThatDeposits) {
    auto const given = [](Scenario& s) { s.removal.deposition_m_s[index(Pollutant::pm10)] = 0.003; };
    EXPECT_EQ(refusal("finite_volume", given), "no error");
    EXPECT_EQ(refusal("particles", given), "no error");
    EXPECT_THAT(refusal("line_source", given),
                AllOf(HasSubstr("removal.PM10_deposition_m_s = 0.003"), HasSubstr("loses nothing to the ground")));
    EXPECT_EQ(refusal("line_source", [](Scenario& s) { s.removal.loss_1_h[index(Pollutant::nox)] = 1; }), "no error");
}

TEST(DispersionRules, AnAngleOfTurningNeedsDirectionsWhereMixingDoesNotKnowIt) {
    auto const mixing = [](Scenario& s) { s.weather.meander_sigma_deg = 15; };
    auto const turning = [](Scenario& s) {
        s.weather.meander_sigma_deg = 15;
        s.weather.meander = "directions";
    };
    EXPECT_EQ(refusal("finite_volume", mixing), "no error");
    for (std::string const model : {"line_source", "particles"}) {
        EXPECT_THAT(refusal(model, mixing),
                    AllOf(HasSubstr("weather.meander_sigma_deg = 15"), HasSubstr("directions")));
        EXPECT_EQ(refusal(model, turning), "no error");
    }
}

TEST(DispersionRules, ParticlesAndLinesSayWhatTheyDoNotKnow) {
    EXPECT_THAT(refusal("particles", [](Scenario& s) { s.kerb.model = "street"; }), HasSubstr("kerb.model needs"));
    EXPECT_THAT(refusal("particles", [](Scenario& s) { s.nest.parent = "city.nc"; }), HasSubstr("nest.parent needs"));
    EXPECT_THAT(refusal("line_source", [](Scenario& s) { s.nest.parent = "city.nc"; }), HasSubstr("nest.parent needs"));
    EXPECT_EQ(refusal("line_source", [](Scenario& s) { s.kerb.model = "street"; }), "no error");
}

}  // namespace
}  // namespace hacthanh::scenario
