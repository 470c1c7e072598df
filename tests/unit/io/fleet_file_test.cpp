#include "io/fleet_file.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace hacthanh::io {
namespace {

using state::EmissionSource;

class FleetFileTest : public ::testing::Test {
protected:
    std::string const header_ = "class,level,item,pollutant,value,reference,evidence\n";

    std::filesystem::path write(std::string const& name, std::string const& text) {
        std::filesystem::path const file = folder_.file(name);
        std::ofstream(file) << text;
        return file;
    }
    LoadedFleet read(std::string const& rows) { return read_fleet(write("fleet.csv", header_ + rows)); }

    std::string refusal(std::string const& rows) {
        try {
            read(rows);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }
    void expect_refused(std::string const& rows, std::vector<std::string> const& words) {
        std::string const said = refusal(rows);
        for (auto const& word : words) EXPECT_NE(said.find(word), std::string::npos) << word << " in: " << said;
    }

    testing::TestFolder folder_;
};

TEST_F(FleetFileTest, ReadsLevelsAndTheMorePreciseRowWins) {
    auto const loaded = read(
        "# a comment\n"
        "motorcycle,,source,,average,\"a book, p. 3\",S\n"
        "motorcycle,,factor,CO,4.8,a,S\nmotorcycle,,factor,CO2,72.55,a,S\nmotorcycle,,factor,HC,0.7,a,M\n"
        "motorcycle,,factor,NOx,0.13,a,S\nmotorcycle,,factor,PM,0.053,a,S\nmotorcycle,,factor,fuel,26,a,D\n"
        "motorcycle,,start,CO,12.24,a,S\nmotorcycle,,wear,,motorcycle,a,S\n"
        "motorcycle,level 2,share,,0.6,a,M\nmotorcycle,level 2,scale,CO,1.2,a,M\n"
        "motorcycle,electric,share,,0.4,a,M\nmotorcycle,electric,source,,none,a,D\n"
        "passenger,,source,,sumo,a,S\npassenger,,source,CO,average,a,S\npassenger,,factor,CO,0.62,a,M\n");
    ASSERT_EQ(loaded.fleet.classes.size(), 2U);
    auto const& motorcycle = loaded.fleet.classes[0];
    ASSERT_EQ(motorcycle.levels.size(), 2U);
    auto const& burning = motorcycle.levels[0];
    EXPECT_EQ(burning.name, "level 2");
    EXPECT_DOUBLE_EQ(burning.share, 0.6);
    EXPECT_DOUBLE_EQ(burning.factor_kg_m[index(Pollutant::co)], 4.8e-6);
    EXPECT_DOUBLE_EQ(burning.scale[index(Pollutant::co)], 1.2);
    EXPECT_DOUBLE_EQ(burning.start_kg[index(Pollutant::co)], 12.24e-3);
    EXPECT_EQ(burning.wear, state::WearClass::motorcycle);
    auto const& electric = motorcycle.levels[1];
    EXPECT_EQ(electric.source[index(Pollutant::co)], EmissionSource::none);
    EXPECT_EQ(electric.start_kg[index(Pollutant::co)], 0) << "what is not burnt does not start";
    EXPECT_EQ(electric.wear, state::WearClass::motorcycle);
    auto const& car = loaded.fleet.classes[1];
    EXPECT_EQ(car.levels[0].source[index(Pollutant::co)], EmissionSource::average);
    EXPECT_EQ(car.levels[0].source[index(Pollutant::nox)], EmissionSource::traffic);
    EXPECT_TRUE(car.uses_traffic());
    EXPECT_FALSE(motorcycle.uses_traffic());
    EXPECT_EQ(loaded.fleet.find("bike", "motorcycle"), &loaded.fleet.classes[0]);
    EXPECT_EQ(loaded.fleet.find("bike", "truck"), nullptr);
}

TEST_F(FleetFileTest, RefusesWithRowRuleAndRemedy) {
    std::string const good = "car,,source,,sumo,a,S\n";
    expect_refused(good + "car,,scale,CO,-1,a,S\n", {"fleet.csv:3", "scale of CO of car = \"-1\"", ">= 0"});
    expect_refused(good + "car,,source,,none,a,S\n", {"fleet.csv:3", "two rows", "\"car\"", "line 2", "keep one"});
    expect_refused(good + "car,,scale,NO3,1,a,S\n", {"fleet.csv:3", "pollutant \"NO3\"", "\"NOx\""});
    expect_refused("car,,scale,CO,1,a,S\n", {"fleet.csv:2", "class \"car\" has no source", "add a row"});
    expect_refused(good + "car,,scla,CO,1,a,S\n", {"item \"scla\"", "\"scale\""});
    expect_refused(good + "car,,scale,CO,1,,S\n", {"no reference"});
    expect_refused(good + "car,,scale,CO,1,a,Q\n", {"evidence = \"Q\""});
    expect_refused("car,,source,,petrol,a,S\n", {"source = \"petrol\"", "average"});
    expect_refused("car,,source,,average,a,S\n", {"has the source average and no factor for CO2", "g/km"});
    expect_refused("car,,source,,table,a,S\n", {"no table"});
    expect_refused("car,,source,,table,a,S\ncar,,table,,nowhere.csv,a,S\n", {"fleet.csv:3", "nowhere.csv"});
    expect_refused("car,Euro 2,share,,0.5,a,S\ncar,Euro 4,share,,0.4,a,S\ncar,,source,,sumo,a,S\n",
                   {"add up to 0.9", "must be 1"});
    expect_refused("car,Euro 2,source,,sumo,a,S\n", {"level \"Euro 2\"", "no share"});
    expect_refused("", {"no rows"});
    expect_refused(good + "car,,scale,CO,1,a\n", {"fleet.csv:3", "6 fields"});
}

TEST_F(FleetFileTest, SaysAllThatIsWrongAtOnce) {
    std::string const said = refusal("car,,scale,CO,-1,a,S\ncar,,scale,NO3,1,a,S\n");
    EXPECT_NE(said.find(":2:"), std::string::npos) << said;
    EXPECT_NE(said.find(":3:"), std::string::npos) << said;
}

TEST_F(FleetFileTest, AMissingRateTableIsOneError) {
    std::string const said = refusal(
        "car,,source,,table,a,S\ncar,,table,,nowhere.csv,a,S\ncar,old,share,,0.5,a,S\ncar,new,share,,0.5,a,S\n"
        "van,,source,,table,a,S\nvan,,table,,nowhere.csv,a,S\n");
    EXPECT_EQ(std::ranges::count(said, '\n'), 0) << said;
    EXPECT_NE(said.find("fleet.csv:3"), std::string::npos) << said;
    EXPECT_NE(said.find("nowhere.csv"), std::string::npos) << said;
}

TEST_F(FleetFileTest, PollutantsWithOneFaultAreOneError) {
    std::string const said = refusal("car,,source,,table,a,S\nvan,,source,,average,a,S\n");
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
    EXPECT_NE(said.find("class \"car\" has the source table for "), std::string::npos) << said;
    EXPECT_NE(said.find("class \"van\" has the source average and no factor for "), std::string::npos) << said;
}

TEST_F(FleetFileTest, ReadsARateTableInAnyOrder) {
    write("rates.csv",
          "speed_m_s,acceleration_m_s2,CO2_mg_s,CO_mg_s,HC_mg_s,NOx_mg_s,PM_mg_s,fuel_mg_s\n"
          "5,1,40,0,0,0,0,4\n0,-1,10,0,0,0,0,1\n0,1,20,0,0,0,0,2\n5,-1,30,0,0,0,0,3\n");
    auto const loaded = read("car,,source,,table,a,S\ncar,,table,,rates.csv,a,S\n");
    auto const& table = loaded.fleet.classes[0].table.value();
    EXPECT_EQ(table.speed, (std::vector<double>{0, 5}));
    EXPECT_DOUBLE_EQ(table.rate[0][index(Pollutant::co2)], 10e-6);
    EXPECT_DOUBLE_EQ(table.rate[3][index(Pollutant::fuel)], 4e-6);
    EXPECT_EQ(loaded.files.size(), 2U);
    write("rates.csv",
          "speed_m_s,acceleration_m_s2,CO2_mg_s,CO_mg_s,HC_mg_s,NOx_mg_s,PM_mg_s,fuel_mg_s\n"
          "5,1,40,0,0,0,0,4\n0,-1,10,0,0,0,0,1\n0,1,20,0,0,0,0,2\n");
    expect_refused("car,,source,,table,a,S\ncar,,table,,rates.csv,a,S\n", {"rates.csv", "3 rows"});
}

TEST(CheckFleetTest, NamesEveryTypeWithoutASource) {
    Demand demand;
    demand.used = {{"motorbike", "motorcycle", false, "types.xml:3"},
                   {"bike", "bicycle", true, "types.xml:4"},
                   {"lorry", "truck", false, "types.xml:5"}};
    demand.unclassed = {{"motorbike", "motorcycle", "HBEFA3/LDV_G_EU6", "types.xml:3", "m1", true}};
    state::FleetLevel level;
    level.source.fill(EmissionSource::average);
    state::Fleet fleet{{{"motorcycle", {level}, {}}}};
    try {
        check_fleet(demand, fleet, "fleet.csv");
        FAIL() << "the lorry has no source";
    } catch (InputError const& error) {
        std::string const said = error.what();
        EXPECT_NE(said.find("types.xml:5: vehicle type \"lorry\" (truck)"), std::string::npos) << said;
        EXPECT_EQ(said.find("bike\""), std::string::npos) << said;
    }
    fleet.classes.push_back({"lorry", {level}, {}});
    check_fleet(demand, fleet, "fleet.csv");
    EXPECT_TRUE(demand.unclassed.empty()) << "nothing of SUMO's class is used";
}

}  // namespace
}  // namespace hacthanh::io
