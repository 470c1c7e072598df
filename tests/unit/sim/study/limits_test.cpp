/// Every limit of the rules at its value and one step above it, through the assessment. The numbers are written down
/// here a second time, by hand, from the documents that rules/limits.csv names.

#include "io/rule_tables.hpp"
#include "sim/study/assessment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace hacthanh::study {
namespace {

using impact::Averaging;
using impact::Date;
using impact::RunFacts;

struct Known {
    char const* standard;
    char const* pollutant;
    Averaging averaging;
    float ug_m3;
    int exceedances = 0;  ///< that are allowed in a year
};

constexpr auto hour = Averaging::hour;
constexpr auto hours_8 = Averaging::hours_8;
constexpr auto day = Averaging::day;
constexpr auto year = Averaging::year;

std::vector<Known> const known = {
    {"QCVN_05_2023", "SO2", hour, 350},   {"QCVN_05_2023", "SO2", day, 125},      {"QCVN_05_2023", "SO2", year, 50},
    {"QCVN_05_2023", "CO", hour, 30000},  {"QCVN_05_2023", "CO", hours_8, 10000}, {"QCVN_05_2023", "NO2", hour, 200},
    {"QCVN_05_2023", "NO2", day, 100},    {"QCVN_05_2023", "NO2", year, 40},      {"QCVN_05_2023", "O3", hour, 200},
    {"QCVN_05_2023", "O3", hours_8, 120}, {"QCVN_05_2023", "PM10", day, 100},     {"QCVN_05_2023", "PM10", year, 50},
    {"QCVN_05_2023", "PM25", day, 45},    {"QCVN_05_2023", "PM25", year, 25},     {"WHO_2021", "PM25", year, 5},
    {"WHO_2021", "PM25", day, 15, 4},     {"WHO_2021", "PM10", year, 15},         {"WHO_2021", "PM10", day, 45, 4},
    {"WHO_2021", "NO2", year, 10},        {"WHO_2021", "NO2", day, 25, 4},        {"WHO_2021", "NO2", hour, 200},
    {"WHO_2021", "O3", hours_8, 100, 4},  {"WHO_2021", "SO2", day, 40, 4},        {"WHO_2021", "CO", day, 4000, 4},
    {"WHO_2021", "CO", hours_8, 10000},   {"WHO_2021_IT1", "PM25", year, 35},     {"WHO_2021_IT2", "PM25", year, 25},
    {"WHO_2021_IT3", "PM25", year, 15},   {"WHO_2021_IT1", "NO2", year, 40},      {"WHO_2021_IT2", "NO2", year, 30},
    {"WHO_2021_IT3", "NO2", year, 20},    {"EU_2030", "PM25", year, 10},          {"EU_2030", "PM25", day, 25, 18},
    {"EU_2030", "PM10", year, 20},        {"EU_2030", "PM10", day, 45, 18},       {"EU_2030", "NO2", year, 20},
    {"EU_2030", "NO2", day, 50, 18},      {"EU_2030", "NO2", hour, 200, 3},       {"EU_2030", "O3", hours_8, 120, 18},
    {"EU_2030", "CO", hours_8, 10000},    {"EU_2030", "CO", day, 4000, 18},
};

/// Inputs without systematic errors: 300 and 100 people at two places.
AssessmentInputs inputs_on(int of_year) {
    AssessmentInputs inputs;
    inputs.rules = io::read_rules().on(Date(std::chrono::year(of_year), std::chrono::month(1), std::chrono::day(1)));
    inputs.rules.errors.clear();
    inputs.places.cell = {0, 1};
    inputs.places.people = {300, 100};
    inputs.places.ward = {-1, -1};
    inputs.places.at = {{0, 0}, {1, 0}};
    inputs.places.has_population = true;
    return inputs;
}

/// A run whose statistic of this averaging time is these values at the two places.
RunFacts run(Known const& limit, float first, float second) {
    RunFacts facts;
    facts.compared_s = 3600;
    impact::SpeciesFacts species;
    species.species = species.pollutant = limit.pollutant;
    species.background = 1;
    species.places.mean = {first, second};
    species.places.of(limit.averaging) = species.places.mean;
    facts.species = {species};
    return facts;
}

/// The limit's row of a run with these values.
LimitRow row_of(AssessmentInputs const& inputs, Known const& limit, float first, float second) {
    auto const facts = run(limit, first, second);
    auto const found = assess(inputs, {facts}, {{"same", {}, {facts}, {facts}}});
    for (auto const& row : found.limits)
        if (row.limit.standard == limit.standard && row.limit.pollutant == limit.pollutant &&
            row.limit.averaging == limit.averaging)
            return row;
    ADD_FAILURE() << "no limit " << limit.standard << " " << limit.pollutant;
    return {};
}

TEST(Limits, AreMetAtTheirValueAndNotOneStepAbove) {
    auto const inputs = inputs_on(2030);
    for (auto const& limit : known) {
        SCOPED_TRACE(std::string(limit.standard) + " " + limit.pollutant + " " +
                     std::string(impact::code(limit.averaging)));
        float const above = std::nextafter(limit.ug_m3, std::numeric_limits<float>::max());
        auto const at = row_of(inputs, limit, limit.ug_m3, 1);
        EXPECT_EQ(at.limit.exceedances_per_year.value_or(0), limit.exceedances);
        EXPECT_EQ(at.base.people_above, 0);
        EXPECT_EQ(at.base.compliance, Compliance::met);
        auto const over = row_of(inputs, limit, above, 1);
        EXPECT_EQ(over.base.people_above, 300);
        EXPECT_EQ(over.base.highest, static_cast<double>(above));
        // Some days or hours a year may lie above: the highest one alone is no breach.
        EXPECT_EQ(over.base.compliance, limit.exceedances > 0 ? Compliance::uncertain : Compliance::exceeded);
        // A statistic of another averaging time says nothing.
        Known other = limit;
        other.averaging = limit.averaging == year ? hour : year;
        auto const facts = run(other, above, above);
        for (auto const& row : assess(inputs, {facts}, {{"same", {}, {facts}, {facts}}}).limits)
            if (row.limit.averaging == limit.averaging) {
                EXPECT_EQ(row.base.missing.vietnamese, "chưa đủ thời gian");
            }
    }
}

TEST(Limits, AreAllWrittenDownAbove) {
    std::multiset<std::tuple<std::string, std::string, Averaging>> in_rules;
    std::multiset<std::tuple<std::string, std::string, Averaging>> here;
    for (auto const& limit : inputs_on(2030).rules.limits)
        in_rules.emplace(limit.standard, limit.pollutant, limit.averaging);
    for (auto const& limit : known) here.emplace(limit.standard, limit.pollutant, limit.averaging);
    EXPECT_EQ(in_rules, here);
}

TEST(Limits, OfParticlesWere50Before2026) {
    Known const before{"QCVN_05_2023", "PM25", day, 50};
    EXPECT_EQ(row_of(inputs_on(2025), before, 50, 50).base.compliance, Compliance::met);
    EXPECT_EQ(row_of(inputs_on(2026), before, 50, 50).base.compliance, Compliance::exceeded);
}

}  // namespace
}  // namespace hacthanh::study
