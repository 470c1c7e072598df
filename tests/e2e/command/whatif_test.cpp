/// What-ifs through the real command, on the tutorial town: measures are compared exactly, and refused where they are
/// wrong.

#include "tests/e2e/command/fixture.hpp"

#include <filesystem>
#include <map>

namespace hacthanh::test {
namespace {

class WhatifTest : public testing::Test {
protected:
    std::string measure(std::string const& name, std::string const& text) {
        write_file(folder_ / name, text);
        return (folder_ / name).string();
    }
    std::string closure() {
        return measure("closure.toml",
                       "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nwindows = [\"07:04-07:08\"]\n"
                       "[[expect]]\nindicator = \"vehicle_km\"\nplace = \"place\"\nsign = \"-\"\n");
    }
    /// A result of the baseline, or of a measure, from its start.
    std::filesystem::path run(std::string const& name, std::vector<std::string> const& options = {}) {
        auto const file = folder_ / name;
        std::vector<std::string> arguments{"run", tutorial_scenario(), "-o", file.string(), "--quiet"};
        arguments.insert(arguments.end(), lossless_.begin(), lossless_.end());
        arguments.insert(arguments.end(), options.begin(), options.end());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return file;
    }
    nlohmann::json whatif(std::vector<std::string> const& measures, std::vector<std::string> const& options) {
        std::vector<std::string> arguments{"whatif", tutorial_scenario()};
        arguments.insert(arguments.end(), measures.begin(), measures.end());
        for (auto const& list : {lossless_, options}) arguments.insert(arguments.end(), list.begin(), list.end());
        for (char const* more : {"--json", "--quiet", "-o"}) arguments.emplace_back(more);
        arguments.push_back((folder_ / "out").string());
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out);
    }
    static nlohmann::json traffic_of(std::filesystem::path const& file) {
        auto info = info_of(file);
        nlohmann::json same;
        for (char const* key : {"vehicles_departed", "vehicles_arrived", "vehicles_removed", "vehicles_off_road",
                                "vehicles_waiting", "emitted_kg"})
            same[key] = info.at(key);
        return same;
    }

