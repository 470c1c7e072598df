/// `hacthanh`: answers --help at once and hands everything else to `hacthanh-engine` beside it.
///
/// The engine reads city folders with GDAL, whose 60 shared objects take longer to load than this program to answer.

#include "app/verb_list.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace {

constexpr int exit_failed = 1;
constexpr int exit_wrong_usage = 2;

bool is_verb(std::string_view word) {
    for (hacthanh::app::VerbText const& verb : hacthanh::app::verb_list)
        if (verb.name == word) return true;
    return false;
}

void print_help() {
    using namespace hacthanh::app;  // NOLINT: the list of verbs
    std::string text(command_description);
    text += "\n\nUsage: hacthanh VERB [ARGUMENTS]\n\nVerbs:\n";
    for (VerbText const& verb : verb_list) {
        std::string name(verb.name);
        name.resize(11, ' ');
        text += "  " + name + std::string(verb.description) + "\n";
    }
    text += "\nOptions:\n  -h, --help   this page\n  --version    version of the program\n\n";
    text += std::string(command_footer) + "\n";
    std::fputs(text.c_str(), stdout);
}

/// Becomes the engine; returns only when that fails.
int become_engine(char** argv) {
    std::array<char, 4096> self{};
    ssize_t const length = readlink("/proc/self/exe", self.data(), self.size() - 1);
    std::string program(self.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    program.erase(program.rfind('/') + 1);
    program += "hacthanh-engine";
    execv(program.c_str(), argv);
    std::fprintf(stderr, "error: cannot start %s: %s; build it with ./do build\n", program.c_str(),
                 std::strerror(errno));
    return exit_failed;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2 && (std::string_view(argv[1]) == "--help" || std::string_view(argv[1]) == "-h")) {
        print_help();
        return 0;
    }
    if (argc > 1 && argv[1][0] != '-' && !is_verb(argv[1])) {
        std::fprintf(stderr, "error: there is no verb '%s'; `hacthanh --help` lists them\n", argv[1]);
        return exit_wrong_usage;
    }
    return become_engine(argv);
}
