#include "app/hacthanh/assess_results.hpp"

#include "io/cost_table.hpp"
#include "io/impact/read_run.hpp"
#include "io/rule_tables.hpp"
#include "sim/core/error.hpp"
#include "sim/core/local_clock.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

/// Inputs of the assessment, from the first result of the baseline.
study::AssessmentInputs inputs_of(fs::path const& base, AssessmentArguments const& arguments) {
    study::AssessmentInputs inputs;
    auto const all_rules = io::read_rules(arguments.rules);
    io::read_result(base.string(), [&](io::ResultReader const& result) {
        auto const& facts = result.facts();
        inputs.rules = all_rules.on(LocalClock(facts.epoch_utc, facts.utc_offset).day(facts.begin_s));
        inputs.places = io::read_places(result, arguments.places);
    });
    for (auto const& text : arguments.evidence) {
        auto const equals = text.find('=');
        auto const mark = equals == std::string::npos ? std::nullopt : city::find_mark(text.substr(equals + 1));
        std::string const term = text.substr(0, equals);
        validate(mark && inputs.rules.error(term) != nullptr, "--evidence " + text, "must be TERM=S, C, D or M",
                 "the terms are those of rules/uncertainty.csv, for example counts=S");
        inputs.marks[term] = *mark;
    }
    return inputs;
}

/// Share of the people near a frequent bus, by option; "" = the present state and options without stops of their own.
std::map<std::string, double> bus_access(std::vector<std::string> const& files, impact::Places const& places) {
    std::map<std::string, double> shares;
    for (auto const& text : files) {
        auto const equals = text.find('=');
        std::string const option = equals == std::string::npos ? "" : text.substr(0, equals);
        fs::path const file = equals == std::string::npos ? text : text.substr(equals + 1);
        bool const once =
            shares.emplace(option, impact::share_with_bus(places.people, places.at, io::read_bus_stops(file))).second;
        validate(once, "--bus-stops " + text, "is the second file of one option", "give one file for each");
    }
    validate(shares.empty() || shares.contains(""), "--bus-stops", "names stops of options only",
             "give the stops of the present state too, without NAME=");
    return shares;
}

/// One run's facts per repeat (seed and weather), in the order given. Typical days of a seed become their year; one day
/// that stands for the year alone does, too. Throws InputError when days are given that do not add up to a year.
std::vector<impact::RunFacts> by_seed(std::vector<fs::path> const& files,
                                      std::map<std::string, impact::RunFacts> const& facts) {
    std::vector<std::vector<impact::RunFacts>> seeds;
    for (auto const& file : files) {
        auto const& run = facts.at(file.string());
        auto seed = std::ranges::find_if(seeds, [&](auto const& days) {
            return days.front().seed == run.seed && days.front().days_per_year > 0 && run.days_per_year > 0;
        });
        if (seed == seeds.end()) seed = seeds.insert(seeds.end(), std::vector<impact::RunFacts>{});
        seed->push_back(run);
    }
    std::vector<impact::RunFacts> joined;
    for (auto const& days : seeds) {
        auto year = impact::year_of(days);
        double sum = 0;
        for (auto const& day : days) sum += day.days_per_year;
        validate(
            year || days.size() == 1, days.front().file,
            fmt::format("and the other {} typical days of seed {} stand for {:g} days and are no year", days.size() - 1,
                        days.front().seed, sum),
            "their time.days_per_year must add up to 329 to 366, and each must compare a whole day after its spin-up");
        joined.push_back(year ? std::move(*year) : days.front());
    }
    return joined;
}

void put_bus_access(std::vector<std::string> const& files, impact::Places const& places,
                    std::vector<impact::RunFacts>& base, std::vector<study::OptionRuns>& options) {
    auto const shares = bus_access(files, places);
    if (shares.empty()) return;
    auto const put = [&](std::vector<impact::RunFacts>& runs, std::string const& name) {
        for (auto& run : runs) run.bus_access = shares.at(name);
    };
    put(base, "");
    for (auto& option : options) {
        put(option.base, "");
        put(option.option, shares.contains(option.name) ? option.name : "");
    }
    for (auto const& [name, share] : shares)
        validate(name.empty() || std::ranges::count(options, name, &study::OptionRuns::name) > 0, "--bus-stops " + name,
                 "is no option of those compared", "write the name of its files, without the seed");
}

/// The present state and a cheap option are always columns: says when there is none.
void note_options(AssessedResults& results) {
    if (results.money.empty()) return;
    bool const cheap = std::ranges::any_of(results.money, [](auto const& m) { return m.cost && m.cost->cheap; });
    if (!cheap)
        results.notes.push_back(
            {"No option is marked as the cheap alternative (column `cheap` of the costs)",
             "Chưa có phương án nào được đánh dấu là phương án chi phí thấp (cột `cheap` của bảng chi phí)"});
}

}  // namespace

void AssessmentArguments::add_to(CLI::App& verb) {
    verb.add_option("--city", places.city,
                    "City folder with the people; default: the one that the result was made with");
    verb.add_option("--wards", places.wards, "Polygons of wards with a column \"name\" (GeoJSON, GeoPackage)");
    verb.add_option("--rules", rules, "Folder with tables of rules on top of the program's (repeatable)");
    verb.add_option("--costs", costs, "Table of the options' costs (CSV)");
    verb.add_option("--bus-stops", bus_stops,
                    "Stops: x_m,y_m,headway_min (CSV); NAME=FILE for those of an option (repeatable)")
        ->type_name("[NAME=]FILE")
        ->allow_extra_args(false);
    verb.add_option("--evidence", evidence, "How well an input is known: TERM=S|C|D|M (repeatable); default: M")
        ->type_name("TERM=MARK")
        ->allow_extra_args(false);
}

AssessedResults assess_results(std::vector<fs::path> const& files, AssessmentArguments const& arguments) {
    AssessedResults found;
    auto const inputs = inputs_of(files.front(), arguments);
    std::map<std::string, impact::RunFacts> facts;
    found.pairs = pair_results(files, [&](io::ResultReader const& result) {
        facts.insert_or_assign(result.path(), io::read_run(result, inputs.places, inputs.rules));
    });
    std::vector<fs::path> base_files;
    for (auto const& run : found.pairs.base) base_files.push_back(run.file);
    auto base = by_seed(base_files, facts);
    std::vector<study::OptionRuns> options;
    for (auto const& pairs : found.pairs.options) {
        study::OptionRuns option{pairs.name, pairs.title, by_seed(pairs.base, facts), by_seed(pairs.option, facts)};
        options.push_back(std::move(option));
    }
    put_bus_access(arguments.bus_stops, inputs.places, base, options);
    found.assessment = study::assess(inputs, base, options);
    auto const costs = arguments.costs.empty() ? std::vector<impact::OptionCost>{} : io::read_costs(arguments.costs);
    for (auto const& cost : costs)
        validate(std::ranges::find(options, cost.option, &study::OptionRuns::name) != options.end(),
                 arguments.costs.string(), fmt::format("names the option \"{}\", which is not compared", cost.option),
                 "write the name of its files, without the seed");
    found.money = study::value_options(inputs, options, found.assessment, costs);
    note_options(found);
    return found;
}

}  // namespace hacthanh::app
