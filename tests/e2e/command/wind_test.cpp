/// The wind stage alone, through the real command.

#include "tests/e2e/command/fixture.hpp"

#include "io/hdf5.hpp"

#include <filesystem>

namespace hacthanh::test {
namespace {

TEST(WindCommand, WritesTheWindOfAScenarioAndSaysHowItWent) {
    ScratchFolder const folder;
    auto const file = folder / "town-wind.nc";
    auto const result = hacthanh({"wind", tutorial_scenario(), "--out", file.string(), "--json", "--threads", "2",
                                  "--set", "wind.model=mass_consistent"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    auto const document = nlohmann::json::parse(result.out);
    EXPECT_EQ(document.at("model"), "mass_consistent");
    EXPECT_LE(document.at("cell_imbalance").get<double>(), 1e-12);
    EXPECT_LE(document.at("total_imbalance").get<double>(), 1e-10);
    std::size_t zones = 0;
    for (auto const& [zone, count] : document.at("zones").items()) zones += count.get<std::size_t>();
    EXPECT_EQ(zones, document.at("cells").get<std::size_t>());
    auto const written = io::hdf5::File::open(file.string());
    for (char const* variable : {"u", "v", "w", "vertical_diffusivity", "flow_zone", "free_volume_fraction"})
        EXPECT_EQ(io::hdf5::n_values(io::hdf5::dims_of(io::hdf5::open_dataset(written.id(), variable).get())), zones)
            << variable;
    EXPECT_TRUE(io::hdf5::exists(written.id(), "provenance/resolved_scenario"));
}

TEST(WindCommand, RefusesAnUnknownModelAndAMissingFolder) {
    ScratchFolder const folder;
    auto const file = (folder / "wind.nc").string();
    auto const unknown = hacthanh({"wind", tutorial_scenario(), "--out", file, "--set", "wind.model=les"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_NE(unknown.err.find("mass_consistent"), std::string::npos) << unknown.err;
    auto const nowhere = hacthanh({"wind", tutorial_scenario(), "--out", (folder / "no/wind.nc").string()});
    EXPECT_EQ(nowhere.exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace hacthanh::test
