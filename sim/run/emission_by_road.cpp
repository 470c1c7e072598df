#include "sim/run/emission_by_road.hpp"

#include "sim/core/error.hpp"
#include "sim/emission/deposit.hpp"
#include "sim/emission/emission_model.hpp"
#include "sim/run/road_counter.hpp"
#include "sim/run/vehicle_mixing.hpp"

#include <fmt/format.h>

#include <utility>

namespace hacthanh::run {
namespace {

constexpr double clock_tolerance_s = 1e-6;

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
    EmissionByRoad sum{species, {}, state::RoadSeries(stage.city.roads.size(), species.size()), 0};
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
    return sum;
}

state::Flow mean_stirred_flow(Stage const& stage, state::Flow const& wind, EmissionByRoad const& traffic) {
    VehicleMixing mixing(stage.scenario, stage.city, stage.mesh, std::vector<char>(stage.city.roads.size(), 0));
    mixing.set_flow(wind);
    mixing.add(traffic.roads, traffic.duration_s);
    return mixing.flow();
}

}  // namespace hacthanh::run
