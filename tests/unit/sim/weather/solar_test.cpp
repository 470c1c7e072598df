#include "sim/weather/solar.hpp"

#include <gtest/gtest.h>

namespace hacthanh::weather {
namespace {

// The worked example of NREL's solar position algorithm (Reda & Andreas 2004, doi:10.1016/j.solener.2003.12.003, table
// A5.1): 17 October 2003, 12:30:30 at UTC-7 in Golden, Colorado; elevation without refraction 39.872046 degrees.
TEST(SolarElevation, IsThatOfThePublishedExample) {
    double const time_utc_s = 1066419030;
    EXPECT_NEAR(solar_elevation_deg(time_utc_s, 39.742476, -105.1786), 39.872, 0.02);
}

// At the March equinox of 2026 (20 March, 14:46 UTC) the sun is over the equator, at noon overhead.
TEST(SolarElevation, IsOverheadAtTheEquatorAtTheEquinox) {
    double const noon_utc_s = 1774017960;  // 2026-03-20 14:46 UTC
    double highest = -90;
    for (int degree = -180; degree < 180; ++degree)
        highest = std::max(highest, solar_elevation_deg(noon_utc_s, 0, degree));
    EXPECT_GT(highest, 89.4);
    EXPECT_NEAR(solar_elevation_deg(noon_utc_s, 90, 0), 0, 0.05);
}

// Thanh Hoá in the middle of January: sunrise a little after half past six, noon before twelve.
TEST(SolarElevation, RisesAndSetsWithTheClockOfThanhHoa) {
    double const midnight_utc_s = 1768410000;  // 2026-01-15 00:00 at +07:00
    auto const at = [&](double hour) { return solar_elevation_deg(midnight_utc_s + 3600 * hour, 19.8, 105.8); };
    EXPECT_LT(at(6.4), 0);
    EXPECT_GT(at(6.8), 0);
    EXPECT_GT(at(17.2), 0);
    EXPECT_LT(at(17.8), 0);
    EXPECT_NEAR(at(12.1), 90 - 19.8 - 21.1, 0.4);
}

}  // namespace
}  // namespace hacthanh::weather
