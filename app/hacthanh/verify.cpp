#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_verify.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

namespace hacthanh::app {
namespace {

struct VerifyArguments {
    std::filesystem::path file;
    bool json = false;
};

int verify(VerifyArguments const& arguments) {
    auto const found = io::verify_result(arguments.file.string());
    fmt::print("{}\n", arguments.json ? io::verification_json(found) : io::verification_text(found));
    return found.good() ? 0 : 1;
}

}  // namespace

void add_verify(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("verify", verb_description("verify"));
    auto const arguments = std::make_shared<VerifyArguments>();
    verb->add_option("file", arguments->file, "A result (.nc), finished or still being written (.nc.part)")->required();
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return verify(*arguments); }; });
}

}  // namespace hacthanh::app
