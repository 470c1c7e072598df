#include "sim/run/background.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>

namespace hacthanh::run {
namespace {

constexpr double ug_per_kg = 1e9;

/// Volume of all air in the mesh [m3].
double air_volume(mesh::CityMesh const& mesh) {
    std::size_t const layer = mesh.nx() * mesh.ny();
    double volume = 0;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double open = 0;
        for (std::size_t c = k * layer; c < (k + 1) * layer; ++c) open += mesh.free_volume_fraction(c);
        volume += open * mesh.layer_cell_volume(k);
    }
    return volume;
}

}  // namespace

state::Background background_of(scenario::Scenario const& scenario) {
    auto const& given = scenario.background;
    state::Background background{
        given.kind, given.source, given.source_vi.empty() ? given.source : given.source_vi, {}};
    for (Pollutant species : scenario.output.species) {
        auto const& value = given.concentration_ug_m3[index(species)];
        background.concentration.push_back(value ? std::optional(*value / ug_per_kg) : std::nullopt);
    }
    return background;
}

void start_with(state::Background const& background, mesh::CityMesh const& mesh,
                state::ConcentrationField& concentration, state::RunSummary& summary) {
    auto const air = background.inflow();
    HACTHANH_EXPECT(air.size() == concentration.species.size() && air.size() == summary.species.size());
    double const volume = air_volume(mesh);
    for (std::size_t s = 0; s < air.size(); ++s) {
        auto const value = static_cast<float>(air[s]);  // as the cells hold it
        auto& field = concentration.species[s];
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) field[c] = mesh.is_open(c) ? value : 0.0F;
        summary.species[s].budget.initial = static_cast<double>(value) * volume;
    }
}

}  // namespace hacthanh::run
