#include "app/verb_list.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;

TEST(Help, ListsEveryVerbOfTheEngineAndNoOther) {
    auto const front = hacthanh({"--help"});
    auto const engine = run_command({hacthanh_program() + "-engine", "--help"});
    ASSERT_EQ(front.exit_code, 0);
    ASSERT_EQ(engine.exit_code, 0);
    std::istringstream lines(engine.out.substr(engine.out.find("Subcommands:")));
    std::size_t n_verbs = 0;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        if (line[2] == ' ') continue;  // a description that goes on
        std::string const verb = line.substr(2, line.find(' ', 2) - 2);
        EXPECT_THAT(front.out, HasSubstr("\n  " + verb + " "));
        ++n_verbs;
    }
    EXPECT_EQ(n_verbs, app::verb_list.size());
}

TEST(Help, ExplainsEachVerb) {
    for (auto const& verb : app::verb_list) {
        if (verb.name == "render") continue;  // answered by the renderer, which a minimal build lacks
        auto const help = hacthanh({std::string(verb.name), "--help"});
        EXPECT_EQ(help.exit_code, 0) << verb.name;
        EXPECT_THAT(help.out, HasSubstr("hacthanh " + std::string(verb.name)));
    }
}

TEST(Help, RefusesWhatIsNoVerb) {
    auto const result = hacthanh({"simulate"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("'simulate'"));
    EXPECT_EQ(hacthanh({}).exit_code, 2);
}

}  // namespace
}  // namespace hacthanh::test
