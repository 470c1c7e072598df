#include "sim/impact/money.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::impact {

Text funding_name(std::size_t kind) {
    static std::array<Text, n_fundings> const names = {
        Text{"public investment", "vốn đầu tư công"}, Text{"recurrent budget", "vốn sự nghiệp"},
        Text{"counterpart funds", "vốn đối ứng"}, Text{"private capital", "vốn xã hội hoá"}};
    return names.at(kind);
}

double electricity_per_km(Rules const& rules, state::VehicleGroup group) {
    auto const* const value =
        rules.value("electricity_per_km." + std::string(state::vehicle_group_names[static_cast<std::size_t>(group)]));
    return value == nullptr ? 0.0 : value->central;
}

double annuity(double rate, int years) {
    double sum = 0;
    double worth = 1;
    for (int year = 0; year < years; ++year) sum += worth /= 1 + rate;
    return sum;
}

Appraisal appraise(CashFlow const& flow, double rate) {
    double const worth = annuity(rate, flow.years);
    double const benefits = flow.benefit_per_year * worth;
    double const costs = flow.capital + flow.running_per_year * worth;
    Appraisal result;
    result.net_present_value = benefits - costs;
    if (costs > 0) result.benefit_cost_ratio = benefits / costs;
    double open = flow.capital;
    double discount = 1;
    for (int year = 1; year <= flow.years && !result.payback_years; ++year) {
        discount /= 1 + rate;
        double const net = (flow.benefit_per_year - flow.running_per_year) * discount;
        if (open <= 0 && net >= 0)
            result.payback_years = 0;
        else if (net > 0 && net >= open)
            result.payback_years = year - 1 + open / net;
        open -= net;
    }
    return result;
}

std::vector<SensitivityBar> tornado(std::vector<SensitivityInput> const& inputs,
                                    std::function<double(std::vector<double> const&)> const& result) {
    std::vector<double> central;
    for (auto const& input : inputs) central.push_back(input.central);
    auto const with = [&](std::size_t place, double value) {
        auto changed = central;
        changed[place] = value;
        return result(changed);
    };
    std::vector<SensitivityBar> bars;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        SensitivityBar const bar{inputs[i].id, with(i, inputs[i].low), with(i, inputs[i].high)};
        if (bar.at_low != bar.at_high) bars.push_back(bar);
    }
    std::ranges::stable_sort(bars, std::ranges::greater{},
                             [](SensitivityBar const& bar) { return std::abs(bar.at_high - bar.at_low); });
    return bars;
}

}  // namespace hacthanh::impact
