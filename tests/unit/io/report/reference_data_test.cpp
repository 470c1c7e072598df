#include "io/report/legal_basis.hpp"
#include "io/report/model_validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace hacthanh::io::report {
namespace {

using namespace std::chrono;  // NOLINT: dates

std::vector<std::string> documents(year_month_day day, std::string_view title) {
    std::vector<std::string> names;
    for (auto const& reference : legal_basis(day, title)) names.push_back(reference.document.vietnamese);
    return names;
}

TEST(LegalBasis, ListsWhatWasIssuedByTheDay) {
    auto const before = documents(2026y / January / 27, "Thị trấn hướng dẫn");
    auto const after = documents(2026y / January / 28, "Thị trấn hướng dẫn");
    EXPECT_EQ(after.size(), before.size() + 1);
    EXPECT_THAT(after, testing::Contains("Thông tư số 03/2026/TT-BXD"));
    EXPECT_THAT(before, testing::Not(testing::Contains("Thông tư số 03/2026/TT-BXD")));
}

TEST(LegalBasis, NamesThanhHoaOnlyInItsReportsHoweverItIsSpelt) {
    auto const of = [](std::string_view title) { return documents(2026y / January / 15, title); };
    EXPECT_EQ(of("Thanh Hoá: cao điểm sáng").size(), of("Hà Nội").size() + 2);
    EXPECT_EQ(of("Thanh Hóa").size(), of("Thanh Hoá").size());
}

TEST(ModelValidation, IsThePageThatTheProgramWasBuiltWith) {
    auto const cases = model_validation();
    std::vector<std::string> ids;
    for (auto const& each : cases) ids.push_back(each.id);
    EXPECT_THAT(ids, testing::IsSupersetOf({"prairie_grass", "epa_7x11", "canyon", "marylebone"}));
    for (auto const& each : cases) {
        EXPECT_FALSE(each.title.empty()) << each.id;
        EXPECT_FALSE(each.gates.empty()) << each.id;
        for (auto const& gate : each.gates) EXPECT_FALSE(gate.limit.empty() || gate.reached.empty()) << gate.name;
        for (auto const& score : each.scores) EXPECT_FALSE(score.fac2.empty() || score.model.empty()) << each.id;
    }
}

TEST(ModelValidation, ReadsScoresAndGatesWithBarsInThem) {
    auto const cases = read_validation_page(
        "## Prairie Grass\n\n<!-- prairie_grass: begin -->\n"
        "| set | model | n | FAC2 | FB | NMSE | MG | VG | R | NAD | zeros |\n| --- | --- |\n"
        "| cic | finite volume | 108 | 0.98 (0.94…1.00) | -0.03 | 0.13 | 0.95 | 1.07 | 0.93 | 0.10 | 1.00 |\n\n"
        "| gate | limit | reached | |\n| --- | --- | --- | --- |\n"
        "| line.arc_max.fb | |…| ≤ 0.15 | 0.121 | yes |\n| fv.both.vg | ≤ 1.8 | 1.835 | **no** |\n"
        "<!-- prairie_grass: end -->\n");
    ASSERT_EQ(cases.size(), 1U);
    EXPECT_EQ(cases[0].title, "Prairie Grass");
    ASSERT_EQ(cases[0].scores.size(), 1U);
    EXPECT_EQ(cases[0].scores[0].fac2, "0.98 (0.94…1.00)");
    EXPECT_EQ(cases[0].scores[0].r, "0.93");
    ASSERT_EQ(cases[0].gates.size(), 2U);
    EXPECT_EQ(cases[0].gates[0].limit, "|…| ≤ 0.15");
    EXPECT_TRUE(cases[0].gates[0].met);
    EXPECT_FALSE(cases[0].gates[1].met);
}

TEST(ModelValidation, RefusesATableThatItDoesNotUnderstand) {
    EXPECT_THROW(read_validation_page("<!-- a: end -->\n"), std::logic_error);
    EXPECT_THROW(read_validation_page("<!-- a: begin -->\n| gate | limit | reached | |\n| x | 1 |\n"),
                 std::logic_error);
}

}  // namespace
}  // namespace hacthanh::io::report
