#include "sim/run/emission_by_road.hpp"

#include "sim/core/error.hpp"
#include "sim/emission/deposit.hpp"
#include "sim/emission/emission_model.hpp"
#include "sim/run/road_counter.hpp"
#include "sim/run/vehicle_mixing.hpp"
#include "sim/run/written_species.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hacthanh::run {
namespace {

constexpr double clock_tolerance_s = 1e-6;

/// Masses of the written species, for every group that stands in a row. @param carried  [group][carried species]
std::vector<double> written_masses(std::vector<double> const& carried, std::size_t n_carried,
                                   WrittenSpecies const& written) {
    std::vector<double> masses;
    for (std::size_t first = 0; first < carried.size(); first += n_carried)
        for (std::size_t w = 0; w < written.size(); ++w) {
            double mass = 0;
            for (auto const& part : written.parts(w)) mass += part.factor * carried[first + part.carried];
            masses.push_back(mass);
        }
    return masses;
}

/// Adds NOx, counted as NO2, where the chemistry carries NO and NO2 in its place.
void add_nox(EmissionByRoad& sum) {
    auto const has = [&](Pollutant pollutant) {
        return std::ranges::find(sum.species, pollutant) != sum.species.end();
    };
    if (has(Pollutant::nox) || !has(Pollutant::no) || !has(Pollutant::no2)) return;
    auto with_nox = sum.species;
    with_nox.push_back(Pollutant::nox);
    WrittenSpecies const written(with_nox, sum.species);
    for (auto& place : sum.places) {
        place.masses = written_masses(place.masses, sum.species.size(), written);
        place.by_group = written_masses(place.by_group, sum.species.size(), written);
    }
    sum.roads = written.roads(sum.roads);
    sum.species = std::move(with_nox);
}

}  // namespace

EmissionByRoad emission_by_road(Stage const& stage, traffic::TrafficSource& source, double from_s) {
    auto const& scenario = stage.scenario;
    auto const species = scenario::carried_species(scenario);
    auto const model = emission::make_emission_model(stage.fleet, scenario.emission, species);
    emission::Deposit deposit(stage.mesh, scenario.emission, species);
    emission::EmissionPlaces places(species.size());
    deposit.note_places(&places);
    state::EmissionField field(stage.mesh, species.size(), deposit.n_layers());  // of all time: checked by nobody here
    emission::DepositAccount account(species.size());
    std::vector<double> limits;
    for (auto const& road : stage.city.roads) limits.push_back(road.speed_limit);
    RoadCounter counter(limits);
    EmissionByRoad sum{species, {}, state::RoadSeries(stage.city.roads.size(), species.size())};
    while (auto const vehicles = source.next_step()) {
        double const end_s = vehicles->end_time_s;
        if (end_s > scenario.traffic.end_s + clock_tolerance_s) break;
        if (end_s - vehicles->step_s < from_s - clock_tolerance_s) {
            model->pass(*vehicles);
            continue;
        }
        auto const& mass = model->emitted(*vehicles, source.vehicle_types());
        deposit.add(*vehicles, source.vehicle_types(), mass, field, sum.roads, account);
        counter.add(*vehicles, source.vehicle_types(), sum.roads);
        sum.duration_s += vehicles->step_s;
    }
    if (!(sum.duration_s > 0))
        throw RunError(fmt::format("the traffic ended before second {:g}: there is no emission", from_s));
    sum.places = places.sorted();
    sum.traffic = source.totals();
    add_nox(sum);
    return sum;
}

state::Flow mean_stirred_flow(Stage const& stage, state::Flow const& wind, EmissionByRoad const& traffic) {
    VehicleMixing mixing(stage.scenario, stage.city, stage.mesh, std::vector<char>(stage.city.roads.size(), 0));
    mixing.set_flow(wind);
    mixing.add(traffic.roads, traffic.duration_s);
    return mixing.flow();
}

}  // namespace hacthanh::run
