#include "io/report/report.hpp"
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
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
    fs::path input;
    fs::path output;
    std::string language = "both";
    std::string monitors;
    std::string counts;
    bool no_maps = false;
    bool force = false;
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

/// Files of the first seed; options in the order of `names`.
ReportInputs inputs_of(fs::path const& input) {
    if (!fs::is_directory(input)) return {input, {}, {}};
    ReportInputs inputs;
    inputs.whatif = input / "whatif.json";
    validate(fs::exists(inputs.whatif), input.string(), "holds no whatif.json",
             "give a result (.nc) or the folder that `hacthanh whatif` wrote");
    auto const members = members_in(input);
    auto const base = std::ranges::find(members, "base", &MemberFile::member);
    validate(base != members.end(), input.string(), "holds no result of the baseline (base.s….nc)",
             "keep the results beside whatif.json");
    inputs.base = base->path;
    return inputs;
}

void find_options(ReportInputs& inputs, io::report::Content const& content, fs::path const& folder) {
    auto const members = members_in(folder);
    for (auto const& option : content.options) {
        PairedResults pairs;
        for (auto const& variant : members) {
            if (variant.member != option.name) continue;
            auto const base = std::ranges::find_if(
                members, [&](MemberFile const& m) { return m.member == "base" && m.seed == variant.seed; });
            if (base == members.end()) continue;
            pairs.variants.push_back(variant.path);
            pairs.baselines.push_back(base->path);
        }
        validate(!pairs.variants.empty(), folder.string(), fmt::format("holds no result of \"{}\"", option.name),
                 "keep the results beside whatif.json");
        inputs.pairs.push_back(std::move(pairs));
    }
}

std::vector<Language> languages_of(std::string const& name) {
    if (name == "vi") return {Language::vietnamese};
    if (name == "en") return {Language::english};
    return {Language::vietnamese, Language::english};
}

int report(ReportArguments arguments) {
    if (arguments.output.empty()) {
        arguments.output = arguments.input;
        if (!arguments.output.has_filename()) arguments.output = arguments.output.parent_path();
        arguments.output.replace_extension(".html");
    }
    validate(arguments.force || !fs::exists(arguments.output), arguments.output.string(), "is there already",
             "give --force to overwrite it or -o for another one");
    ReportInputs inputs = inputs_of(arguments.input);
    io::report::Content content;
    io::report::MeasuredFiles measured;
    if (!arguments.monitors.empty()) measured.monitors = arguments.monitors;
    if (!arguments.counts.empty()) measured.counts = arguments.counts;
    io::read_result(inputs.base.string(), [&](io::ResultReader const& base) {
        content = describe_present_state(base);
        content.evaluation = io::report::evaluate_result(base, measured);
    });
    if (!inputs.whatif.empty()) {
        add_whatif(content, inputs.whatif);
        find_options(inputs, content, arguments.input);
    }
    add_indicators(content);
    add_advice(content);
    TemporaryFolder const pictures("hacthanh-report");
    if (arguments.no_maps)
        content.no_maps = {"Maps were not asked for.", "Báo cáo này không kèm bản đồ."};
    else
        add_maps(content, inputs, pictures.path());
    io::write_text(arguments.output, io::report::make_report(content, languages_of(arguments.language)));
    fmt::print("{}\n", arguments.output.string());
    return 0;
}

}  // namespace

void add_report(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("report", verb_description("report"));
    auto const arguments = std::make_shared<ReportArguments>();
    verb->add_option("input", arguments->input,
                     "A folder of `hacthanh whatif`, or a result (.nc) for its present state alone")
        ->required()
        ->check(CLI::ExistingPath);
    verb->add_option("-o,--output", arguments->output, "HTML file; default: the input's name with .html");
    verb->add_option("--language", arguments->language, "vi, en, or both in one file")
        ->check(CLI::IsMember({"vi", "en", "both"}))
        ->capture_default_str();
    verb->add_option("--monitors", arguments->monitors, "What stations measured (CSV, docs/formats/monitors.md)");
    verb->add_option("--counts", arguments->counts, "What was counted on roads (CSV, docs/formats/demand.md)");
    verb->add_flag("--no-maps", arguments->no_maps, "Leave maps out");
    verb->add_flag("--force", arguments->force, "Overwrite an existing file");
    verb->callback([arguments, &action] { action = [arguments] { return report(*arguments); }; });
}

}  // namespace hacthanh::app
