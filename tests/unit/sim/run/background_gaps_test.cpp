/// A background series holds a value over a gap of three hours, and no longer.

#include "sim/core/error.hpp"
#include "sim/run/background.hpp"

#include <gmock/gmock.h>

namespace hacthanh::run {
namespace {

/// "no error", or what a series of PM says with its second value after so many hours without one.
std::string with_gap(int hours) {
    scenario::Scenario scenario;
    scenario.traffic.end_s = 3600.0 * (hours + 2);
    scenario.background.kind = "rural";
    scenario.background.source = "station";
    state::BackgroundSeries rows{"air.csv", {"PM"}, {}};
    for (int n = 0; n < hours + 2; ++n) {
        std::optional<double> value;
        if (n == 0 || n == hours) value = 20e-9;
        rows.rows.push_back({1e9 + 3600.0 * n, static_cast<std::size_t>(n) + 2, {value}});
    }
    try {
        background_of(scenario, {Pollutant::pm}, &rows, 1e9);
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

TEST(BackgroundGaps, OfThreeHoursAreFilledLongerOnesRefused) {
    EXPECT_EQ(with_gap(2), "no error");
    EXPECT_EQ(with_gap(4), "no error");  // three hours without a value
    EXPECT_THAT(with_gap(5),
                testing::AllOf(testing::HasSubstr("air.csv:6"), testing::HasSubstr("no PM for more than three")));
}

}  // namespace
}  // namespace hacthanh::run
