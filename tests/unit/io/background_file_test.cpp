#include "io/background_file.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr double vietnam_s = 7 * 3600;

state::BackgroundSeries read(std::string const& text) {
    test::ScratchFolder const folder;
    test::write_file(folder / "air.csv", text);
    return read_background_file(folder / "air.csv", vietnam_s);
}

std::string refusal(std::string const& text) {
    try {
        read(text);
    } catch (InputError const& error) {
        return error.what();
    }
    return "not refused";
}

TEST(BackgroundFileTest, ReadsColumnsTimesAndGaps) {
    auto const series = read("# a station\ntime;O3_ug_m3;PM25_ug_m3\n2026-01-15T07:00;60;\n2026-01-15T01:00Z;NA;22\n");
    EXPECT_EQ(series.species, (std::vector<std::string>{"PM25", "O3"}));
    ASSERT_EQ(series.rows.size(), 2U);
    EXPECT_EQ(series.rows[0].time_utc_s, 1768435200);  // 2026-01-15 00:00 UTC
    EXPECT_EQ(series.rows[1].time_utc_s, 1768438800);
    EXPECT_FALSE(series.rows[0].concentration[0]);
    EXPECT_DOUBLE_EQ(series.rows[0].concentration[1].value(), 60e-9);
    EXPECT_FALSE(series.rows[1].concentration[1]);
    EXPECT_EQ(series.rows[1].line, 4U);
}

TEST(BackgroundFileTest, RefusesWithLineAndRemedy) {
    EXPECT_THAT(refusal("time,O3_ug_m3\n2026-01-15T07:00,-1\n"), AllOf(HasSubstr("air.csv:2"), HasSubstr("O3_ug_m3")));
    EXPECT_THAT(refusal("time,O3_ug_m3\n2026-01-15T07:00,x\n"), HasSubstr("air.csv:2"));
    EXPECT_THAT(refusal("time,O3_ug_m3\n2026-01-15T08:00,1\n2026-01-15T07:00,1\n"),
                AllOf(HasSubstr("air.csv:3"), HasSubstr("order of time")));
    EXPECT_THAT(refusal("time,O3_ppb\n2026-01-15T08:00,1\n"), AllOf(HasSubstr("O3_ppb")));
    EXPECT_THAT(refusal("time,XY_ug_m3,O3_ug_m3\n2026-01-15T08:00,1,1\n"), HasSubstr("XY_ug_m3"));
    EXPECT_THAT(refusal("O3_ug_m3\n1\n"), HasSubstr("time"));
    EXPECT_THAT(refusal("time,O3_ug_m3\n"), HasSubstr("holds no row"));
    EXPECT_THAT(refusal("time\n2026-01-15T08:00\n"), HasSubstr("names no species"));
}

}  // namespace
}  // namespace hacthanh::io
