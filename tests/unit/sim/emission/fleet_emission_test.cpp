#include "sim/emission/fleet_emission.hpp"

#include "sim/core/error.hpp"
#include "sim/emission/electric_share.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hacthanh::emission {
namespace {

using state::EmissionSource;

/// A made-up stream of vehicles with random speeds, accelerations and rates; some rates are negative.
struct Stream {
    std::vector<std::uint32_t> number;
    std::vector<EdgeId> edge;
    std::vector<VehicleTypeId> type;
    std::vector<double> x, y, z, speed, acceleration;
    std::array<std::vector<double>, n_reported> rate;

    explicit Stream(std::size_t n, std::uint32_t n_types = 1, unsigned seed = 1) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> uniform(0, 1);
        for (std::size_t v = 0; v < n; ++v) {
            number.push_back(static_cast<std::uint32_t>(v));
            edge.emplace_back(0U);
            type.emplace_back(static_cast<std::uint32_t>(v % n_types));
            x.push_back(0), y.push_back(0), z.push_back(0);
            speed.push_back(15 * uniform(random));
            acceleration.push_back(4 * uniform(random) - 2);
            for (auto& rates : rate) rates.push_back(1e-6 * (uniform(random) - 0.1));
        }
    }

    state::VehicleStates at(double end_time_s, double step_s = 1) const {
        state::VehicleStates states{end_time_s, step_s, number, edge, type, x, y, x, y, z, speed, acceleration, {}};
        for (std::size_t p = 0; p < n_reported; ++p) states.emission_rate[p] = rate[p];
        return states;
    }
};

double sum(EmittedMass const& mass, Pollutant pollutant) {
    double total = 0;
    for (double const m : mass[index(pollutant)]) total += m;
    return total;
}

state::FleetLevel level_from(EmissionSource source) {
    state::FleetLevel level;
    level.source.fill(source);
    return level;
}

std::vector<state::VehicleType> const types{{"motorbike", "motorcycle", "HBEFA4/MC_4S_le250cc_Euro-3", 1.9, 0.7, 1.5},
                                            {"car", "passenger", "HBEFA4/PC_petrol_Euro-4", 4.5, 1.8, 1.5}};
std::vector<Pollutant> const everything = {Pollutant::no2_primary, Pollutant::pm_exhaust, Pollutant::pm10,
                                           Pollutant::pm25,        Pollutant::pm10_wear,  Pollutant::pm25_wear,
                                           Pollutant::bc,          Pollutant::co2e};

state::Fleet fleet_of(std::vector<state::FleetLevel> motorbikes, std::vector<state::FleetLevel> cars = {}) {
    if (cars.empty()) cars.push_back(level_from(EmissionSource::traffic));
    return {{{"motorcycle", std::move(motorbikes), {}}, {"car", std::move(cars), {}}}};
}

TEST(FleetEmissionTest, ScaleOneGivesTheBitsOfTheTrafficSimulation) {
    Stream const stream(500, 2);
    auto const fleet = fleet_of({level_from(EmissionSource::traffic)});
    FleetEmission ours(fleet, {}, everything);
    ReportedEmission theirs;
    auto const& mass = ours.emitted(stream.at(1), types);
    auto const& reported = theirs.emitted(stream.at(1), types);
    for (Pollutant pollutant : reported_pollutants) EXPECT_EQ(mass[index(pollutant)], reported[index(pollutant)]);
}

TEST(FleetEmissionTest, AverageFactorTimesDistance) {
    Stream const stream(100);
    auto level = level_from(EmissionSource::average);
    level.factor_kg_m[index(Pollutant::co)] = 4.8e-6;  // 4.8 g/km
    level.scale[index(Pollutant::co)] = 2;
    auto const fleet = fleet_of({level});
    FleetEmission model(fleet, {}, {});
    auto const& mass = model.emitted(stream.at(0.5, 0.5), types);
    for (std::size_t v = 0; v < stream.speed.size(); ++v)
        EXPECT_NEAR(mass[index(Pollutant::co)][v], 2 * 4.8e-6 * stream.speed[v] * 0.5, 1e-18);
    EXPECT_EQ(sum(mass, Pollutant::nox), 0);
    auto const classes = model.take_classes();
    ASSERT_GE(classes.size(), 1U);
    EXPECT_NEAR(classes[0].grams_per_km(Pollutant::co), 9.6, 1e-9);
}

