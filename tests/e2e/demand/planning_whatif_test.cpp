/// Planning measures through `hacthanh whatif`, on the tutorial town.

#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PlanningWhatifTest : public testing::Test {
protected:
    PlanningWhatifTest() { fs::copy(fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial", folder_ / "town"); }

    std::string measure(std::string const& name, std::string const& text) {
        write_file(folder_ / name, text);
        return (folder_ / name).string();
    }

    CommandResult whatif(std::vector<std::string> const& measures) {
        std::vector<std::string> arguments{std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "whatif",
                                           (folder_ / "town/town.toml").string()};
        arguments.insert(arguments.end(), measures.begin(), measures.end());
        for (char const* more :
             {"--seeds", "1", "--set", "mesh.cell_size_m=20", "--set", "run.spin_up_s=60", "--set",
              "demand.interval_s=600", "--set", "output.concentration_error=0", "--json", "--quiet", "-o"})
            arguments.emplace_back(more);
        arguments.push_back((folder_ / "out").string());
        return run_command(arguments);
    }

    ScratchFolder folder_;
};

TEST_F(PlanningWhatifTest, GrowthIsComparedWithABaseInEquilibrium) {
    auto const growth = measure("growth.toml", "[[measure]]\nkind = \"demand_scale\"\nfactor = 1.3\n");
    auto const nothing = measure("nothing.toml", "[[measure]]\nkind = \"demand_scale\"\nfactor = 1\n");
    auto const limit =
        measure("limit.toml", "[[measure]]\nkind = \"speed_limit\"\nedges = [\"B2C2\"]\nspeed_km_h = 20\n");
    auto const result = whatif({growth, nothing, limit});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    auto const document = nlohmann::json::parse(result.out);
    auto const& variants = document.at("variants");
    EXPECT_EQ(variants.at("growth").at("mode"), "planning");
    EXPECT_EQ(variants.at("limit").at("mode"), "operational");
    EXPECT_THAT(variants.at("growth").dump(), HasSubstr("relative gap"));
    auto const& members = document.at("runs").at(0).at("members");
    auto const begun = [&](char const* file) { return members.at(file).at("vehicles_inserted").get<double>(); };
    EXPECT_GT(begun("growth.s42.nc"), 1.2 * begun("planning_base.s42.nc"));
    EXPECT_FALSE(members.at("growth.s42.nc").at("forked").get<bool>());
    EXPECT_EQ(read_file(folder_ / "out/nothing.s42.nc").size(), read_file(folder_ / "out/planning_base.s42.nc").size());
    EXPECT_EQ(members.at("nothing.s42.nc").at("vehicles_arrived"),
              members.at("planning_base.s42.nc").at("vehicles_arrived"));
    EXPECT_EQ(begun("nothing.s42.nc"), begun("planning_base.s42.nc"));
}

TEST_F(PlanningWhatifTest, WhatCannotBePreparedIsRefused) {
    auto const result = whatif({measure(
        "bus.toml", "[[measure]]\nkind = \"bus_line\"\nstops = [\"A0B0\", \"D0E00\"]\nvehicle_type = \"bus\"\n")});
    EXPECT_EQ(result.exit_code, 2) << result.out;
    EXPECT_THAT(result.err, HasSubstr("D0E0"));
}

}  // namespace
}  // namespace hacthanh::test
