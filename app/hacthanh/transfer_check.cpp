#include "app/hacthanh/transfer_check.hpp"

#include "app/hacthanh/formed_air.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;

state::Agreement agreement(std::vector<PlacePair> const& pairs) {
    state::Agreement found;
    found.receptors = pairs.size();
    if (pairs.empty()) return found;
    double of_product = 0, of_run = 0;
    for (auto const& [product, run] : pairs) {
        of_product += product;
        of_run += run;
        found.within_10_percent += std::abs(product / run - 1) <= 0.1 ? 1 : 0;
        found.factor_of_two += product >= 0.5 * run && product <= 2 * run ? 1 : 0;
    }
    found.fractional_bias = 2 * (of_product - of_run) / (of_product + of_run);
    found.within_10_percent /= static_cast<double>(pairs.size());
    found.factor_of_two /= static_cast<double>(pairs.size());
    return found;
}

nlohmann::ordered_json agreement_facts(state::Agreement const& found) {
    return {{"receptors", found.receptors},
            {"fractional_bias", found.fractional_bias},
            {"within_10_percent", found.within_10_percent},
            {"factor_of_two", found.factor_of_two}};
}

std::string agreement_text(state::Agreement const& found) {
    return fmt::format("bias {:+.1f} %, {:.0f} % of {} places", 100 * found.fractional_bias,
                       100 * found.within_10_percent, found.receptors);
}

}  // namespace

std::optional<PlacePairs> place_pairs(state::TransferTable const& table, std::vector<float> const& product,
                                      io::ResultReader const& result, double from_s, mesh::CityMesh const& mesh) {
    auto const& names = result.facts().species;
    auto const found = std::ranges::find(names, table.species);
    validate(found != names.end(), result.path(), fmt::format("it holds no {}", table.species),
             "run the scenario with it among output.species");
    auto const species = static_cast<std::size_t>(found - names.begin());
    double background = 0;
    if (species < result.facts().background.size()) background = result.facts().background[species].value_or(0);
    auto const surface = settled_mean(result, species, from_s);
    if (!surface) {
        log::warning("{}: no output interval begins after the spin-up ({:g} s): the table is not held against the run",
                     result.path(), from_s);
        return std::nullopt;
    }

    PlacePairs pairs;
    double traffic = 0;
    for (std::size_t r = 0; r < table.cell.size(); ++r) {
        auto const run = run_mean(result.grid(), *surface, table.cell[r], mesh);
        if (!run || !(*run > 0)) continue;
        pairs.all.push_back({static_cast<double>(product[r]) * ug_of_kg + background, *run});
        traffic += *run - background;
    }
    double const least = least_traffic_air * traffic / static_cast<double>(std::max<std::size_t>(1, pairs.all.size()));
    std::ranges::copy_if(pairs.all, std::back_inserter(pairs.with_air),
                         [&](PlacePair const& pair) { return pair.run - background >= least; });
    return pairs;
}

std::optional<state::TransferCheck> check_against_run(state::TransferTable const& table, io::ResultReader const& result,
                                                      double from_s, mesh::CityMesh const& mesh,
                                                      Parallel const& parallel) {
    answers::TransferRows const rows(table.rows);
    std::vector<float> const emission(table.rows.reference.begin(), table.rows.reference.end());
    auto const pairs = place_pairs(table, rows.product(emission, 1, parallel), result, from_s, mesh);
    if (!pairs) return std::nullopt;
    return state::TransferCheck{agreement(pairs->all), agreement(pairs->with_air), {}};
}

std::optional<state::No2Check> check_no2(state::TransferTable const& table, Session const& session,
                                         io::ResultReader const& result, Parallel const& parallel) {
    auto const& names = result.facts().species;
    auto const found = std::ranges::find(names, name(Pollutant::no2));
    if (found == names.end() || !why_no_no2(table).empty()) return {};
    auto const surface = settled_mean(result, static_cast<std::size_t>(found - names.begin()), settled_from_s(session));
    if (!surface) return {};
    auto const [background, rates] = reacting_background(session);
    auto const places = place_products(table, table.rows.reference, emission_of(table, Pollutant::no2), parallel);
    std::vector<PlacePair> formed, photostationary, unreacted;
    for (std::size_t r = 0; r < places.size(); ++r) {
        auto const run = run_mean(result.grid(), *surface, table.cell[r], session.mesh());
        if (!run || !(*run > 0)) continue;
        auto const air = aged_air(places[r], background);
        auto const pair = [&](chemistry::NitrogenOxides const& parcel) {
            return PlacePair{in_kg(parcel).no2 * ug_of_kg, *run};
        };
        formed.push_back(pair(chemistry::formed(air, rates)));
        photostationary.push_back(pair(chemistry::photostationary(chemistry::unreacted(air), rates)));
        unreacted.push_back(pair(chemistry::unreacted(air)));
    }
    return state::No2Check{agreement(formed), agreement(photostationary), agreement(unreacted)};
}

nlohmann::ordered_json check_facts(state::TransferCheck const& check) {
    auto facts = agreement_facts(check.all);
    if (check.with_air) facts["with_air"] = agreement_facts(*check.with_air);
    if (check.no2)
        facts["no2"] = {{"formed", agreement_facts(check.no2->formed)},
                        {"photostationary", agreement_facts(check.no2->photostationary)},
                        {"unreacted", agreement_facts(check.no2->unreacted)}};
    facts["text"] = check_text(check);
    return facts;
}

std::string check_text(state::TransferCheck const& check) {
    std::string text = agreement_text(check.all) + " within 10 %";
    if (check.with_air) text += fmt::format("; with air of the traffic: {}", agreement_text(*check.with_air));
    if (check.no2)
        text += fmt::format("; NO2: {} within 10 % (photostationary {:+.1f} %, unreacted {:+.1f} %)",
                            agreement_text(check.no2->formed), 100 * check.no2->photostationary.fractional_bias,
                            100 * check.no2->unreacted.fractional_bias);
    return text;
}

}  // namespace hacthanh::app
