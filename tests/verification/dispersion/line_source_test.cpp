// A continuous line source in a wind and diffusivity that grow as powers of height: Roberts' and Huang's solutions.

#include "tests/support/power_law_line.hpp"

#include <gtest/gtest.h>

namespace hacthanh::test {
namespace {

TEST(LineSource, GroundConcentrationIsRobertsSolution) {
    PowerLawLine const line(10, 90, 40, 0.5);
    for (std::size_t cells : {6U, 10U, 20U, 40U, 80U}) {
        EXPECT_NEAR(line.ratio(cells, 0), 1, 0.02) << cells;
        EXPECT_NEAR(line.ratio(cells, 2), 1, 0.02) << cells;  // 1.5 m: where people breathe
    }
    auto const& budget = line.twin().budget[0];
    EXPECT_LT(budget.relative_error(), 1e-6);
    EXPECT_GT(budget.outflow, 0.4 * budget.emitted);
}

TEST(LineSource, ElevatedConcentrationIsHuangsSolution) {
    PowerLawLine const line(10, 90, 40, 0.5, 4);  // at 2.6 m
    for (std::size_t cells : {10U, 20U, 40U, 80U})
        for (std::size_t layer : {0U, 2U, 4U, 6U})
            EXPECT_NEAR(line.ratio(cells, layer), 1, 0.02) << cells << " " << layer;
}

// The city's own mesh: 20 m cells, 3 m at the ground.
TEST(LineSource, IsCloseOnTheCitysMesh) {
    PowerLawLine const line(20, 60, 30, 3);
    for (std::size_t cells : {5U, 10U, 20U, 40U}) EXPECT_NEAR(line.ratio(cells, 0), 1, 0.10) << cells;
}

}  // namespace
}  // namespace hacthanh::test
