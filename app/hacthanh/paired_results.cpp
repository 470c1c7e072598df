#include "app/hacthanh/paired_results.hpp"

#include "io/resolved_option.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

/// Names of a what-if whose routes are in equilibrium: they have a baseline of their own and stand in whatif.json.
std::vector<std::string> planned_in(fs::path const& folder) {
    std::vector<std::string> names;
    std::ifstream in(folder / "whatif.json");
    if (!in) return names;
    auto const document = nlohmann::json::parse(in, nullptr, false);
    if (!document.is_object() || !document.contains("variants") || !document["variants"].is_object()) return names;
    for (auto const& [name, variant] : document["variants"].items())
        if (variant.is_object() && variant.value("mode", "") == "planning") names.push_back(name);
    if (!names.empty()) names.emplace_back("base_planning");
    return names;
}

/// Names of a what-if's options as they stand in its whatif.json.
std::vector<std::string> order_in(fs::path const& folder) {
    std::vector<std::string> names;
    std::ifstream in(folder / "whatif.json");
    if (!in) return names;
    auto const document = nlohmann::ordered_json::parse(in, nullptr, false);
    if (!document.is_object() || !document.contains("variants") || !document["variants"].is_object()) return names;
    for (auto const& [name, variant] : document["variants"].items()) names.push_back(name);
    return names;
}

/// Mesh, period and schema in words, which are compared and shown.
std::string frame_of(io::ResultReader const& result) {
    auto const& facts = result.facts();
    auto const& grid = result.grid();
    return fmt::format(
        "schema {}; {} x {} x {} cells of {:g} m from ({:.2f}, {:.2f}); seconds {:g} to {:g} from {} UTC, spin-up {:g} "
        "s",
        facts.schema, grid.nx(), grid.ny(), grid.nz(), grid.cell_size, grid.x_centre.front(), grid.y_centre.front(),
        facts.begin_s, facts.end_s, facts.epoch_utc, facts.spin_up_s);
}

RunFile read(fs::path const& file, std::function<void(io::ResultReader const&)> const& look) {
    RunFile run;
    io::read_result(file.string(), [&](io::ResultReader const& result) {
        auto const& facts = result.facts();
        validate(facts.complete, file.string(), "its run has not reached its end", "compare finished runs");
        run = {file,
               {facts.title, facts.title_vi},
               {facts.note, facts.note_vi},
               frame_of(result),
               result.provenance().seed,
               fmt::format("{} UTC + {:g} s", facts.epoch_utc, facts.begin_s),
               io::resolved_number(result.provenance().resolved_scenario, "time", "days_per_year").value_or(0),
               io::resolved_section(result.provenance().resolved_scenario, "weather")};
        look(result);
    });
    return run;
}

/// A variant is titled "<title of its baseline>: <title of its measures>".
std::string without(std::string const& prefix, std::string const& title) {
    bool const begins = title.starts_with(prefix + ": ");
    return begins ? title.substr(prefix.size() + 2) : title;
}

RunFile const& baseline_of(RunFile const& variant, RunGroup const& base) {
    auto same = std::ranges::find_if(
        base, [&](RunFile const& run) { return run.same_repeat(variant) && run.day == variant.day; });
    bool const other_weather =
        same == base.end() && !variant.is_typical_day() && std::ranges::any_of(base, [&](RunFile const& run) {
            return run.seed == variant.seed && run.day == variant.day && run.frame == variant.frame;
        });
    validate(!other_weather, variant.file.string(),
             fmt::format("has seed {} and weather {}, and no result of the baseline has both", variant.seed,
                         variant.weather),
             "give the baseline's result of the same seed and weather too");
    if (same == base.end())
        same = std::ranges::find(base, variant.seed, &RunFile::seed);  // of another period: see frame
    validate(same != base.end(), variant.file.string(),
             fmt::format("has seed {}, and no result of the baseline has it", variant.seed),
             "give the baseline's result of the same seed too");
    validate(same->frame == variant.frame, variant.file.string(),
             fmt::format("has {}\nbut {} has {}", variant.frame, same->file.string(), same->frame),
             "only runs of the same mesh, period and schema can be compared");
    return *same;
}

/// "e_moto_30.s42.nc" -> "e_moto_30"
std::string name_of(fs::path const& file) {
    std::string const stem = file.stem().string();
    auto const seed = stem.rfind(".s");
    bool const numbered = seed != std::string::npos && seed + 2 < stem.size() &&
                          std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(seed) + 2, stem.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
    return numbered ? stem.substr(0, seed) : stem;
}

