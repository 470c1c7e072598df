#include "app/hacthanh/formed_air.hpp"

#include "sim/answers/transfer_rows.hpp"
#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/run/air_chemistry.hpp"

#include <algorithm>

namespace hacthanh::app {

chemistry::NitrogenOxides background_of(double nox, double no2, double o3) {
    return {std::max(nox - no2, 0.0) / constants::molar_mass_no2, no2 / constants::molar_mass_no2,
            o3 / constants::molar_mass_o3};
}

ReactingBackground reacting_background(Session const& session) {
    auto const stage = session.stage();
    auto const& scenario = session.scenario();
    double const begin_s = scenario.traffic.begin_s + session.spin_up().length_s, end_s = scenario.traffic.end_s;
    auto const air = stage.background.mean(begin_s, end_s);
    auto const carried = scenario::carried_species(scenario);
    auto const of = [&](Pollutant pollutant) {
        return air[static_cast<std::size_t>(std::ranges::find(carried, pollutant) - carried.begin())];
    };
    run::AirChemistry const chemistry(scenario, session.mesh(), session.weather(), Parallel(1));
    return {{of(Pollutant::no) / constants::molar_mass_no, of(Pollutant::no2) / constants::molar_mass_no2,
             of(Pollutant::o3) / constants::molar_mass_o3},
            chemistry.rates((begin_s + end_s) / 2)};
}

chemistry::AgedAir aged_air(PlaceProducts const& place, chemistry::NitrogenOxides const& background) {
    return {.traffic_nox = place.nox / constants::molar_mass_no2,
            .traffic_no2 = place.no2 / constants::molar_mass_no2,
            .traffic_age = place.nox > 0 ? place.aged / place.nox : 0.0,
            .background = background,
            .inflow_age = place.inflow_age};
}

FormedAir in_kg(chemistry::NitrogenOxides const& air) {
    return {air.no * constants::molar_mass_no, air.no2 * constants::molar_mass_no2, air.o3 * constants::molar_mass_o3};
}

bool reacts(std::string const& species) {
    return species == name(Pollutant::no) || species == name(Pollutant::no2) || species == name(Pollutant::o3);
}

std::string why_no_no2(state::TransferTable const& table) {
    if (!table.age) return no_age_of_air;
    if (std::ranges::find(table.emitted, name(Pollutant::no2)) == table.emitted.end())
        return "the tables do not say how much left the exhausts as NO2";
    return {};
}

std::vector<double> emission_of(state::TransferTable const& table, Pollutant pollutant) {
    auto const found = std::ranges::find(table.emitted, name(pollutant));
    HACTHANH_EXPECT(found != table.emitted.end());
    auto const column = static_cast<std::size_t>(found - table.emitted.begin());
    std::vector<double> emission;
    for (std::size_t s = 0; s < table.sources.size(); ++s)
        emission.push_back(table.emission[s * table.emitted.size() + column]);
    return emission;
}

std::vector<PlaceProducts> place_products(state::TransferTable const& table, std::span<double const> nox,
                                          std::span<double const> no2, Parallel const& parallel) {
    HACTHANH_EXPECT(table.age && nox.size() == table.sources.size() && no2.size() == nox.size());
    std::vector<float> both, alone(nox.begin(), nox.end());
    for (std::size_t s = 0; s < nox.size(); ++s) {
        both.push_back(static_cast<float>(nox[s]));
        both.push_back(static_cast<float>(no2[s]));
    }
    auto const air = answers::TransferRows(table.rows).product(both, 2, parallel);
    auto const aged = answers::TransferRows(table.age->rows).product(alone, 1, parallel);
    std::vector<PlaceProducts> places;
    for (std::size_t r = 0; r < table.x.size(); ++r)
        places.push_back({static_cast<double>(air[2 * r]), static_cast<double>(air[2 * r + 1]),
                          static_cast<double>(aged[r]), table.age->inflow[r]});
    return places;
}

}  // namespace hacthanh::app
