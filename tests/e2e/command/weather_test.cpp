/// Weather that changes during a run, through the real command: observations with a calm and a turning wind.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <thread>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;

class WeatherRunTest : public testing::Test {
protected:
    WeatherRunTest() {
        write_file(folder_ / "hours.csv",
                   "# made up\ntime,wind_speed_m_s,wind_from_deg,mixing_height_m\n"
                   "2026-01-15T06:55,3.0,30,300\n2026-01-15T07:00,0.0,,200\n2026-01-15T07:05,6.3,150,400\n");
    }

    /// The tutorial from 06:55 to 07:05, so that the calm of 07:00 lies in its middle.
    std::vector<std::string> arguments(std::string const& verb, std::vector<std::string> const& more = {}) const {
        std::vector<std::string> all{verb, tutorial_scenario(), "--set",
                                     "weather.file=" + (folder_ / "hours.csv").string()};
        for (char const* setting :
             {"time.start_clock=06:55", "weather.update_interval_s=100", "weather.stability=neutral",
              "output.concentration_error=0", "output.interval_s=20"}) {
            all.emplace_back("--set");
            all.emplace_back(setting);
        }
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    std::filesystem::path run(std::string const& name, std::vector<std::string> const& more = {}) {
        auto const file = folder_ / name;
        auto all = arguments("run", {"-o", file.string()});
        all.insert(all.end(), more.begin(), more.end());
        auto const result = hacthanh(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        err_ = result.err;
        return file;
    }

    ScratchFolder folder_;
    std::string err_;
};

TEST_F(WeatherRunTest, TheBudgetClosesAndTheFileHoldsTheWeatherThatWasUsed) {
    auto const file = run("town.nc");
    auto const info = info_of(file);
    EXPECT_TRUE(info.at("complete").get<bool>());
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    EXPECT_EQ(info.at("calm_s").get<double>(), 100);
    EXPECT_THAT(err_, HasSubstr("calm (below 1 m/s) in 1 of 6 intervals"));
    EXPECT_THAT(err_, HasSubstr("without a direction"));
    io::ResultReader const reader(file.string());
    auto const weather = reader.weather();
    ASSERT_EQ(weather.size(), 30U);
    // In the middle of the first interval, 250 s before the calm, and of the last, 250 s after it.
    EXPECT_NEAR(weather.front().measured_wind_speed, 3 * 250.0 / 300, 1e-9);
    EXPECT_NEAR(weather.back().measured_wind_speed, 6.3 * 250.0 / 300, 1e-9);
    EXPECT_NEAR(weather.front().mixing_height, 200 + 100 * 250.0 / 300, 1e-9);
    EXPECT_EQ(weather.front().calm_share, 0);
    EXPECT_EQ(weather.back().meander_diffusivity, 0);
    auto const& calm = weather[12];  // seconds 240 to 260, 50 s before 07:00
    EXPECT_NEAR(calm.measured_wind_speed, 0.5, 1e-9);
    EXPECT_NEAR(calm.wind_speed, 0.5, 1e-9);
    EXPECT_EQ(calm.calm_share, 1);
    EXPECT_GT(calm.meander_diffusivity, 5);
    EXPECT_LT(weather.front().wind_north, 0);  // from the north-east
    EXPECT_GT(weather.back().wind_north, 0);   // from the south-east
    auto const inputs = info.at("provenance").at("inputs");
    EXPECT_TRUE(std::ranges::any_of(inputs, [](auto const& input) { return input.at("role") == "weather"; }));
}

TEST_F(WeatherRunTest, ThreadsAndResumingGiveTheSameBits) {
    auto const one = all_concentrations(run("one.nc", {"--threads", "1"}));
    EXPECT_TRUE(one == all_concentrations(run("two.nc", {"--threads", "2"})));
    auto const file = folder_ / "stopped.nc";
    auto all = arguments("run", {"-o", file.string()});
    all.insert(all.begin(), hacthanh_program());
    Command command(all);
    while (command.running() && command.err_so_far().find("step 13 written") == std::string::npos)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    command.send(SIGINT);
    auto const stopped = command.wait();
    ASSERT_EQ(stopped.exit_code, 1) << stopped.err;
    EXPECT_TRUE(one == all_concentrations(run("stopped.nc", {"--resume"})));
    io::ResultReader const resumed(file.string());
    io::ResultReader const whole((folder_ / "one.nc").string());
    ASSERT_EQ(resumed.weather().size(), whole.weather().size());
    for (std::size_t step = 0; step < whole.weather().size(); ++step)
        EXPECT_EQ(resumed.weather()[step].wind_east, whole.weather()[step].wind_east);
    for (std::size_t step = 0; step < whole.n_steps(); ++step) {
        EXPECT_EQ(resumed.wind(step).value().since_s, whole.wind(step).value().since_s) << step;
        EXPECT_EQ(resumed.wind(step).value().u, whole.wind(step).value().u) << step;
    }
    EXPECT_EQ(info_of(file).at("calm_s"), info_of(folder_ / "one.nc").at("calm_s"));
}

TEST_F(WeatherRunTest, TheFileHoldsOneWindPerInterval) {
    constexpr double degree = 3.14159265358979323846 / 180;
    io::ResultReader const whole(run("whole.nc").string());
    auto const weather = whole.weather();
    auto const from = [](state::WeatherUse const& use) { return std::atan2(-use.wind_east, -use.wind_north) / degree; };
    std::set<double> since;
    for (std::size_t step = 0; step < whole.n_steps(); ++step) {
        auto const wind = whole.wind(step);
        ASSERT_TRUE(wind);
        since.insert(wind->since_s);
        std::size_t const top = wind->u.size() - 1;
        double const from_deg = std::atan2(-wind->u[top], -wind->v[top]) / degree;
        EXPECT_NEAR(std::cos((from_deg - from(weather[step])) * degree), 1, 1e-6) << step;
    }
    EXPECT_EQ(since.size(), 6U) << "ten minutes of weather that is renewed every 100 s";
}

TEST_F(WeatherRunTest, CheckPrintsTheHoursAndTheCalms) {
    auto const text = hacthanh(arguments("check"));
    ASSERT_EQ(text.exit_code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("6 intervals of 100 s, 1 of them calm"));
    EXPECT_THAT(text.out, HasSubstr("06:58"));
    auto const plan = nlohmann::json::parse(hacthanh(arguments("check", {"--json"})).out).at("weather");
    EXPECT_FALSE(plan.at("constant").get<bool>());
    ASSERT_EQ(plan.at("intervals").size(), 6U);
    EXPECT_EQ(plan.at("intervals")[2].at("calm").get<bool>(), true);
}

TEST_F(WeatherRunTest, ACatalogueKeepsTheBitsOfItsClassesAndIsSharedByRuns) {
    auto const with = [&](std::string const& name, std::vector<std::string> const& more) {
        auto const file = folder_ / name;
        std::vector<std::string> all{"run",   tutorial_scenario(), "-o", file.string(), "--quiet",
                                     "--set", "traffic.end_s=120"};
        all.insert(all.end(), more.begin(), more.end());
        auto const result = hacthanh(all);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return all_concentrations(file);
    };
    auto const catalogue = "wind.catalogue=" + (folder_ / "winds").string();
    auto const direct = with("direct.nc", {});
    EXPECT_TRUE(direct == with("solved.nc", {"--set", catalogue}));
    EXPECT_TRUE(direct == with("read.nc", {"--set", catalogue, "--threads", "1"}));
    with("other.nc", {"--set", catalogue, "--set", "mesh.cell_size_m=20"});
    std::size_t geometries = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder_ / "winds")) geometries += entry.is_directory();
    EXPECT_EQ(geometries, 2U);
}