PairedRuns paired(RunGroup const& group, RunGroup const& base) {
    auto const& first = group.front();
    PairedRuns runs{name_of(first.file),
                    {without(base.front().title.english, first.title.english),
                     without(base.front().title.vietnamese, first.title.vietnamese)},
                    first.note,
                    {},
                    {}};
    for (auto const& run : group) {
        auto const of_repeat = [&](RunFile const& other) { return other.same_repeat(run); };
        auto const days = std::ranges::count_if(group, of_repeat);
        auto const base_days = std::ranges::count_if(base, of_repeat);
        validate(
            days >= base_days || base_days < 2, run.file.string(),
            fmt::format("is one of {} typical day(s) of seed {}, and the baseline has {}", days, run.seed, base_days),
            "give the option's result of every day");
        runs.base.push_back(baseline_of(run, base).file);
        runs.option.push_back(run.file);
        runs.days_per_year.push_back(run.days_per_year);
        auto const first_of_it = static_cast<std::size_t>(std::ranges::find_if(group, of_repeat) - group.begin());
        auto const now = runs.repeat.size();
        runs.repeat.push_back(first_of_it < now ? runs.repeat[first_of_it]
                              : now == 0        ? 0
                                                : *std::ranges::max_element(runs.repeat) + 1);
    }
    return runs;
}

/// A run of the same title and seed must be of another typical day.
void require_new(RunGroup const& group, RunFile const& run) {
    for (auto const& other : group) {
        if (!other.same_repeat(run)) continue;
        validate(
            other.day != run.day, run.file.string(),
            fmt::format("is a second run of \"{}\" with seed {} and the same weather", run.title.english, run.seed),
            "give every run once; runs of different measures need different titles");
        validate(other.days_per_year > 0 && run.days_per_year > 0, run.file.string(),
                 fmt::format("is a second run of \"{}\" with seed {}, of another day", run.title.english, run.seed),
                 "to join typical days into a year, say time.days_per_year in each of their scenarios");
    }
}

}  // namespace

bool RunFile::same_repeat(RunFile const& other) const {
    if (seed != other.seed) return false;
    return (is_typical_day() && other.is_typical_day()) || weather == other.weather;
}

bool PairedResults::has_typical_days() const {
    return std::ranges::any_of(base, [this](RunFile const& run) {
        return run.is_typical_day() && std::ranges::count(base, run.seed, &RunFile::seed) > 1;
    });
}

std::vector<fs::path> results_in(std::vector<fs::path> const& inputs) {
    std::vector<fs::path> files;
    for (auto const& input : inputs) {
        if (!fs::is_directory(input)) {
            files.push_back(input);
            continue;
        }
        auto const planned = planned_in(input);
        std::vector<fs::path> found;
        for (auto const& entry : fs::directory_iterator(input)) {
            auto const name = entry.path().filename().string();
            if (!name.ends_with(".nc")) continue;
            if (std::ranges::find(planned, name_of(entry.path())) == planned.end())
                found.push_back(entry.path());
            else
                log::warning("{} is left out: options of planning mode stand in whatif.json", name);
        }
        validate(!found.empty(), input.string(), "holds no result (.nc)",
                 "give the folder that `hacthanh whatif` wrote");
        std::ranges::sort(found);
        auto const order = order_in(input);
        std::ranges::stable_sort(found, {}, [&](fs::path const& f) {
            return std::ranges::find(order, name_of(f)) - order.begin();  // those that it does not name: last
        });
        std::stable_partition(found.begin(), found.end(),
                              [](fs::path const& f) { return f.filename().string().starts_with("base."); });
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

PairedResults pair_results(std::vector<fs::path> const& files,
                           std::function<void(io::ResultReader const&)> const& look) {
    std::vector<RunGroup> groups;
    for (auto const& file : files) {
        RunFile run = read(file, look);
        auto group = std::ranges::find_if(
            groups, [&](RunGroup const& g) { return g.front().title.english == run.title.english; });
        if (group == groups.end()) group = groups.insert(groups.end(), RunGroup{});
        require_new(*group, run);
        group->push_back(std::move(run));
    }
    PairedResults results;
    if (groups.empty()) return results;
    results.base = groups.front();
    for (std::size_t g = 1; g < groups.size(); ++g) results.options.push_back(paired(groups[g], groups.front()));
    return results;
}

}  // namespace hacthanh::app
