#include "io/apportion_file.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

namespace hacthanh::io {
namespace {

Apportionment school() {
    Apportionment place;
    place.name = "School, north";
    place.name_vi = "Trường Bắc";
    place.kind = "school";
    place.x = 10;
    place.y = 20;
    place.streets = {{"Đường \"A\"", 6}, {"B", 2}};
    place.edges = {{"a1", 6}, {"b1", 2}};
    place.classes = {{"motorcycle", 5}, {"car", 3}};
    place.distances = {{"0-50 m", 8}};
    place.traffic = 8;
    place.background = 12;
    place.run = 21;
    place.run_no2 = 10;
    return place;
}

TEST(ApportionFileTest, PartsBackgroundAndRemainderMakeTheRun) {
    auto const place = school();
    EXPECT_EQ(place.sum(), 20);
    EXPECT_EQ(place.remainder(), 1);
    // Pro rata of NOx, background included: all parts together are the NO2 of the run.
    EXPECT_DOUBLE_EQ(*place.no2_of(place.traffic) + *place.no2_of(*place.background), 10);
    Apportionment unknown;
    unknown.traffic = 8;
    EXPECT_FALSE(unknown.remainder());
    EXPECT_FALSE(unknown.no2_of(1));
}

TEST(ApportionFileTest, GivesBackWhatWasWritten) {
    test::ScratchFolder const folder;
    auto const file = folder / "whose.json";
    auto other = school();
    other.background.reset();
    other.run.reset();
    other.run_no2.reset();
    test::write_file(file, apportion_json({school(), other}, true));
    auto const read = read_apportionments(file);
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].name_vi, "Trường Bắc");
    EXPECT_EQ(read[0].edges.at(1).name, "b1");
    EXPECT_EQ(read[0].streets.at(0).gives, 6);
    EXPECT_EQ(read[0].remainder(), 1);
    EXPECT_FALSE(read[1].background);
    EXPECT_FALSE(read[1].run);
    EXPECT_EQ(apportion_json(read, true), apportion_json({school(), other}, true));
}

TEST(ApportionFileTest, ATableHoldsEveryPartOnce) {
    EXPECT_EQ(apportion_csv({school()}),
              "place,kind,part,name,nox_ug_m3,share_of_traffic,no2_pro_rata_ug_m3\n"
              "\"School, north\",school,street,\"Đường \"\"A\"\"\",6,0.75,3\n"
              "\"School, north\",school,street,B,2,0.25,1\n"
              "\"School, north\",school,class,motorcycle,5,0.625,2.5\n"
              "\"School, north\",school,class,car,3,0.375,1.5\n"
              "\"School, north\",school,distance,0-50 m,8,1,4\n"
              "\"School, north\",school,edge,a1,6,0.75,3\n"
              "\"School, north\",school,edge,b1,2,0.25,1\n"
              "\"School, north\",school,traffic,,8,1,4\n"
              "\"School, north\",school,background,,12,,6\n"
              "\"School, north\",school,sum,,20,,10\n"
              "\"School, north\",school,remainder,,1,,\n"
              "\"School, north\",school,run_mean,,21,,10\n");
}

TEST(ApportionFileTest, OtherFilesAreRefused) {
    test::ScratchFolder const folder;
    auto const file = folder / "other.json";
    for (char const* text : {"", "[]", "{\"a\": 1}", "[{\"name\": \"x\"}]", "[{\"name\": 3}]"}) {
        test::write_file(file, text);
        EXPECT_THROW(read_apportionments(file), InputError) << text;
    }
    EXPECT_THROW(read_apportionments(folder / "none.json"), InputError);
}

}  // namespace
}  // namespace hacthanh::io
