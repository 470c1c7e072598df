/// The rules that travel inside the program: that all tables are read, that a day picks those that hold, that a folder
/// of the user's goes on top.

#include "io/rule_tables.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::impact {
namespace {

using test::write_file;
using testing::HasSubstr;

constexpr Date day(int year, unsigned month, unsigned of_month) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month)};
}

std::optional<double> limit(Rules const& rules, std::string const& standard, std::string const& pollutant,
                            Averaging averaging) {
    std::optional<double> found;
    for (auto const& each : rules.limits)
        if (each.standard == standard && each.pollutant == pollutant && each.averaging == averaging) {
            EXPECT_FALSE(found) << "two limits hold on one day: " << standard << " " << pollutant;
            found = each.ug_m3;
        }
    return found;
}

TEST(Rules, TakeTheStepOfParticlesOnNewYear2026) {
    auto const rules = io::read_rules();
    auto const before = rules.on(day(2025, 12, 31));
    auto const after = rules.on(day(2026, 1, 1));
    EXPECT_EQ(limit(before, "QCVN_05_2023", "PM25", Averaging::day), 50);
    EXPECT_EQ(limit(after, "QCVN_05_2023", "PM25", Averaging::day), 45);
    EXPECT_EQ(limit(after, "QCVN_05_2023", "PM25", Averaging::year), 25);
    EXPECT_EQ(limit(rules.on(day(2023, 9, 11)), "QCVN_05_2023", "NO2", Averaging::hour), std::nullopt);
    EXPECT_EQ(limit(rules.on(day(2023, 9, 12)), "QCVN_05_2023", "NO2", Averaging::hour), 200);
}

TEST(Rules, HoldWhatTheThreeSetsOfLimitsSay) {
    auto const rules = io::read_rules().on(day(2030, 1, 1));
    struct Known {
        char const* standard;
        char const* pollutant;
        Averaging averaging;
        double ug_m3;
    };
    for (auto const& [standard, pollutant, averaging, ug_m3] :
         {Known{"QCVN_05_2023", "PM10", Averaging::year, 50}, Known{"QCVN_05_2023", "PM10", Averaging::day, 100},
          Known{"QCVN_05_2023", "NO2", Averaging::year, 40}, Known{"QCVN_05_2023", "NO2", Averaging::day, 100},
          Known{"QCVN_05_2023", "CO", Averaging::hours_8, 10000}, Known{"QCVN_05_2023", "CO", Averaging::hour, 30000},
          Known{"QCVN_05_2023", "SO2", Averaging::hour, 350}, Known{"QCVN_05_2023", "O3", Averaging::hours_8, 120},
          Known{"WHO_2021", "PM25", Averaging::year, 5}, Known{"WHO_2021", "PM25", Averaging::day, 15},
          Known{"WHO_2021", "PM10", Averaging::year, 15}, Known{"WHO_2021", "NO2", Averaging::year, 10},
          Known{"WHO_2021", "NO2", Averaging::day, 25}, Known{"WHO_2021", "CO", Averaging::day, 4000},
          Known{"EU_2030", "PM25", Averaging::year, 10}, Known{"EU_2030", "NO2", Averaging::year, 20},
          Known{"EU_2030", "PM10", Averaging::year, 20}, Known{"EU_2030", "NO2", Averaging::hour, 200}})
        EXPECT_EQ(limit(rules, standard, pollutant, averaging), ug_m3) << standard << " " << pollutant;
}

TEST(Rules, HaveASourceEach) {
    auto const rules = io::read_rules();
    auto const sourced = [](auto const& rows) {
        return std::ranges::all_of(rows, [](auto const& row) { return !row.origin.source.empty(); });
    };
    EXPECT_TRUE(sourced(rules.limits));
    EXPECT_TRUE(sourced(rules.standards));
    EXPECT_TRUE(sourced(rules.aqi_points));
    EXPECT_TRUE(sourced(rules.responses));
    EXPECT_TRUE(sourced(rules.values));
    EXPECT_TRUE(sourced(rules.discount_rates));
    for (auto const& each : rules.limits) EXPECT_NE(rules.standard(each.standard), nullptr) << each.standard;
    EXPECT_TRUE(std::ranges::any_of(rules.limits, [](Limit const& l) { return l.origin.to_be_verified(); }));
    EXPECT_EQ(rules.value("time_value.car")->central, 61300);
    EXPECT_EQ(rules.value("no such"), nullptr);
}

