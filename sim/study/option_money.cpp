#include "sim/study/option_money.hpp"

#include "sim/core/contracts.hpp"
#include "sim/study/assessed_indicators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hacthanh::study {
namespace {

using impact::LowCentralHigh;
using impact::OptionCost;
using impact::PerGroup;
using impact::RunFacts;

constexpr double seconds_per_hour = 3600;
constexpr double middle_rate = 0.09;  ///< at which the tornado is drawn: Asian Development Bank, usual projects

/// The numbers of the rules that money hangs on, each low, central or high.
struct Prices {
    std::array<double, state::n_vehicle_groups> hour{};  ///< VND per vehicle-hour, escalated
    double time_share = 0;
    double escalation = 0;
    double petrol_l = 0;
    double diesel_l = 0;
    double kwh = 0;
    double grid_co2 = 0;  ///< [kg/kWh]
    double carbon_t = 0;  ///< VND
    double life = 0;      ///< VND
    double years = 0;
};

/// What an option changes: base - option, so that less is positive.
struct Saved {
    PerGroup vehicle_h{};
    double petrol_l = 0;
    double diesel_l = 0;
    double kwh = 0;     ///< of electric vehicles
    double co2e_t = 0;  ///< on roads
    double deaths = 0;
};

enum class End { low, central, high };

double at(impact::Rules const& rules, std::string const& id, End end) {
    auto const* const value = rules.value(id);
    if (value == nullptr) return 0;
    return end == End::low ? value->low : end == End::high ? value->high : value->central;
}

/// Names of groups without a price of their own: vans and trucks are valued as cars, people in them are few.
std::string time_value_id(std::size_t group) {
    auto const name = std::string(state::vehicle_group_names[group]);
    return "time_value." + (name == "van" || name == "truck" ? std::string("car") : name);
}

Prices prices_at(impact::Rules const& rules, End end) {
    Prices prices;
    for (std::size_t g = 0; g < prices.hour.size(); ++g) prices.hour[g] = at(rules, time_value_id(g), end);
    prices.time_share = at(rules, "time_share", end);
    prices.escalation = at(rules, "time_escalation", end);
    prices.petrol_l = at(rules, "fuel_price.petrol", end);
    prices.diesel_l = at(rules, "fuel_price.diesel", end);
    prices.kwh = at(rules, "electricity_price", end);
    prices.grid_co2 = at(rules, "grid_co2", End::central);
    double const vnd = at(rules, "exchange_rate", end);
    prices.carbon_t = at(rules, "carbon_price", end) * vnd;
    prices.life = at(rules, "value_of_life", end) * vnd;
    prices.years = at(rules, "appraisal_years", end);
    return prices;
}

double time_of(Saved const& saved, Prices const& p) {
    double sum = 0;
    for (std::size_t g = 0; g < p.hour.size(); ++g) sum += saved.vehicle_h[g] * p.hour[g];
    return sum * p.time_share * p.escalation;
}
double fuel_of(Saved const& saved, Prices const& p) {
    return saved.petrol_l * p.petrol_l + saved.diesel_l * p.diesel_l;
}
double electricity_of(Saved const& saved, Prices const& p) { return saved.kwh * p.kwh; }
double carbon_of(Saved const& saved, Prices const& p) {
    return (saved.co2e_t + saved.kwh * p.grid_co2 / 1000) * p.carbon_t;
}
double health_of(Saved const& saved, Prices const& p) { return saved.deaths * p.life; }

double emitted_co2e_t(RunFacts const& run) {
    for (char const* name : {"CO2e", "CO2"})
        for (auto const& species : run.species)
            if (species.species == name) return species.emitted_kg / 1000;
    return 0;
}

/// Mean over pairs.
Saved saved_by(OptionRuns const& option, impact::Rules const& rules) {
    Saved saved;
    auto const n = static_cast<double>(option.base.size());
    double const petrol = at(rules, "fuel_density.petrol", End::central);
    double const diesel = at(rules, "fuel_density.diesel", End::central);
    for (std::size_t p = 0; p < option.base.size(); ++p) {
        auto const& base = option.base[p];
        auto const& with = option.option[p];
        for (std::size_t g = 0; g < saved.vehicle_h.size(); ++g) {
            saved.vehicle_h[g] += (base.vehicle_s[g] - with.vehicle_s[g]) / seconds_per_hour / n;
            bool const is_diesel = impact::is_diesel(static_cast<state::VehicleGroup>(g));
            double const density = is_diesel ? diesel : petrol;
            if (density <= 0) continue;
            (is_diesel ? saved.diesel_l : saved.petrol_l) += (base.fuel_kg[g] - with.fuel_kg[g]) / density / n;
        }
        for (std::size_t g = 0; g < saved.vehicle_h.size(); ++g)
            if (base.electric_m && with.electric_m)
                saved.kwh += ((*base.electric_m)[g] - (*with.electric_m)[g]) / 1000 / n *
                             impact::electricity_per_km(rules, static_cast<state::VehicleGroup>(g));
        saved.co2e_t += (emitted_co2e_t(base) - emitted_co2e_t(with)) / n;
    }
    return saved;
}

LowCentralHigh valued(Saved const& saved, impact::Rules const& rules, double (*value)(Saved const&, Prices const&)) {
    LowCentralHigh found{value(saved, prices_at(rules, End::low)), value(saved, prices_at(rules, End::central)),
                         value(saved, prices_at(rules, End::high))};
    if (found.low > found.high) std::swap(found.low, found.high);
    return found;
}

/// Bars of the net present value, one price after the other.
std::vector<impact::SensitivityBar> tornado_of(Saved const& saved, OptionCost const& cost, double periods,
                                               impact::Rules const& rules) {
    Prices const low = prices_at(rules, End::low);
    Prices const central = prices_at(rules, End::central);
    Prices const high = prices_at(rules, End::high);
    std::vector<impact::SensitivityInput> inputs = {
        {"time_share", low.time_share, central.time_share, high.time_share},
        {"time_escalation", low.escalation, central.escalation, high.escalation},
        {"fuel_price", 0.8, 1, 1.2},  // our choice: +-20 % of the price of the day
        {"electricity_price", low.kwh, central.kwh, high.kwh},
        {"carbon_price", low.carbon_t, central.carbon_t, high.carbon_t},
        {"value_of_life", low.life, central.life, high.life},
        {"appraisal_years", low.years, central.years, high.years},
        {"capital", 0.8, 1, 1.3},                    // our choice: estimates before a design more often grow
        {"discount_rate", 0.06, middle_rate, 0.12},  // the ends of rules/discount_rates.csv
    };
    return impact::tornado(inputs, [&](std::vector<double> const& v) {
        Prices p = central;
        p.time_share = v[0];
        p.escalation = v[1];
        p.kwh = v[3];
        p.carbon_t = v[4];
        p.life = v[5];
        double const benefit =
            periods * (time_of(saved, p) + v[2] * fuel_of(saved, p) + electricity_of(saved, p) + carbon_of(saved, p)) +
            health_of(saved, p);
        double const capital = v[7] * std::accumulate(cost.capital.begin(), cost.capital.end(), 0.0);
        impact::CashFlow const flow{capital, cost.running_per_year, benefit, static_cast<int>(std::lround(v[6]))};
        return impact::appraise(flow, v[8]).net_present_value;
    });
}

void appraise(OptionMoney& money, Saved const& saved, Assessment const& assessment) {
    if (!money.cost) {
        money.missing = {"costs: no data", "chi phí: chưa có số liệu"};
        return;
    }
    double periods = assessment.is_year ? 1 : 0;
    if (!assessment.is_year && money.cost->hours_per_year > 0)
        periods = money.cost->hours_per_year * seconds_per_hour / assessment.compared_s;
    if (periods <= 0) {
        money.missing = {"hours a year that the compared time stands for: no data",
                         "số giờ mỗi năm mà thời gian so sánh đại diện: chưa có số liệu"};
        return;
    }
    double const health = money.health ? money.health->central : 0;
    money.yearly_benefit = periods * (money.time.central + money.fuel.central + money.carbon.central +
                                      (money.electricity ? money.electricity->central : 0)) +
                           health;
    int const years = std::max(1, static_cast<int>(std::lround(at(assessment.rules, "appraisal_years", End::central))));
    double const capital = std::accumulate(money.cost->capital.begin(), money.cost->capital.end(), 0.0);
    for (auto const& rate : assessment.rules.discount_rates)
        money.appraisals.push_back(
            {rate, impact::appraise({capital, money.cost->running_per_year, *money.yearly_benefit, years}, rate.rate)});
    money.tornado = tornado_of(saved, *money.cost, periods, assessment.rules);
}

}  // namespace

