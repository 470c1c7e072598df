#include "sim/scenario/schema.hpp"

#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace hacthanh::scenario {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SchemaTest, TheTextNamesEveryOptionWithItsDefault) {
    auto const text = render_schema_text();
    for (Option const& option : options()) {
        EXPECT_THAT(text, HasSubstr(fmt::format("\n{} = <", option.leaf()))) << option.key;
        EXPECT_THAT(text, HasSubstr(option.documentation)) << option.key;
    }
    EXPECT_THAT(text, HasSubstr("[weather]\nwind_speed_m_s = <number> [m/s], required\n"));
    EXPECT_THAT(text, HasSubstr("cell_size_m = <number> [m], default 20\n"));
}

TEST(SchemaTest, TheJsonHoldsTheSameTable) {
    auto const document = nlohmann::json::parse(render_schema_json());
    auto const& all = document.at("options");
    std::size_t count = 0;
    for (auto const& section : all) count += section.size();
    EXPECT_EQ(count, options().size());
    for (Option const& option : options()) {
        auto const& entry = all.at(option.section()).at(option.leaf());
        EXPECT_EQ(entry.at("type"), std::string(name(option.kind)));
        EXPECT_EQ(entry.at("rule"), option.rule.text);
        EXPECT_EQ(entry.at("required"), option.required);
    }
    EXPECT_EQ(all.at("mesh").at("levels").at("default"), 30);
    EXPECT_EQ(all.at("output").at("species").at("default").size(), 6U);
    EXPECT_FALSE(all.at("weather").at("wind_speed_m_s").contains("default"));
}

TEST(SchemaTest, TheResolvedTextHoldsEveryValueAndNoAbsentOnes) {
    Scenario scenario;
    scenario.traffic.sumo_config = "run.sumocfg";
    auto const text = resolved_toml(scenario);
    EXPECT_THAT(text, HasSubstr("[traffic]\nsumo_config = \"run.sumocfg\"\nbegin_s = 0\n"));
    EXPECT_THAT(text, Not(HasSubstr("recording")));
    EXPECT_THAT(text, Not(HasSubstr("seed")));
    for (Option const& option : options())
        if (option.get(scenario)) {
            EXPECT_THAT(text, HasSubstr(fmt::format("\n{} = ", option.leaf()))) << option.key;
        }
}

}  // namespace
}  // namespace hacthanh::scenario
