/// The ready-made measures of Thanh Hoá fit their city.

#include "io/write_text.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

/// What `check` says of measures taken together; the city's houses do not matter here.
CommandResult check(std::string const& scenario, std::vector<std::string> const& measures) {
    fs::path const folder = fs::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa";
    std::vector<std::string> arguments{std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check",
                                       (folder / scenario).string(), "--no-picture"};
    for (char const* option : {"city.folder=", "mesh.cell_size_m=200"})
        arguments.insert(arguments.end(), {"--set", option});
    for (auto const& measure : measures)
        arguments.insert(arguments.end(), {"--measure", (folder / "measures" / (measure + ".toml")).string()});
    return run_command(arguments);
}

TEST(ThanhHoaMeasures, AllFitTheCity) {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/measures"))
        if (entry.path().extension() == ".toml" && entry.path().stem() != "event_close")  // in the evening
            names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    ASSERT_EQ(names.size(), 15U);
    auto const morning = check("morning.toml", names);
    EXPECT_EQ(morning.exit_code, 0) << morning.err;
    EXPECT_NE(morning.out.find("the model has no plants"), std::string::npos) << morning.out;
    auto const evening = check("evening.toml", {"event_close", "truck_ban"});
    EXPECT_EQ(evening.exit_code, 0) << evening.err;
    EXPECT_NE(evening.out.find("18:00:00-18:30:00"), std::string::npos) << evening.out;
}

/// Roads at the place of a measure file, of morning.toml.
std::size_t roads_at_place(fs::path const& measure) {
    fs::path const scenario = fs::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/morning.toml";
    auto const said =
        run_command({std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "check", scenario.string(), "--json", "--set",
                     "city.folder=", "--set", "mesh.cell_size_m=200", "--measure", measure.string()});
    EXPECT_EQ(said.exit_code, 0) << said.err;
    return nlohmann::json::parse(said.out).at("measures").at("roads_at_place").get<std::size_t>();
}

TEST(ThanhHoaMeasures, AOneWayPairIsLookedAtInBothDirections) {
    ScratchFolder const folder;
    io::write_text(folder / "both.toml",
                   "[[measure]]\nkind = \"close_edge\"\nstreets = [\"Trần Phú\", \"Hạc Thành\"]\n");
    auto const both = roads_at_place(folder / "both.toml");
    EXPECT_GT(both, 10U);
    EXPECT_EQ(roads_at_place(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/measures/oneway_core.toml"), both);
}

}  // namespace
}  // namespace hacthanh::test
