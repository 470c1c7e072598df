#include "sim/core/similarity.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh {
namespace {

TEST(Similarity, IsNeutralAtZero) {
    EXPECT_EQ(phi_m(0), 1);
    EXPECT_EQ(phi_h(0), 1);
    EXPECT_NEAR(psi_m(0), 0, 1e-15);
}

TEST(Similarity, HasDyersValues) {
    EXPECT_NEAR(phi_m(-1), std::pow(17.0, -0.25), 1e-15);
    EXPECT_NEAR(phi_h(-1), std::pow(17.0, -0.5), 1e-15);
    EXPECT_NEAR(phi_m(0.4), 3, 1e-15);
    EXPECT_NEAR(phi_h(0.4), 3, 1e-15);
    EXPECT_NEAR(psi_m(0.4), -2, 1e-15);
}

// psi_m is the integral of (1 - phi_m) / zeta, within the range of phi_m and beyond.
TEST(Similarity, PsiIntegratesPhi) {
    for (double end : {-8.0, -2.0, -0.5, -0.01, 0.05, 0.9, 1.0, 7.0}) {
        double integral = 0;
        constexpr int panels = 200000;
        for (int n = 0; n < panels; ++n) {
            double const zeta = end * (n + 0.5) / panels;
            integral += (1 - phi_m(zeta)) / zeta * end / panels;
        }
        EXPECT_NEAR(psi_m(end), integral, 1e-4 * std::abs(integral)) << end;
    }
}

TEST(Similarity, DoesNotJumpAnywhere) {
    for (double zeta = -5; zeta < 5; zeta += 0.001) {
        EXPECT_NEAR(phi_m(zeta + 0.001), phi_m(zeta), 0.0051);
        EXPECT_NEAR(psi_m(zeta + 0.001), psi_m(zeta), 0.0051);
    }
}

TEST(Similarity, StaysBoundedOutsideItsRange) {
    EXPECT_EQ(phi_m(50), 6);
    EXPECT_EQ(phi_h(50), 6);
    EXPECT_EQ(phi_m(-50), phi_m(-2));
    EXPECT_GT(phi_h(-50), 0);
}

}  // namespace
}  // namespace hacthanh
