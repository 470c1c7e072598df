/// Particles do not meander unless the wind comes from several directions: `check` says so where the wind is weak.

#include "tests/e2e/command/fixture.hpp"

namespace hacthanh::test {
namespace {

std::string warnings(std::vector<std::string> const& settings) {
    std::vector<std::string> arguments{"check", tutorial_scenario()};
    for (auto const& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
    auto const result = hacthanh(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.err;
}

TEST(StillParticlesTest, CheckWarnsInWeakWindsAlone) {
    auto const warned = [](std::string const& text) { return text.find("so weak that it meanders") != text.npos; };
    std::string const model = "dispersion.model=particles", weak = "weather.wind_speed_m_s=0.5";
    EXPECT_TRUE(warned(warnings({model, weak})));
    EXPECT_FALSE(warned(warnings({model, "weather.wind_speed_m_s=6"})));
    EXPECT_FALSE(warned(warnings({model, weak, "weather.meander=directions"})));
    EXPECT_FALSE(warned(warnings({weak})));
}

}  // namespace
}  // namespace hacthanh::test
