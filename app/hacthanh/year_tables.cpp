#include "app/hacthanh/year_tables.hpp"

#include "app/hacthanh/formed_air.hpp"
#include "io/transfer_file.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace hacthanh::app {

YearTables read_year_tables(std::filesystem::path const& folder) {
    std::vector<state::TransferTable> all;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".h5" && entry.path().stem() != "run")
            all.push_back(io::read_transfer(entry.path()));
    validate(!all.empty(), folder.string(), "it holds no tables of wind directions",
             "build them: hacthanh transfer RESULT --directions 12");
    auto const wind = [](state::TransferTable const& table) {
        return std::pair(table.wind_speed_m_s, table.wind_from_deg);
    };
    std::ranges::sort(all, {}, wind);
    auto const twice = std::ranges::adjacent_find(all, {}, wind);
    if (twice != all.end())
        throw InputError(folder.string(),
                         fmt::format("{} and {} are of the same wind", twice->wind_class, (twice + 1)->wind_class),
                         "remove one of the two");
    YearTables tables;
    for (auto& table : all) {
        validate(table.model == all.front().model && table.cell == all.front().cell &&
                     table.sources == all.front().sources && table.rows.reference == all.front().rows.reference &&
                     table.emitted == all.front().emitted && table.emission == all.front().emission,
                 folder.string(),
                 fmt::format("{} and {} have other places, roads or models", table.wind_class, all.front().wind_class),
                 "build the folder again from one run");
        tables.rows.emplace_back(table.rows);
        tables.winds.push_back({table.wind_from_deg, table.wind_speed_m_s});
        if (!table.age) continue;
        tables.aged.emplace_back(table.age->rows);
        tables.inflow.push_back(table.age->inflow);
    }
    if (tables.aged.size() < tables.rows.size()) tables.aged.clear();
    tables.places = std::move(all.front());
    return tables;
}

std::vector<YearSpecies> year_species(YearArguments const& arguments, YearTables const& tables) {
    auto const& table = tables.places;
    auto names = arguments.species;
    if (names.empty()) names.push_back(table.species);
    std::vector<YearSpecies> all;
    for (auto const& name : names) {
        YearSpecies one{name, reacts(name), {}};
        if (one.formed) {
            auto const why = tables.aged.empty() ? no_age_of_air : why_no_no2(table);
            validate(why.empty(), "--species", fmt::format("{} cannot be formed: {}", name, why),
                     "run the scenario with [chemistry] and build the tables from that run");
        } else if (name == table.species) {
            one.emission.assign(table.rows.reference.begin(), table.rows.reference.end());
        } else {
            auto const pollutant = find_pollutant(name);
            validate(
                pollutant && std::ranges::find(table.emitted, name) != table.emitted.end(), "--species",
                fmt::format("the tables have no {}, only {}", name,
                            table.emitted.empty() ? table.species : fmt::format("{}", fmt::join(table.emitted, ", "))),
                "take one of them, or build the tables again with this program");
            auto const emission = emission_of(table, *pollutant);
            one.emission.assign(emission.begin(), emission.end());
        }
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace hacthanh::app
