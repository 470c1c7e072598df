#include "app/hacthanh/whatif_fast.hpp"

#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/result_indicators.hpp"
#include "app/hacthanh/sampled_hours.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "io/measure_file.hpp"
#include "io/transfer_file.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
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
    std::vector<float> values;  ///< [receptor] [ug/m3] above the background
};

nlohmann::ordered_json facts(Answer const& base, Answer const& variant) {
    double least = 0, most = 0;
    for (std::size_t r = 0; r < base.values.size(); ++r) {
        double const change = static_cast<double>(variant.values[r]) - static_cast<double>(base.values[r]);
        least = std::min(least, change);
        most = std::max(most, change);
    }
    double const before = mean_of(base.values), after = mean_of(variant.values);
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

constexpr std::array kept{"whatif.json", "whatif.txt", "places.csv"};

/// Refuses before the work what could not be written after it.
void require_free(FastWhatif const& asked) {
    for (auto const* name : kept)
        validate(asked.folder.empty() || asked.force || !std::filesystem::exists(asked.folder / name),
                 (asked.folder / name).string(), "exists already",
                 "give --force to overwrite it or -o for another folder");
}

std::string text_of(nlohmann::ordered_json const& document) {
    std::string text = fmt::format("{} of traffic, mean over {} places [ug/m3], by transfer functions, one seed\n",
                                   document["species"].get<std::string>(), document["receptors"].get<std::size_t>());
    for (auto const& one : document["variants"])
        text += fmt::format("  {:<30} {:>9.3f} -> {:>9.3f}  {:>+6.1f} %   places from {:+.3f} to {:+.3f}\n",
                            one["name"].get<std::string>(), one["base_ug_m3"].get<double>(),
                            one["variant_ug_m3"].get<double>(), 100 * one["change"].get<double>(),
                            one["greatest_fall_ug_m3"].get<double>(), one["greatest_rise_ug_m3"].get<double>());
    text += fmt::format("Difference to full runs: {}.\n",
                        document["against_sampled_hours"]["text"].get<std::string>());
    if (document.contains("against_run"))
        text += fmt::format("The tables against the run they were made from: {}.\n",
                            document["against_run"]["text"].get<std::string>());
    text += fmt::format(
        "Left out and rounded: at most {:.2g} of the mean. One seed proves nothing about traffic; what vehicles "
        "stir and where along a road they give off is the base's. NO2 is not formed.\n",
        document["truncation_bound"].get<double>());
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
    require_free(asked);
    std::vector<scenario::MeasureFile> files;
    for (auto const& path : asked.measures) {
        files.push_back(io::read_measures(path));
        require_emission_only(files.back(), session.resolve(files.back(), session.seed()));
    }
    double bound = 0, evaluate_s = 0;
    auto const evaluate = [&](Session const& from, std::string const& what, scenario::MeasureFile const* measures) {
        auto const rates = air.known_rates(replay_emission(from, measures), from.city(), what);
        Stopwatch const watch;
        Answer answer{what, air.air_of(rates)};
        evaluate_s = watch.seconds();
        bound = std::max(bound, air.error_share(rates, answer.values));
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
                                       {"receptors", table.cell.size()},
                                       {"schematic_network", session.scenario().about.schematic},
                                       {"truncation_bound", bound},
                                       {"reevaluate_ms", 1e3 * evaluate_s},
                                       {"seeds", 1},
                                       {"against_sampled_hours", hours_facts(table.hours)},
                                       {"variants", variants}};
    if (table.check) document["against_run"] = check_facts(*table.check);
    auto const text = text_of(document);
    if (!asked.folder.empty()) {
        std::filesystem::create_directories(asked.folder);
        io::write_text(asked.folder / "whatif.json", document.dump(2) + "\n");
        io::write_text(asked.folder / "whatif.txt", text);
        io::write_text(asked.folder / "places.csv", places_csv(table, answers));
    }
    fmt::print("{}", asked.json ? document.dump(2) + "\n" : text);
    return 0;
}

}  // namespace hacthanh::app
