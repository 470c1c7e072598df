/// What `check` and `study check` say of winds around buildings and of the models of dispersion.

#include "tests/e2e/command/built_town.hpp"
#include "tests/e2e/command/fixture.hpp"

namespace hacthanh::test {
namespace {

class StudyPriceTest : public ::testing::Test {
protected:
    nlohmann::json study(std::string const& set, std::string const& parts) {
        write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() +
                                           "\"\nseeds = 2\n[set]\nmesh.cell_size_m = 40\noutput.interval_s = 60\n" +
                                           set + parts);
        auto const done = hacthanh({"study", "check", (folder_ / "s.toml").string(), "--json", "--slots", "2"});
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }
    std::string city() {
        if (!std::filesystem::exists(folder_ / "CITY")) write_built_town(folder_ / "CITY");
        return (folder_ / "CITY").string();
    }
    static nlohmann::json of_run(std::string const& verb, std::vector<std::string> const& overrides,
                                 std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments = {verb, tutorial_scenario(), "--json"};
        for (auto const& text : overrides) arguments.insert(arguments.end(), {"--set", text});
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const done = hacthanh(arguments);
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }
    static double transport_s(std::vector<std::string> const& overrides) {
        return of_run("check", overrides)["estimate"]["transport_cpu_s"];
    }
    ScratchFolder folder_;
};

TEST_F(StudyPriceTest, EveryWindAroundBuildingsIsPricedOnceForAllMembers) {
    std::string const two_weathers =
        "[[weather]]\nname = \"given\"\n[[weather]]\nname = \"east\"\nset = { weather.wind_from_deg = 90 }\n";
    auto const open = study("", two_weathers);
    EXPECT_EQ(open["winds"], 0);
    auto const built = study("city.folder = \"" + city() + "\"\n", two_weathers);
    EXPECT_EQ(built["winds"], 2) << "two weathers, two seeds";
    double const all_s = built["winds_core_s"];
    EXPECT_GT(all_s, 0);
    double members_s = 0;
    for (auto const& price : built["settings"]) {
        EXPECT_EQ(price["winds"], 1);
        members_s += 2 * (price["core_s"].get<double>() - all_s / 2);
    }
    EXPECT_NEAR(3600 * built["core_hours"].get<double>(), members_s + all_s, 1e-6 * members_s);
    auto const open_memory = open["member_memory_bytes"].get<double>();
    EXPECT_GT(built["member_memory_bytes"].get<double>(), open_memory + 100.0 * 29 * 29 * 16) << "solver and winds";

    auto const scaled = study("city.folder = \"" + city() + "\"\n",
                              two_weathers + "[[factor]]\nkey = \"traffic.scale\"\nvalues = [1, 2]\n");
    EXPECT_EQ(scaled["winds"], 2) << "more traffic in the same winds";
    auto const finer = study("city.folder = \"" + city() + "\"\n",
                             two_weathers + "[[factor]]\nkey = \"mesh.cell_size_m\"\nvalues = [40, 20]\n");
    EXPECT_EQ(finer["winds"], 4) << "another mesh has its own";
    auto const text = hacthanh({"study", "check", (folder_ / "s.toml").string()});
    EXPECT_NE(text.out.find("4 winds around buildings, each solved once"), std::string::npos) << text.out;
}

TEST_F(StudyPriceTest, AWindThatTurnsIsOneForEveryDirectionAndACatalogueHasClasses) {
    std::vector<std::string> const built = {"mesh.cell_size_m=40", "city.folder=" + city()};
    auto const winds = [&built](std::vector<std::string> more) {
        more.insert(more.end(), built.begin(), built.end());
        return of_run("check", more)["estimate"]["winds"].get<int>();
    };
    std::string const catalogue = "wind.catalogue=" + (folder_ / "winds").string();
    EXPECT_EQ(winds({}), 1);
    EXPECT_EQ(winds({"weather.meander=\"directions\""}), 5);
    EXPECT_EQ(winds({catalogue}), 1) << "230 degrees, 2 m/s, neutral is a class";
    EXPECT_EQ(winds({catalogue, "weather.wind_from_deg=233"}), 2) << "between two";
}

TEST_F(StudyPriceTest, ModelsOfDispersionCostWhatTheyDo) {
    auto const steps = [this](std::vector<std::string> overrides) {
        overrides.insert(overrides.end(), {"traffic.end_s=60", "output.interval_s=60", "output.species=[\"PM\"]"});
        auto const run = of_run("run", overrides, {"-o", (folder_ / "r.nc").string(), "--quiet", "--force"});
        double const taken = run["transport_steps"];
        EXPECT_NEAR(of_run("check", overrides)["transport_steps"].get<double>(), taken, 0.12 * taken)
            << "one more or less in ten seconds";
    };
    steps({"mesh.cell_size_m=20"});
    steps({"mesh.cell_size_m=20", "weather.wind_speed_m_s=9"});
    steps({"mesh.cell_size_m=20", "weather.stability=\"given\"", "weather.monin_obukhov_length_m=-10"});

    std::string const line = "dispersion.model=line_source";
    double const coarse = transport_s({line, "mesh.cell_size_m=20", "output.interval_s=600"});
    double const fine = transport_s({line, "mesh.cell_size_m=10", "output.interval_s=600"});
    double const finest = transport_s({line, "mesh.cell_size_m=5", "output.interval_s=600"});
    EXPECT_NEAR((finest - fine) / (fine - coarse), 4, 0.1) << "four times the places, the same set-up";
    EXPECT_NEAR(transport_s({line, "mesh.cell_size_m=10", "output.interval_s=60"}), 10 * fine, 1e-9 * fine)
        << "ten steady states instead of one";
    EXPECT_EQ(transport_s({line, "mesh.cell_size_m=10", "mesh.levels=8", "output.interval_s=600"}), fine)
        << "the lowest layer alone";
    std::string const particles = "dispersion.model=particles";
    double const some = transport_s({particles, "dispersion.particles_per_s=500"});
    EXPECT_NEAR(transport_s({particles, "dispersion.particles_per_s=1500"}), 3 * some, 1e-9 * some);
    EXPECT_NEAR(transport_s({particles, "dispersion.particles_per_s=500", "mesh.cell_size_m=20"}), some, 0.01 * some)
        << "particles know no cells; the domain is rounded to them";
}

}  // namespace
}  // namespace hacthanh::test