TEST(FleetEmissionTest, TableIsExactAtItsPointsAndLinearBetween) {
    Stream stream(3);
    stream.speed = {5, 7.5, 100};
    stream.acceleration = {0, 0.5, 9};
    auto fleet = fleet_of({level_from(EmissionSource::table)});
    state::RateTable table{{0, 5, 10}, {-1, 0, 1}, {}};
    for (double v : table.speed)
        for (double a : table.acceleration) table.rate.push_back(PerReported{1e-3 * (1 + v) * (2 + a), 0, 0, 0, 0, 0});
    fleet.classes[0].table = table;
    FleetEmission model(fleet, {}, {});
    auto const& co2 = model.emitted(stream.at(1), types)[index(Pollutant::co2)];
    EXPECT_DOUBLE_EQ(co2[0], 1e-3 * 6 * 2);
    EXPECT_DOUBLE_EQ(co2[1], 1e-3 * 8.5 * 2.5);
    EXPECT_DOUBLE_EQ(co2[2], 1e-3 * 11 * 3) << "beyond the table: its border";
}

TEST(FleetEmissionTest, AnEngineThatIsOffTakesNothingFromTheTable) {
    Stream stream(2);
    stream.speed = {0, 0};
    for (auto& rates : stream.rate) rates = {0, 1e-6};  // the first one's engine is off
    auto fleet = fleet_of({level_from(EmissionSource::table)});
    fleet.classes[0].table =
        state::RateTable{{0, 5}, {-1, 1}, std::vector<PerReported>(4, PerReported{1, 1, 1, 1, 1, 1})};
    FleetEmission model(fleet, {}, {});
    auto const& co2 = model.emitted(stream.at(1), types)[index(Pollutant::co2)];
    EXPECT_EQ(co2[0], 0);
    EXPECT_EQ(co2[1], 1);
}

/// Motorbikes at three levels, one of them electric.
std::vector<state::FleetLevel> motorbike_levels(double electric) {
    auto old = level_from(EmissionSource::average);
    old.factor_kg_m = {80e-6, 8e-6, 1e-6, 0.2e-6, 0.06e-6, 30e-6};
    old.start_kg = {7e-3, 12e-3, 0, 1e-3, 0.1e-3, 8e-3};
    old.name = "level 2";
    old.share = 0.5;
    old.no2_share = 0.04;
    old.black_carbon_share = 0.25;
    auto recent = old;
    recent.name = "level 3";
    recent.factor_kg_m[index(Pollutant::co)] = 3e-6;
    auto clean = level_from(EmissionSource::none);
    clean.name = "electric";
    clean.share = 0;
    std::vector<state::FleetLevel> levels{old, recent, clean};
    for (auto& level : levels) level.wear = state::WearClass::motorcycle;
    state::Fleet fleet{{{"motorcycle", levels, {}}}};
    set_electric_share(fleet, electric);
    return fleet.classes[0].levels;
}

TEST(FleetEmissionTest, ElectrifyingLeavesExactlyTheWear) {
    Stream const stream(400);
    auto const fossil = fleet_of(motorbike_levels(0));
    auto const half = fleet_of(motorbike_levels(0.5));
    auto const electric = fleet_of(motorbike_levels(1));
    FleetEmission before(fossil, {}, everything);
    FleetEmission between(half, {}, everything);
    FleetEmission after(electric, {}, everything);
    auto const& all = before.emitted(stream.at(1), types);
    auto const& some = between.emitted(stream.at(1), types);
    auto const& none = after.emitted(stream.at(1), types);
    for (Pollutant p : {Pollutant::co2, Pollutant::co, Pollutant::hc, Pollutant::nox, Pollutant::pm, Pollutant::fuel,
                        Pollutant::no2_primary, Pollutant::pm_exhaust, Pollutant::bc, Pollutant::co2e}) {
        EXPECT_GT(sum(all, p), 0) << name(p);
        EXPECT_NEAR(sum(some, p), 0.5 * sum(all, p), 1e-12 * sum(all, p)) << name(p);
        EXPECT_EQ(sum(none, p), 0) << name(p);
    }
    for (Pollutant p : {Pollutant::pm10_wear, Pollutant::pm25_wear}) {
        EXPECT_GT(sum(all, p), 0) << name(p);
        EXPECT_NEAR(sum(none, p), sum(all, p), 1e-12 * sum(all, p)) << name(p);
    }
    EXPECT_EQ(none[index(Pollutant::pm10)], none[index(Pollutant::pm10_wear)]);
    EXPECT_EQ(none[index(Pollutant::pm25)], none[index(Pollutant::pm25_wear)]);
    EXPECT_NEAR(sum(all, Pollutant::pm10), sum(all, Pollutant::pm_exhaust) + sum(all, Pollutant::pm10_wear), 1e-15);
}

TEST(FleetEmissionTest, RemovingMotorbikesLowersTheirExhaustInProportion) {
    Stream whole(400, 1, 3);
    std::fill(whole.speed.begin(), whole.speed.end(), 8.0);
    Stream part(300, 1, 3);
    std::fill(part.speed.begin(), part.speed.end(), 8.0);
    auto const fleet = fleet_of(motorbike_levels(0.1));
    FleetEmission of_whole(fleet, {}, everything);
    FleetEmission of_part(fleet, {}, everything);
    auto const& all = of_whole.emitted(whole.at(1), types);
    auto const& rest = of_part.emitted(part.at(1), types);
    for (Pollutant p : {Pollutant::co, Pollutant::nox, Pollutant::pm_exhaust})
        EXPECT_NEAR(sum(rest, p), 0.75 * sum(all, p), 1e-12 * sum(all, p)) << name(p);
}

