/// Gap, who changes, and whether day-to-day learning finds the known equilibrium of two roads.

#include "sim/demand/equilibrium.hpp"
#include "sim/demand/learned_times.hpp"

#include <gmock/gmock.h>

namespace hacthanh::demand {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RelativeGapTest, IsExcessOverBest) {
    std::vector<WayCosts> const costs = {{100, 100}, {120, 100}};
    EXPECT_DOUBLE_EQ(relative_gap(costs), 20.0 / 200.0);
    EXPECT_DOUBLE_EQ(relative_gap({}), 0);
}

TEST(TripsToChangeTest, LargestGainsFirstAndNoMoreThanTheShare) {
    std::vector<WayCosts> const costs = {{110, 100}, {100, 100}, {150, 100}, {20, 10}};
    EXPECT_THAT(trips_to_change(costs, 0.5, 0.005), ElementsAre(3, 2));
    EXPECT_THAT(trips_to_change(costs, 1.0, 0.005), ElementsAre(3, 2, 0));
    EXPECT_THAT(trips_to_change(costs, 1.0, 1.5), IsEmpty());
}

TEST(LearnedTimesTest, MeanOverVehiclesNotOverDays) {
    LearnedTimes times({0, 900, 2}, {{"a", 10}, {"b", 20}});
    EXPECT_DOUBLE_EQ(times.time_s("a", 100), 10);
    times.add_day(std::vector<RoadSample>{{"a", 0, 1, 90}}, 0.5);
    times.add_day(std::vector<RoadSample>{{"a", 0, 9, 270}}, 0.5);
    EXPECT_DOUBLE_EQ(times.time_s("a", 100), (45 + 270) / (0.5 + 9));
}

TEST(LearnedTimesTest, ARoadWithoutVehiclesKeepsWhatWasLearned) {
    LearnedTimes times({0, 900, 2}, {{"a", 10}, {"b", 20}});
    times.add_day(std::vector<RoadSample>{{"a", 0, 2, 100}}, 0.5);
    times.add_day(std::vector<RoadSample>{{"b", 0, 2, 100}}, 0.5);
    EXPECT_DOUBLE_EQ(times.time_s("a", 0), 50);
    EXPECT_DOUBLE_EQ(times.time_s("a", 1000), 50) << "an interval without vehicles has the mean of the others";
    EXPECT_DOUBLE_EQ(times.time_s("nowhere", 0), 0);
}

TEST(LearnedTimesTest, TotalsStayTheSumOfIntervals) {
    LearnedTimes times({0, 900, 2}, {{"a", 10}});
    for (int day = 0; day < 5; ++day)
        times.add_day(std::vector<RoadSample>{{"a", 0, 1.0 + day, 30}, {"a", 0, 1, 20}, {"a", 1, 2, 80.0 + day}}, 0.7);
    double vehicles = 0;
    double seconds = 0;
    for (int day = 0; day < 5; ++day) {  // by hand
        vehicles = 0.7 * vehicles + 1.0 + day + 1 + 2;
        seconds = 0.7 * seconds + 30 + 20 + 80.0 + day;
    }
    LearnedTimes const carried = times.carried_to({{"a", 10}, {"new", 5}}, false);
    EXPECT_DOUBLE_EQ(carried.time_s("a", 0), times.time_s("a", 0));
    EXPECT_DOUBLE_EQ(carried.time_s("new", 0), 5);
    // an unseen interval would show total time; the mean of both intervals weighed by vehicles is that total
    double const first = times.time_s("a", 0);
    double const second = times.time_s("a", 1000);
    EXPECT_GT(seconds / vehicles, std::min(first, second));
    EXPECT_LT(seconds / vehicles, std::max(first, second));
}

/// Two roads from A to B with times that grow with their vehicles; n vehicles choose. Known equilibrium: equal times.
TEST(EquilibriumTest, SuccessiveAveragesFindTheKnownSplitOfTwoRoads) {
    constexpr std::size_t n = 1000;
    auto const time_of = [](int road, double vehicles) {
        return road == 0 ? 100 + 0.2 * vehicles : 150 + 0.1 * vehicles;  // equal at 500 : 500 -> 200 s
    };
    std::vector<int> road(n, 0);
    LearnedTimes times({0, 3600, 1}, {{"r0", 100}, {"r1", 150}});
    double gap = 1;
    std::size_t day = 1;
    for (; day <= 60 && gap > 0.005; ++day) {
        double on[2] = {0, 0};
        for (int const r : road) on[r] += 1;
        std::vector<RoadSample> samples;
        for (int r = 0; r < 2; ++r)
            if (on[r] > 0) samples.push_back({r == 0 ? "r0" : "r1", 0, on[r], on[r] * time_of(r, on[r])});
        times.add_day(samples, 0.7);
        double const known[2] = {times.time_s("r0", 0), times.time_s("r1", 0)};
        double const today[2] = {time_of(0, on[0]), time_of(1, on[1])};
        std::vector<WayCosts> costs;
        std::vector<WayCosts> of_today;
        for (int const r : road) {
            costs.push_back({known[r], std::min(known[0], known[1])});
            of_today.push_back({today[r], std::min(today[0], today[1])});
        }
        gap = relative_gap(of_today);
        if (gap <= 0.005) break;
        for (auto const i : trips_to_change(costs, successive_share(day), 0.0)) road[i] = 1 - road[i];
    }
    EXPECT_LE(gap, 0.005);
    auto const first = static_cast<double>(std::ranges::count(road, 0));
    EXPECT_NEAR(first, 500, 25);
}

}  // namespace
}  // namespace hacthanh::demand