std::vector<OptionMoney> value_options(AssessmentInputs const& inputs, std::vector<OptionRuns> const& options,
                                       Assessment const& assessment, std::vector<OptionCost> const& costs) {
    std::vector<OptionMoney> all;
    for (std::size_t n = 0; n < options.size(); ++n) {
        OptionMoney money;
        Saved saved = saved_by(options[n], inputs.rules);
        for (auto const& row : assessment.health)
            if (row.response.id == "pm25_mort_hrapie" && row.missing.empty()) {
                auto const& cases = row.options.at(n);
                saved.deaths = cases.central;
                double const vnd =
                    at(inputs.rules, "value_of_life", End::central) * at(inputs.rules, "exchange_rate", End::central);
                money.health = {cases.low * vnd, cases.central * vnd, cases.high * vnd};
            }
        money.time = valued(saved, inputs.rules, time_of);
        money.fuel = valued(saved, inputs.rules, fuel_of);
        money.carbon = valued(saved, inputs.rules, carbon_of);
        auto const known = [](RunFacts const& run) { return run.electric_m.has_value(); };
        if (std::ranges::all_of(options[n].base, known) && std::ranges::all_of(options[n].option, known))
            money.electricity = valued(saved, inputs.rules, electricity_of);
        auto const cost = std::ranges::find(costs, options[n].name, &OptionCost::option);
        if (cost != costs.end()) money.cost = *cost;
        appraise(money, saved, assessment);
        all.push_back(std::move(money));
    }
    return all;
}

}  // namespace hacthanh::study