TEST_F(WeatherRunTest, NoWindAtAllRuns) {
    auto const file = folder_ / "still.nc";
    auto const result =
        hacthanh({"run", tutorial_scenario(), "-o", file.string(), "--quiet", "--set", "weather.wind_speed_m_s=0"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    auto const info = info_of(file);
    EXPECT_EQ(info.at("calm_s").get<double>(), 600);
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
}

TEST_F(WeatherRunTest, BadWeatherIsRefusedWithPlaceRuleAndRemedy) {
    auto const refusal = [&](std::string const& text, std::vector<std::string> const& more = {}) {
        write_file(folder_ / "hours.csv", text);
        auto const result = hacthanh(arguments("run", more));
        EXPECT_EQ(result.exit_code, 2) << result.err;
        return result.err;
    };
    EXPECT_THAT(refusal("time,wind_speed_m_s,wind_from_deg\n2026-01-15T06:00,3,400\n"), HasSubstr("hours.csv:2"));
    EXPECT_THAT(refusal("time,wind_speed_m_s,wind_from_deg\n2025-01-15T06:00,3,40\n"), HasSubstr("time.date"));
    EXPECT_THAT(refusal("time,wind_speed_m_s,wind_from_deg\n2026-01-15T01:00,3,40\n2026-01-15T11:00,3,40\n"),
                HasSubstr("weather.max_gap_hours"));
    EXPECT_THAT(refusal("wind_from_deg,wind_speed_m_s,frequency\n30,2,1\n"), HasSubstr("weather.rose_class"));
    EXPECT_THAT(refusal("time,wind_speed_m_s,wind_from_deg\n2026-01-15T06:00,3,40\n2026-01-15T07:00,3,40\n",
                        {"--set", "weather.update_interval_s=15"}),
                HasSubstr("multiple of run.coupling_interval_s"));
    EXPECT_THAT(refusal("x", {"--set", "weather.file=none.csv"}), HasSubstr("weather.file"));
}

}  // namespace
}  // namespace hacthanh::test
