#include "sim/traffic/sumo_command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::traffic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SumoRun sample_run() {
    SumoRun run;
    run.config = "/data/city/run.sumocfg";
    run.begin_s = 25200;
    run.end_s = 28800.5;
    run.output_folder = "/scratch/out";
    return run;
}

/// Value of an option; the last one counts, as in SUMO.
std::string value(std::vector<std::string> const& options, std::string const& name) {
    std::string found = "(absent)";
    for (std::size_t i = 0; i + 1 < options.size(); ++i)
        if (options[i] == "--" + name) found = options[i + 1];
    return found;
}

TEST(SumoCommandLine, AlwaysRunsQuietlyAndRobustly) {
    auto const options = sumo_command_line(sample_run(), "");
    EXPECT_EQ(options.front(), "sumo");
    EXPECT_EQ(value(options, "configuration-file"), "/data/city/run.sumocfg");
    EXPECT_EQ(value(options, "begin"), "25200");
    EXPECT_EQ(value(options, "end"), "28800.5");
    EXPECT_EQ(value(options, "ignore-route-errors"), "true");
    EXPECT_EQ(value(options, "no-step-log"), "true");
    EXPECT_EQ(value(options, "xml-validation"), "never");
    EXPECT_EQ(value(options, "seed"), "(absent)");
}

TEST(SumoCommandLine, AGivenSeedOverridesARandomOne) {
    auto run = sample_run();
    run.seed = 7;
    auto const options = sumo_command_line(run, "<random value=\"true\"/>");
    EXPECT_EQ(value(options, "seed"), "7");
    EXPECT_EQ(value(options, "random"), "false");
}

TEST(SumoCommandLine, ThePrefixReachesTheRootFromTheDeepestFolder) {
    auto run = sample_run();
    std::string const prefix = value(sumo_command_line(run, ""), "output-prefix");
    auto const folder = (std::filesystem::path("/data/city") / (prefix + "tripinfos.xml")).lexically_normal();
    EXPECT_EQ(folder, "/scratch/out/tripinfos.xml");
}

TEST(SumoCommandLine, OutputsOfTheConfigurationAreSilencedUnlessKept) {
    std::string const config =
        "<configuration><output><tripinfo-output value=\"t.xml\"/><fcd-output value='f.xml'/></output></configuration>";
    auto run = sample_run();
    EXPECT_EQ(value(sumo_command_line(run, config), "tripinfo-output"), "/dev/null");
    EXPECT_EQ(value(sumo_command_line(run, config), "fcd-output"), "/dev/null");
    EXPECT_EQ(value(sumo_command_line(run, config), "summary-output"), "(absent)");
    EXPECT_EQ(value(sumo_command_line(run, config), "log"), "/dev/null");
    run.keep_outputs = true;
    EXPECT_EQ(value(sumo_command_line(run, config), "tripinfo-output"), "(absent)");
    EXPECT_EQ(value(sumo_command_line(run, config), "log"), "/scratch/out/sumo-log.txt");
}

TEST(OutputOptions, AreFoundOncePerNameAndNotInComments) {
    EXPECT_THAT(output_options_in("<c><summary value=\"a\"/><!-- <fcd-output value=\"b\"/> --><summary value=\"c\"/>"
                                  "<tripinfo-output\n value=\"d\"/><tripinfo-output.write-unfinished value=\"true\"/>"),
                ElementsAre("summary", "tripinfo-output"));
    EXPECT_THAT(output_options_in("<!-- never closed <fcd-output value=\"b\"/>"), IsEmpty());
    EXPECT_THAT(output_options_in("<"), IsEmpty());
}

}  // namespace
}  // namespace hacthanh::traffic
