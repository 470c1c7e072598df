/// Members of a study that differ in their measures alone share their warm-up, and nobody can tell from the bits.

#include "tests/e2e/command/fixture.hpp"

#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

/// The tutorial town for four minutes; the first two are its spin-up. One measure begins after it, one a minute later,
/// one with the run.
class StudyWarmUpTest : public ::testing::Test {
protected:
    StudyWarmUpTest() {
        std::string const everywhere = "speed_km_h = 15\npolygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n";
        std::string const kind = "[[measure]]\nkind = \"speed_limit\"\n";
        write_file(folder_ / "slow.toml", kind + everywhere);
        write_file(folder_ / "late.toml", kind + "windows = [\"07:03-07:10\"]\n" + everywhere);
        write_file(folder_ / "early.toml", kind + "windows = [\"07:00-07:10\"]\n" + everywhere);
        write_study("true");
    }
    void write_study(std::string const& share, std::string const& seeds = "1") {
        write_file(folder_ / "s.toml",
                   "[study]\nscenario = \"" + tutorial_scenario() + "\"\nseeds = " + seeds +
                       "\nrank = [\"time_per_km_s\"]\n"
                       "[set]\ntraffic.end_s = 240\nmesh.cell_size_m = 60\nmesh.levels = 4\noutput.interval_s = 60\n"
                       "[[measure]]\nfiles = [\"slow.toml\"]\n[[measure]]\nfiles = [\"late.toml\"]\n"
                       "[[measure]]\nfiles = [\"early.toml\"]\n[executor]\nshare_warm_up = " +
                       share + "\n");
    }
    std::vector<std::string> command(std::string const& where, std::string const& slots = "1") {
        return {hacthanh_program(),
                "study",
                (folder_ / "s.toml").string(),
                "--folder",
                (folder_ / where).string(),
                "--slots",
                slots,
                "--quiet"};
    }
    void run(std::string const& where, std::string const& slots = "1") {
        auto const done = run_command(command(where, slots));
        EXPECT_EQ(done.exit_code, 0) << done.err;
    }
    void prepare(std::string const& where) {
        auto arguments = command(where);
        arguments.emplace_back("--dry-run");
        ASSERT_EQ(run_command(arguments).exit_code, 0);
    }
    nlohmann::json rows(std::string const& where) {
        auto const shown = hacthanh({"study", "status", (folder_ / where).string(), "--json"});
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        return nlohmann::json::parse(shown.out)["rows"];
    }
    std::vector<std::string> ids(std::string const& where) {
        std::istringstream lines(read_file(folder_ / where / "ids.txt"));
        std::vector<std::string> all;
        for (std::string id; lines >> id;) all.push_back(id);
        return all;
    }
    fs::path member(std::string const& where, std::string const& id) {
        return folder_ / where / "members" / id.substr(0, 2) / id;
    }
    nlohmann::json cost(std::string const& where, std::string const& id) {
        return nlohmann::json::parse(read_file(member(where, id) / "done.json"))["cost"];
    }
    std::set<int> processes(std::string const& where) {
        std::set<int> all;
        for (auto const& row : rows(where)) all.insert(row["attempts"].back()["pid"].get<int>());
        return all;
    }
    void expect_same(std::string const& one, std::string const& other) {
        for (auto const& id : ids(one)) {
            EXPECT_TRUE(read_file(member(one, id) / "indicators.json") ==
                        read_file(member(other, id) / "indicators.json"))
                << id;
            EXPECT_TRUE(all_concentrations(member(one, id) / "result.nc") ==
                        all_concentrations(member(other, id) / "result.nc"))
                << id;
            auto const inputs = [&](std::string const& where) {
                auto info = info_of(member(where, id) / "result.nc");
                return std::pair(info["title"], info["emitted_kg"]);
            };
            EXPECT_EQ(inputs(one), inputs(other));
        }
        for (char const* file : {"summary.json", "ranking.csv"})
            EXPECT_TRUE(read_file(folder_ / one / file) == read_file(folder_ / other / file)) << file;
    }
    static bool until(std::function<bool()> const& so) {
        for (int n = 0; n < 6000; ++n) {
            if (so()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    /// Waits for the first member of one process to be done, then kills `whom` (given the process of the members).
    void kill_after_the_first(std::string const& where, std::function<void(Command&, int)> const& whom) {
        Command pool(command(where));
        ASSERT_TRUE(until([&] {
            return fs::exists(folder_ / where / "ids.txt") &&
                   fs::exists(member(where, ids(where).front()) / "done.json");
        }));
        whom(pool, nlohmann::json::parse(read_file(member(where, ids(where).front()) / "claim.1"))["pid"]);
        pool.wait();
    }
    ScratchFolder folder_;
};

TEST_F(StudyWarmUpTest, OneWarmUpGivesTheBitsOfMembersRunAlone) {
    run("shared");
    EXPECT_EQ(processes("shared").size(), 1U);
    auto const all = ids("shared");  // base, slow, late, early
    for (std::size_t n = 0; n < 3; ++n) {
        EXPECT_EQ(cost("shared", all[n])["shared_traffic_steps"], 120) << n << ": up to the end of the spin-up";
        EXPECT_EQ(cost("shared", all[n])["traffic_steps"], 120) << n;
    }
    EXPECT_EQ(cost("shared", all[3])["shared_traffic_steps"], 0) << "its measure is in force from the first second";
    EXPECT_EQ(cost("shared", all[3])["traffic_steps"], 240);

    write_study("false");
    run("alone");
    EXPECT_EQ(ids("alone"), all) << "how it is run is no part of a member";
    EXPECT_EQ(processes("alone").size(), 4U);
    for (auto const& id : all) EXPECT_EQ(cost("alone", id)["traffic_steps"], 240);
    expect_same("shared", "alone");
    std::set<std::string> different;
    for (auto const& id : all) different.insert(read_file(member("alone", id) / "indicators.json"));
    EXPECT_EQ(different.size(), 4U) << "every measure does something";
}

TEST_F(StudyWarmUpTest, FreeSlotsCutAGroup) {
    run("cut", "2");
    EXPECT_EQ(processes("cut").size(), 2U) << "base and slow, late and early";
    run("whole");
    expect_same("cut", "whole");
}

TEST_F(StudyWarmUpTest, RunMemberTakesOneOrAllThatBelongTogether) {
    write_study("true", "2");
    prepare("f");
    auto const where = (folder_ / "f").string();
    auto const all = ids("f");  // base, base of the second seed, slow, ...
    auto const mixed = hacthanh({"study", "run-member", where, all[0], all[1]});
    EXPECT_EQ(mixed.exit_code, 2) << mixed.err;
    EXPECT_NE(mixed.err.find("another seed"), std::string::npos) << mixed.err;
    EXPECT_FALSE(fs::exists(member("f", all[0]) / "claim.1")) << "nothing is claimed before";
    EXPECT_EQ(hacthanh({"study", "run-member", where, all[2]}).exit_code, 0);
    EXPECT_EQ(hacthanh({"study", "run-member", where, all[0], all[2], all[4]}).exit_code, 0);
    EXPECT_EQ(cost("f", all[2])["shared_traffic_steps"], 0) << "was done before";
    EXPECT_EQ(cost("f", all[0])["shared_traffic_steps"], 180) << "base and late part at 07:03";
    run("f");
    for (auto const& row : rows("f")) EXPECT_EQ(row["attempts"].size(), 1U);
    run("calm");
    expect_same("f", "calm");
}

TEST_F(StudyWarmUpTest, AKilledProcessCostsTheMemberWhoseTurnItWas) {
    kill_after_the_first("f", [](Command&, int pid) { kill(pid, SIGKILL); });
    std::map<std::string, int> outcomes;
    for (auto const& row : rows("f")) {
        EXPECT_EQ(row["state"], "done") << row.dump();
        for (auto const& attempt : row["attempts"]) ++outcomes[attempt["outcome"].get<std::string>()];
    }
    EXPECT_EQ(outcomes["done"], 4);
    EXPECT_EQ(outcomes["killed"], 1) << "one member pays";
    EXPECT_EQ(outcomes["stopped"], 2) << "the others had not had their turn";
    EXPECT_EQ(processes("f").size(), 3U) << "the first, the killed one alone, and the rest together";
    run("calm");
    expect_same("f", "calm");
}

TEST_F(StudyWarmUpTest, AKilledPoolGoesOnWithWhatIsMissing) {
    kill_after_the_first("f", [](Command& pool, int) { pool.send(SIGKILL); });
    auto const done_before = cost("f", ids("f").front());
    run("f");
    EXPECT_EQ(cost("f", ids("f").front()), done_before) << "not made again";
    auto const all = rows("f");
    EXPECT_EQ(all[0]["attempts"].size(), 1U);
    for (std::size_t n = 1; n < 4; ++n) EXPECT_EQ(all[n]["attempts"][0]["outcome"], "lost") << all[n].dump();
    run("calm");
    expect_same("f", "calm");
}

TEST_F(StudyWarmUpTest, AStoppedGroupLeavesNoAttemptOpen) {
    kill_after_the_first("f", [](Command& pool, int) { pool.send(SIGTERM); });
    for (auto const& row : rows("f"))
        for (auto const& attempt : row["attempts"]) EXPECT_NE(attempt["outcome"], "open") << row.dump();
    run("f");
    run("calm");
    expect_same("f", "calm");
}

TEST_F(StudyWarmUpTest, AFailingMemberFailsAlone) {
    prepare("f");
    auto const bad = ids("f")[1];
    auto order = nlohmann::json::parse(read_file(member("f", bad) / "member.json"));
    order["measures"] = {(folder_ / "gone.toml").string()};
    write_file(member("f", bad) / "member.json", order.dump());
    auto const where = (folder_ / "f").string();
    std::vector<std::string> together = {"study", "run-member", where};
    for (auto const& id : ids("f")) together.push_back(id);
    EXPECT_EQ(hacthanh(together).exit_code, 1);
    EXPECT_EQ(hacthanh({"study", "pilot", where, "--quiet"}).exit_code, 1);
    auto const all = rows("f");
    for (std::size_t n = 0; n < 4; ++n) EXPECT_EQ(all[n]["state"], n == 1 ? "failed" : "done");
    EXPECT_EQ(all[1]["attempts"].size(), 3U);
    EXPECT_NE(all[1]["reason"].get<std::string>().find("gone.toml"), std::string::npos);
    EXPECT_EQ(cost("f", ids("f")[2])["shared_traffic_steps"], 180) << "base and late share without it";
}

TEST_F(StudyWarmUpTest, TwoPilotsRunEveryMemberOnce) {
    write_study("true", "2");
    prepare("f");
    std::vector<std::string> const pilot = {hacthanh_program(), "study", "pilot", (folder_ / "f").string(), "--quiet"};
    Command one(pilot);
    Command two(pilot);
    EXPECT_EQ(one.wait().exit_code, 0);
    EXPECT_EQ(two.wait().exit_code, 0);
    for (auto const& row : rows("f")) EXPECT_EQ(row["attempts"].size(), 1U) << row.dump();
}

}  // namespace
}  // namespace hacthanh::test
