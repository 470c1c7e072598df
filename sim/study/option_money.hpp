#pragma once
/// What options cost and bring, in prices of the base year.

#include "sim/impact/money.hpp"
#include "sim/study/assessment.hpp"

namespace hacthanh::study {

/// Present value at one rate.
struct RatedAppraisal {
    impact::DiscountRate rate;
    impact::Appraisal appraisal;
};

/// Money of one option. Benefits are against the present state, of the compared time [VND]; negative = a loss.
struct OptionMoney {
    impact::LowCentralHigh time;
    impact::LowCentralHigh fuel;
    impact::LowCentralHigh carbon;
    std::optional<impact::LowCentralHigh> electricity;  ///< nothing: the runs do not know what vehicles run on
    std::optional<impact::LowCentralHigh> health;       ///< of a year; nothing unless annual means are there
    std::optional<impact::OptionCost> cost;
    std::optional<double> yearly_benefit;         ///< nothing: hours_per_year is not known
    std::vector<RatedAppraisal> appraisals;       ///< empty without cost and yearly benefit
    std::vector<impact::SensitivityBar> tornado;  ///< of the net present value at the middle rate
    Text missing;                                 ///< why there is no appraisal
};

/// Time: vehicle-hours x value of a vehicle's hour x escalation x share that counts. Fuel: litres x price, motorcycles,
/// cars and others on petrol, the rest on diesel. Electricity: km of electric vehicles x kWh/km x price. Carbon: CO2e
/// (CO2 where the run has no CO2e) of roads and of the grid for electric vehicles x shadow price. Health: cases avoided
/// by one response of PM2.5 (HRAPIE) x value of a statistical life; NO2 is not added. low and high: the ranges of
/// prices. Changes that cannot be told from nothing are valued all the same: their interval stands in the table of
/// indicators.
std::vector<OptionMoney> value_options(AssessmentInputs const& inputs, std::vector<OptionRuns> const& options,
                                       Assessment const& assessment, std::vector<impact::OptionCost> const& costs);

}  // namespace hacthanh::study
