#include "io/report/charts.hpp"

#include "tests/unit/io/report/well_formed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::io::report {
namespace {

using testing::HasSubstr;
using testing::Not;

ChartText const text{"c1", "Chênh lệch <NO2>", "Bốn phương án", "µg/m³", Language::vietnamese};

TEST(IntervalChart, DrawsBarsFromZeroAndSaysTheirNumbers) {
    auto const svg = interval_chart({{"Vùng phát thải thấp", -2, {{-3, -1}}, BarKind::decrease, ""},
                                     {"Làn sóng xanh", 0.25, {{-1, 1.5}}, BarKind::indistinct, "chưa phân biệt được"}},
                                    text);
    EXPECT_EQ(problem_of_xml(svg), "");
    // The scale runs from -3 to 1.5 on round marks: -3 to 2 over 344 units from 28, zero at 234.4.
    EXPECT_THAT(svg, HasSubstr("class=\"bar decrease\" x=\"96.8\" y=\"20\" width=\"137.6\""));
    EXPECT_THAT(svg, HasSubstr("−2"));
    EXPECT_THAT(svg, HasSubstr("+0,25 (chưa phân biệt được)"));
    EXPECT_THAT(svg, HasSubstr("aria-labelledby=\"c1-title c1-desc\""));
    EXPECT_THAT(svg, HasSubstr("Chênh lệch &lt;NO2&gt;"));
}

TEST(IntervalChart, ShortensALabelThatWouldRunIntoItsValue) {
    std::string const words = "Điều khiển phối hợp đèn tín hiệu trên toàn bộ Đại lộ Lê Lợi và các đường ngang";
    auto const svg = interval_chart({{words, -1.5, {}, BarKind::indistinct, "ngẫu nhiên"}},
                                    {"c", "title", "about", "kg", Language::vietnamese});
    EXPECT_EQ(svg.find(words), std::string::npos);
    EXPECT_NE(svg.find("Điều khiển phối hợp"), std::string::npos);
    EXPECT_NE(svg.find("…"), std::string::npos);
    EXPECT_NE(svg.find("−1,5 (ngẫu nhiên)"), std::string::npos);
}

TEST(IntervalChart, StandsWithoutBarsAndWithZerosOnly) {
    EXPECT_EQ(problem_of_xml(interval_chart({}, text)), "");
    auto const svg = interval_chart({{"x", 0, {}, BarKind::indistinct, ""}}, text);
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(TornadoChart, PutsTheWidestFirstAndBarsOnBothSidesOfTheCentre) {
    auto const svg = tornado_chart(5, {{"hẹp", 4, 6}, {"rộng", 0, 10}}, text);
    EXPECT_EQ(problem_of_xml(svg), "");
    EXPECT_LT(svg.find("rộng"), svg.find("hẹp"));
    // 0 to 10 over 344 units from 28: 5 lies at 200, both halves of the wide bar are 172 long
    EXPECT_THAT(svg, HasSubstr("class=\"bar decrease\" x=\"28\" y=\"20\" width=\"172\""));
    EXPECT_THAT(svg, HasSubstr("class=\"bar increase\" x=\"200\" y=\"20\" width=\"172\""));
    EXPECT_THAT(svg, HasSubstr("0 … 10"));
}

TEST(DayChart, LeavesGapsWhereNothingWasMeasured) {
    DayLine line{"đo", {}, {}, false};
    line.values[6] = 10;
    line.values[7] = 20;
    line.values[9] = 30;
    line.spread[6] = 2;
    auto const svg = day_chart({line}, text);
    EXPECT_EQ(problem_of_xml(svg), "");
    std::size_t lines = 0;
    for (std::size_t at = 0; (at = svg.find("<polyline", at)) != std::string::npos; ++at) ++lines;
    EXPECT_EQ(lines, 2U);
    EXPECT_THAT(svg, HasSubstr("class=\"band\""));
}

TEST(ScatterChart, PutsEqualValuesOnTheDiagonal) {
    auto const svg = scatter_chart({{"A", {{50, 50}}}}, "đo", "mô phỏng", text);
    EXPECT_EQ(problem_of_xml(svg), "");
    EXPECT_THAT(svg, HasSubstr("cx=\"352\" cy=\"22\""));  // both axes end at 50: the upper right corner
    for (auto const* words : {"1:1", "1:2", "2:1", "đo", "mô phỏng"}) EXPECT_THAT(svg, HasSubstr(words));
}

}  // namespace
}  // namespace hacthanh::io::report
