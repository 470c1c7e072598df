#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_export.hpp"
#include "sim/core/error.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

struct ExportArguments {
    std::filesystem::path result;
    std::filesystem::path output;
    std::vector<std::string> above;  ///< SPECIES=VALUE
    std::string step = "mean";
    io::ExportOptions options;
};

void add_limits(ExportArguments& arguments) {
    for (auto const& text : arguments.above) {
        auto const equals = text.find('=');
        double value = 0;
        char const* const end = text.data() + text.size();
        bool const whole = equals != std::string::npos && equals > 0 &&
                           std::from_chars(text.data() + equals + 1, end, value).ptr == end && equals + 1 < text.size();
        validate(whole, "--above " + text, "must be SPECIES=VALUE in ug/m3", "for example --above NOx=200");
        arguments.options.limits[text.substr(0, equals)] = value;
    }
}

int export_file(ExportArguments arguments) {
    add_limits(arguments);
    if (arguments.step != "mean") {
        std::size_t step = 0;
        char const* const end = arguments.step.data() + arguments.step.size();
        auto const [stop, error] = std::from_chars(arguments.step.data(), end, step);
        validate(error == std::errc() && stop == end, "--step " + arguments.step,
                 "must be \"mean\" or a number from 0");
        arguments.options.step = step;
    }
    if (arguments.output.empty()) {
        arguments.output = arguments.result;
        arguments.output.replace_extension(io::export_ending(arguments.options.format));
    }
    io::read_result(arguments.result.string(), [&](io::ResultReader const& result) {
        io::export_result(result, arguments.output, arguments.options);
    });
    fmt::print("{}\n", arguments.output.string());
    return 0;
}

}  // namespace

void add_export(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("export", verb_description("export"));
    auto const arguments = std::make_shared<ExportArguments>();
    verb->add_option("result", arguments->result, "A result (.nc), finished or still being written (.nc.part)")
        ->required();
    auto* const format = verb->add_option_group("format")->require_option(1);
    format->add_option("--to", arguments->options.format, fmt::format("{}", fmt::join(io::export_formats, ", ")));
    format->add_flag_callback(
        "--vtkhdf", [arguments] { arguments->options.format = "vtkhdf"; }, "The same as --to vtkhdf");
    verb->add_option("-o,--output", arguments->output,
                     "File to write; default: the result's name with the ending of the format");
    verb->add_option("--layer", arguments->options.layer, "geojson, kml, csv: edges or receptors; default: edges");
    verb->add_option("--step", arguments->step,
                     "geotiff, cog, vtkhdf: output step from 0; default: mean over the run, vtkhdf: all steps");
    verb->add_option("--level", arguments->options.level, "geotiff, cog: layer from 0, the lowest; default: 0");
    verb->add_option("--above", arguments->above, "Count the hours above a limit [ug/m3]: --above NOx=200 (repeatable)")
        ->type_name("SPECIES=VALUE")
        ->allow_extra_args(false);
    verb->callback([arguments, &action] { action = [arguments] { return export_file(*arguments); }; });
}

}  // namespace hacthanh::app
