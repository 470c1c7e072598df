#include "tests/e2e/traffic/small_town.hpp"

#include <fmt/format.h>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>

namespace hacthanh::test {

namespace {

constexpr int n_blocks = 4;
constexpr double block_m = 160;

std::string node(int i, int j) { return fmt::format("n{}{}", i, j); }
std::string street(int i, int j, int k, int l) { return node(i, j) + node(k, l); }

constexpr char const* vehicle_types = R"(
  <vType id="car" emissionClass="HBEFA3/PC_G_EU4"/>
  <vType id="diesel" emissionClass="HBEFA4/PC_diesel_Euro-5"/>
  <vType id="old" emissionClass="HBEFA2/P_7_7"/>
  <vType id="electric" emissionClass="HBEFA4/PC_BEV"/>
  <vType id="lorry" vClass="truck" emissionClass="HBEFA3/HDV_D_EU3"/>
  <vType id="van" vClass="delivery" emissionClass="HBEFA4/LCV_diesel_N1-III_Euro-4" mass="2900"/>
  <vType id="bus" vClass="bus" emissionClass="HBEFA3/Bus"/>
  <vType id="eco" emissionClass="HBEFA3/PC_G_EU6"><param key="shutOffAutoDuration" value="4"/></vType>
  <vType id="moto" vClass="motorcycle" emissionClass="HBEFA4/MC_4S_le250cc_Euro-3"/>
  <vType id="moped" vClass="moped" emissionClass="HBEFA4/Moped_le50cc_Euro-2"/>
  <vType id="nothing" emissionClass="Zero/default"/>
)";

}  // namespace

SmallTown::SmallTown(TownPlan plan) : plan_(std::move(plan)), config_(folder_ / "town.sumocfg") {
    write_network();
    write_demand();
    write_file(config_, R"(<configuration>
  <input><net-file value="town.net.xml"/><route-files value="town.rou.xml"/>
         <additional-files value="town.add.xml"/></input>
  <output><tripinfo-output value="tripinfos.xml"/><save-state.prefix value="state"/>
          <save-state.times value="60"/><summary-output value="summary.xml"/></output>
  <report><log value="log.txt"/><message-log value="messages.txt"/><error-log value="errors.txt"/></report>
</configuration>)");
}

traffic::LibsumoTrafficSettings SmallTown::settings() const {
    traffic::LibsumoTrafficSettings settings;
    settings.worker = std::filesystem::path(HACTHANH_BINARY_DIR) / "hacthanh-traffic";
    settings.sumo_config = config_;
    settings.end_s = plan_.end_s;
    settings.scale = plan_.scale;
    settings.extra_options = plan_.options;
    return settings;
}

void SmallTown::write_network() const {
    std::string nodes = "<nodes>";
    std::string edges = "<edges>";
    for (int i = 0; i < n_blocks; ++i)
        for (int j = 0; j < n_blocks; ++j) {
            bool const inner = i > 0 && j > 0 && i < n_blocks - 1 && j < n_blocks - 1;
            double const z = plan_.hilly ? 7.0 * ((i * 3 + j * 5) % 4) : 0.0;
            nodes += fmt::format(R"(<node id="{}" x="{}" y="{}" z="{}" type="{}"/>)", node(i, j), i * block_m,
                                 j * block_m, z, inner ? "traffic_light" : "priority");
            for (auto const& [k, l] : {std::pair{i + 1, j}, {i - 1, j}, {i, j + 1}, {i, j - 1}})
                if (k >= 0 && l >= 0 && k < n_blocks && l < n_blocks)
                    edges += fmt::format(R"(<edge id="{}" from="{}" to="{}" numLanes="2" speed="13.9"/>)",
                                         street(i, j, k, l), node(i, j), node(k, l));
        }
    write_file(folder_ / "town.nod.xml", nodes + "</nodes>");
    write_file(folder_ / "town.edg.xml", edges + "</edges>");
    auto const made = run_command({"netconvert", "-n", folder_ / "town.nod.xml", "-e", folder_ / "town.edg.xml", "-o",
                                   folder_ / "town.net.xml", "-X", "never"});
    EXPECT_EQ(made.exit_code, 0) << made.err;
}

