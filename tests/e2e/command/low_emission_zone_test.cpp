/// The low-emission zone through the real command, on the tutorial town with a fleet of levels: what drivers do who
/// obey, who does not obey, what it does to the traffic and to the air inside.

#include "tests/e2e/command/fixture.hpp"

#include <map>

namespace hacthanh::test {
namespace {

/// Old motorcycles are kept out of the middle of the town.
class LowEmissionZoneTest : public testing::Test {
protected:
    std::string zone(std::string const& name, std::string const& keys) {
        write_file(folder_ / name,
                   "[[measure]]\nkind = \"low_emission_zone\"\nclasses = [\"motorcycle\"]\n"
                   "polygon_m = [150, 150, 450, 150, 450, 450, 150, 450]\n" +
                       keys + "[[expect]]\nindicator = \"emitted_kg.PM\"\nplace = \"place\"\nsign = \"-\"\n");
        return (folder_ / name).string();
    }
    nlohmann::json whatif(std::vector<std::string> const& measures) {
        std::vector<std::string> arguments{"whatif", tutorial_scenario()};
        arguments.insert(arguments.end(), measures.begin(), measures.end());
        for (auto const& setting : {"mesh.cell_size_m=100", "output.keep_fields=false", "run.spin_up_s=120"})
            arguments.insert(arguments.end(), {"--set", setting});
        arguments.insert(arguments.end(), {"--set", fleet_, "--json", "--quiet", "-o", (folder_ / "out").string()});
        auto const result = hacthanh(arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out);
    }
    /// How often something befell vehicles, over all seeds; every event whose name begins so.
    static int events(nlohmann::json const& variant, std::string const& begin) {
        int n = 0;
        for (auto const& [name, count] : variant.at("events").items())
            if (name.starts_with(begin)) n += count.get<int>();
        return n;
    }
    static std::string verdict(nlohmann::json const& variant, char const* indicator) {
        return variant.at("differences").at(indicator).at("verdict").get<std::string>();
    }
    /// Vehicles that were taken out, over all seeds; none is lost.
    static int removed(nlohmann::json const& document, std::string const& variant) {
        int n = 0;
        for (auto const& seed : document.at("runs"))
            for (auto const& [file, m] : seed.at("members").items()) {
                auto const count = [&](char const* what) { return m.at(std::string("vehicles_") + what).get<int>(); };
                EXPECT_EQ(count("inserted"), count("arrived") + count("running") + count("off_road") + count("removed"))
                    << file;
                if (file.starts_with(variant + ".")) n += count("removed");
            }
        return n;
    }

    ScratchFolder folder_;
    std::string const fleet_ =
        "emission.fleet=" + std::string(HACTHANH_SOURCE_DIR) + "/scenarios/fleets/vietnam_hanoi.csv";
    std::string const old_ = "levels = [\"level 1\", \"level 2\"]\n";
};

TEST_F(LowEmissionZoneTest, WhoObeysGoesRoundStaysAtHomeOrChangesTheVehicle) {
    auto const found = whatif(
        {zone("reroute.toml", old_ + "compliance = 0.8\n"), zone("cancel.toml", old_ + "behaviour = \"cancel\"\n"),
         zone("switch.toml", old_ + "behaviour = \"switch\"\n"), zone("nobody.toml", old_ + "compliance = 0\n")});
    auto const& variants = found.at("variants");
    for (auto const& [name, variant] : variants.items()) {
        EXPECT_TRUE(variant.at("valid").get<bool>()) << name;
        EXPECT_EQ(variant.at("mode"), "operational") << name;
        EXPECT_EQ(removed(found, name), events(variant, "removed: ")) << name << ": each with its reason";
    }

    auto const& reroute = variants.at("reroute");
    EXPECT_EQ(reroute.at("expectations").at(0).at("finding"), "as expected");
    EXPECT_EQ(verdict(reroute, "vehicle_km.motorcycle@place"), "less");
    EXPECT_EQ(verdict(reroute, "vehicle_km@ring"), "more") << "they drive around it";
    EXPECT_GT(events(reroute, "rerouted"), 0);
    EXPECT_GT(events(reroute, "destination: nearest open edge"), 0);

    auto const& cancel = variants.at("cancel");
    EXPECT_EQ(cancel.at("expectations").at(0).at("finding"), "as expected");
    EXPECT_EQ(verdict(cancel, "vehicle_km"), "less");
    EXPECT_GT(events(cancel, "removed: trip cancelled"), 0);

    auto const& changed = variants.at("switch");
    EXPECT_EQ(changed.at("expectations").at(0).at("finding"), "as expected");
    EXPECT_GT(events(changed, "changed vehicle"), 0);
    for (char const* same : {"vehicle_km", "vehicle_km@place", "delay_h", "trips_ended"})
        EXPECT_EQ(verdict(changed, same), "no change") << same << ": an electric motorcycle drives alike";
    EXPECT_EQ(verdict(changed, "ground_ug_m3.PM"), "less");

    auto const& nobody = variants.at("nobody");
    EXPECT_EQ(nobody.at("expectations").at(0).at("finding"), "not distinguishable");
    for (auto const& [indicator, difference] : nobody.at("differences").items())
        EXPECT_EQ(difference.at("verdict"), "no change") << indicator << ": equal to the last bit";
}

TEST_F(LowEmissionZoneTest, HoldsForTheHeavierOnes) {
    // the town's buses are HBEFA4's of 15 to 18 t, the heaviest vehicles that it has
    std::map<std::string, nlohmann::json> found;
    for (char const* mass : {"10", "20"}) {
        auto const file = folder_ / (std::string(mass) + ".nc");
        write_file(folder_ / "mass.toml",
                   "[[measure]]\nkind = \"low_emission_zone\"\nbehaviour = \"cancel\"\n"
                   "polygon_m = [150, 150, 450, 150, 450, 450, 150, 450]\ngross_mass_above_t = " +
                       std::string(mass) + "\n");
        auto const result = hacthanh({"run", tutorial_scenario(), "-o", file.string(), "--quiet", "--set",
                                      "mesh.cell_size_m=100", "--measure", (folder_ / "mass.toml").string()});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        found[mass] = info_of(file);
        if (std::string(mass) == "20") {
            EXPECT_NE(result.err.find("no type is that heavy: nothing changes"), std::string::npos) << result.err;
        }
    }
    EXPECT_GT(found["10"].at("vehicles_removed").get<int>(), 0);
    EXPECT_EQ(found["10"].at("vehicles_removed"), found["10"].at("traffic_events").at("removed: trip cancelled"));
    EXPECT_EQ(found["20"].at("vehicles_removed").get<int>(), 0);
    EXPECT_TRUE(found["20"].at("traffic_events").empty());
}

TEST_F(LowEmissionZoneTest, RefusesLevelsAndVehiclesThatAreNotThere) {
    for (auto const& [keys, words] :
         {std::pair{"levels = [\"level 9\"]\n", "5: measure.levels: the fleet table has no level"},
          {"behaviour = \"switc\"\n", "5: measure.behaviour = \"switc\""},
          {"behaviour = \"switch\"\nswitch_to = \"electrik\"\n",
           "6: measure.switch_to: the fleet table has no level"}}) {
        auto const result = hacthanh(
            {"check", tutorial_scenario(), "--no-picture", "--set", fleet_, "--measure", zone("bad.toml", keys)});
        EXPECT_EQ(result.exit_code, 2) << keys << result.out;
        EXPECT_NE(result.err.find(std::string("bad.toml:") + words), std::string::npos) << result.err;
    }
}

}  // namespace
}  // namespace hacthanh::test
