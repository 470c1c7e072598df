#include "sim/run/air_chemistry.hpp"

#include <algorithm>

namespace hacthanh::run {

AirChemistry::AirChemistry(scenario::Scenario const& scenario, mesh::CityMesh const& mesh,
                           weather::Weather const& weather, Parallel const& parallel)
    : weather_(&weather) {
    if (!scenario.chemistry.on()) return;
    auto const carried = scenario::carried_species(scenario);
    auto const place = [&](Pollutant pollutant) {
        return static_cast<std::size_t>(std::ranges::find(carried, pollutant) - carried.begin());
    };
    model_.emplace(mesh, parallel);
    no_ = place(Pollutant::no);
    no2_ = place(Pollutant::no2);
    o3_ = place(Pollutant::o3);
}

chemistry::Rates AirChemistry::rates(double time_s) const {
    return chemistry::rates_of(weather_->temperature(time_s), weather_->sunlight(time_s));
}

void AirChemistry::advance(double begin_s, double duration_s, state::ConcentrationField& concentration,
                           state::RunSummary& summary) const {
    if (!model_) return;
    auto& fields = concentration.species;
    auto const report =
        model_->advance(fields[no_], fields[no2_], fields[o3_], rates(begin_s + 0.5 * duration_s), duration_s);
    auto const book = [&](std::size_t species, double gained) {
        summary.species[species].budget.chemistry += gained;
        summary.species[species].budget.in_domain += gained;
    };
    book(no_, report.no);
    book(no2_, report.no2);
    book(o3_, report.o3);
}

}  // namespace hacthanh::run
