#include "io/vehicle_types.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class VehicleTypesTest : public SumoFilesTest {
protected:
    /// A demand with `types` in an additional file and `traffic` in a route file.
    Demand read(std::string const& types, std::string const& traffic, double end_s = 3600) {
        SumoConfig config;
        config.file = folder_ / "run.sumocfg";
        config.additional_files = {write("types.add.xml", "<additional>\n" + types + "\n</additional>")};
        config.route_files = {write("demand.rou.xml", "<routes>\n" + traffic + "\n</routes>")};
        return read_demand(config, 0, end_s);
    }
    std::vector<std::string> unclassed(std::string const& types, std::string const& traffic) {
        std::vector<std::string> ids;
        for (auto const& type : read(types, traffic).unclassed) ids.push_back(type.type);
        return ids;
    }
    std::string refusal(std::string const& types, std::string const& traffic) {
        return message_of([&] { check_emission_classes(read(types, traffic), false); });
    }
};

TEST_F(VehicleTypesTest, AMotorcycleWithoutClassIsRefusedAsThePetrolVanItWouldBe) {
    EXPECT_THAT(refusal("\n<vType id='xe_may' vClass='motorcycle'/>", "<trip id='t' type='xe_may' depart='0'/>"),
                AllOf(HasSubstr("types.add.xml:3"), HasSubstr("\"xe_may\""), HasSubstr("motorcycle"),
                      HasSubstr("HBEFA3/LDV_G_EU6"), HasSubstr("petrol van"), HasSubstr("emissionClass"),
                      HasSubstr("emission.allow_default_emission_class = true")));
}

TEST_F(VehicleTypesTest, AVehicleWithoutTypeIsRefusedWithItsPlace) {
    EXPECT_THAT(refusal("", "\n<vehicle id='v0' depart='0'/><vehicle id='v1' depart='0'/>"),
                AllOf(HasSubstr("demand.rou.xml:3"), HasSubstr("DEFAULT_VEHTYPE"), HasSubstr("\"v0\""),
                      Not(HasSubstr("\"v1\"")), HasSubstr("HBEFA3/PC_G_EU4"), HasSubstr("petrol car")));
    EXPECT_THAT(unclassed("<vType id='DEFAULT_VEHTYPE' emissionClass='HBEFA3/Bus'/>", "<vehicle id='v' depart='0'/>"),
                IsEmpty());
}

TEST_F(VehicleTypesTest, EveryTypeIsNamedAtOnce) {
    EXPECT_THAT(refusal("<vType id='a'/><vType id='b' vClass='bus'/><vType id='unused'/>",
                        "<vehicle id='1' type='a' depart='0'/><flow id='2' type='b' number='1'/>"),
                AllOf(HasSubstr("\"a\""), HasSubstr("\"b\""), HasSubstr("HBEFA3/Bus"), Not(HasSubstr("unused"))));
}

TEST_F(VehicleTypesTest, AnExplicitClassIsAcceptedWhateverItsValue) {
    for (char const* value : {"HBEFA3/LDV_G_EU6", "HBEFA4/MC_4S_le250cc_Euro-3", "Zero", "zero", "anything"})
        EXPECT_THAT(unclassed("<vType id='a' emissionClass='" + std::string(value) + "'/>",
                              "<vehicle id='1' type='a' depart='0'/>"),
                    IsEmpty())
            << value;
    EXPECT_THAT(unclassed("<vType id='a' emissionClass=''/>", "<vehicle id='1' type='a' depart='0'/>"),
                ElementsAre("a"));
}

TEST_F(VehicleTypesTest, TypesThatSumoTakesAsCleanPass) {
    for (char const* clean : {"bicycle", "pedestrian", "tram", "rail_urban", "rail_electric", "rail_fast", "evehicle"})
        EXPECT_THAT(
            unclassed("<vType id='a' vClass='" + std::string(clean) + "'/>", "<vehicle id='1' type='a' depart='0'/>"),
            IsEmpty())
            << clean;
    for (char const* dirty : {"passenger", "moped", "truck", "delivery", "taxi", "coach", "ship", "rail", "custom1"})
        EXPECT_THAT(
            unclassed("<vType id='a' vClass='" + std::string(dirty) + "'/>", "<vehicle id='1' type='a' depart='0'/>"),
            ElementsAre("a"))
            << dirty;
    EXPECT_THAT(unclassed("",
                          "<person id='p' depart='0'><walk edges='a'/></person>"
                          "<vehicle id='b' type='DEFAULT_BIKETYPE' depart='0'/>"),
                IsEmpty());
}

