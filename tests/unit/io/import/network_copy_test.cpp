#include "io/import/network_copy.hpp"

#include "io/sumo_network.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

TEST(NetworkCopyTest, TakesOutClassesThatSumo115DoesNotKnow) {
    ImportLog log;
    auto const clean = [&](std::string_view line) { return without_unknown_classes(line, log); };
    EXPECT_EQ(clean(R"(<lane allow="bus container tram"/>)"), R"(<lane allow="bus tram"/>)");
    EXPECT_EQ(clean(R"(<lane allow="subway"/>)"), R"(<lane disallow="all"/>)");
    EXPECT_EQ(clean(R"(<lane disallow="subway aircraft" speed="1"/>)"), R"(<lane speed="1"/>)");
    EXPECT_EQ(clean(R"(<lane disallow="subway rail" changeLeft="wheelchair"/>)"),
              R"(<lane disallow="rail" changeLeft="ignoring"/>)");
    EXPECT_EQ(log["unknown_vehicle_classes"], 6);
    for (char const* same :
         {R"(<lane allow="all"/>)", R"(<lane disallow="pedestrian"/>)", R"(<lane allow="x)", "", "text"})
        EXPECT_EQ(clean(same), same);
    EXPECT_EQ(log["unknown_vehicle_classes"], 6);
}

TEST(NetworkCopyTest, LeavesOutTheDateAndKeepsTheNetwork) {
    test::ScratchFolder const folder;
    auto const town = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.net.xml";
    auto text = test::read_file(town);
    text.insert(text.find("<net"), "<!-- generated on 2026-01-01 by\n  someone -->\n");
    test::write_file(folder / "dated.net.xml", text);
    ImportLog log;
    copy_network(folder / "dated.net.xml", folder / "a.net.xml", log);
    copy_network(town, folder / "b.net.xml", log);
    EXPECT_EQ(test::read_file(folder / "a.net.xml"), test::read_file(folder / "b.net.xml"));
    EXPECT_THAT(test::read_file(folder / "a.net.xml"), testing::Not(testing::HasSubstr("generated on")));
    EXPECT_EQ(read_sumo_network(folder / "a.net.xml").roads.size(), read_sumo_network(town).roads.size());
    EXPECT_THROW(copy_network(folder / "none.net.xml", folder / "c.net.xml", log), InputError);
}

}  // namespace
}  // namespace hacthanh::io
