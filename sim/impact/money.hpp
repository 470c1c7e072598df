#pragma once

#include "sim/city/provenance.hpp"
#include "sim/core/language.hpp"
#include "sim/impact/rules.hpp"
#include "sim/state/vehicle_group.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::impact {

/// What a group of vehicles burns, for its price: vans, buses and trucks diesel, all others petrol (evidence M).
constexpr bool is_diesel(state::VehicleGroup group) {
    return group == state::VehicleGroup::van || group == state::VehicleGroup::bus ||
           group == state::VehicleGroup::truck;
}

/// Electricity of an electric vehicle of a group [kWh/km], from the rules `electricity_per_km.GROUP`; 0 without one
/// (what is of no other group walks or cycles).
double electricity_per_km(Rules const& rules, state::VehicleGroup group);

/// The four kinds of funding that a committee tells apart: public investment, recurrent budget, counterpart funds,
/// private capital.
inline constexpr std::size_t n_fundings = 4;
Text funding_name(std::size_t kind);

/// What the user knows of the cost of an option [VND].
struct OptionCost {
    std::string option;  ///< name of its files
    std::array<double, n_fundings> capital{};
    double running_per_year = 0;
    double hours_per_year = 0;  ///< for which the compared time stands; 0 = not said
    bool cheap = false;         ///< the cheap alternative that is always shown
    city::Mark evidence = city::Mark::memory;
};

/// What an option costs and brings, in prices of one year. Capital is spent at the beginning, the rest every year from
/// the first to the last. The present state costs and brings nothing: all is against it.
struct CashFlow {
    double capital = 0;           ///< >= 0
    double running_per_year = 0;  ///< may be negative: something is saved
    double benefit_per_year = 0;
    int years = 20;  ///< >= 1
};

/// What a cash flow is worth at a rate of discount.
struct Appraisal {
    double net_present_value = 0;
    std::optional<double> benefit_cost_ratio;  ///< present benefits over present costs; nothing without costs
    std::optional<double> payback_years;       ///< until discounted benefits cover the capital; nothing = never
};

/// sum_1^n (1 + rate)^-k: what one a year is worth now. @param rate  > -1; 0 gives n
double annuity(double rate, int years);

/// NPV = (benefit - running) annuity - capital; BCR = benefit annuity / (capital + running annuity); the payback year
/// is interpolated within its year.
Appraisal appraise(CashFlow const& flow, double rate);

/// A number that a result hangs on.
struct SensitivityInput {
    std::string id;
    double low = 0;
    double central = 0;
    double high = 0;
};

/// What a result becomes when one number goes to its ends and the others stay.
struct SensitivityBar {
    std::string id;
    double at_low = 0;
    double at_high = 0;
};

/// Bars of a tornado, the longest first; numbers that change nothing are left out.
/// @param result  of all numbers, in the order of `inputs`
std::vector<SensitivityBar> tornado(std::vector<SensitivityInput> const& inputs,
                                    std::function<double(std::vector<double> const&)> const& result);

}  // namespace hacthanh::impact