class UserRules : public testing::Test {
protected:
    test::ScratchFolder folder_;
    void write(std::string const& name, std::string const& text) { write_file(folder_ / name, text); }
    std::string refusal() {
        try {
            io::read_rules({folder_.path()});
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    }
};

constexpr char const* limit_columns =
    "standard,pollutant,averaging,limit_ug_m3,exceedances_per_year,valid_from,valid_to,evidence,source\n";

TEST_F(UserRules, ReplaceRowsOfTheSameKey) {
    write("limits.csv", std::string(limit_columns) +
                            "QCVN_05_2023,NO2,1h,150,,2026-01-01,,M,a draft\n"
                            "HOUSE,NO2,24h,60,,,,M,our own\n");
    auto const rules = io::read_rules({folder_.path()}).on(day(2026, 6, 1));
    EXPECT_EQ(limit(rules, "QCVN_05_2023", "NO2", Averaging::hour), 150);
    EXPECT_EQ(limit(rules, "QCVN_05_2023", "NO2", Averaging::day), 100);
    EXPECT_EQ(limit(rules, "HOUSE", "NO2", Averaging::day), 60);
}

TEST_F(UserRules, MayHoldAnyTable) {
    write("values.csv",
          "id,name_en,name_vi,low,central,high,unit,base_year,valid_from,valid_to,evidence,source\n"
          "electricity_price,electricity,điện,2000,2500,3000,VND/kWh,2026,2026-06-01,,S,a decision\n");
    write("responses.csv",
          "id,pollutant,averaging,outcome_en,outcome_vi,people,rr_per_10_ug_m3,rr_low,rr_high,counterfactual_ug_m3,"
          "valid_from,valid_to,evidence,source\n"
          "ours,NO2,year,\"deaths, all causes\",tử vong,30+,1.03,1.01,1.05,10,,,S,a study\n");
    write("discount_rates.csv", "id,rate,name_en,name_vi,valid_from,valid_to,evidence\nlow,0.03,3 %,3 %,,,M\n");
    auto const all = io::read_rules({folder_.path()});
    auto const rules = all.on(day(2026, 6, 1));
    EXPECT_EQ(rules.value("electricity_price")->central, 2500);
    EXPECT_FALSE(rules.value("electricity_price")->origin.to_be_verified());
    EXPECT_EQ(all.on(day(2026, 5, 31)).value("electricity_price"), nullptr);  // the row stands for the program's own
    EXPECT_EQ(std::ranges::count(rules.responses, "ours", &ResponseFunction::id), 1);
    EXPECT_EQ(rules.discount_rates.size(), io::read_rules().discount_rates.size() + 1);
}

TEST_F(UserRules, AreRefusedWithFileAndLine) {
    EXPECT_THAT(refusal(), HasSubstr("holds no table of rules"));
    write("limits.csv", std::string(limit_columns) + "QCVN_05_2023,NO2,1h,-3,,,,M,x\n");
    EXPECT_THAT(refusal(), HasSubstr("limits.csv:2: limit_ug_m3 = \"-3\""));
    write("limits.csv", std::string(limit_columns) + "QCVN_05_2023,NO2,2h,3,,,,M,x\n");
    EXPECT_THAT(refusal(), HasSubstr("must be one of 1h, 8h, 24h, year"));
    write("limits.csv", std::string(limit_columns) + "QCVN_05_2023,NO2,1h,3,,2026-02-30,,M,x\n");
    EXPECT_THAT(refusal(), HasSubstr("valid_from = \"2026-02-30\""));
    write("limits.csv", std::string(limit_columns) + "QCVN_05_2023,NO2,1h,3,,2026-02-01,2026-01-01,M,x\n");
    EXPECT_THAT(refusal(), HasSubstr("valid_from lies behind valid_to"));
    write("limits.csv", std::string(limit_columns) + "QCVN_05_2023,NO2,1h,3,,,,X,x\n");
    EXPECT_THAT(refusal(), HasSubstr("must be S, C, D or M"));
    write("limits.csv", "polutant," + std::string(limit_columns) + "NO2,QCVN_05_2023,NO2,1h,3,,,,M,x\n");
    EXPECT_THAT(refusal(), HasSubstr("limits.csv:1: column \"polutant\""));
}

}  // namespace
}  // namespace hacthanh::impact