void SmallTown::write_demand() const {
    std::string flows;
    int n = 0;
    for (char const* type :
         {"car", "diesel", "old", "electric", "lorry", "van", "eco", "moto", "moped", "nothing", "car", "moto"})
        for (bool const east : {true, false}) {
            int const row = n % n_blocks;
            int const other = (n + 1 + n / n_blocks) % n_blocks;
            auto const from = east ? street(0, row, 1, row) : street(row, n_blocks - 1, row, n_blocks - 2);
            auto const to = east ? street(n_blocks - 2, other, n_blocks - 1, other) : street(other, 1, other, 0);
            flows += fmt::format(R"(<flow id="f{}" type="{}" begin="0" end="2000" probability="0.05" from="{}" to="{}"
                                     departLane="best" departSpeed="max"/>)",
                                 n++, type, from, to);
        }
    std::string const line = fmt::format("{} {} {}", street(0, 1, 1, 1), street(1, 1, 2, 1), street(2, 1, 3, 1));
    std::string stops;
    if (plan_.stops)
        stops = fmt::format(
            R"(<flow id="bus" type="bus" begin="5" end="600" period="90"><route edges="{0}"/>
                 <stop busStop="halt" duration="25"/></flow>
               <vehicle id="parker" type="diesel" depart="10"><route edges="{0}"/>
                 <stop parkingArea="park" duration="420"/></vehicle>
               <vehicle id="sleeper" type="van" depart="20"><route edges="{0}"/>
                 <stop lane="{1}_0" endPos="60" duration="350"/></vehicle>
               <vehicle id="stayer" type="car" depart="30" departPos="stop"><route edges="{1}"/>
                 <stop parkingArea="park" duration="200"/></vehicle>)",
            line, street(1, 1, 2, 1));
    write_file(folder_ / "town.rou.xml", fmt::format("<routes>{}{}{}</routes>", vehicle_types, flows, stops));
    write_file(folder_ / "town.add.xml",
               fmt::format(R"(<additional><busStop id="halt" lane="{0}_0" startPos="80" endPos="110"/>
                 <parkingArea id="park" lane="{0}_0" startPos="20" endPos="50" roadsideCapacity="4"/>
                 <e1Detector id="d" lane="{0}_1" pos="50" freq="60" file="detector.xml"/></additional>)",
                           street(1, 1, 2, 1)));
}

EmittedMass emitted_by(traffic::TrafficSource& source) {
    EmittedMass mass;
    while (auto const states = source.next_step()) {
        for (double const rate : states->emission_rate[index(Pollutant::co2)])
            mass.vehicle_steps += rate > 1e-12 ? 1 : 0;
        for (std::size_t p = 0; p < n_reported; ++p)
            for (double const rate : states->emission_rate[p]) mass.kg[p] += std::max(rate, 0.0) * states->step_s;
    }
    return mass;
}

EmittedMass emitted_by_sumo(traffic::LibsumoTrafficSettings const& settings, double step_s,
                            std::filesystem::path const& scratch) {
    auto const fifo = scratch / "emission.xml";
    EXPECT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    std::string climb;
    for (int i = 0; i < 30; ++i) climb += "../";
    std::vector<std::string> command = {"sumo",
                                        "-c",
                                        settings.sumo_config,
                                        "-b",
                                        fmt::format("{}", settings.begin_s),
                                        "-e",
                                        fmt::format("{}", settings.end_s),
                                        "-X",
                                        "never",
                                        "--no-step-log",
                                        "--scale",
                                        fmt::format("{}", settings.scale),
                                        "--ignore-route-errors",
                                        "--output-prefix",
                                        climb + scratch.relative_path().string() + "/",
                                        "--emission-output",
                                        fifo,
                                        "--emission-output.precision",
                                        "9",
                                        "--log",
                                        "/dev/null",
                                        "--message-log",
                                        "/dev/null",
                                        "--error-log",
                                        "/dev/null"};
    command.insert(command.end(), settings.extra_options.begin(), settings.extra_options.end());
    Command sumo(command);
    EmittedMass mass;
    std::ifstream lines(fifo);
    std::array<std::string, n_reported> const keys = {" CO2=\"", " CO=\"", " HC=\"", " NOx=\"", " PMx=\"", " fuel=\""};
    for (std::string line; std::getline(lines, line);) {
        if (line.find("<vehicle ") == std::string::npos) continue;
        for (std::size_t p = 0; p < n_reported; ++p) {
            double const mg_per_s = std::strtod(line.c_str() + line.find(keys[p]) + keys[p].size(), nullptr);
            mass.kg[p] += std::max(mg_per_s, 0.0) * step_s * 1e-6;
            if (p == index(Pollutant::co2) && mg_per_s > 1e-6) ++mass.vehicle_steps;
        }
    }
    auto const result = sumo.wait();
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return mass;
}

std::vector<std::string> listing(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        names.push_back(fmt::format("{} {}", entry.path().string(), entry.is_regular_file() ? entry.file_size() : 0));
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace hacthanh::test
