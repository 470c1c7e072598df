#include "sim/study/paired_difference.hpp"

#include "sim/core/student_t.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hacthanh::study {
namespace {

TEST(PairedDifferenceTest, AgreesWithAWorkedExample) {
    // Differences 1, 2, 3, 4, 5: mean 3, standard error sqrt(2.5 / 5), t(4) = 2.776.
    std::vector<double> const base = {10, 20, 30, 40, 50};
    std::vector<double> const variant = {11, 22, 33, 44, 55};
    auto const d = paired_difference(base, variant);
    EXPECT_EQ(d.base, 30);
    EXPECT_NEAR(d.mean, 3, 1e-12);
    EXPECT_NEAR(d.half_width, 2.776 * std::sqrt(0.5), 1e-12);
    EXPECT_EQ(d.verdict, Verdict::more);
    EXPECT_NEAR(d.relative(), 0.1, 1e-12);
    EXPECT_EQ(paired_difference(variant, base).verdict, Verdict::less);
}

TEST(PairedDifferenceTest, ClaimsNothingThatThePairsDoNotShow) {
    std::vector<double> const base = {1, 1, 1, 1, 1};
    EXPECT_EQ(paired_difference(base, std::vector<double>{2, 0, 1.5, 0.7, 1.1}).verdict, Verdict::not_distinguishable);
    EXPECT_EQ(paired_difference(base, base).verdict, Verdict::no_change);
    EXPECT_EQ(paired_difference(base, std::vector<double>{2, 2, 2, 2, 2}, false).verdict, Verdict::not_valid);
    std::vector<double> const four = {1, 1, 1, 1};
    EXPECT_EQ(paired_difference(four, std::vector<double>{2, 2.1, 2, 2}).verdict, Verdict::too_few_pairs);
    std::vector<double> const one = {1};
    auto const d = paired_difference(one, std::vector<double>{2});
    EXPECT_EQ(d.verdict, Verdict::too_few_pairs);
    EXPECT_TRUE(std::isinf(d.half_width));
}

TEST(PairedDifferenceTest, QuantilesOfStudentsT) {
    EXPECT_NEAR(student_t_95(1), 12.706, 1e-3);
    EXPECT_NEAR(student_t_95(30), 2.042, 1e-3);
    EXPECT_NEAR(student_t_95(60), 2.000, 2e-3);
    EXPECT_NEAR(student_t_95(1000000), 1.960, 1e-3);
}

}  // namespace
}  // namespace hacthanh::study
