#include "app/hacthanh/fast_package.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "io/cost_table.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/study/best_package.hpp"
#include "sim/study/paired_difference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace hacthanh::app {
namespace {

using nlohmann::ordered_json;

std::vector<double> costs_of(FastPackage const& asked) {
    auto const table = io::read_costs(asked.costs);
    std::vector<double> costs;
    for (auto const& name : asked.names) {
        auto const row = std::ranges::find(table, name, &impact::OptionCost::option);
        validate(row != table.end(), asked.costs.string(), fmt::format("has no row for \"{}\"", name),
                 "the column option is the measure file's name without its ending");
        costs.push_back(std::accumulate(row->capital.begin(), row->capital.end(), 0.0));
    }
    return costs;
}

/// Several measure files taken together.
scenario::MeasureFile together(FastPackage const& asked, std::vector<std::size_t> const& chosen) {
    auto all = asked.measures[chosen.front()];
    for (std::size_t n = 1; n < chosen.size(); ++n) {
        auto const& more = asked.measures[chosen[n]].measures;
        all.measures.insert(all.measures.end(), more.begin(), more.end());
    }
    return all;
}

/// Improvement and its interval over the seeds; none for one seed.
ordered_json improvement(std::vector<double> const& base, std::vector<double> const& variant) {
    auto const change = study::paired_difference(base, variant);
    bool const known = base.size() > 1 && std::isfinite(change.half_width);
    return {{"improvement_ug_m3", 0.0 - change.mean},
            {"half_width_ug_m3", known ? ordered_json(change.half_width) : ordered_json(nullptr)},
            {"verdict", study::name(change.verdict)}};
}

/// Pairs of chosen measures with a road in common.
ordered_json shared_roads(FastPackage const& asked, std::vector<std::size_t> const& chosen, Session const& session) {
    auto pairs = ordered_json::array();
    std::vector<std::vector<EdgeId>> places;
    for (std::size_t const n : chosen) places.push_back(session.resolve(asked.measures[n], session.seed()).place);
    for (std::size_t a = 0; a < chosen.size(); ++a)
        for (std::size_t b = a + 1; b < chosen.size(); ++b) {
            std::vector<EdgeId> common;
            std::ranges::set_intersection(places[a], places[b], std::back_inserter(common));
            if (!common.empty())
                pairs.push_back(ordered_json::array({asked.names[chosen[a]], asked.names[chosen[b]], common.size()}));
        }
    return pairs;
}

std::string interval_text(ordered_json const& one) {
    auto const& half = one["half_width_ug_m3"];
    return fmt::format("{:+.4g}{}{}", one["improvement_ug_m3"].get<double>(),
                       half.is_null() ? "" : fmt::format(" ± {:.2g}", half.get<double>()),
                       one.contains("verdict") ? fmt::format(" [{}]", one["verdict"].get<std::string>()) : "");
}

}  // namespace

ordered_json best_fast_package(FastPackage const& asked, Session const& session, FastAir const& air,
                               PeopleWeights const& people) {
    auto const costs = costs_of(asked);
    auto const exposure = [&](scenario::MeasureFile const* measures, int seed, std::string const& what) {
        auto const emission = replay_emission(session, measures, session.seed() + seed);
        return people.mean(air.air_of(air.known_rates(emission, session.city(), what)));
    };
    std::vector<double> base;
    std::vector<std::vector<double>> variants(asked.measures.size());
    for (int seed = 0; seed < asked.seeds; ++seed) {
        base.push_back(exposure(nullptr, seed, "base"));
        for (std::size_t n = 0; n < variants.size(); ++n)
            variants[n].push_back(exposure(&asked.measures[n], seed, asked.names[n]));
        log::info("seed {} of {}: {} measures", seed + 1, asked.seeds, variants.size());
    }
    std::vector<study::PackageOption> options;
    for (std::size_t n = 0; n < variants.size(); ++n) {
        options.push_back({costs[n], {}});
        for (std::size_t s = 0; s < base.size(); ++s) options.back().effects.push_back(base[s] - variants[n][s]);
    }
    auto const best = study::best_package(options, asked.budget_vnd, {});
    ordered_json json = {
        {"budget_vnd", asked.budget_vnd},
        {"seeds", asked.seeds},
        {"base_ug_m3", std::accumulate(base.begin(), base.end(), 0.0) / static_cast<double>(base.size())},
        {"measures", ordered_json::array()},
        {"cost_vnd", best.cost},
        {"same_share", best.same_share}};
    for (std::size_t const n : best.chosen) json["measures"].push_back(asked.names[n]);
    json["sum"] = {{"improvement_ug_m3", best.effect},
                   {"half_width_ug_m3", asked.seeds > 1 ? ordered_json(best.half_width) : ordered_json(nullptr)}};
    if (!best.chosen.empty()) {
        auto const set = together(asked, best.chosen);
        std::vector<double> with_set, expected;
        for (int seed = 0; seed < asked.seeds; ++seed) {
            auto const s = static_cast<std::size_t>(seed);
            with_set.push_back(exposure(&set, seed, "the package"));
            expected.push_back(base[s]);
            for (std::size_t const n : best.chosen) expected.back() -= options[n].effects[s];
        }
        json["set"] = improvement(base, with_set);
        json["set_minus_sum"] = improvement(expected, with_set);
        json["shared_roads"] = shared_roads(asked, best.chosen, session);
    }
    std::vector<std::size_t> order(options.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto const mean = [&](std::size_t n) {
        return std::accumulate(options[n].effects.begin(), options[n].effects.end(), 0.0);
    };
    std::ranges::stable_sort(order, std::ranges::greater{}, mean);
    for (std::size_t const n : order) {
        ordered_json one = {{"measure", asked.names[n]}, {"cost_vnd", costs[n]}};
        one.update(improvement(base, variants[n]));
        one["held_share"] = best.held_share[n];
        json["ranking"].push_back(one);
    }
    return json;
}

std::string fast_package_text(ordered_json const& package) {
    auto const chosen = package["measures"].get<std::vector<std::string>>();
    std::string text = fmt::format("Best package within {:.0f} VND: {}\n", package["budget_vnd"].get<double>(),
                                   chosen.empty() ? "none" : fmt::format("{}", fmt::join(chosen, ", ")));
    if (!chosen.empty()) {
        text += fmt::format(
            "  cost {:.0f} VND; people breathe less by {} ug/m3 of {:.4g} as the sum of its measures, by {} as one; "
            "one minus sum {}\n",
            package["cost_vnd"].get<double>(), interval_text(package["sum"]), package["base_ug_m3"].get<double>(),
            interval_text(package["set"]), interval_text(package["set_minus_sum"]));
        text += fmt::format("  best for {:.0f} % of {} seeds alone too\n", 100 * package["same_share"].get<double>(),
                            package["seeds"].get<int>());
        for (auto const& pair : package["shared_roads"])
            text += fmt::format("  {} and {} act on {} roads in common: their effects need not add up\n",
                                pair.at(0).get<std::string>(), pair.at(1).get<std::string>(),
                                pair.at(2).get<std::size_t>());
    }
    for (auto const& one : package["ranking"])
        text += fmt::format("  {:<30} {:>14.0f} VND   less by {} ug/m3; in the best package of {:.0f} % of the seeds\n",
                            one["measure"].get<std::string>(), one["cost_vnd"].get<double>(), interval_text(one),
                            100 * one["held_share"].get<double>());
    return text;
}

}  // namespace hacthanh::app