TEST_F(VehicleTypesTest, ADistributionStandsForAllItsMembers) {
    EXPECT_THAT(unclassed("<vType id='a'/><vType id='b' emissionClass='HBEFA3/Bus'/>"
                          "<vTypeDistribution id='inner' vTypes='a  b'/>"
                          "<vTypeDistribution id='outer' vTypes='inner'><vType id='c'/></vTypeDistribution>",
                          "<vehicle id='1' type='outer' depart='0'/>"),
                ElementsAre("a", "c"));
    EXPECT_THAT(unclassed("<vTypeDistribution id='x' vTypes='y'/><vTypeDistribution id='y' vTypes='x'/>",
                          "<vehicle id='1' type='x' depart='0'/>"),
                IsEmpty())
        << "a circle ends";
}

TEST_F(VehicleTypesTest, PersonTripsByCarUseTheirTypes) {
    EXPECT_THAT(unclassed("<vType id='a'/>",
                          "<person id='p' depart='0'><personTrip to='e' modes='car public' "
                          "vTypes='a'/><personTrip to='e' modes='car'/></person>"),
                ElementsAre("a", "DEFAULT_VEHTYPE"));
    EXPECT_THAT(unclassed("", "<person id='p' depart='0'><personTrip to='e' modes='bicycle'/></person>"), IsEmpty());
}

TEST_F(VehicleTypesTest, ATypeMayBeDefinedAfterItsUseOrInAnIncludedFile) {
    EXPECT_THAT(unclassed("", "<vehicle id='1' type='a' depart='0'/><vType id='a' emissionClass='Zero'/>"), IsEmpty());
    write("more.xml", "<additional><vType id='a'/></additional>");
    auto const demand = read("<include href='more.xml'/>", "<vehicle id='1' type='a' depart='0'/>");
    ASSERT_EQ(demand.unclassed.size(), 1U);
    EXPECT_THAT(demand.unclassed[0].where, HasSubstr("more.xml:1"));
    EXPECT_THAT(demand.included_files, ElementsAre(folder_ / "more.xml"));
}

TEST_F(VehicleTypesTest, AllowedDefaultsBecomeWarnings) {
    auto const demand = read("<vType id='a' vClass='moped'/>", "<vehicle id='1' type='a' depart='0'/>");
    EXPECT_THAT(check_emission_classes(demand, true),
                ElementsAre(AllOf(HasSubstr("\"a\""), HasSubstr("HBEFA3/LDV_G_EU6"))));
}

TEST_F(VehicleTypesTest, BadDefinitionsAreRefused) {
    EXPECT_THAT(refusal("", "<vehicle id='1' type='ghost' depart='0'/>"),
                AllOf(HasSubstr("demand.rou.xml:2"), HasSubstr("\"ghost\""), HasSubstr("not defined")));
    EXPECT_THAT(
        refusal("<vType id='a'/>", "<vType id='a'/>"),
        AllOf(HasSubstr("demand.rou.xml:2"), HasSubstr("twice"), HasSubstr("types.add.xml:2"), HasSubstr("duarouter")));
    EXPECT_THAT(refusal("<vType id='a' vClass='scooter'/>", ""),
                AllOf(HasSubstr("types.add.xml:2"), HasSubstr("\"scooter\""), HasSubstr("SUMO 1.15")));
    EXPECT_THAT(refusal("<include href='types.add.xml'/>", ""), HasSubstr("include each other"));
    EXPECT_THAT(refusal("<include href='none.xml'/>", ""), AllOf(HasSubstr("none.xml"), HasSubstr("not found")));
    EXPECT_THAT(refusal("<vType id='a'>", ""), HasSubstr("types.add.xml:3"));
}

TEST_F(VehicleTypesTest, CountsDeparturesWithinTheWindow) {
    auto const count = [&](std::string const& traffic) { return read("", traffic, 1000).vehicles; };
    EXPECT_EQ(count("<vehicle id='1' depart='0'/><trip id='2' depart='999.9'/><vehicle id='3' depart='1000'/>"), 2);
    EXPECT_EQ(count("<vehicle id='1' depart='0:10:00'/><vehicle id='2' depart='triggered'/>"), 2);
    EXPECT_DOUBLE_EQ(count("<flow id='f' begin='0' end='2000' number='10'/>"), 5);
    EXPECT_DOUBLE_EQ(count("<flow id='f' begin='500' end='2000' period='5'/>"), 100);
    EXPECT_DOUBLE_EQ(count("<flow id='f' begin='0' end='100' period='exp(0.5)'/>"), 50);
    EXPECT_DOUBLE_EQ(count("<flow id='f' begin='0' end='100' vehsPerHour='720'/>"), 20);
    EXPECT_DOUBLE_EQ(count("<flow id='f' probability='0.2'/>"), 200);
    EXPECT_DOUBLE_EQ(count("<flow id='f' period='10' number='7'/>"), 7);
    EXPECT_DOUBLE_EQ(count("<flow id='f' begin='1000' end='2000' number='10'/>"), 0);
}

}  // namespace
}  // namespace hacthanh::io
