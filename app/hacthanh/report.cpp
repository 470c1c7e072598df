#include "io/report/report.hpp"
#include "app/hacthanh/evaluation_json.hpp"
#include "app/hacthanh/report_assessment.hpp"
#include "app/hacthanh/report_content.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/report/evaluate_result.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/temporary_folder.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
    std::vector<fs::path> inputs;
    fs::path output;
    std::string language = "both";
    std::string monitors;
    std::string counts;
    std::string apportion;
    AssessmentArguments assessment;
    bool no_maps = false;
    bool force = false;
    bool json = false;
};

/// "base.s42.nc": the member and its seed.
struct MemberFile {
    fs::path path;
    std::string member;
    long seed = 0;
};

std::vector<MemberFile> members_in(fs::path const& folder) {
    std::vector<MemberFile> found;
    for (auto const& entry : fs::directory_iterator(folder)) {
        auto const name = entry.path().filename().string();
        auto const at = name.rfind(".s");
        if (!name.ends_with(".nc") || at == std::string::npos) continue;
        char* end = nullptr;
        long const seed = std::strtol(name.c_str() + at + 2, &end, 10);
        if (std::string_view(end) == ".nc") found.push_back({entry.path(), name.substr(0, at), seed});
    }
    std::ranges::sort(found, {}, &MemberFile::seed);
    return found;
}

fs::path baseline_in(fs::path const& folder) {
    validate(fs::exists(folder / "whatif.json"), folder.string(), "holds no whatif.json",
             "give results (.nc) or the folder that `hacthanh whatif` wrote");
    auto const members = members_in(folder);
    auto const base = std::ranges::find(members, "base", &MemberFile::member);
    validate(base != members.end(), folder.string(), "holds no result of the baseline (base.s….nc)",
             "keep the results beside whatif.json");
    return base->path;
}

/// The results of the options that whatif.json names, seed by seed.
ReportInputs inputs_in(fs::path const& folder, io::report::Content const& content) {
    ReportInputs inputs{baseline_in(folder), {}};
    auto const members = members_in(folder);
    for (auto const& option : content.options) {
        PairedRuns pairs;
        for (auto const& variant : members) {
            if (variant.member != option.name) continue;
            auto const base = std::ranges::find_if(
                members, [&](MemberFile const& m) { return m.member == "base" && m.seed == variant.seed; });
            if (base == members.end()) continue;
            pairs.option.push_back(variant.path);
            pairs.base.push_back(base->path);
        }
        validate(!pairs.option.empty(), folder.string(), fmt::format("holds no result of \"{}\"", option.name),
                 "keep the results beside whatif.json");
        inputs.pairs.push_back(std::move(pairs));
    }
    return inputs;
}

std::vector<Language> languages_of(std::string const& name) {
    if (name == "vi") return {Language::vietnamese};
    if (name == "en") return {Language::english};
    return {Language::vietnamese, Language::english};
}

/// The file that was named, else that of this name beside the result; empty = neither.
fs::path given_or_beside(fs::path const& result, std::string const& given, char const* name) {
    auto const beside = result.parent_path() / name;
    return given.empty() && fs::exists(beside) ? beside : fs::path(given);
}

/// The present state, and how it stands beside what was measured.
io::report::Content describe(fs::path const& file, ReportArguments const& arguments) {
    io::report::MeasuredFiles measured;
    if (auto const monitors = given_or_beside(file, arguments.monitors, "monitors.csv"); !monitors.empty())
        measured.monitors = monitors;
    if (auto const counts = given_or_beside(file, arguments.counts, "counts.csv"); !counts.empty())
        measured.counts = counts;
    io::report::Content content;
    io::read_result(file.string(), [&](io::ResultReader const& base) {
        content = describe_present_state(base);
        content.evaluation = io::report::evaluate_result(base, measured);
    });
    return content;
}

int report(ReportArguments arguments) {
    if (arguments.output.empty()) {
        arguments.output = arguments.inputs.front();
        if (!arguments.output.has_filename()) arguments.output = arguments.output.parent_path();
        arguments.output.replace_extension(".html");
    }
    validate(arguments.force || !fs::exists(arguments.output), arguments.output.string(), "is there already",
             "give --force to overwrite it or -o for another one");
    bool const is_folder = fs::is_directory(arguments.inputs.front());
    validate(!is_folder || arguments.inputs.size() == 1, arguments.inputs.front().string(), "is a folder among others",
             "give one folder, or results (.nc)");
    fs::path const base = is_folder ? baseline_in(arguments.inputs.front()) : arguments.inputs.front();
    io::report::Content content = describe(base, arguments);
    ReportInputs inputs{base, {}};
    if (is_folder) {
        add_whatif(content, arguments.inputs.front() / "whatif.json");
        inputs = inputs_in(arguments.inputs.front(), content);
    } else if (arguments.inputs.size() > 1) {
        inputs = add_results(content, arguments.inputs);
    }
    auto const assessed = assess_results(results_in(arguments.inputs), arguments.assessment);
    add_assessment(content, assessed);
    add_indicators(content, assessed.assessment);
    add_advice(content);
    fs::path const apportion = given_or_beside(base, arguments.apportion, "apportion.json");
    if (!apportion.empty()) add_apportionment(content, apportion);
    TemporaryFolder const pictures("hacthanh-report");
    if (arguments.no_maps)
        content.no_maps = {"Maps were not asked for.", "Báo cáo này không kèm bản đồ."};
    else if (content.no_maps.empty())
        add_maps(content, inputs, pictures.path());
    if (!arguments.no_maps && !apportion.empty()) add_apportionment_maps(content, base, apportion, pictures.path());
    io::write_text(arguments.output, io::report::make_report(content, languages_of(arguments.language)));
    if (arguments.json) {
        nlohmann::ordered_json document = {{"report", arguments.output.string()}};
        document.update(evaluation_json(content.evaluation));
        fmt::print("{}\n", document.dump(2));
    } else {
        fmt::print("{}\n", arguments.output.string());
    }
    return 0;
}

}  // namespace

void add_report(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("report", verb_description("report"));
    auto const arguments = std::make_shared<ReportArguments>();
    verb->add_option("input", arguments->inputs,
                     "A folder of `hacthanh whatif`; or results (.nc): the baseline, then options, seeds by title")
        ->required()
        ->check(CLI::ExistingPath);
    verb->add_option("-o,--output", arguments->output, "HTML file; default: the input's name with .html");
    verb->add_option("--language", arguments->language, "vi, en, or both in one file")
        ->check(CLI::IsMember({"vi", "en", "both"}))
        ->capture_default_str();
    verb->add_option("--monitors", arguments->monitors,
                     "What stations measured (CSV, docs/formats/monitors.md); default: monitors.csv beside the result");
    arguments->assessment.add_to(*verb);
    verb->add_option("--counts", arguments->counts,
                     "What was counted on roads (CSV, docs/formats/demand.md); default: counts.csv beside the result");
    verb->add_option("--apportion", arguments->apportion,
                     "What streets give to places (JSON of `hacthanh apportion -o`); default: apportion.json beside "
                     "the result");
    verb->add_flag("--no-maps", arguments->no_maps, "Leave maps out");
    verb->add_flag("--force", arguments->force, "Overwrite an existing file");
    verb->add_flag("--json", arguments->json,
                   "Scores against monitors and counts as one JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return report(*arguments); }; });
}

}  // namespace hacthanh::app
