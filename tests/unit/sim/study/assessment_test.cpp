/// What is said of options: claims only where seeds, systematic errors and size allow them.

#include "sim/study/assessment.hpp"
#include "sim/study/assessed_indicators.hpp"
#include "sim/study/option_money.hpp"

#include <gtest/gtest.h>

namespace hacthanh::study {
namespace {

using impact::Averaging;
using impact::RunFacts;
using impact::SpeciesFacts;

impact::Rules rules() {
    impact::Rules rules;
    for (char const* term : {"emission_factor", "fleet_share", "counts", "background", "dispersion", "occupancy"})
        rules.errors.push_back({term, {}, {0.1, 0.2, 0.3, 0.3}, {}});
    rules.limits = {{"LAW", "PM25", Averaging::hour, 45, {}, {}}, {"LAW", "PM25", Averaging::year, 25, {}, {}}};
    for (auto const& [id, value] : {std::pair{"people_share.30+", 0.5},
                                    {"yearly_deaths.30+", 0.01},
                                    {"time_value.car", 60000.},
                                    {"time_share", 0.5},
                                    {"time_escalation", 2.},
                                    {"appraisal_years", 10.}})
        rules.values.push_back({id, {}, value, value, value, "", 2026, {}});
    rules.discount_rates = {{"ten", 0.1, {}, {}}};
    for (char const* pollutant : {"PM25", "NO2"})
        rules.responses.push_back({pollutant == std::string("PM25") ? "pm25_mort_hrapie" : "no2",
                                   pollutant,
                                   Averaging::year,
                                   {"deaths, all causes", ""},
                                   "30+",
                                   1.06,
                                   1.04,
                                   1.08,
                                   0,
                                   {}});
    return rules;
}

AssessmentInputs inputs() {
    AssessmentInputs inputs;
    inputs.rules = rules();
    inputs.places.cell = {0, 1};
    inputs.places.people = {300, 100};
    inputs.places.ward = {0, 0};
    inputs.places.wards = {"A"};
    inputs.places.at = {{0, 0}, {1, 0}};
    inputs.places.has_population = true;
    return inputs;
}

/// A run with particles of 30 ug/m3 background and this much of traffic.
RunFacts run(float traffic, std::optional<double> background = 30) {
    RunFacts facts;
    facts.compared_s = 3600;
    facts.groups_known = true;
    facts.vehicle_s[1] = 36000;
    facts.vehicle_m[1] = 1e5;
    SpeciesFacts species;
    species.species = "PM25";
    species.pollutant = "PM25";
    species.background = background;
    float const total = traffic + static_cast<float>(background.value_or(0));
    species.places.mean = {total, total};
    species.places.of(Averaging::hour) = species.places.mean;
    species.ground_mean = static_cast<double>(total);
    species.emission_shares[1] = 1;
    species.emitted_kg = 1;
    facts.species = {species};
    return facts;
}

OptionRuns option(std::vector<float> const& base, std::vector<float> const& with,
                  std::optional<double> background = 30) {
    OptionRuns runs{"o", {"option", "phương án"}, {}, {}};
    for (float const traffic : base) runs.base.push_back(run(traffic, background));
    for (float const traffic : with) runs.option.push_back(run(traffic, background));
    return runs;
}

Assessment assessed(OptionRuns const& runs) { return assess(inputs(), runs.base, {runs}); }

Verdict verdict_on_air(OptionRuns const& runs) { return assessed(runs).row("people_mean.PM25")->changes.at(0).verdict; }

TEST(Assess, ClaimsOnlyWhatPairsShow) {
    EXPECT_EQ(verdict_on_air(option({20, 21, 19, 20, 20}, {10, 11, 9, 10.5F, 9.5F})), Verdict::less);
    EXPECT_EQ(verdict_on_air(option({20, 21, 19, 20}, {10, 11, 9, 10})), Verdict::too_few_pairs);
    EXPECT_EQ(verdict_on_air(option({20, 21, 19, 20, 20}, {20, 21, 19, 20, 20})), Verdict::no_change);
    EXPECT_EQ(verdict_on_air(option({20, 21, 19, 20, 20}, {10, 31, 9, 30, 20.5F})), Verdict::not_distinguishable);
}

TEST(Assess, ClaimsNothingBelowFivePerCentOfTheValue) {
    // 2.4 of 50 is 4.8 %, 2.6 is 5.2 %
    EXPECT_EQ(verdict_on_air(option({20, 20, 20, 20, 20}, {17.6F, 17.61F, 17.59F, 17.6F, 17.6F})),
              Verdict::below_least_share);
    EXPECT_EQ(verdict_on_air(option({20, 20, 20, 20, 20}, {17.4F, 17.41F, 17.39F, 17.4F, 17.4F})), Verdict::less);
    // Of the traffic's own part the same change is 12 %: that part is known for itself.
    auto const found = assessed(option({20, 20, 20, 20, 20}, {17.6F, 17.61F, 17.59F, 17.6F, 17.6F}));
    EXPECT_EQ(found.row("people_traffic.PM25")->changes.at(0).verdict, Verdict::less);
}

TEST(Assess, ClaimsNothingThatSharedErrorsCouldTurn) {
    // Clear over seeds, but cars give way to trucks: how much each gives off is not known that well.
    auto runs = option({20, 20.1F, 19.9F, 20, 20}, {17, 17.1F, 16.9F, 17, 17});
    for (auto& with : runs.option) with.species[0].emission_shares = {0, 0, 0, 0, 1, 0};
    auto const found = assessed(runs);
    auto const& change = found.row("people_mean.PM25")->changes.at(0);
    EXPECT_EQ(change.random.verdict, Verdict::less);
    EXPECT_LT(change.systematic.first, 0);
    EXPECT_GT(change.systematic.second, 0);
    EXPECT_EQ(change.verdict, Verdict::within_systematic);
    EXPECT_EQ(name(change.verdict), "not distinguishable (inputs)");
}

TEST(Assess, ClaimsNothingOfRunsThatAreNotValid) {
    auto runs = option({20, 21, 19, 20, 20}, {10, 11, 9, 10.5F, 9.5F});
    runs.option[2].invalid = {"teleports"};
    EXPECT_EQ(verdict_on_air(runs), Verdict::not_valid);
    EXPECT_FALSE(assessed(runs).warnings.empty());
}

TEST(Assess, DrawsTheSameErrorsForBaseAndOption) {
    auto const found = assessed(option({20, 20, 20, 20, 20}, {10, 10, 10, 10, 10}));
    auto const& row = *found.row("people_mean.PM25");
    auto const& change = row.changes.at(0);
    EXPECT_DOUBLE_EQ(change.random.mean, -10);
    EXPECT_LT(change.systematic.first, -10);
    EXPECT_GT(change.systematic.second, -10);
    EXPECT_LT(change.systematic.second, 0);
    // The background's error is as wide as the whole change, and cancels.
    double const of_base = row.base_systematic.second - row.base_systematic.first;
    EXPECT_LT(change.systematic.second - change.systematic.first, of_base);
    auto const none = assessed(option({20, 20, 20, 20, 20}, {20, 20, 20, 20, 20}));
    EXPECT_EQ(none.row("people_mean.PM25")->changes.at(0).systematic, impact::Interval(0, 0));
}

TEST(Assess, MarksAMissingBackgroundAndStillShowsDifferences) {
    auto const found = assessed(option({20, 21, 19, 20, 20}, {10, 11, 9, 10.5F, 9.5F}, std::nullopt));
    auto const& row = *found.row("people_mean.PM25");
    EXPECT_FALSE(row.base);
    EXPECT_EQ(row.missing.vietnamese, "nồng độ nền: chưa có số liệu");
    EXPECT_DOUBLE_EQ(row.changes.at(0).random.mean, -10);
    EXPECT_EQ(found.row("people_traffic.PM25"), nullptr);
    EXPECT_EQ(found.limits.at(0).base.compliance, Compliance::unknown);
    EXPECT_EQ(found.limits.at(0).base.missing.english, "background: no data");
}

TEST(Assess, TellsNoPartOfTrafficBelowTheBackground) {
    auto const found = assessed(option({-0.5F}, {-1}));  // particles that settled
    EXPECT_FALSE(found.row("people_traffic.PM25")->base);
    EXPECT_EQ(found.row("people_traffic.PM25")->changes.at(0).missing.vietnamese,
              "không cao hơn nồng độ nền: chưa tách được phần do giao thông");
    EXPECT_TRUE(found.row("people_mean.PM25")->base);
}

TEST(Assess, MarksAMissingPopulation) {
    auto without = inputs();
    without.places.has_population = false;
    without.places.missing = {"why", "vì sao"};
    auto const runs = option({20, 20, 20, 20, 20}, {10, 10, 10, 10, 10});
    auto const found = assess(without, runs.base, {runs});
    EXPECT_EQ(found.row("people_mean.PM25")->missing.english, "population: no data (why)");
    EXPECT_FALSE(found.row("people_mean.PM25")->base);
    EXPECT_TRUE(found.row("ground_ug_m3.PM25")->base);
}

TEST(Assess, HoldsLimitsAgainstTheirOwnAveragingTime) {
    auto const cell = [](float traffic) {
        auto const runs = option({traffic}, {traffic});
        return assessed(runs).limits.at(0).base;
    };
    EXPECT_EQ(cell(0.1F).compliance, Compliance::met);
    EXPECT_EQ(cell(0.1F).people_above, 0);
    EXPECT_EQ(cell(14).compliance, Compliance::uncertain);  // 44 of 45
    EXPECT_EQ(cell(40).compliance, Compliance::exceeded);
    EXPECT_EQ(cell(40).people_above, 400);
    EXPECT_EQ(cell(40).highest, 70);
    auto const runs = option({14}, {14});
    EXPECT_EQ(assessed(runs).limits.at(1).base.missing.vietnamese, "chưa đủ thời gian");
}

TEST(Assess, WarnsOfWhatNoTrafficMeasureDoes) {
    EXPECT_TRUE(assessed(option({10}, {4.1F})).warnings.empty());   // 14.75 % of 40
    EXPECT_FALSE(assessed(option({10}, {3.9F})).warnings.empty());  // 15.25 %
}

TEST(Assess, CountsCasesOnlyOfYearsAndNeverAddsPollutants) {
    auto runs = option({20}, {10});
    EXPECT_EQ(assessed(runs).health.at(0).missing.english, "period too short");
    for (auto* list : {&runs.base, &runs.option})
        for (auto& facts : *list) facts.species[0].places.of(Averaging::year) = facts.species[0].places.mean;
    auto const found = assessed(runs);
    ASSERT_EQ(found.health.size(), 2U);
    EXPECT_TRUE(found.health[0].life_years.empty());  // no rule, no years
    auto with_years = inputs();
    with_years.rules.values.push_back({"life_years_per_death", {}, 8, 10, 20, "", 2026, {}});
    auto const years = assess(with_years, runs.base, {runs}).health.at(0).life_years.at(0);
    EXPECT_NEAR(years.low, 8 * 2 * 0.04 / 1.04, 1e-6);
    EXPECT_NEAR(years.central, 10 * 2 * 0.06 / 1.06, 1e-6);
    EXPECT_NEAR(years.high, 20 * 2 * 0.08 / 1.08, 1e-6);
    auto const more = impact::life_years({-4, -2, -1}, {"life_years_per_death", {}, 8, 10, 20, "", 2026, {}});
    EXPECT_EQ(more.low, -80);
    EXPECT_EQ(more.central, -20);
    EXPECT_EQ(more.high, -8);
    // 400 people x 0.5 x 0.01 x (1 - 1 / 1.06) for 10 ug/m3
    EXPECT_NEAR(found.health[0].options.at(0).central, 2 * 0.06 / 1.06, 1e-6);
    EXPECT_EQ(found.health[1].missing.english, "no data");  // NO2 is not in this run; nothing was added
}

TEST(ValueOptions, NeedsCostsAndHours) {
    auto runs = option({20}, {10});
    runs.option[0].vehicle_s[1] = 36000 - 3600;  // one vehicle-hour saved in the hour
    auto const found = assessed(runs);
    auto const value = [&](std::vector<impact::OptionCost> const& costs) {
        return value_options(inputs(), {runs}, found, costs).at(0);
    };
    EXPECT_DOUBLE_EQ(value({}).time.central, 60000 * 0.5 * 2);
    EXPECT_EQ(value({}).missing.english, "costs: no data");
    impact::OptionCost cost{"o", {1e6, 0, 0, 0}, 0, 0, true, city::Mark::memory};
    EXPECT_TRUE(value({cost}).appraisals.empty());
    EXPECT_FALSE(value({cost}).missing.empty());
    cost.hours_per_year = 5;
    auto const money = value({cost});
    EXPECT_DOUBLE_EQ(money.yearly_benefit.value(), 5 * 60000);
    ASSERT_EQ(money.appraisals.size(), 1U);
    EXPECT_NEAR(money.appraisals[0].appraisal.net_present_value, 300000 * impact::annuity(0.1, 10) - 1e6, 1e-6);
    // Of the numbers here only these have a range: capital 0.8 to 1.3 of it, the rate 6 to 12 %; the rest at 9 %.
    auto const worth = [](double capital, double rate) { return 300000 * impact::annuity(rate, 10) - capital; };
    ASSERT_EQ(money.tornado.size(), 2U);
    EXPECT_EQ(money.tornado[0].id, "discount_rate");  // 513,000 wide, capital 500,000
    EXPECT_NEAR(money.tornado[0].at_low, worth(1e6, 0.06), 1e-6);
    EXPECT_NEAR(money.tornado[0].at_high, worth(1e6, 0.12), 1e-6);
    EXPECT_NEAR(money.tornado[1].at_low, worth(0.8e6, 0.09), 1e-6);
    EXPECT_NEAR(money.tornado[1].at_high, worth(1.3e6, 0.09), 1e-6);
}

TEST(Assess, CountsTheElectricityOfElectricVehicles) {
    auto known = inputs();
    auto const rule = [&](char const* id, double low, double central, double high) {
        known.rules.values.push_back({id, {}, low, central, high, "", 2026, {}});
    };
    rule("electricity_per_km.car", 0.1, 0.2, 0.3);
    rule("grid_co2", 0.6, 0.7, 0.8);
    rule("electricity_price", 1000, 2000, 4000);
    rule("carbon_price", 10, 10, 10);
    rule("exchange_rate", 25000, 25000, 25000);
    auto runs = option({20, 20, 20, 20, 20}, {19, 19, 19, 19, 19});
    for (auto* side : {&runs.base, &runs.option})
        for (auto& one : *side) {
            one.species[0].species = "CO2e";
            one.species[0].emitted_kg = side == &runs.base ? 20 : 10;
            one.electric_m = impact::PerGroup{0, side == &runs.base ? 0.0 : 50e3};
        }
    auto const found = assess(known, runs.base, {runs});
    auto const& power = *found.row("electricity_kwh");
    EXPECT_DOUBLE_EQ(power.base.value(), 0);
    EXPECT_DOUBLE_EQ(power.changes.at(0).random.mean, 50 * 0.2);
    // 10 kg less on the roads, 10 kWh x 0.7 kg/kWh more at power stations
    EXPECT_NEAR(found.row("co2e_with_grid_kg")->changes.at(0).random.mean, -10 + 7, 1e-12);
    auto const money = value_options(known, {runs}, found, {}).at(0);
    ASSERT_TRUE(money.electricity);
    EXPECT_DOUBLE_EQ(money.electricity->central, -10 * 2000.);
    EXPECT_DOUBLE_EQ(money.electricity->low, -10 * 4000.);
    EXPECT_NEAR(money.carbon.central, 3e-3 * 10 * 25000, 1e-9);
}

TEST(Assess, BusAccessIsThatOfEachOptionsStops) {
    auto runs = option({20, 20, 20, 20, 20}, {20, 20, 20, 20, 20});
    EXPECT_FALSE(assessed(runs).row("bus_access")->base) << "no stops were given";
    for (auto& one : runs.base) one.bus_access = 0.2;
    for (auto& one : runs.option) one.bus_access = 0.5;
    auto const found = assessed(runs);
    EXPECT_DOUBLE_EQ(found.row("bus_access")->base.value(), 20);
    EXPECT_DOUBLE_EQ(found.row("bus_access")->changes.at(0).random.mean, 30);
    EXPECT_EQ(found.row("bus_access")->changes.at(0).verdict, Verdict::more);
}

TEST(Assess, SaysWhenItIsNotKnownWhatVehiclesRunOn) {
    auto runs = option({20, 20, 20, 20, 20}, {19, 19, 19, 19, 19});
    for (auto* side : {&runs.base, &runs.option})
        for (auto& one : *side) one.species[0].species = "CO2e";
    auto const found = assessed(runs);
    EXPECT_FALSE(found.row("electricity_kwh")->base);
    EXPECT_NE(found.row("electricity_kwh")->missing.vietnamese.find("chưa có số liệu"), std::string::npos);
    EXPECT_FALSE(found.row("co2e_with_grid_kg")->base);
    EXPECT_FALSE(value_options(inputs(), {runs}, found, {}).at(0).electricity);
}

}  // namespace
}  // namespace hacthanh::study
