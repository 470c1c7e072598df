#include "io/sumo_polygons.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::HasSubstr;

class SumoPolygonsTest : public testing::Test {
protected:
    std::vector<SumoPolygon> read(std::string const& inside, std::string const& root = "additional") {
        test::write_file(folder_ / "p.poly.xml", "<" + root + ">\n" + inside + "\n</" + root + ">\n");
        return read_sumo_polygons(folder_ / "p.poly.xml", {-100, -200});
    }
    std::string refusal(std::string const& inside, std::string const& root = "additional") {
        try {
            read(inside, root);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }
    test::ScratchFolder folder_;
};

TEST_F(SumoPolygonsTest, ReadsShapesAndParameters) {
    auto const polygons = read(R"(<location netOffset="-90.00,-200.00"/>
<poly id="a" type="building.school" fill="1" shape="0,0 10,0 10,10 0,0"><param key="height" value="9"/></poly>
<poly id="b" type="natural.water" fill="true" geo="1" shape="105.8,21 105.9,21 105.9,21.1"/>
<poly id="c" type="waterway" fill="0" shape="0,0 10,0"/>
<poi id="d" x="0" y="0"><param key="height" value="1"/></poi>)");
    ASSERT_EQ(polygons.size(), 2U);
    EXPECT_EQ(polygons[0].ring.size(), 3U);
    EXPECT_EQ(polygons[0].ring[1].x, 0);  // moved by -100 - -90
    EXPECT_EQ(polygons[0].parameters.at("height"), "9");
    EXPECT_TRUE(polygons[1].geo);
    EXPECT_EQ(polygons[1].ring[0].x, 105.8);
    EXPECT_TRUE(polygons[1].parameters.empty());
}

TEST_F(SumoPolygonsTest, RefusesWithTheLine) {
    EXPECT_THAT(refusal("", "routes"), HasSubstr("root element <routes>"));
    EXPECT_THAT(refusal("<poly id=\"a\" fill=\"1\" shape=\"0,0 1,x\"/>"),
                testing::AllOf(HasSubstr(":2"), HasSubstr("\"a\"")));
    EXPECT_THAT(refusal("<poly id=\"a\" fill=\"1\" shape=\"0,0 1,nan\"/>"), HasSubstr("finite numbers"));
    EXPECT_THAT(refusal("<poly fill=\"1\" shape=\"0,0 1,1 2,0\"/>"), HasSubstr("has no id"));
    EXPECT_THAT(refusal("<location netOffset=\"a\"/>"), HasSubstr("netOffset"));
}

}  // namespace
}  // namespace hacthanh::io
