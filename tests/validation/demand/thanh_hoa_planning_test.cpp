/// The planning measures of Thanh Hoá run end to end: equilibrium reached, traffic valid, the expected sign where one
/// pair of seeds and ten minutes can show it (growth; roads that are taken away).

#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <nlohmann/json.hpp>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// The core of the map around Lam Sơn square (3000, 3000), network coordinates.
constexpr char const* core = "polygon_m = [2300, 2300, 3900, 2300, 3900, 3700, 2300, 3700]\n";

std::vector<std::pair<std::string, std::string>> planning_measures() {
    return {
        {"growth_2030", "[[measure]]\nkind = \"demand_scale\"\nfactor = 1.275\n"},
        {"oneway_core",
         "[[measure]]\nkind = \"one_way_pair\"\nstreets = [\"Trần Phú\", \"Hạc Thành\"]\nbearings_deg = [180, 0]\n"},
        {"bus_new",
         "[[measure]]\nkind = \"bus_line\"\nstops = [\"le_loi.3\", \"le_loi.6\", \"le_loi.9\", \"le_loi.12\"]\n"
         "vehicle_type = \"bus\"\nheadway_s = 300\nmode_shift = 0.1\n"},
        {"charge", std::string("[[measure]]\nkind = \"congestion_charge\"\ncharge_vnd = 20000\n"
                               "value_of_time_vnd_h = 110340\nelasticity = -0.3\n") +
                       core},
        {"bypass", std::string("[[measure]]\nkind = \"bypass\"\n") + core}};
}

TEST(ThanhHoaPlanningTest, EveryPlanningMeasureRuns) {
    ScratchFolder folder;
    std::vector<std::string> arguments{std::string(HACTHANH_BINARY_DIR) + "/hacthanh", "whatif",
                                       std::string(HACTHANH_SOURCE_DIR) + "/scenarios/thanh-hoa/morning.toml"};
    for (auto const& [name, text] : planning_measures()) {
        write_file(folder / (name + ".toml"), text);
        arguments.push_back((folder / (name + ".toml")).string());
    }
    for (std::string const& more : {std::string("--seeds"), std::string("1"), std::string("--json"), std::string("-o"),
                                    (folder / "out").string()})
        arguments.push_back(more);
    for (std::string const& option :
         {std::string("traffic.end_s=600"), std::string("city.folder="), std::string("mesh.cell_size_m=100"),
          std::string("mesh.levels=8"), std::string("run.spin_up_s=120"), std::string("output.interval_s=120"),
          std::string("demand.interval_s=600"), "demand.cache=" + (folder / "cache").string()}) {
        arguments.emplace_back("--set");
        arguments.push_back(option);
    }
    Command command(arguments);
    auto const result = command.wait(std::chrono::seconds(1700));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    auto const document = nlohmann::json::parse(result.out);
    auto const& members = document.at("runs").at(0).at("members");
    auto const begun = [&](std::string const& name) {
        return members.at(name + ".s42.nc").at("vehicles_inserted").get<double>();
    };
    for (auto const& [name, text] : planning_measures()) {
        auto const& variant = document.at("variants").at(name);
        EXPECT_EQ(variant.at("mode"), "planning") << name;
        EXPECT_THAT(variant.dump(), HasSubstr("relative gap")) << name;
        EXPECT_THAT(variant.dump(), Not(HasSubstr("NOT REACHED"))) << name;
        std::printf("%s: %s\n", name.c_str(), variant.dump(1).c_str());
    }
    EXPECT_GT(begun("growth_2030"), 1.15 * begun("planning_base"));
    EXPECT_LT(begun("charge"), begun("planning_base")) << "elasticity -0.3";
}

}  // namespace
}  // namespace hacthanh::test
