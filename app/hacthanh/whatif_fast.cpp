#include "app/hacthanh/whatif_fast.hpp"

#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "io/measure_file.hpp"
#include "io/transfer_file.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr double most_unknown = 0.01;  // of the emission, on roads that the table does not know; our choice

/// Refuses what a product with the tables would answer wrongly.
void require_emission_only(scenario::MeasureFile const& file, run::ResolvedMeasures const& resolved) {
    std::string const remedy = "run hacthanh whatif without --fast";
    validate(resolved.answered, file.file, fmt::format("{}", fmt::join(resolved.notes, "; ")), "leave this file out");
    validate(file.mode() == scenario::MeasureMode::operational, file.file,
             "its routes must be brought to equilibrium (planning mode)", remedy);
    for (auto const& measure : file.measures)
        validate(measure.kind != scenario::MeasureKind::street_trees, file.file,
                 "street_trees changes the wind, for which the transfer functions were found", remedy);
}

/// Mean rates of every source of the table [kg/s].
std::vector<double> rates_of(run::EmissionByRoad const& emission, state::TransferTable const& table,
                             city::City const& city, std::size_t species, std::string const& what) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t s = 0; s < table.sources.size(); ++s) places.emplace(table.sources[s], s);
    std::vector<double> rates(table.sources.size(), 0.0);
    double all = 0, unknown = 0;
    for (auto const& source : road_sources(emission, species, city.roads.size())) {
        auto const found = places.find(source.road < city.roads.size() ? city.roads[source.road].name : "");
        all += source.rate_kg_s;
        if (found == places.end())
            unknown += source.rate_kg_s;
        else
            rates[found->second] += source.rate_kg_s;
    }
    validate(unknown <= most_unknown * all, what,
             fmt::format("{:.1f} % of the emission is on roads that gave off nothing when the table was made",
                         100 * unknown / all),
             "run hacthanh whatif without --fast");
    return rates;
}

struct Answer {
    std::string name;
    std::vector<float> values;  ///< [receptor] [ug/m3] above the background
};

double mean(std::vector<float> const& values) {
    double sum = 0;
    for (float const value : values) sum += static_cast<double>(value);
    return sum / static_cast<double>(std::max<std::size_t>(1, values.size()));
}

nlohmann::ordered_json facts(Answer const& base, Answer const& variant) {
    double least = 0, most = 0;
    for (std::size_t r = 0; r < base.values.size(); ++r) {
        double const change = static_cast<double>(variant.values[r]) - static_cast<double>(base.values[r]);
        least = std::min(least, change);
        most = std::max(most, change);
    }
    double const before = mean(base.values), after = mean(variant.values);
    return {{"name", variant.name},         {"base_ug_m3", before},
            {"variant_ug_m3", after},       {"change", before > 0 ? after / before - 1 : 0.0},
            {"greatest_fall_ug_m3", least}, {"greatest_rise_ug_m3", most}};
}

}  // namespace

int whatif_fast(FastWhatif const& asked) {
    Session const session(asked.scenario);
    std::string const name = asked.scenario.scenario.string();
    require_linear_air(session, name);
    auto const file = asked.transfer / "run.h5";
    auto const table = io::read_transfer(file);
    validate(table.key == air_key(session, session.weather().in_interval(0)), file.string(),
             "it was made for another geometry, wind or program than the scenario's",
             "build it again from a run of this scenario: hacthanh transfer RESULT");
    std::vector<scenario::MeasureFile> files;
    for (auto const& path : asked.measures) {
        files.push_back(io::read_measures(path));
        require_emission_only(files.back(), session.resolve(files.back(), session.seed()));
    }
    Parallel const parallel(asked.threads);
    answers::TransferRows const rows(table.rows);
    double bound = 0, evaluate_s = 0;
    auto const evaluate = [&](std::string const& what, scenario::MeasureFile const* measures) {
        auto const emission = replay_emission(session, measures);
        auto const rates = rates_of(emission, table, session.city(), species_index(emission, transfer_pollutant), what);
        Stopwatch const watch;
        std::vector<float> const state(rates.begin(), rates.end());
        Answer answer{what, rows.product(state, 1, parallel)};
        evaluate_s = watch.seconds();
        for (float& value : answer.values) value *= static_cast<float>(ug_of_kg);
        double sum = 0;
        for (double const error : rows.error_bounds(rates)) sum += error * ug_of_kg;
        bound = std::max(bound, sum / static_cast<double>(rows.n_receptors()) / std::max(1e-30, mean(answer.values)));
        return answer;
    };
    Answer const base = evaluate("base", nullptr);
    auto variants = nlohmann::ordered_json::array();
    for (std::size_t n = 0; n < files.size(); ++n)
        variants.push_back(facts(base, evaluate(asked.measures[n].stem().string(), &files[n])));
    nlohmann::ordered_json document = {{"species", table.species},
                                       {"receptors", rows.n_receptors()},
                                       {"schematic_network", session.scenario().about.schematic},
                                       {"truncation_bound", bound},
                                       {"reevaluate_ms", 1e3 * evaluate_s},
                                       {"seeds", 1},
                                       {"variants", variants}};
    if (table.check) document["against_run"] = check_facts(*table.check);
    if (asked.json) {
        fmt::print("{}\n", document.dump(2));
        return 0;
    }
    fmt::print("{} of traffic, mean over {} places [ug/m3], by transfer functions, one seed\n", table.species,
               rows.n_receptors());
    for (auto const& one : variants)
        fmt::print("  {:<30} {:>9.3f} -> {:>9.3f}  {:>+6.1f} %   places from {:+.3f} to {:+.3f}\n",
                   one["name"].get<std::string>(), one["base_ug_m3"].get<double>(), one["variant_ug_m3"].get<double>(),
                   100 * one["change"].get<double>(), one["greatest_fall_ug_m3"].get<double>(),
                   one["greatest_rise_ug_m3"].get<double>());
    if (table.check) fmt::print("The tables against the run they were made from: {}.\n", check_text(*table.check));
    fmt::print(
        "Left out and rounded: at most {:.2g} of the mean. One seed proves nothing about traffic; what vehicles "
        "stir and where along a road they give off is the base's. NO2 is not formed.\n",
        bound);
    return 0;
}

}  // namespace hacthanh::app
