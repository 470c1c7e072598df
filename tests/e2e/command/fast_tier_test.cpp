/// Transfer functions of the line source, the fast tier, through the real command.

#include "tests/e2e/command/fixture.hpp"

#include <cmath>
#include <filesystem>

namespace hacthanh::test {
namespace {

/// The town by the line source: one steady field stands for all its minutes.
class FastTier : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        for (auto const& [name, model] : {std::pair{"line.nc", "line_source"}, std::pair{"air.nc", "finite_volume"}}) {
            auto const ran = hacthanh(with_air({"run", tutorial_scenario(), "-o", path(name), "--quiet"}, model));
            ASSERT_EQ(ran.exit_code, 0) << ran.err;
        }
    }
    static void TearDownTestSuite() { delete folder_; }

    static std::string path(std::string const& name) { return (*folder_ / name).string(); }

    static std::vector<std::string> with_air(std::vector<std::string> arguments, std::string const& model) {
        for (auto const& set : {"dispersion.model=" + model, std::string("weather.wind_speed_m_s=6"),
                                std::string("mesh.cell_size_m=20"), std::string("output.interval_s=300")})
            arguments.insert(arguments.end(), {"--set", set});
        return arguments;
    }

    static nlohmann::json said(std::vector<std::string> const& arguments) {
        auto const done = hacthanh(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }

    static ScratchFolder* folder_;
};
ScratchFolder* FastTier::folder_ = nullptr;

TEST_F(FastTier, TheProductIsTheRunOfTheLineSourceWithinTheTruncation) {
    auto const table = said({"transfer", path("line.nc"), "-o", path("line"), "--left-out", "0.001", "--json"}).at(0);
    EXPECT_EQ(table.at("model"), "line_source");
    EXPECT_LE(table.at("truncation_error"), 0.001);
    EXPECT_GT(table.at("receptors"), 500);
    auto const& check = table.at("against_run");
    EXPECT_NEAR(check.at("fractional_bias").get<double>(), 0, 0.002);
    EXPECT_EQ(check.at("within_10_percent"), 1);
    EXPECT_EQ(check.at("receptors"), table.at("receptors")) << "every place has air of the traffic";
}

TEST_F(FastTier, AnInterruptedBuildGoesOnToTheSameBytes) {
    auto const build = [&](std::string const& folder) {
        return said({"transfer", path("line.nc"), "-o", path(folder), "--spacing", "4", "--directions", "3", "--json"});
    };
    build("whole");
    build("broken");
    std::filesystem::remove(path("broken/from120.0.h5"));  // as if it had ended before this one, and during another
    write_file(path("broken/from240.0.h5"), read_file(path("whole/from240.0.h5")).substr(0, 3000));
    build("broken");
    for (char const* file : {"run.h5", "from000.0.h5", "from120.0.h5", "from240.0.h5"}) {
        auto const whole = read_file(path(std::string("whole/") + file));
        auto const again = read_file(path(std::string("broken/") + file));
        ASSERT_EQ(again.size(), whole.size()) << file;
        EXPECT_EQ(std::ranges::mismatch(again, whole).in1 - again.begin(), static_cast<long>(whole.size())) << file;
    }
}

TEST_F(FastTier, StandsForTheResolvedAirInAWhatifThatSaysSo) {
    said({"transfer", path("air.nc"), "-o", path("fast"), "--model", "line_source", "--spacing", "2", "--json"});
    auto const measure = path("less.toml");
    write_file(measure, "[[measure]]\nkind = \"close_edge\"\nedges = [\"C2B2\"]\n");
    auto const answer =
        said(with_air({"whatif", tutorial_scenario(), measure, "--fast", path("fast"), "--json"}, "finite_volume"));
    EXPECT_EQ(answer.at("model"), "line_source");
    EXPECT_GT(answer.at("variants").at(0).at("base_ug_m3"), 0);
    EXPECT_LT(answer.at("variants").at(0).at("greatest_fall_ug_m3"), 0) << "beside the closed street";
}

TEST_F(FastTier, ARunOfTheLineSourceHasNoResolvedTables) {
    auto const refused = hacthanh({"transfer", path("line.nc"), "-o", path("none"), "--model", "finite_volume"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("dispersion.model is line_source"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace hacthanh::test
