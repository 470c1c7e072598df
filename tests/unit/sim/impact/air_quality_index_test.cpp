/// VN_AQI at its breakpoints and between them, worked by hand from Decision 1459/QĐ-TCMT.

#include "sim/impact/air_quality_index.hpp"
#include "io/rule_tables.hpp"

#include <gtest/gtest.h>

namespace hacthanh::impact {
namespace {

AirQualityIndex vn_aqi() {
    return {io::read_rules().on(Date(std::chrono::year(2026), std::chrono::month(1), std::chrono::day(15))), "VN_AQI"};
}

TEST(AirQualityIndex, IsTheBreakpointAtEveryBreakpoint) {
    auto const index = vn_aqi();
    std::array const indices = {0, 50, 100, 150, 200, 300, 400, 500};
    struct Table {
        char const* pollutant;
        Averaging averaging;
        std::array<double, 8> ug_m3;
    };
    for (auto const& [pollutant, averaging, ug_m3] :
         {Table{"PM25", Averaging::day, {0, 25, 50, 80, 150, 250, 350, 500}},
          Table{"PM10", Averaging::day, {0, 50, 150, 250, 350, 420, 500, 600}},
          Table{"NO2", Averaging::hour, {0, 100, 200, 700, 1200, 2350, 3100, 3850}},
          Table{"CO", Averaging::hour, {0, 10000, 30000, 45000, 60000, 90000, 120000, 150000}},
          Table{"O3", Averaging::hour, {0, 160, 200, 300, 400, 800, 1000, 1200}},
          Table{"SO2", Averaging::hour, {0, 125, 350, 550, 800, 1600, 2100, 2630}}})
        for (std::size_t i = 0; i < indices.size(); ++i)
            EXPECT_EQ(index.of(pollutant, averaging, ug_m3[i]), indices[i]) << pollutant << " " << ug_m3[i];
}

TEST(AirQualityIndex, IsLinearBetweenAndRoundsToTheNearest) {
    auto const index = vn_aqi();
    EXPECT_EQ(index.of("PM25", Averaging::day, 12.5), 25);   // half of 0-25
    EXPECT_EQ(index.of("PM25", Averaging::day, 115), 175);   // half of 80-150-250: 150 + 50 (115-80)/70
    EXPECT_EQ(index.of("NO2", Averaging::hour, 138.5), 69);  // 50 + 50 x 0.385 = 69.25
    EXPECT_EQ(index.of("NO2", Averaging::hour, 139), 70);    // 69.5 rounds up
    EXPECT_EQ(index.of("PM25", Averaging::day, 9000), 500);
}

TEST(AirQualityIndex, SaysNothingOfWhatTheTableDoesNotHold) {
    auto const index = vn_aqi();
    EXPECT_FALSE(index.of("PM25", Averaging::hour, 30));  // an hour of particles has no index of its own
    EXPECT_FALSE(index.of("PM25", Averaging::year, 30));
    EXPECT_FALSE(index.of("HC", Averaging::hour, 30));
    EXPECT_FALSE(index.of("O3", Averaging::hours_8, 401));  // above it the 1-h value counts
    EXPECT_EQ(index.of("O3", Averaging::hours_8, 400), 300);
}

TEST(AirQualityIndex, NamesItsClasses) {
    auto const index = vn_aqi();
    for (auto const& [value, name] : {std::pair{0, "Tốt"},
                                      {50, "Tốt"},
                                      {51, "Trung bình"},
                                      {100, "Trung bình"},
                                      {101, "Kém"},
                                      {151, "Xấu"},
                                      {201, "Rất xấu"},
                                      {301, "Nguy hại"},
                                      {500, "Nguy hại"}})
        EXPECT_EQ(index.class_of(value)->name.vietnamese, name) << value;
    EXPECT_EQ(index.class_of(501), nullptr);
}

TEST(NowCast, WeighsRecentHoursMoreTheMoreTheyVary) {
    using Hours = std::vector<std::optional<double>>;
    EXPECT_NEAR(*nowcast(Hours(12, 50.0)), 50, 1e-12);
    // w = 40/80 = 1/2: 80/2 + 40/4, without the sum of weights
    EXPECT_NEAR(*nowcast(Hours{80, 40}), 50, 1e-12);
    // w = 60/80 = 3/4: (80 + 3/4 60) / (1 + 3/4)
    EXPECT_NEAR(*nowcast(Hours{80, 60}), 125 / 1.75, 1e-12);
    EXPECT_FALSE(nowcast(Hours{std::nullopt, std::nullopt, 50, 50}));
    EXPECT_FALSE(nowcast(Hours{}));
    EXPECT_NEAR(*nowcast(Hours{0, 0, 0}), 0, 1e-12);
    EXPECT_NEAR(*nowcast(Hours(20, 7.0)), 7, 1e-12);  // more than 12 hours do not count
}

}  // namespace
}  // namespace hacthanh::impact
