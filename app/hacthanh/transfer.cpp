#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/sampled_hours.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_reader.hpp"
#include "io/transfer_file.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct TransferArguments {
    fs::path result;
    fs::path folder;
    std::size_t spacing = 1;
    std::size_t directions = 0;
    std::vector<double> speeds;
    double left_out = 0.01;
    std::string model;  ///< empty = that of the run
    HoursWish check;
    std::vector<double> volumes;  ///< of the check; empty = HoursWish's
    int threads = 0;
    bool json = false;
};

/// @param aged  whether the age of the air is wanted too
bool is_built(fs::path const& file, std::string const& key, std::vector<std::size_t> const& receptors, double left_out,
              bool aged) {
    if (io::transfer_key(file) != key) return false;
    auto const table = io::read_transfer(file);
    return table.rows.left_out_share == left_out && std::ranges::equal(table.cell, receptors) && (table.age || !aged);
}

nlohmann::ordered_json facts(state::TransferTable const& table, double seconds) {
    auto const& rows = table.rows;
    nlohmann::ordered_json facts = {
        {"class", table.wind_class},
        {"model", table.model},
        {"receptors", rows.scale.size()},
        {"sources", rows.reference.size()},
        {"pairs", rows.source.size()},
        {"kept_share", static_cast<double>(rows.source.size()) /
                           std::max(1.0, static_cast<double>(rows.scale.size() * rows.reference.size()))},
        {"truncation_error", rows.left_out.empty() ? 0.0 : std::ranges::max(rows.left_out)},
        {"ages", table.age.has_value()},
        {"build_s", seconds}};
    if (table.age) facts["age_truncation_error"] = std::ranges::max(table.age->rows.left_out);
    if (table.check) facts["against_run"] = check_facts(*table.check);
    if (table.check) facts["against_sampled_hours"] = hours_facts(table.hours);
    return facts;
}

/// Checks the table of the run's wind on sampled hours; what is known is stored after each.
void check(fs::path const& file, TransferArguments const& arguments, Parallel const& parallel) {
    auto const table = io::read_transfer(file);
    FastAir const air(table, parallel);
    auto wish = arguments.check;
    if (!arguments.volumes.empty()) {
        wish.least_volume = arguments.volumes.at(0);
        wish.greatest_volume = arguments.volumes.at(1);
        validate(wish.least_volume > 0 && wish.least_volume <= wish.greatest_volume, "--check-volumes",
                 "must be LOW,HIGH with 0 < LOW <= HIGH");
    }
    auto const store = [&](state::SampledHours const& checked) {
        auto with = table;
        with.hours = checked;
        io::write_transfer(file, with);
    };
    store(check_hours(arguments.result, air, wish, parallel, store));
}

int build(TransferArguments const& arguments) {
    io::ResultReader const result(arguments.result.string());
    ScenarioArguments repeated;
    repeated.from = arguments.result;
    Session const session(repeated);
    auto const model = arguments.model.empty() ? session.scenario().dispersion.model : arguments.model;
    require_linear_air(session, arguments.result.string(), model);
    bool const line = model == fast_tier;
    fs::path const folder =
        arguments.folder.empty() ? fs::path(arguments.result).replace_extension(".transfer") : arguments.folder;
    fs::create_directories(folder);
    auto const receptors = receptor_cells(session.mesh(), arguments.spacing);
    Parallel const parallel(arguments.threads);
    std::optional<run::EmissionByRoad> traffic;  // the traffic runs once, and only if something is to be built
    auto said = nlohmann::ordered_json::array();
    for (auto const& wind : transfer_classes(session, arguments.directions, arguments.speeds)) {
        fs::path const file = folder / (wind.name + ".h5");
        double build_s = 0;
        if (is_built(file, air_key(session, wind.conditions, model), receptors, arguments.left_out,
                     session.scenario().chemistry.on() && !line)) {
            log::info("{} is there already", file.string());
        } else {
            Stopwatch const watch;
            if (!traffic) traffic = replay_emission(session);
            auto table = (line ? build_line_transfer : build_transfer)(session, *traffic, wind, receptors,
                                                                       arguments.left_out, parallel);
            if (wind.name == "run") {
                table.check = check_against_run(table, result, settled_from_s(session), session.mesh(), parallel);
                if (table.check) table.check->no2 = check_no2(table, session, result, parallel);
            }
            io::write_transfer(file, table);
            build_s = watch.seconds();
        }
        if (wind.name == "run" && arguments.check.hours > 0) check(file, arguments, parallel);
        said.push_back(facts(io::read_transfer(file), build_s));
    }
    if (arguments.json) {
        fmt::print("{}\n", said.dump(2));
        return 0;
    }
    for (auto const& one : said) {
        fmt::print(
            "{:<10} {}, {} receptors x {} roads, {} pairs kept, at most {:.2g} of a receptor left out, {:.1f} s\n",
            one["class"].get<std::string>(), one["model"].get<std::string>(), one["receptors"].get<std::size_t>(),
            one["sources"].get<std::size_t>(), one["pairs"].get<std::size_t>(), one["truncation_error"].get<double>(),
            one["build_s"].get<double>());
        if (one.contains("against_run"))
            fmt::print("  against the run: {}\n  against full runs of sampled hours: {}\n",
                       one["against_run"]["text"].get<std::string>(),
                       one["against_sampled_hours"]["text"].get<std::string>());
    }
    return 0;
}

}  // namespace

void add_transfer(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("transfer", verb_description("transfer"));
    auto const arguments = std::make_shared<TransferArguments>();
    verb->add_option("result", arguments->result, "A result of `hacthanh run` (.nc)")->required();
    verb->add_option("-o,--output", arguments->folder, "Folder; default: the result's name with .transfer");
    verb->add_option("--spacing", arguments->spacing, "Every how many cells along x and y there is a receptor")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    verb->add_option("--directions", arguments->directions,
                     "Winds beside that of the run, from so many directions: for `hacthanh year`")
        ->check(CLI::Range(0, 72))
        ->capture_default_str();
    verb->add_option("--model", arguments->model,
                     "finite_volume: around the buildings; line_source: beside straight roads, for whole regions at "
                     "once; default: that of the run")
        ->check(CLI::IsMember({resolved_tier, fast_tier}));
    verb->add_option("--speeds", arguments->speeds,
                     "Of these winds, e.g. 0.5,1,2 [m/s]; default: that of the run. Weak winds do not scale with 1/U")
        ->delimiter(',')
        ->check(CLI::Range(0.1, 50.0));
    verb->add_option("--left-out", arguments->left_out, "Share of a receptor's air that may be left out")
        ->check(CLI::Range(0.0, 0.2))
        ->capture_default_str();
    verb->add_option("--check-hours", arguments->check.hours,
                     "Hold the table of the run's wind against so many full runs, one in each stratum of traffic "
                     "volume, and store the difference for `hacthanh whatif --fast`; 0 = no check")
        ->check(CLI::Range(0, 1000));
    verb->add_option("--check-volumes", arguments->volumes,
                     "LOW,HIGH: volumes of the check in parts of the run's; default: 0.3,1")
        ->delimiter(',')
        ->expected(2);
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return build(*arguments); }; });
}

}  // namespace hacthanh::app
