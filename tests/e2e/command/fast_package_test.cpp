/// The best package through transfer functions, through the real command.

#include "io/city_folder.hpp"
#include "io/impact/places.hpp"
#include "tests/e2e/command/fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace hacthanh::test {
namespace {

constexpr std::size_t n_measures = 8;
constexpr double million = 1e6;

/// The town on cells of 40 m with its tables, a city folder with people in two corners, and eight measures.
class FastPackage : public testing::Test {
protected:
    void SetUp() override {
        auto const ran = with({"run", tutorial_scenario(), "-o", path("town.nc"), "--quiet"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err;
        ASSERT_EQ(hacthanh({"transfer", path("town.nc"), "-o", path("tables")}).exit_code, 0);
        io::CityFolder town;
        town.about.name = "Town";
        town.network = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
        auto const zone = [](std::string const& id, double x, double residents) {
            return city::PopulationZone{
                id, {{{{x, 200}, {x + 90, 200}, {x + 90, 290}, {x, 290}}, {}}}, residents, city::Mark::sourced};
        };
        town.city.population = {zone("west", 210, 300), zone("east", 350, 100)};
        io::write_city_folder(folder_ / "city", town);
        for (auto const* edge : {"C2B2", "B2B1", "A1B1"})
            add(std::string("close_") + edge, fmt::format("kind = \"close_edge\"\nedges = [\"{}\"]\n", edge));
        add("no_buses", "kind = \"close_edge\"\nedges = [\"C2B2\"]\nclasses = [\"bus\"]\n");
        add("no_vans", "kind = \"close_edge\"\nedges = [\"B1C1\"]\nclasses = [\"delivery\"]\n");
        for (auto const* edge : {"A1B1", "B1C1", "C1D1"})
            add(std::string("slow_") + edge,
                fmt::format("kind = \"speed_limit\"\nedges = [\"{}\"]\nspeed_km_h = 30\n", edge));
        ASSERT_EQ(names_.size(), n_measures);
    }

    std::string path(std::string const& name) const { return (folder_ / name).string(); }

    static CommandResult with(std::vector<std::string> arguments) {
        for (auto const* setting : {"weather.wind_speed_m_s=6", "weather.wind_from_deg=270", "mesh.cell_size_m=40"})
            arguments.insert(arguments.end(), {"--set", setting});
        return hacthanh(arguments);
    }

    void add(std::string const& name, std::string const& measure) {
        write_file(path(name + ".toml"), "[[measure]]\n" + measure);
        names_.push_back(name);
    }

    static double cost(std::size_t n) { return million * static_cast<double>(1 + n % 4); }

    void write_costs(std::size_t n) const {
        std::string table =
            "option,public_investment_vnd,recurrent_vnd,counterpart_vnd,private_vnd,running_vnd_per_year,"
            "hours_per_year,cheap,evidence\n";
        for (std::size_t m = 0; m < n; ++m)
            table += fmt::format("{},{},0,0,{},0,0,no,M\n", names_[m], cost(m) / 2, cost(m) / 2);
        write_file(path("costs.csv"), table);
    }

    CommandResult package(std::string const& budget) const {
        std::vector<std::string> arguments{"whatif", tutorial_scenario()};
        for (auto const& name : names_) arguments.push_back(path(name + ".toml"));
        arguments.insert(arguments.end(), {"--fast", path("tables"), "--costs", path("costs.csv"), "--budget", budget,
                                           "--seeds", "2", "--city", path("city"), "--json"});
        return with(arguments);
    }

    ScratchFolder folder_;
    std::vector<std::string> names_;
};

TEST_F(FastPackage, IsTheBestOfAllSubsetsAndIsEvaluatedAsOne) {
    write_costs(n_measures - 1);
    auto const refused = package("6e6");
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.err.find("has no row for \"slow_C1D1\""), std::string::npos) << refused.err;

    write_costs(n_measures);
    auto const said = package("6e6");
    ASSERT_EQ(said.exit_code, 0) << said.err;
    auto const document = nlohmann::json::parse(said.out);
    EXPECT_EQ(document.at("people").at("has_population"), true);
    EXPECT_NEAR(document.at("people").at("people").get<double>(), 400, 1e-6);
    auto const& found = document.at("package");

    // All 256 subsets of what each measure brings.
    std::vector<double> effects(n_measures);
    for (auto const& one : found.at("ranking")) {
        auto const n = std::ranges::find(names_, one.at("measure").get<std::string>()) - names_.begin();
        effects[static_cast<std::size_t>(n)] = one.at("improvement_ug_m3");
        EXPECT_EQ(one.at("cost_vnd"), cost(static_cast<std::size_t>(n)));
    }
    double best = 0;
    std::size_t best_set = 0;
    for (std::size_t set = 0; set < std::size_t{1} << n_measures; ++set) {
        double spent = 0, brings = 0;
        for (std::size_t n = 0; n < n_measures; ++n)
            if ((set >> n & 1U) != 0) spent += cost(n), brings += effects[n];
        if (spent <= 6e6 && brings > best) best = brings, best_set = set;
    }
    ASSERT_GT(best, 0);
    EXPECT_NEAR(found.at("sum").at("improvement_ug_m3").get<double>(), best, 1e-9);
    std::vector<std::string> chosen;
    for (std::size_t n = 0; n < n_measures; ++n)
        if ((best_set >> n & 1U) != 0) chosen.push_back(names_[n]);
    EXPECT_EQ(found.at("measures"), chosen);

    // The set as one: the same as a measure file of all of them, seed by seed, weighted with the people by hand.
    std::string together;
    for (auto const& name : chosen) together += read_file(path(name + ".toml"));
    write_file(path("set.toml"), together);
    double improvement = 0;
    for (auto const* seed : {"42", "43"}) {
        auto const answer = with({"whatif", tutorial_scenario(), path("set.toml"), "--fast", path("tables"), "-o",
                                  path(std::string("set") + seed), "--city", path("city"), "--json", "--set",
                                  std::string("traffic.seed=") + seed});
        ASSERT_EQ(answer.exit_code, 0) << answer.err;
        double people_mean[2];
        for (int variant = 0; variant < 2; ++variant) {
            io::ResultReader const map(path(std::string("set") + seed + (variant == 0 ? "/base.nc" : "/set.nc")));
            auto const places = io::read_places(map, {path("city"), {}});
            auto const surface = map.mean_surface(0);
            double sum = 0;
            for (std::size_t p = 0; p < places.size(); ++p)
                sum += places.people[p] / 400 * static_cast<double>(surface[places.cell[p]]);
            people_mean[variant] = sum;
        }
        auto const one = nlohmann::json::parse(answer.out).at("variants").at(0);
        EXPECT_NEAR(one.at("base_people_ug_m3").get<double>(), people_mean[0], 2e-3 * people_mean[0]);
        EXPECT_NEAR(one.at("variant_people_ug_m3").get<double>(), people_mean[1], 2e-3 * people_mean[0]);
        improvement += (one.at("base_people_ug_m3").get<double>() - one.at("variant_people_ug_m3").get<double>()) / 2;
    }
    EXPECT_NEAR(found.at("set").at("improvement_ug_m3").get<double>(), improvement, 1e-6);
    EXPECT_NEAR(found.at("set_minus_sum").at("improvement_ug_m3").get<double>(), improvement - best, 1e-6);
}

}  // namespace
}  // namespace hacthanh::test
