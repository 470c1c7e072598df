/// The real cases: every edge that the network file lists, and clean demands.

#include "io/sumo_config.hpp"
#include "io/sumo_network.hpp"
#include "io/vehicle_types.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace hacthanh::io {
namespace {

struct RealCase {
    char const* name;
    char const* config;
    std::size_t edges;    ///< as libsumo 1.15 lists them
    double vehicles;      ///< in the first hour
    std::size_t outputs;  ///< options that write files
    char const* zone;
};

void PrintTo(RealCase const& real, std::ostream* out) { *out << real.name; }  // NOLINT: a hook of GoogleTest

class RealCaseTest : public testing::TestWithParam<RealCase> {};

/// Ids of <edge id="…"> in file order, by plain text search.
std::vector<std::string> edge_ids(std::string const& text) {
    std::vector<std::string> ids;
    constexpr std::string_view tag = "<edge id=\"";
    for (auto at = text.find(tag); at != std::string::npos; at = text.find(tag, at + 1)) {
        auto const begin = at + tag.size();
        ids.push_back(text.substr(begin, text.find('"', begin) - begin));
    }
    return ids;
}

TEST_P(RealCaseTest, ReadsAsSumoDoes) {
    auto const data = test::data_folder();
    if (!data) GTEST_SKIP() << "the folder of real cases is absent (set HACTHANH_DATA_DIR)";
    auto const& real = GetParam();
    auto const config = read_sumo_config(*data / "cases" / real.name / real.config);
    EXPECT_EQ(config.outputs.size(), real.outputs);
    auto const city = read_sumo_network(config.net_file);
    EXPECT_EQ(city.roads.size(), real.edges);
    std::vector<std::string> names;
    for (auto const& road : city.roads) names.push_back(road.name);
    EXPECT_EQ(names, edge_ids(test::read_file(config.net_file)));
    EXPECT_THAT(city.projection.proj_string, testing::HasSubstr(real.zone));
    EXPECT_TRUE(city.flat);
    auto const demand = read_demand(config, 0, 3600);
    EXPECT_EQ(demand.vehicles, real.vehicles);
    EXPECT_TRUE(demand.unclassed.empty());
}

INSTANTIATE_TEST_SUITE_P(Cases, RealCaseTest,
                         testing::Values(RealCase{"bologna_joined", "run.sumocfg", 770, 11168, 2, "+zone=32"},
                                         RealCase{"hanoi_catlinh", "hanoi_catlinh.sumocfg", 483, 4013, 0, "+zone=48"},
                                         RealCase{"berlin_adlershof", "berlin_adlershof.sumocfg", 3404, 2877, 0,
                                                  "+zone=33"}),
                         [](auto const& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace hacthanh::io
