/// The report's annex on whose air places have, through the real command.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>
#include "sim/core/language.hpp"

namespace hacthanh::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ReportApportion, TellsStreetsClassesAndRemainderInBothLanguages) {
    ScratchFolder const folder;
    auto const path = [&](std::string const& name) { return (folder / name).string(); };
    ASSERT_EQ(
        hacthanh({"run", tutorial_scenario(), "-o", path("town.nc"), "--quiet", "--set", "weather.wind_speed_m_s=6",
                  "--set", "mesh.cell_size_m=20", "--set", "background.NOx_ug_m3=17.25", "--set",
                  "background.kind=regional", "--set", "background.source=a choice"})
            .exit_code,
        0);
    ASSERT_EQ(hacthanh({"report", path("town.nc"), "-o", path("without.html"), "--no-maps"}).exit_code, 0);
    EXPECT_THAT(read_file(path("without.html")), Not(HasSubstr("Whose air")));

    ASSERT_EQ(hacthanh({"apportion", path("town.nc"), "--at", "305,305", "-o", path("apportion.json")}).exit_code, 0);
    auto const place = nlohmann::json::parse(read_file(path("apportion.json"))).at(0);
    auto const made = hacthanh({"report", path("town.nc"), "-o", path("town.html")});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    auto const html = read_file(path("town.html"));
    for (auto const* words : {"Whose air: what streets give to places", "Không khí của ai", "xe máy", "Remainder",
                              "Phần còn lại", "Share of the traffic", "Map: streets coloured by what they give"})
        EXPECT_THAT(html, HasSubstr(words));
    auto const street = place.at("streets").at(0);
    EXPECT_THAT(html, HasSubstr(street.at("name").get<std::string>()));
    EXPECT_THAT(html,
                HasSubstr(format_number(100 * street.at("share_of_traffic").get<double>(), Language::english) + " %"));
    EXPECT_EQ(place.at("background").get<double>(), 17.25);
    EXPECT_THAT(html, HasSubstr(">Background<"));
    EXPECT_THAT(html, HasSubstr(format_number(17.25, Language::vietnamese)));
    EXPECT_THAT(html, HasSubstr(format_number(place.at("remainder").get<double>(), Language::vietnamese)));

    write_file(path("wrong.json"), "{}");
    auto const refused =
        hacthanh({"report", path("town.nc"), "-o", path("wrong.html"), "--no-maps", "--apportion", path("wrong.json")});
    EXPECT_EQ(refused.exit_code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("wrong.json"));
}

}  // namespace
}  // namespace hacthanh::test
