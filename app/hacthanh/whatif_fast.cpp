#include "app/hacthanh/whatif_fast.hpp"

#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "io/measure_file.hpp"
#include "io/transfer_file.hpp"
#include "io/write_text.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
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

/// Refuses a scenario whose air is not that of the tables. @param name  of its file
void require_air_of(state::TransferTable const& table, Session const& session, std::string const& name) {
    require_linear_air(session, name);
    auto const weather = session.weather().in_interval(0);
    if (table.key == air_key(session, weather)) return;
    bool const same_wind = table.wind_from_deg == weather.wind_from_deg &&
                           table.wind_speed_m_s == weather.wind_speed_m_s &&
                           table.inverse_obukhov_length == weather.inverse_obukhov_length;
    throw InputError(
        name,
        "the tables were made for another geometry, wind or program: " +
            (same_wind
                 ? std::string("the wind is the same, so mesh, buildings, wind model, removal or version differ")
                 : fmt::format("their wind is {:g} m/s from {:g} degrees (1/L {:g} per m), here {:g} m/s from {:g} "
                               "(1/L {:g})",
                               table.wind_speed_m_s, table.wind_from_deg, table.inverse_obukhov_length,
                               weather.wind_speed_m_s, weather.wind_from_deg, weather.inverse_obukhov_length)),
        "build them from a run of this scenario (hacthanh transfer RESULT), or run hacthanh whatif without --fast");
}

/// The other scenarios of the same air, refused when it is not.
std::vector<std::unique_ptr<Session>> other_sessions(FastWhatif const& asked, state::TransferTable const& table,
                                                     Session const& base) {
    std::vector<std::unique_ptr<Session>> others;
    for (auto const& path : asked.scenarios) {
        ScenarioArguments arguments = asked.scenario;
        arguments.scenario = path;
        auto other = std::make_unique<Session>(arguments);
        require_air_of(table, *other, path.string());
        auto const &here = other->scenario().chemistry.model, &there = base.scenario().chemistry.model;
        validate(here == there, path.string(),
                 fmt::format("its chemistry.model is {}, the baseline's {}: NO2 and O3 change, which the tables do not "
                             "carry",
                             here, there),
                 "run both in full");
        others.push_back(std::move(other));
    }
    return others;
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

/// Every place under the baseline and every variant.
std::string places_csv(state::TransferTable const& table, std::vector<Answer> const& answers) {
    std::string text = "x_m,y_m";
    for (auto const& answer : answers) text += fmt::format(",{}_ug_m3", answer.name);
    text += "\n";
    for (std::size_t r = 0; r < table.x.size(); ++r) {
        text += fmt::format("{:g},{:g}", table.x[r], table.y[r]);
        for (auto const& answer : answers) text += fmt::format(",{:.5g}", answer.values[r]);
        text += "\n";
    }
    return text;
}

}  // namespace

int whatif_fast(FastWhatif const& asked) {
    Session const session(asked.scenario);
    auto const table = io::read_transfer(asked.transfer / "run.h5");
    require_air_of(table, session, asked.scenario.scenario.string());
    auto const others = other_sessions(asked, table, session);
    for (auto const* name : {"whatif.json", "places.csv"})
        validate(asked.folder.empty() || asked.force || !std::filesystem::exists(asked.folder / name),
                 (asked.folder / name).string(), "exists already",
                 "give --force to overwrite it or -o for another folder");
    std::vector<scenario::MeasureFile> files;
    for (auto const& path : asked.measures) {
        files.push_back(io::read_measures(path));
        require_emission_only(files.back(), session.resolve(files.back(), session.seed()));
    }
    Parallel const parallel(asked.threads);
    answers::TransferRows const rows(table.rows);
    double bound = 0, evaluate_s = 0;
    auto const evaluate = [&](Session const& from, std::string const& what, scenario::MeasureFile const* measures) {
        auto const emission = replay_emission(from, measures);
        auto const rates = rates_of(emission, table, from.city(), species_index(emission, transfer_pollutant), what);
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
    std::vector<Answer> answers{evaluate(session, "base", nullptr)};
    for (std::size_t n = 0; n < files.size(); ++n)
        answers.push_back(evaluate(session, asked.measures[n].stem().string(), &files[n]));
    for (std::size_t n = 0; n < others.size(); ++n)
        answers.push_back(evaluate(*others[n], asked.scenarios[n].stem().string(), nullptr));
    auto variants = nlohmann::ordered_json::array();
    for (std::size_t n = 1; n < answers.size(); ++n) variants.push_back(facts(answers[0], answers[n]));
    nlohmann::ordered_json document = {{"species", table.species},
                                       {"receptors", rows.n_receptors()},
                                       {"schematic_network", session.scenario().about.schematic},
                                       {"truncation_bound", bound},
                                       {"reevaluate_ms", 1e3 * evaluate_s},
                                       {"seeds", 1},
                                       {"variants", variants}};
    if (table.check) document["against_run"] = check_facts(*table.check);
    if (!asked.folder.empty()) {
        std::filesystem::create_directories(asked.folder);
        io::write_text(asked.folder / "whatif.json", document.dump(2) + "\n");
        io::write_text(asked.folder / "places.csv", places_csv(table, answers));
    }
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
