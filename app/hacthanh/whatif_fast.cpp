#include "app/hacthanh/whatif_fast.hpp"

#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/fast_no2.hpp"
#include "app/hacthanh/fast_package.hpp"
#include "app/hacthanh/fast_people.hpp"
#include "app/hacthanh/fast_results.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/result_indicators.hpp"
#include "app/hacthanh/sampled_hours.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "io/measure_file.hpp"
#include "io/transfer_file.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/core/temporary_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace hacthanh::app {
namespace {

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

/// The other scenarios of the same air, refused when it is not.
std::vector<std::unique_ptr<Session>> other_sessions(FastWhatif const& asked, FastAir const& air, Session const& base) {
    std::vector<std::unique_ptr<Session>> others;
    for (auto const& path : asked.scenarios) {
        ScenarioArguments arguments = asked.scenario;
        arguments.scenario = path;
        auto other = std::make_unique<Session>(arguments);
        air.require_air_of(*other, path.string());
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

struct Answer {
    std::string name;
    std::vector<float> values;          ///< [receptor] [ug/m3] above the background
    std::vector<FormedSpecies> formed;  ///< NO2, NO and O3 with the background; nothing when they are not formed
};

nlohmann::ordered_json facts(std::string const& name, std::vector<float> const& base,
                             std::vector<float> const& variant) {
    double least = 0, most = 0;
    for (std::size_t r = 0; r < base.size(); ++r) {
        double const change = static_cast<double>(variant[r]) - static_cast<double>(base[r]);
        least = std::min(least, change);
        most = std::max(most, change);
    }
    double const before = mean_of(base), after = mean_of(variant);
    return {{"name", name},
            {"base_ug_m3", before},
            {"variant_ug_m3", after},
            {"change", before > 0 ? after / before - 1 : 0.0},
            {"greatest_fall_ug_m3", least},
            {"greatest_rise_ug_m3", most}};
}

nlohmann::ordered_json facts(Answer const& base, Answer const& variant) {
    auto all = facts(variant.name, base.values, variant.values);
    for (std::size_t n = 0; n < variant.formed.size(); ++n)
        all["formed"].push_back(
            facts(std::string(name(variant.formed[n].pollutant)), base.formed[n].air, variant.formed[n].air));
    return all;
}

/// Every place under the baseline and every variant.
std::string places_csv(state::TransferTable const& table, std::vector<Answer> const& answers) {
    std::string text = "x_m,y_m";
    for (auto const& answer : answers) text += fmt::format(",{}_ug_m3", answer.name);
    for (auto const& answer : answers)
        for (auto const& one : answer.formed) text += fmt::format(",{}_{}_ug_m3", answer.name, name(one.pollutant));
    text += "\n";
    for (std::size_t r = 0; r < table.x.size(); ++r) {
        text += fmt::format("{:g},{:g}", table.x[r], table.y[r]);
        for (auto const& answer : answers) text += fmt::format(",{:.5g}", answer.values[r]);
        for (auto const& answer : answers)
            for (auto const& one : answer.formed) text += fmt::format(",{:.5g}", one.air[r]);
        text += "\n";
    }
    return text;
}

/// Names of the baseline and of all variants, which their files bear.
std::vector<std::string> names_of(FastWhatif const& asked) {
    std::vector<std::string> names{"base"};
    for (auto const* files : {&asked.measures, &asked.scenarios})
        for (auto const& file : *files) {
            auto const name = file.stem().string();
            validate(std::ranges::find(names, name) == names.end(), file.string(),
                     fmt::format("is a second \"{}\"", name), "give every file a name of its own");
            names.push_back(name);
        }
    return names;
}

/// Clears the way with --force; refuses before the work what could not be written after it.
void prepare(std::filesystem::path const& folder, std::vector<std::string> const& names, bool force) {
    if (folder.empty()) return;
    std::vector<std::string> files{"whatif.json", "whatif.txt", "places.csv"};
    for (auto const& name : names) files.push_back(name + ".nc");
    for (auto const& file : files) {
        if (force) std::filesystem::remove(folder / file);
        validate(!std::filesystem::exists(folder / file), (folder / file).string(), "exists already",
                 "give --force to overwrite it or -o for another folder");
    }
    std::filesystem::create_directories(folder);
}

/// Which results were written, or why none.
nlohmann::ordered_json maps_facts(std::filesystem::path const& folder, std::vector<std::string> const& names,
                                  bool maps) {
    nlohmann::ordered_json facts = {{"written", maps}};
    if (!maps) {
        facts["text"] = "no maps and indices: the tables do not have every cell (hacthanh transfer --spacing 1)";
        return facts;
    }
    for (auto const& name : names) facts["results"].push_back(name + ".nc");
    facts["text"] = fmt::format(
        "{0}/*.nc; people, wards and places: hacthanh compare {0} [--wards FILE]; pictures and layers: hacthanh "
        "render, view, export",
        folder.string());
    return facts;
}

/// Who breathes at the receptors; the baseline's map is made for it and thrown away.
PeopleWeights people_of(FastWhatif const& asked, Session const& session, state::TransferTable const& table,
                        Parallel const& parallel) {
    validate(covers_the_map(table, session.mesh()), asked.transfer.string(),
             "its tables do not have every cell, so that people stand at no receptor",
             "build them with hacthanh transfer --spacing 1");
    TemporaryFolder const folder("hacthanh-people");
    auto const file = folder / "base.nc";
    auto const emission = run::EmissionByRoad{
        {transfer_pollutant}, {}, state::RoadSeries(session.city().roads.size(), 1)};  // of no traffic
    std::vector<float> const nothing(table.cell.size(), 0.0F);
    write_fast_result(file, {session, nullptr, emission, nothing, {}, "", ""}, table, parallel);
    return people_weights(io::ResultReader(file.string()), {asked.city, {}}, table);
}

nlohmann::ordered_json people_facts(PeopleWeights const& people) {
    return {{"has_population", people.has_population},
            {"people", people.people},
            {"of", people.has_population ? fmt::format("{:.0f} people, where they live", people.people)
                                         : fmt::format("every open cell ({})", people.missing.english)}};
}

std::string text_of(nlohmann::ordered_json const& document) {
    std::string text = fmt::format("{} of traffic, mean over {} places [ug/m3], by transfer functions ({}), one seed\n",
                                   document["species"].get<std::string>(), document["receptors"].get<std::size_t>(),
                                   document["model"].get<std::string>());
    auto const line = [](nlohmann::ordered_json const& one, std::string const& indent) {
        return fmt::format("{}{:<{}} {:>9.3f} -> {:>9.3f}  {:>+6.1f} %   places from {:+.3f} to {:+.3f}\n", indent,
                           one["name"].get<std::string>(), 32 - indent.size(), one["base_ug_m3"].get<double>(),
                           one["variant_ug_m3"].get<double>(), 100 * one["change"].get<double>(),
                           one["greatest_fall_ug_m3"].get<double>(), one["greatest_rise_ug_m3"].get<double>());
    };
    for (auto const& one : document["variants"]) {
        text += line(one, "  ");
        if (one.contains("formed"))
            for (auto const& species : one["formed"]) text += line(species, "    ");
    }
    if (document.contains("people")) {
        text += fmt::format("Mean over {}:\n", document["people"]["of"].get<std::string>());
        for (auto const& one : document["variants"])
            text += fmt::format("  {:<30} {:>9.3f} -> {:>9.3f}\n", one["name"].get<std::string>(),
                                one["base_people_ug_m3"].get<double>(), one["variant_people_ug_m3"].get<double>());
    }
    if (document.contains("package")) text += fast_package_text(document["package"]);
    text += fmt::format("Difference to full runs: {}.\n", document["against_sampled_hours"]["text"].get<std::string>());
    if (document.contains("maps")) text += fmt::format("Maps: {}.\n", document["maps"]["text"].get<std::string>());
    if (document.contains("against_run"))
        text += fmt::format("The tables against the run they were made from: {}.\n",
                            document["against_run"]["text"].get<std::string>());
    text += fmt::format(
        "Left out and rounded: at most {:.2g} of the mean. One seed proves nothing about traffic; what vehicles "
        "stir and where along a road they give off is the base's. {}.\n",
        document["truncation_bound"].get<double>(), document["no2"]["text"].get<std::string>());
    return text;
}

}  // namespace

int whatif_fast(FastWhatif const& asked) {
    Session const session(asked.scenario);
    auto const table = io::read_transfer(asked.transfer / "run.h5");
    Parallel const parallel(asked.threads);
    FastAir const air(table, parallel);
    air.require_air_of(session, asked.scenario.scenario.string());
    auto const others = other_sessions(asked, air, session);
    FastNo2 const no2(air, session, parallel);
    auto const names = names_of(asked);
    prepare(asked.folder, names, asked.force);
    bool const maps = !asked.folder.empty() && covers_the_map(table, session.mesh());
    std::vector<scenario::MeasureFile> files;
    for (auto const& path : asked.measures) {
        files.push_back(io::read_measures(path));
        require_emission_only(files.back(), session.resolve(files.back(), session.seed()));
    }
    double bound = 0, evaluate_s = 0;
    std::vector<Answer> answers;
    auto const evaluate = [&](Session const& from, scenario::MeasureFile const* measures, bool another) {
        auto const& name = names[answers.size()];
        auto const emission = replay_emission(from, measures);
        auto const rates = air.known_rates(emission, from.city(), name);
        Stopwatch const watch;
        answers.push_back({name, air.air_of(rates), no2.formed(from, emission, rates)});
        evaluate_s = watch.seconds();
        bound = std::max(bound, air.error_share(rates, answers.back().values));
        if (maps)
            write_fast_result(asked.folder / (name + ".nc"),
                              {from, measures, emission, answers.back().values, answers.back().formed,
                               another ? name : "", hours_text(table.hours)},
                              table, parallel);
    };
    evaluate(session, nullptr, false);
    for (auto const& file : files) evaluate(session, &file, false);
    for (auto const& other : others) evaluate(*other, nullptr, true);
    std::optional<PeopleWeights> people;
    if (maps || !asked.costs.empty()) people = people_of(asked, session, table, parallel);
    auto variants = nlohmann::ordered_json::array();
    for (std::size_t n = 1; n < answers.size(); ++n) variants.push_back(facts(answers[0], answers[n]));
    nlohmann::ordered_json document = {{"species", table.species},
                                       {"model", table.model},
                                       {"receptors", table.cell.size()},
                                       {"schematic_network", session.scenario().about.schematic},
                                       {"truncation_bound", bound},
                                       {"reevaluate_ms", 1e3 * evaluate_s},
                                       {"seeds", 1},
                                       {"against_sampled_hours", hours_facts(table.hours)},
                                       {"variants", variants}};
    if (people) {
        document["people"] = people_facts(*people);
        for (std::size_t n = 1; n < answers.size(); ++n) {
            auto& variant = document["variants"][n - 1];
            variant["base_people_ug_m3"] = people->mean(answers[0].values);
            variant["variant_people_ug_m3"] = people->mean(answers[n].values);
        }
    }
    if (!asked.costs.empty())
        document["package"] =
            best_fast_package({files,
                               {names.begin() + 1, names.begin() + 1 + static_cast<std::ptrdiff_t>(files.size())},
                               asked.costs,
                               asked.budget_vnd,
                               asked.seeds},
                              session, air, *people);
    document["no2"] = {{"formed", no2.why_not().empty()},
                       {"text", no2.why_not().empty()
                                    ? "NO2, NO and O3 are formed for the age of the traffic's air, background included"
                                    : "NO2 is not formed: " + no2.why_not()}};
    if (table.check) document["against_run"] = check_facts(*table.check);
    if (!asked.folder.empty()) document["maps"] = maps_facts(asked.folder, names, maps);
    auto const text = text_of(document);
    if (!asked.folder.empty()) {
        io::write_text(asked.folder / "whatif.json", document.dump(2) + "\n");
        io::write_text(asked.folder / "whatif.txt", text);
        io::write_text(asked.folder / "places.csv", places_csv(table, answers));
    }
    fmt::print("{}", asked.json ? document.dump(2) + "\n" : text);
    return 0;
}

}  // namespace hacthanh::app
