#include "sim/scenario/validate.hpp"

#include "sim/core/error.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace hacthanh::scenario {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Scenario good() {
    Scenario scenario;
    scenario.traffic.sumo_config = "run.sumocfg";
    scenario.weather.wind_speed_m_s = 2;
    return scenario;
}

/// The message that validate() gives after `change`, or "no error".
template <class Change>
std::string refusal(Change const& change, Origins const& origins = Origins("town.toml")) {
    Scenario scenario = good();
    change(scenario);
    try {
        validate(scenario, origins);
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

TEST(ValidateTest, AGoodScenarioPasses) {
    EXPECT_EQ(refusal([](auto&) {}), "no error");
}

TEST(ValidateTest, TheMessageSaysWhereTheValueCameFrom) {
    auto const negative = [](Scenario& s) { s.weather.roughness_length_m = -0.1; };
    Origins origins("town.toml");
    EXPECT_THAT(refusal(negative, origins), HasSubstr("town.toml: weather.roughness_length_m = -0.1, the default ("));
    origins.from_file("weather.roughness_length_m", 14);
    EXPECT_EQ(refusal(negative, origins),
              "town.toml:14: weather.roughness_length_m = -0.1 (must be > 0 and < 10); typical city values are 0.5-2");
    origins.from_command_line("weather.roughness_length_m", "-1e-1");
    EXPECT_THAT(refusal(negative, origins), HasSubstr("--set weather.roughness_length_m=-1e-1 (must be > 0"));
}

TEST(ValidateTest, AllBrokenRulesAreNamed) {
    EXPECT_THAT(refusal([](Scenario& s) {
                    s.mesh.cell_size_m = 0;
                    s.traffic.scale = -1;
                }),
                AllOf(HasSubstr("mesh.cell_size_m"), HasSubstr("traffic.scale")));
}

TEST(ValidateTest, NumbersAreFinite) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_THAT(refusal([](Scenario& s) { s.mesh.top_m = nan; }), HasSubstr("must be finite"));
    EXPECT_THAT(refusal([](Scenario& s) { s.mesh.extent = {0, 0, infinity, 1}; }), HasSubstr("must be finite"));
}

TEST(ValidateTest, ExactlyOneSourceOfTraffic) {
    EXPECT_THAT(refusal([](Scenario& s) { s.traffic.recording = "r.nc"; }), HasSubstr("keep one"));
    EXPECT_THAT(refusal([](Scenario& s) { s.traffic.sumo_config.clear(); }),
                HasSubstr("traffic.sumo_config or traffic.recording"));
}

TEST(ValidateTest, TheEndIsAfterTheBegin) {
    EXPECT_THAT(refusal([](Scenario& s) { s.traffic.begin_s = 3600; }),
                AllOf(HasSubstr("traffic.end_s"), HasSubstr("> traffic.begin_s = 3600")));
}

TEST(ValidateTest, OutputStepsAreWholeCouplingIntervals) {
    auto const intervals = [](double output, double coupling) {
        return refusal([=](Scenario& s) {
            s.output.interval_s = output;
            s.run.coupling_interval_s = coupling;
        });
    };
    EXPECT_EQ(intervals(300, 0.1), "no error") << "rounding of decimals is no error";
    EXPECT_EQ(intervals(1, 1.0 / 3.0), "no error");
    EXPECT_THAT(intervals(300, 7), AllOf(HasSubstr("multiple"), HasSubstr("nearest is 301")));
    EXPECT_THAT(intervals(5, 10), AllOf(HasSubstr("multiple"), HasSubstr("nearest is 10")));
    EXPECT_THAT(intervals(7200, 10), HasSubstr("longer than the run"));
}

TEST(ValidateTest, SpinUpEndsWithinTheRun) {
    EXPECT_EQ(refusal([](Scenario& s) { s.run.spin_up_s = 3599; }), "no error");
    EXPECT_THAT(refusal([](Scenario& s) { s.run.spin_up_s = 3600; }), HasSubstr("run.spin_up_s"));
}

TEST(ValidateTest, CellsAndLayersFit) {
    EXPECT_THAT(refusal([](Scenario& s) { s.mesh.extent = {0, 0, 1000, 39}; }), HasSubstr("mesh.cell_size_m"));
    EXPECT_EQ(refusal([](Scenario& s) { s.mesh.extent = {0, 0, 1000, 40}; }), "no error");
    EXPECT_THAT(refusal([](Scenario& s) { s.mesh.first_layer_m = 17; }), HasSubstr("mesh.first_layer_m"));
    EXPECT_THAT(refusal([](Scenario& s) { s.output.fields_up_to_m = 501; }), HasSubstr("mesh.top_m = 500"));
}

TEST(ValidateTest, TheBlendingHeightIsAboveTheRoofs) {
    EXPECT_THAT(refusal([](Scenario& s) { s.weather.displacement_height_m = 59.5; }),
                HasSubstr("weather.blending_height_m"));
}

TEST(ValidateTest, RequiredOptionsAreListedTogether) {
    Origins origins("town.toml");
    auto const missing = [&] {
        try {
            check_required(origins);
        } catch (InputError const& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    EXPECT_THAT(missing(), AllOf(HasSubstr("town.toml"), HasSubstr("traffic.sumo_config"),
                                 HasSubstr("weather.wind_speed_m_s"), HasSubstr("weather.wind_from_deg")));
    origins.from_file("traffic.recording", 2);
    origins.from_command_line("weather.wind_from_deg", "3");
    EXPECT_THAT(missing(),
                AllOf(HasSubstr("wind_speed_m_s"), Not(HasSubstr("sumo_config")), HasSubstr("an option is")));
    origins.from_file("weather.wind_speed_m_s", 3);
    EXPECT_EQ(missing(), "no error");
}

TEST(ValidateTest, ABackgroundSaysItsKindAndSource) {
    auto const pm = [](Scenario& s) { s.background.concentration_ug_m3[index(Pollutant::pm)] = 45; };
    EXPECT_THAT(refusal(pm), AllOf(HasSubstr("background.kind"), HasSubstr("background.source")));
    auto const told = [&](Scenario& s) {
        pm(s);
        s.background.kind = "urban";
        s.background.source = "station X";
    };
    EXPECT_EQ(refusal(told), "no error");
    EXPECT_THAT(refusal([&](Scenario& s) {
                    told(s);
                    s.background.kind = "suburban";
                }),
                HasSubstr("must be one of rural, upwind, urban, regional, regional_model, in_domain"));
    EXPECT_THAT(refusal([](Scenario& s) { s.background.kind = "urban"; }), HasSubstr("must stand beside"));
    EXPECT_THAT(refusal([&](Scenario& s) {
                    told(s);
                    s.background.concentration_ug_m3[index(Pollutant::pm)] = -1;
                }),
                HasSubstr("background.PM_ug_m3 = -1"));
    auto const file = [](Scenario& s) { s.background.file = "air.csv"; };
    EXPECT_THAT(refusal(file), AllOf(HasSubstr("background.kind"), HasSubstr("background.source")));
}

void set_chemistry(Scenario& s) {
    s.chemistry.model = "no-no2-o3";
    s.emission.no2_share = 0.1;
    s.output.species = {Pollutant::nox, Pollutant::no2};
    s.background.kind = "rural";
    s.background.source = "station X";
    s.background.concentration_ug_m3[index(Pollutant::no2)] = 10;
    s.background.concentration_ug_m3[index(Pollutant::o3)] = 60;
}

TEST(ValidateTest, ChemistryNeedsTheAirItStartsFrom) {
    EXPECT_EQ(refusal(set_chemistry), "no error");
    auto const without = [](Pollutant pollutant) {
        return refusal([&](Scenario& s) {
            set_chemistry(s);
            s.background.concentration_ug_m3[index(pollutant)].reset();
        });
    };
    EXPECT_THAT(without(Pollutant::no2), HasSubstr("background.NO2_ug_m3"));
    EXPECT_THAT(without(Pollutant::o3), HasSubstr("background.O3_ug_m3"));
    EXPECT_THAT(refusal([](Scenario& s) {
                    set_chemistry(s);
                    s.background.concentration_ug_m3[index(Pollutant::nox)] = 5;
                }),
                AllOf(HasSubstr("background.NO2_ug_m3 = 10"), HasSubstr("NOx_ug_m3 = 5")));
}

TEST(ValidateTest, ChemistryKnowsThePrimaryNo2FromOnePlace) {
    EXPECT_THAT(refusal([](Scenario& s) {
                    set_chemistry(s);
                    s.emission.no2_share.reset();
                }),
                HasSubstr("emission.no2_share"));
    EXPECT_THAT(refusal([](Scenario& s) {
                    set_chemistry(s);
                    s.emission.fleet = "fleet.csv";
                }),
                HasSubstr("emission.no2_share"));
}

TEST(ValidateTest, ReactiveSpeciesComeWithChemistryAlone) {
    EXPECT_THAT(refusal([](Scenario& s) { s.output.species = {Pollutant::o3}; }),
                AllOf(HasSubstr("O3"), HasSubstr("chemistry.model")));
    EXPECT_THAT(refusal([](Scenario& s) {
                    set_chemistry(s);
                    s.output.species = {Pollutant::nox};
                }),
                AllOf(HasSubstr("output.species"), HasSubstr("NO2")));
}

TEST(ValidateTest, ChemistryCarriesNitricOxideInPlaceOfNox) {
    Scenario scenario = good();
    EXPECT_EQ(carried_species(scenario), scenario.output.species);
    set_chemistry(scenario);
    scenario.output.species = {Pollutant::nox, Pollutant::pm, Pollutant::no2};
    EXPECT_EQ(carried_species(scenario), (std::vector{Pollutant::pm, Pollutant::no2, Pollutant::no, Pollutant::o3}));
}

}  // namespace
}  // namespace hacthanh::scenario
