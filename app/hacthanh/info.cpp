#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_info.hpp"
#include "io/result_reader.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

namespace hacthanh::app {
namespace {

struct InfoArguments {
    std::filesystem::path file;
    bool json = false;
};

int print_info(InfoArguments const& arguments) {
    std::string text;
    io::read_result(arguments.file.string(), [&](io::ResultReader const& reader) {
        text = arguments.json ? io::result_info_json(reader) : io::result_info_text(reader);
    });
    fmt::print("{}\n", text);
    return 0;
}

}  // namespace

void add_info(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("info", verb_description("info"));
    auto const arguments = std::make_shared<InfoArguments>();
    verb->add_option("file", arguments->file, "A result (.nc), finished or still being written (.nc.part)")->required();
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return print_info(*arguments); }; });
}

}  // namespace hacthanh::app
