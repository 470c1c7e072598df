/// Vectors computed by others, independent of this code: `standards/test_vectors.json` of the data folder.

#include "io/rule_tables.hpp"
#include "sim/core/language.hpp"
#include "sim/impact/air_quality_index.hpp"
#include "sim/impact/exposure.hpp"
#include "sim/impact/health.hpp"
#include "sim/impact/money.hpp"
#include "sim/impact/noise_response.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hacthanh::impact {
namespace {

using Json = nlohmann::json;

class ReferenceVectors : public testing::Test {
protected:
    void SetUp() override {
        auto const data = test::data_folder();
        auto const file = data.value_or("") / "standards" / "test_vectors.json";
        if (!data || !std::filesystem::exists(file))
            GTEST_SKIP() << "standards/test_vectors.json is absent (set HACTHANH_DATA_DIR)";
        vectors_ = Json::parse(test::read_file(file));
    }

    std::optional<int> index_of(std::string const& key, double ug_m3) const {
        AirQualityIndex const index(rules_, "VN_AQI");
        if (key == "PM2.5_nowcast_or_24h") return index.of("PM25", Averaging::day, ug_m3);
        if (key == "PM10_nowcast_or_24h") return index.of("PM10", Averaging::day, ug_m3);
        auto const bar = key.rfind('_');
        auto const averaging = find_averaging(key.substr(bar + 1));
        EXPECT_TRUE(averaging) << key;
        return index.of(key.substr(0, bar), *averaging, ug_m3);
    }
    NoiseResponse const& noise(std::string const& id) const {
        return *std::ranges::find(rules_.noise_responses, id, &NoiseResponse::id);
    }
    Json const& named(std::string const& name) const {
        for (auto const& each : vectors_.at("misc"))
            if (each.at("name").get<std::string>().starts_with(name)) return each;
        throw std::out_of_range(name);
    }

    Json vectors_;
    Rules rules_ = io::read_rules().on(Date(std::chrono::year(2026), std::chrono::month(1), std::chrono::day(15)));
};

template <class Number>
void expect_same(std::optional<Number> const& found, Json const& wanted, double tolerance, std::string const& where) {
    ASSERT_EQ(found.has_value(), !wanted.is_null()) << where;
    if (!found) return;
    EXPECT_NEAR(static_cast<double>(*found), wanted.get<double>(), tolerance) << where;
}

TEST_F(ReferenceVectors, OfVnAqi) {
    for (auto const& each : vectors_.at("aqi"))
        expect_same(index_of(each.at("pollutant"), each.at("c")), each.at("aqi"), 0, each.dump());
}

TEST_F(ReferenceVectors, OfNowCast) {
    for (auto const& each : vectors_.at("nowcast")) {
        std::vector<std::optional<double>> hours;
        for (auto const& c : each.at("c_newest_first"))
            hours.push_back(c.is_null() ? std::nullopt : std::optional(c.get<double>()));
        auto const found = nowcast(hours);
        expect_same(found, each.at("nowcast"), 6e-5, each.dump());
        expect_same(found ? index_of("PM2.5_nowcast_or_24h", *found) : std::nullopt, each.at("aqi"), 0, each.dump());
    }
}

TEST_F(ReferenceVectors, OfNoise) {
    for (auto const& each : vectors_.at("noise")) {
        if (each.contains("Lden")) {
            EXPECT_NEAR(day_evening_night_level(each.at("Lday"), each.at("Leve"), each.at("Lnight")),
                        each.at("Lden").get<double>(), 6e-5);
            continue;
        }
        double const level = each.at("L");
        expect_same(response_at(noise("ha_road"), level), each.at("HA_pct"), 6e-4, each.dump());
        expect_same(response_at(noise("hsd_road"), level), each.at("HSD_pct_if_Lnight"), 6e-5, each.dump());
        expect_same(response_at(noise("ihd_road"), level), each.at("IHD_RR"), 6e-7, each.dump());
    }
}

TEST_F(ReferenceVectors, OfHealth) {
    for (auto const& each : vectors_.at("health")) {
        auto const response =
            std::ranges::find(rules_.responses, each.at("crf").get<std::string>(), &ResponseFunction::id);
        ASSERT_NE(response, rules_.responses.end()) << each.at("crf");
        std::vector<double> const people{each.at("population").get<double>()};
        float const option = 30;
        float const base = option + each.at("delta_ugm3").get<float>();
        auto const found = avoided_cases(
            *response, {each.at("share_30plus").get<double>(), each.at("base_rate_per_person_year").get<double>()},
            people, std::vector{base}, std::vector{option});
        EXPECT_NEAR(found.central, each.at("avoided_deaths_per_year").get<double>(), 6e-5);
        EXPECT_NEAR(found.low, each.at("lo").get<double>(), 6e-5);
        EXPECT_NEAR(found.high, each.at("hi").get<double>(), 6e-5);
    }
}

TEST_F(ReferenceVectors, OfExposureMoneyAndNumbers) {
    auto const& exposure = named("PWE");
    EXPECT_NEAR(weighted_mean(exposure.at("P").get<std::vector<double>>(), exposure.at("C").get<std::vector<float>>()),
                exposure.at("pwe").get<double>(), 1e-9);
    auto const& fraction = named("attributable fraction");
    EXPECT_NEAR(attributable_fraction(fraction.at("rr"), 10), fraction.at("af").get<double>(), 6e-9);
    EXPECT_NEAR(level_change(0.5), named("halve traffic").at("delta").get<double>(), 6e-5);
    auto const& money = named("NPV");
    auto const found = appraise({.capital = 100, .running_per_year = 0, .benefit_per_year = 20, .years = 10}, 0.1);
    EXPECT_NEAR(found.net_present_value, money.at("npv").get<double>(), 6e-7);
    EXPECT_NEAR(found.benefit_cost_ratio.value(), money.at("bcr").get<double>(), 6e-7);
    auto const& written = named("format vi");
    EXPECT_EQ(format_fixed(written.at("value"), Language::vietnamese, 2), written.at("text").get<std::string>());
}

TEST_F(ReferenceVectors, OfUnitsAt25Degrees) {
    constexpr double litres_per_mole = 24.4654;  // 8.314462 x 298.15 K / 101.325 kPa
    EXPECT_NEAR(46.0055 / litres_per_mole * named("NOx ppb").at("ppb").get<double>(),
                named("NOx ppb").at("ug").get<double>(), 1e-4);
    EXPECT_NEAR(named("CO mg").at("mg").get<double>() * litres_per_mole / 28.010,
                named("CO mg").at("ppm").get<double>(), 1e-3);
}

}  // namespace
}  // namespace hacthanh::impact