    ScratchFolder folder_;
    std::vector<std::string> lossless_{"--set", "output.concentration_error=0", "--set", "mesh.cell_size_m=20"};
};

TEST_F(WhatifTest, AMeasureThatChangesNothingGivesTheBaselinesBits) {
    // Applied all the same: the town has no trams.
    auto const nothing =
        measure("nothing.toml", "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nclasses = [\"tram\"]\n");
    auto const base = run("base.nc");
    auto const same = run("same.nc", {"--measure", nothing});
    EXPECT_TRUE(all_concentrations(base) == all_concentrations(same));
    EXPECT_EQ(traffic_of(base), traffic_of(same));
}

TEST_F(WhatifTest, AForkedVariantEqualsTheSameRunFromItsStartAndCostsItsOwnTimeOnly) {
    auto const found = whatif({closure()}, {"--seeds", "1"});
    auto const& runs = found.at("runs").at(0);
    EXPECT_EQ(runs.at("shared_traffic_steps").get<int>(), 240);  // up to 07:04
    auto const& members = runs.at("members");
    for (char const* member : {"base.s42.nc", "closure.s42.nc"}) {
        EXPECT_TRUE(members.at(member).at("forked").get<bool>());
        EXPECT_EQ(members.at(member).at("traffic_steps").get<int>(), 360);
    }
    auto const alone = run("alone.nc", {"--measure", closure()});
    auto const base = run("base.nc");
    EXPECT_TRUE(all_concentrations(alone) == all_concentrations(folder_ / "out" / "closure.s42.nc"));
    EXPECT_EQ(traffic_of(alone), traffic_of(folder_ / "out" / "closure.s42.nc"));
    EXPECT_TRUE(all_concentrations(base) == all_concentrations(folder_ / "out" / "base.s42.nc"));
    EXPECT_EQ(traffic_of(base), traffic_of(folder_ / "out" / "base.s42.nc"));
    EXPECT_FALSE(all_concentrations(base) == all_concentrations(alone));
}

TEST_F(WhatifTest, PairsOfSeedsShowTheSignAndVehiclesAreConserved) {
    auto const found =
        whatif({closure()}, {"--seeds", "5", "--set", "output.keep_fields=false", "--set", "mesh.cell_size_m=100"});
    auto const& variant = found.at("variants").at("closure");
    EXPECT_EQ(variant.at("mode"), "operational");
    EXPECT_TRUE(variant.at("valid").get<bool>());
    auto const& place = variant.at("differences").at("vehicle_km@place");
    EXPECT_EQ(place.at("verdict"), "less");
    EXPECT_LT(place.at("difference_ci").at(1).get<double>(), 0);
    EXPECT_EQ(variant.at("expectations").at(0).at("finding"), "as expected");
    EXPECT_GT(variant.at("events").at("rerouted").get<int>(), 0);
    for (auto const& seed : found.at("runs"))
        for (auto const& [name, m] : seed.at("members").items())
            EXPECT_EQ(m.at("vehicles_inserted").get<int>(),
                      m.at("vehicles_arrived").get<int>() + m.at("vehicles_running").get<int>() +
                          m.at("vehicles_off_road").get<int>() + m.at("vehicles_removed").get<int>())
                << name;
    auto const table = read_file(folder_ / "out" / "whatif.txt");
    for (char const* words : {"mode: operational", "chế độ: vận hành", "giảm", "5 pairs"})
        EXPECT_NE(table.find(words), std::string::npos) << words;
}

TEST_F(WhatifTest, TwoPairsClaimNothing) {
    auto const found = whatif({closure()}, {"--seeds", "2", "--fresh", "--set", "mesh.cell_size_m=100"});
    EXPECT_EQ(found.at("variants").at("closure").at("differences").at("vehicle_km@place").at("verdict"),
              "not distinguishable (fewer than 5 pairs)");
    EXPECT_EQ(found.at("runs").at(0).at("shared_traffic_steps").get<int>(), 0);
    EXPECT_EQ(found.at("runs").at(0).at("members").at("base.s42.nc").at("traffic_steps").get<int>(), 600);
}

struct BadMeasure {
    char const* name;
    char const* text;
    std::vector<std::string> must_say;
};
void PrintTo(BadMeasure const& bad, std::ostream* out) { *out << bad.name; }  // NOLINT: a hook of GoogleTest

class BadMeasureTest : public testing::TestWithParam<BadMeasure> {};

TEST_P(BadMeasureTest, IsRefusedByCheckWithKeyAndNearMiss) {
    ScratchFolder folder;
    write_file(folder / "m.toml", GetParam().text);
    auto const result =
        hacthanh({"check", tutorial_scenario(), "--no-picture", "--measure", (folder / "m.toml").string()});
    EXPECT_EQ(result.exit_code, 2) << result.out << result.err;
    for (auto const& words : GetParam().must_say)
        EXPECT_NE(result.err.find(words), std::string::npos) << words << "\nin: " << result.err;
    EXPECT_EQ(result.err.find("terminate"), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadMeasureTest,
    testing::Values(
        BadMeasure{"Edge",
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B22\"]\n",
                   {"m.toml:3: measure.edges", "no edge \"C2B22\"", "did you mean \"C2B2\""}},
        BadMeasure{"ZoneOutsideTheCity",
                   "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 30\npolygon_m = [9000, 0, 9100, 0, 9100, 100]\n",
                   {"m.toml:4: measure.polygon_m", "outside the city"}},
        BadMeasure{"PhaseTooShort",
                   "[[measure]]\nkind = \"signal_program\"\nsignals = [\"C2\"]\nphases = [\"30 GGrr\", \"4 yyrr\"]\n",
                   {"m.toml:4: measure.phases", "\"GGrr\" has 4 letters", "links"}},
        BadMeasure{"Signal",
                   "[[measure]]\nkind = \"actuated_control\"\nsignals = [\"C9\"]\n",
                   {"m.toml:3: measure.signals", "no traffic light \"C9\"", "did you mean"}},
        BadMeasure{
            "OverlappingWindows",
            "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nwindows = [\"07:00-07:05\", \"07:03-07:08\"]\n",
            {"m.toml:4: measure.windows", "must not overlap"}},
        BadMeasure{"ShareOf130Percent",
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\ncompliance = 1.3\n",
                   {"m.toml:4", "measure.compliance = 1.3", "0 to 1"}},
        BadMeasure{"TwoMeasuresOfOneKindOnOneRoad",
                   "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 30\nedges = [\"C2B2\"]\n"
                   "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 20\npolygon_m = [-50, -50, 900, -50, 900, 900, "
                   "-50, 900]\n",
                   {"m.toml:8: measure.polygon_m", "overlaps with the speed_limit of line 1", "C2B2"}},
        BadMeasure{"ElectricShareOf130Percent",
                   "[[measure]]\nkind = \"electrify\"\nshare = 1.3\n",
                   {"m.toml:3", "measure.share = 1.3", "0 to 1"}},
        BadMeasure{"PlanningOfWhatCannotBePlanned",
                   "[[measure]]\nkind = \"speed_limit\"\nmode = \"planning\"\nspeed_km_h = 30\nedges = [\"C2B2\"]\n",
                   {"m.toml:3: measure.mode", "cannot be prepared in planning mode"}},
        BadMeasure{"Indicator",
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n[[expect]]\nindicator = \"vehicle_kn\"\n"
                   "sign = \"-\"\n",
                   {"m.toml: expect.indicator", "\"vehicle_kn\"", "the closest is \"vehicle_km\""}},
        BadMeasure{"WindowNeverInTheRun",
                   "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\nwindows = [\"18:00-23:00\"]\n",
                   {"measure.windows", "never meets the run", "07:00"}},
        BadMeasure{"LevelWithoutFleet",
                   "[[measure]]\nkind = \"electrify\"\nshare = 0.3\n",
                   {"measure.switch_to", "emission.fleet"}},
        BadMeasure{"VehicleType",
                   "[[measure]]\nkind = \"bus_line\"\nmode = \"operational\"\nstops = [\"C2B2\", \"B2A2\"]\n"
                   "vehicle_type = \"busses\"\n",
                   {"measure.vehicle_type", "did you mean \"bus\""}}),
    [](auto const& test) { return std::string(test.param.name); });

TEST_F(WhatifTest, PlanningVariantsHaveABaselineInEquilibriumBesideOperationalOnes) {
    auto const growth = measure("growth.toml",
                                "[[measure]]\nkind = \"demand_scale\"\nfactor = 1.3\n"
                                "[[expect]]\nindicator = \"vehicle_km\"\nsign = \"+\"\n");
    auto const one_way =
        measure("one_way.toml",
                "[[measure]]\nkind = \"close_edge\"\nmode = \"planning\"\nedges = [\"C2B2\", \"B2C2\"]\n"
                "[[expect]]\nindicator = \"vehicle_km\"\nplace = \"place\"\nsign = \"-\"\n"
                "[[expect]]\nindicator = \"time_per_km_s\"\nplace = \"place\"\nsign = \"-\"\n");
    auto const found = whatif({growth, closure(), one_way},
                              {"--seeds", "5", "--set", "output.keep_fields=false", "--set", "mesh.cell_size_m=100",
                               "--set", "demand.cache=" + (folder_ / "cache").string()});
    auto const& variants = found.at("variants");
    EXPECT_EQ(variants.at("growth").at("mode"), "planning");
    EXPECT_EQ(variants.at("closure").at("mode"), "operational");
    EXPECT_EQ(variants.at("growth").at("expectations").at(0).at("finding"), "as expected");
    EXPECT_NE(variants.at("growth").at("notes").dump().find("relative gap"), std::string::npos);
    auto const& closed = variants.at("one_way").at("differences").at("vehicle_km@place");
    EXPECT_GT(closed.at("base").get<double>(), 0) << "the baseline drives there";
    EXPECT_NEAR(closed.at("base").get<double>() + closed.at("difference").get<double>(), 0, 1e-9) << "nobody else does";
    EXPECT_FALSE(variants.at("one_way").at("differences").contains("time_per_km_s@place"))
        << "no time is no short time";
    EXPECT_EQ(variants.at("one_way").at("expectations").at(1).at("finding"), "not in this run");
    for (auto const& seed : found.at("runs")) {
        EXPECT_EQ(seed.at("members").size(), 5U) << "two baselines, three variants";
        for (auto const& [name, m] : seed.at("members").items()) {
            EXPECT_EQ(m.at("forked").get<bool>(), name.starts_with("base.") || name.starts_with("closure.")) << name;
            EXPECT_EQ(m.at("vehicles_inserted").get<int>(),
                      m.at("vehicles_arrived").get<int>() + m.at("vehicles_running").get<int>() +
                          m.at("vehicles_off_road").get<int>() + m.at("vehicles_removed").get<int>())
                << name;
        }
    }
}

TEST_F(WhatifTest, ALaneInPlaceOfParkingIsBuiltAndDrivenOn) {
    auto const parking =
        measure("parking.toml", "[[measure]]\nkind = \"remove_parking\"\nedges = [\"C2B2\", \"B2C2\"]\n");
    std::vector<std::string> options{
        "--seeds", "1", "--set", "mesh.cell_size_m=100", "--set", "demand.cache=" + (folder_ / "cache").string()};
    auto const found = whatif({parking}, options);
    EXPECT_TRUE(found.at("variants").at("parking").at("valid").get<bool>());
    io::ResultReader const base((folder_ / "out" / "base_planning.s42.nc").string());
    io::ResultReader const wider((folder_ / "out" / "parking.s42.nc").string());
    auto const lanes = [](io::ResultReader const& result, std::string const& name) {
        auto const road = std::ranges::find(result.roads(), name, &io::ResultRoad::name);
        return road == result.roads().end() ? 0 : road->n_lanes;
    };
    for (char const* edge : {"C2B2", "B2C2"}) EXPECT_EQ(lanes(wider, edge), lanes(base, edge) + 1) << edge;
    EXPECT_EQ(lanes(wider, "A0B0"), lanes(base, "A0B0"));

    auto const plans = [this] {
        std::map<std::filesystem::path, std::filesystem::file_time_type> times;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder_ / "cache"))
            if (entry.is_regular_file()) times[entry.path()] = entry.last_write_time();
        return times;
    };
    auto const before = plans();
    options.emplace_back("--force");
    auto const again = whatif({parking}, options);
    EXPECT_EQ(again.at("variants"), found.at("variants"));
    EXPECT_EQ(plans(), before) << "finished plans are read, not made again";
}

TEST_F(WhatifTest, WhatTheModelCannotAnswerIsSaidAndNotRun) {
    auto const trees = measure("trees.toml", "[[measure]]\nkind = \"street_trees\"\nedges = [\"C2B2\"]\n");
    auto const checked = hacthanh({"check", tutorial_scenario(), "--no-picture", "--measure", trees});
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_NE(checked.out.find("the model has no plants"), std::string::npos) << checked.out;
    auto const refused = hacthanh({"run", tutorial_scenario(), "-o", (folder_ / "t.nc").string(), "--measure", trees});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("the model has no plants"), std::string::npos) << refused.err;
}

TEST_F(WhatifTest, AResultWithMeasuresRepeatsItself) {
    auto const first = run("first.nc", {"--measure", closure()});
    auto const again = (folder_ / "again.nc").string();
    auto const repeated = hacthanh({"run", "--from", first.string(), "-o", again, "--quiet"});
    ASSERT_EQ(repeated.exit_code, 0) << repeated.err;
    EXPECT_TRUE(all_concentrations(first) == all_concentrations(again));
}

}  // namespace
}  // namespace hacthanh::test
