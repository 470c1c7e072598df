#include "sim/study/energy_indicators.hpp"

#include "sim/impact/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace hacthanh::study {
namespace {

using impact::ErrorDraw;
using impact::PerGroup;
using impact::RunFacts;
using impact::SpeciesFacts;

/// All of these hang on numbers to be verified.
Indicator indicator(Pillar pillar, std::string id, Text name, Text unit, int better,
                    std::function<double(RunFacts const&, ErrorDraw const&)> of) {
    auto one = make_indicator(pillar, std::move(id), std::move(name), std::move(unit), better, std::move(of));
    one.row.to_be_verified = true;
    return one;
}

/// Electricity of the electric vehicles [kWh], each group with its own error of the fleet.
double electricity(RunFacts const& r, PerGroup const& per_km, ErrorDraw const& d) {
    double kwh = 0;
    for (std::size_t g = 0; r.electric_m && g < per_km.size(); ++g)
        kwh += (*r.electric_m)[g] / 1000 * per_km[g] * d.fleet_share[g];
    return kwh * d.counts;
}

PerGroup electricity_per_km(AssessmentInputs const& inputs) {
    PerGroup per_km{};
    for (std::size_t g = 0; g < per_km.size(); ++g)
        per_km[g] = impact::electricity_per_km(inputs.rules, static_cast<state::VehicleGroup>(g));
    return per_km;
}

Text no_electricity() {
    return {"what vehicles run on: no data (needs emission.fleet and output.keep_groups)",
            "loại nhiên liệu của xe: chưa có số liệu (cần emission.fleet và output.keep_groups)"};
}

}  // namespace

Indicator co2_with_power_stations(RunFacts const& run, AssessmentInputs const& inputs) {
    bool const has_equivalent = std::ranges::count(run.species, "CO2e", &SpeciesFacts::species) > 0;
    auto const found = std::ranges::find(run.species, has_equivalent ? "CO2e" : "CO2", &SpeciesFacts::species);
    auto const s = static_cast<std::size_t>(found - run.species.begin());
    std::string const gas = has_equivalent ? "CO₂e" : "CO₂";
    auto total = indicator(Pillar::environment, "co2e_with_grid_kg",
                           {gas + " of roads and of the power stations of electric vehicles",
                            gas + " trên đường và của điện dùng cho xe điện"},
                           Text::same("kg"), -1,
                           [s, per_km = electricity_per_km(inputs), grid = rule_value(inputs.rules, "grid_co2")](
                               RunFacts const& r, ErrorDraw const& d) {
                               return r.species[s].emitted_kg * d.emission(r.species[s].emission_shares) +
                                      electricity(r, per_km, d) * grid;  // t/MWh = kg/kWh
                           });
    if (found == run.species.end())
        total.missing = no_data();
    else if (!run.electric_m)
        total.missing = no_electricity();
    return total;
}

std::vector<Indicator> fuel_and_electricity(RunFacts const& run, AssessmentInputs const& inputs) {
    auto fuel =
        indicator(Pillar::economy, "fuel_l", {"Fuel", "Nhiên liệu"}, {"l", "lít"}, -1,
                  [petrol = rule_value(inputs.rules, "fuel_density.petrol"),
                   diesel = rule_value(inputs.rules, "fuel_density.diesel")](RunFacts const& r, ErrorDraw const& d) {
                      double litres = 0;
                      for (std::size_t g = 0; g < r.fuel_kg.size(); ++g)
                          litres += r.fuel_kg[g] * d.emission_factor[g] * d.fleet_share[g] /
                                    (impact::is_diesel(static_cast<state::VehicleGroup>(g)) ? diesel : petrol);
                      return litres * d.counts;
                  });
    fuel.row.in_summary = true;
    if (std::ranges::all_of(run.fuel_kg, [](double kg) { return kg <= 0; })) fuel.missing = no_data();
    auto power =
        indicator(Pillar::economy, "electricity_kwh", {"Electricity of electric vehicles", "Điện dùng cho xe điện"},
                  Text::same("kWh"), 0, [per_km = electricity_per_km(inputs)](RunFacts const& r, ErrorDraw const& d) {
                      return electricity(r, per_km, d);
                  });
    if (!run.electric_m) power.missing = no_electricity();
    return {std::move(fuel), std::move(power)};
}

}  // namespace hacthanh::study
