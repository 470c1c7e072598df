#include "app/hacthanh/assessment_text.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/impact/difference_raster.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
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

/// One GeoTIFF per option: differences near the ground and where they can be told.
void write_rasters(fs::path const& folder, PairedResults const& pairs) {
    validate(!pairs.has_typical_days(), "--rasters", "draws one period, and these are typical days of a year",
             "give the days one by one");
    fs::create_directories(folder);
    for (auto const& option : pairs.options) {
        auto const file = folder / (option.name + "_difference.tif");
        validate(!fs::exists(file), file.string(), "exists already", "give another folder");
        auto const fields =
            io::difference_fields(option.base, option.option, study::least_pairs, study::least_concentration_share);
        io::read_result(option.base.front().string(), [&](io::ResultReader const& base) {
            io::write_differences(base, fields, file, option.title.english + " / " + option.title.vietnamese);
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