TEST(FleetEmissionTest, StartsAreGivenOncePerTripOverTwoMinutes) {
    Stream stream(10);
    std::fill(stream.speed.begin(), stream.speed.end(), 0.0);
    auto levels = motorbike_levels(0);
    levels[0].start_share = levels[1].start_share = 0.8;
    auto const fleet = fleet_of(levels);
    FleetEmission model(fleet, {}, {});
    double co = 0;
    double first = 0;
    for (int second = 1; second <= 300; ++second) {
        co += sum(model.emitted(stream.at(second), types), Pollutant::co);
        if (second == 1) first = co;
    }
    EXPECT_NEAR(co, 10 * 0.8 * 12e-3, 1e-12);
    EXPECT_NEAR(first, co / FleetEmission::start_duration_s, 1e-12);
    auto const classes = model.take_classes();
    EXPECT_NEAR(classes[0].started_kg[index(Pollutant::co)], co, 1e-12);
}

TEST(FleetEmissionTest, TheDistanceByElectricVehiclesIsKnown) {
    Stream const stream(10);
    auto levels = motorbike_levels(0);
    levels[0].name = "petrol";
    levels[1].name = state::electric_level;
    auto const fleet = fleet_of(levels);
    FleetEmission model(fleet, {}, {});
    model.emitted(stream.at(1), types);
    auto const mixed = model.take_classes();
    ASSERT_TRUE(mixed[0].electric_m);
    EXPECT_NEAR(*mixed[0].electric_m, levels[1].share * mixed[0].vehicle_m, 1e-12 * mixed[0].vehicle_m);

    auto electric = types;
    electric[0].name += "@" + std::string(state::electric_level);
    FleetEmission all(fleet, {}, {});
    all.emitted(stream.at(1), electric);
    auto const classes = all.take_classes();
    EXPECT_EQ(classes[0].electric_m, classes[0].vehicle_m);

    ReportedEmission reported({}, 0);
    reported.emitted(stream.at(1), types);
    EXPECT_FALSE(reported.take_classes()[0].electric_m) << "SUMO's classes do not tell";
}

TEST(FleetEmissionTest, APassedStepCountsForStarts) {
    Stream const stream(10);
    auto const fleet = fleet_of(motorbike_levels(0));
    FleetEmission straight(fleet, {}, {});
    FleetEmission resumed(fleet, {}, {});
    for (int second = 1; second <= 50; ++second) {
        straight.emitted(stream.at(second), types);
        resumed.pass(stream.at(second));
    }
    EXPECT_EQ(straight.emitted(stream.at(51), types)[index(Pollutant::co)],
              resumed.emitted(stream.at(51), types)[index(Pollutant::co)]);
    EXPECT_EQ(straight.emitted(stream.at(125), types)[index(Pollutant::co)],
              resumed.emitted(stream.at(125), types)[index(Pollutant::co)]);
}

TEST(FleetEmissionTest, ATypeThatTheTableDoesNotKnowIsRefused) {
    Stream const stream(4, 2);
    state::Fleet const fleet{{{"motorcycle", {level_from(EmissionSource::traffic)}, {}}}};
    FleetEmission model(fleet, {}, {});
    try {
        model.emitted(stream.at(1), types);
        FAIL() << "a car has no row";
    } catch (InputError const& error) {
        EXPECT_NE(std::string(error.what()).find("\"car\" (passenger)"), std::string::npos) << error.what();
    }
}

TEST(FleetEmissionTest, TheTypeComesBeforeItsClassAndClonesAreKnown) {
    Stream const stream(1);
    auto named = level_from(EmissionSource::average);
    named.factor_kg_m[index(Pollutant::co)] = 1e-6;
    state::Fleet const fleet{{{"motorcycle", {level_from(EmissionSource::traffic)}, {}}, {"taxi bike", {named}, {}}}};
    FleetEmission model(fleet, {}, {});
    std::vector<state::VehicleType> const clone{{"taxi bike@7", "motorcycle", "", 1.9, 0.7, 1.5}};
    auto const& mass = model.emitted(stream.at(1), clone);
    EXPECT_DOUBLE_EQ(mass[index(Pollutant::co)][0], 1e-6 * stream.speed[0]);
}

TEST(ElectricShareTest, RefusesAFleetWithoutElectricMotorbikes) {
    auto fleet = fleet_of({level_from(EmissionSource::traffic)});
    EXPECT_THROW(set_electric_share(fleet, 0.5), InputError);
}

}  // namespace
}  // namespace hacthanh::emission
