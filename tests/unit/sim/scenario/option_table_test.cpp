#include "sim/scenario/option_table.hpp"

#include <gmock/gmock.h>

#include <set>

namespace hacthanh::scenario {
namespace {

using testing::ElementsAre;

TEST(OptionTableTest, KeysAreUniqueAndGroupedBySection) {
    std::set<std::string> keys;
    for (Option const& option : options()) EXPECT_TRUE(keys.insert(option.key).second) << option.key;
    EXPECT_THAT(sections(), ElementsAre("scenario", "time", "traffic", "demand", "city", "mesh", "nest", "weather",
                                        "wind", "background", "sources", "emission", "dispersion", "kerb", "chemistry",
                                        "run", "removal", "output"));
}

TEST(OptionTableTest, EveryOptionIsDocumentedAndItsUnitIsInItsName) {
    for (Option const& option : options()) {
        EXPECT_FALSE(option.documentation.empty()) << option.key;
        if (option.unit == "s") {
            EXPECT_TRUE(option.key.ends_with("_s")) << option.key;
        }
        if (option.unit == "m") {
            EXPECT_TRUE(option.key.ends_with("_m") || option.key == "mesh.extent") << option.key;
        }
        if (option.unit == "deg") {
            EXPECT_TRUE(option.key.ends_with("_deg")) << option.key;
        }
        EXPECT_EQ(static_cast<bool>(option.rule.holds), !option.rule.text.empty()) << option.key;
        if (option.rule.holds) {
            EXPECT_FALSE(option.hint.empty()) << option.key << " must say what to do";
        }
    }
}

TEST(OptionTableTest, DefaultsKeepTheirOwnRules) {
    for (Option const& option : options()) {
        auto const value = option.default_value();
        if (value && option.rule.holds && !option.required) {
            EXPECT_TRUE(option.rule.holds(*value)) << option.key;
        }
    }
}

/// A value of the kind that differs from the default.
OptionValue another(Option const& option) {
    switch (option.kind) {
        case OptionKind::boolean: return !std::get<bool>(option.default_value().value());
        case OptionKind::integer: return std::int64_t(17);
        case OptionKind::number: return 0.375;
        case OptionKind::text_list: return std::vector<std::string>{"a", "b"};
        case OptionKind::number_list: return std::vector<double>{1, 2, 3, 4.5};
        case OptionKind::species_list: return std::vector<std::string>{"fuel", "CO"};
        default: return std::string("another text");
    }
}

TEST(OptionTableTest, EveryOptionReachesAMemberOfItsOwn) {
    Scenario all;
    for (Option const& option : options()) option.set(all, another(option));
    for (Option const& option : options()) {
        EXPECT_EQ(option.get(all), another(option)) << option.key << " is overwritten by another option";
        EXPECT_NE(option.get(Scenario{}), another(option)) << option.key;
    }
}

TEST(OptionTableTest, RulesHoldOnlyInside) {
    auto const holds = [](char const* key, OptionValue const& value) { return find_option(key)->rule.holds(value); };
    EXPECT_TRUE(holds("weather.wind_from_deg", 0.0));
    EXPECT_TRUE(holds("weather.wind_from_deg", 360.0));
    EXPECT_FALSE(holds("weather.wind_from_deg", 360.1));
    EXPECT_FALSE(holds("weather.blending_height_m", 10.0));
    EXPECT_TRUE(holds("weather.blending_height_m", 10.1));
    EXPECT_FALSE(holds("weather.monin_obukhov_length_m", 0.0));
    EXPECT_TRUE(holds("weather.monin_obukhov_length_m", -50.0));
    EXPECT_TRUE(holds("mesh.levels", std::int64_t(500)));
    EXPECT_FALSE(holds("mesh.levels", std::int64_t(501)));
    EXPECT_TRUE(holds("dispersion.max_courant_number", 1.0));
    EXPECT_FALSE(holds("dispersion.max_courant_number", 0.0));
}

TEST(OptionTableTest, DatesAndClocks) {
    auto const holds = [](char const* key, std::string const& text) { return find_option(key)->rule.holds(text); };
    for (char const* good : {"2026-01-15", "2024-02-29", "1900-12-31"}) EXPECT_TRUE(holds("time.date", good)) << good;
    for (char const* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-5", "20260115", "", "2026-01-15 ",
                            "1899-12-31", "+026-01-15", "2026-01-0x"})
        EXPECT_FALSE(holds("time.date", bad)) << bad;
    for (char const* good : {"+07:00", "-03:30", "+14:00", "-12:00", "+00:00"})
        EXPECT_TRUE(holds("time.utc_offset", good)) << good;
    for (char const* bad : {"7", "+7:00", "07:00", "+07:60", "-12:01", "+14:30", "+07:0", "Z"})
        EXPECT_FALSE(holds("time.utc_offset", bad)) << bad;
    for (char const* good : {"00:00", "23:59"}) EXPECT_TRUE(holds("time.start_clock", good)) << good;
    for (char const* bad : {"24:00", "7:00", "07:60", "0700", "07:00:00", "-1:00"})
        EXPECT_FALSE(holds("time.start_clock", bad)) << bad;
}

TEST(OptionTableTest, UnknownKeysFindTheNearest) {
    EXPECT_EQ(find_option("mesh.cell_size"), nullptr);
    EXPECT_EQ(closest_key("mesh.cell_size"), "mesh.cell_size_m");
    EXPECT_EQ(closest_key("weather.wind_sped_m_s"), "weather.wind_speed_m_s");
    EXPECT_EQ(closest_key("weather.begin_s"), "traffic.begin_s") << "right name, wrong section";
    EXPECT_EQ(closest_key("species"), "output.species");
    EXPECT_EQ(closest_key("Traffic.Scale"), "traffic.scale");
    EXPECT_FALSE(closest_key(std::string(100000, 'x')).empty());
    EXPECT_EQ(closest_word("NOX", {"CO", "NOx", "PM"}), "NOx");
}

TEST(OptionTableTest, ValuesAreWrittenAsToml) {
    EXPECT_EQ(to_toml(true), "true");
    EXPECT_EQ(to_toml(std::int64_t(-3)), "-3");
    EXPECT_EQ(to_toml(0.1), "0.1");
    EXPECT_EQ(to_toml(-0.0), "0");
    EXPECT_EQ(to_toml(std::string("a\"b\\c\nđ")), "\"a\\\"b\\\\c\\u000ađ\"");
    EXPECT_EQ(to_toml(std::vector<double>{1, 2.5}), "[1, 2.5]");
    EXPECT_EQ(to_toml(std::vector<std::string>{"NOx"}), "[\"NOx\"]");
}

}  // namespace
}  // namespace hacthanh::scenario
