/// The same OpenStreetMap data in every form that is read.

#include "io/import/osm_file.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <osmium/io/any_input.hpp>
#include <osmium/io/any_output.hpp>

#include <string>

namespace hacthanh::io {
namespace {

std::string const crossing = std::string(HACTHANH_SOURCE_DIR) + "/tests/data/crossing.osm";

/// Writes the crossing once more; the form follows from the name.
void write_again(std::filesystem::path const& file) {
    osmium::io::Reader reader{crossing};
    osmium::io::Writer writer{file.string(), reader.header()};
    while (auto buffer = reader.read()) writer(std::move(buffer));
    writer.close();
    reader.close();
}

/// Everything read, as text.
std::string content_of(std::filesystem::path const& file, test::ScratchFolder const& folder) {
    ImportLog log;
    auto const content = read_osm(file, std::nullopt, folder / "roads.osm", log);
    std::string text = std::to_string(content.trees.size()) + " trees\n";
    auto const add = [&](city::Polygon const& polygon) {
        for (auto const p : polygon.outer) text += std::to_string(p.x) + "," + std::to_string(p.y) + " ";
        for (auto const& hole : polygon.holes)
            for (auto const p : hole) text += std::to_string(p.x) + "/" + std::to_string(p.y) + " ";
        text += "\n";
    };
    for (auto const& building : content.buildings) {
        text += building.id + " " + std::to_string(building.height_m.value_or(-1)) + " ";
        for (auto const& part : building.parts) add(part);
    }
    for (auto const& area : content.areas) {
        text += area.id + " ";
        add(area.shape);
    }
    return text + test::read_file(folder / "roads.osm");
}

class OsmPackedTest : public testing::TestWithParam<char const*> {
protected:
    test::ScratchFolder folder_;
};

TEST_P(OsmPackedTest, HoldsTheSameCity) {
    auto const file = folder_ / (std::string("crossing") + GetParam());
    write_again(file);
    auto const expected = content_of(crossing, folder_);
    ASSERT_THAT(expected, testing::HasSubstr("relation/201"));
    ASSERT_THAT(expected, testing::HasSubstr("Đường Lê Lợi"));
    EXPECT_EQ(content_of(file, folder_), expected);
}

TEST_P(OsmPackedTest, CutAnywhereItIsRefusedWithItsName) {
    auto const file = folder_ / (std::string("crossing") + GetParam());
    write_again(file);
    std::string const whole = test::read_file(file);
    for (std::size_t const tenths : {1U, 3U, 5U, 7U, 9U}) {
        auto const cut = folder_ / (std::string("cut") + GetParam());
        test::write_file(cut, whole.substr(0, whole.size() * tenths / 10));
        try {
            ImportLog log;
            read_osm(cut, std::nullopt, folder_ / "roads.osm", log);
            ADD_FAILURE() << tenths << " tenths of " << GetParam() << " passed for the whole";
        } catch (InputError const& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr(cut.filename().string()));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Forms, OsmPackedTest, testing::Values(".osm", ".osm.gz", ".osm.bz2", ".osm.pbf"),
                         [](auto const& test) {
                             std::string name = test.param;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name.substr(1);
                         });

}  // namespace
}  // namespace hacthanh::io
