#include "app/hacthanh/assessment_text.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/impact/difference_raster.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct CompareArguments {
    std::vector<fs::path> inputs;
    AssessmentArguments assessment;
    fs::path csv;
    fs::path rasters;
    bool json = false;
};

/// Files of one side of an option's pairs, repeat by repeat; typical days weighted with what they stand for.
std::vector<io::WeightedRuns> repeats_of(PairedRuns const& pairs, std::vector<fs::path> const& files) {
    std::vector<io::WeightedRuns> repeats;
    for (std::size_t n = 0; n < files.size(); ++n) {
        std::size_t const repeat = pairs.repeat.at(n);
        if (repeats.size() <= repeat) repeats.resize(repeat + 1);
        repeats[repeat].files.push_back(files[n]);
        repeats[repeat].weight.push_back(std::max(pairs.days_per_year.at(n), 0.0));
    }
    for (auto& runs : repeats) {
        double const sum = std::accumulate(runs.weight.begin(), runs.weight.end(), 0.0);
        for (double& weight : runs.weight) weight = runs.files.size() == 1 ? 1.0 : weight / sum;
    }
    return repeats;
}

/// One GeoTIFF per option: differences near the ground and where they can be told.
void write_rasters(fs::path const& folder, PairedResults const& pairs) {
    fs::create_directories(folder);
    for (auto const& option : pairs.options) {
        auto const file = folder / (option.name + "_difference.tif");
        validate(!fs::exists(file), file.string(), "exists already", "give another folder");
        auto const fields = io::difference_fields(repeats_of(option, option.base), repeats_of(option, option.option),
                                                  study::least_pairs, study::least_concentration_share);
        io::read_result(option.base.front().string(), [&](io::ResultReader const& base) {
            io::write_differences(base, fields, file, option.title.english + " / " + option.title.vietnamese,
                                  pairs.has_typical_days());
        });
    }
}

int compare(CompareArguments const& arguments) {
    auto const files = results_in(arguments.inputs);
    auto const results = assess_results(files, arguments.assessment);
    validate(!results.pairs.options.empty(), files.front().string(), "is all that was given: there is no option",
             "name the results of options behind it, or the folder that `hacthanh whatif` wrote");
    if (!arguments.csv.empty()) io::write_text(arguments.csv, assessment_csv(results));
    if (!arguments.rasters.empty()) write_rasters(arguments.rasters, results.pairs);
    fmt::print("{}\n", arguments.json ? assessment_json(results).dump(2) : assessment_text(results));
    return 0;
}

}  // namespace

void add_compare(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("compare", verb_description("compare"));
    auto const arguments = std::make_shared<CompareArguments>();
    verb->add_option(
            "results", arguments->inputs,
            "The baseline's result, then those of options (.nc), one per seed; or the folder of `hacthanh whatif`")
        ->required();
    arguments->assessment.add_to(*verb);
    verb->add_option("--csv", arguments->csv, "Write the table to this file too");
    verb->add_option("--rasters", arguments->rasters, "Folder for difference maps (GeoTIFF), one per option");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return compare(*arguments); }; });
}

}  // namespace hacthanh::app
