#include "tests/e2e/command/fixture.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;

/// The tutorial town for a few seconds on coarse cells: two variants, two seeds.
class StudyTest : public ::testing::Test {
protected:
    StudyTest() { write_study("230"); }
    void write_study(std::string const& directions, std::string const& seeds = "2") {
        write_file(folder_ / "s.toml",
                   "[study]\nscenario = \"" + tutorial_scenario() + "\"\nseeds = " + seeds +
                       "\n[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 60\nmesh.levels = 4\n"
                       "output.interval_s = 60\n[[factor]]\nkey = \"weather.wind_from_deg\"\nvalues = [" +
                       directions + "]\n");
    }
    CommandResult study(std::string const& where, std::string const& slots = "2") {
        return hacthanh({"study", (folder_ / "s.toml").string(), "--folder", (folder_ / where).string(), "--slots",
                         slots, "--quiet"});
    }
    nlohmann::json status(std::string const& where) {
        auto const shown = hacthanh({"study", "status", (folder_ / where).string(), "--json"});
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        return nlohmann::json::parse(shown.out);
    }
    std::string summary(std::string const& where) { return read_file(folder_ / where / "summary.json"); }
    fs::path member(std::string const& where, std::string const& id) {
        return folder_ / where / "members" / id.substr(0, 2) / id;
    }
    std::string first_id(std::string const& where) {
        std::istringstream lines(read_file(folder_ / where / "ids.txt"));
        std::string id;
        std::getline(lines, id);
        return id;
    }
    template <class Done>
    static bool until(Done done) {
        for (int n = 0; n < 3000; ++n) {
            if (done()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    ScratchFolder folder_;
};

TEST_F(StudyTest, GivesTheSameSummaryAfterKillsAndWithOtherSlots) {
    auto const calm = study("calm", "1");
    ASSERT_EQ(calm.exit_code, 0) << calm.err;
    {
        Command pool({hacthanh_program(), "study", (folder_ / "s.toml").string(), "--folder",
                      (folder_ / "killed").string(), "--slots", "1"});
        ASSERT_TRUE(until([&] {
            return fs::exists(folder_ / "killed/ids.txt") &&
                   fs::exists(member("killed", first_id("killed")) / "claim.1");
        }));
        pool.send(SIGKILL);
        pool.wait();
    }
    auto const resumed = study("killed");
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(summary("killed"), summary("calm"));
    EXPECT_EQ(read_file(folder_ / "killed/ranking.csv"), read_file(folder_ / "calm/ranking.csv"));
    auto const again = status("killed");
    EXPECT_EQ(again["done"], 2);
    EXPECT_EQ(again["rows"][0]["attempts"][0]["outcome"], "lost");

    std::string const id = first_id("killed");
    { std::ofstream(member("killed", id) / "result.nc", std::ios::app) << "x"; }
    auto const repaired = study("killed");
    ASSERT_EQ(repaired.exit_code, 0) << repaired.err;
    EXPECT_NE(repaired.err.find("result.nc is not what was written"), std::string::npos) << repaired.err;
    EXPECT_EQ(summary("killed"), summary("calm"));
    EXPECT_EQ(all_concentrations(member("killed", id) / "result.nc"),
              all_concentrations(member("calm", id) / "result.nc"));

    write_study("230, 50");  // one more level: the others are not run again
    auto const wider = study("killed");
    ASSERT_EQ(wider.exit_code, 0) << wider.err;
    auto const all = status("killed");
    EXPECT_EQ(all["done"], 4);
    EXPECT_EQ(all["rows"][1]["attempts"].size(), 1U);
    EXPECT_TRUE(fs::exists(folder_ / "killed/manifest.1.jsonl"));
}

TEST_F(StudyTest, TriesAKilledMemberAgain) {
    write_study("230", "1");
    Command pool({hacthanh_program(), "study", (folder_ / "s.toml").string(), "--folder", (folder_ / "f").string(),
                  "--slots", "1"});
    int pid = 0;
    ASSERT_TRUE(until([&] {
        auto const claim = fs::exists(folder_ / "f/ids.txt") ? member("f", first_id("f")) / "claim.1" : fs::path();
        if (claim.empty() || !fs::exists(claim)) return false;
        pid = nlohmann::json::parse(read_file(claim))["pid"];
        return true;
    }));
    kill(pid, SIGKILL);
    auto const ended = pool.wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    auto const row = status("f")["rows"][0];
    ASSERT_EQ(row["attempts"].size(), 2U);
    EXPECT_EQ(row["attempts"][0]["outcome"], "killed");
    EXPECT_EQ(row["attempts"][0]["reason"], "signal 9 ended it");
    EXPECT_EQ(row["attempts"][1]["outcome"], "done");
}

TEST_F(StudyTest, LetsTwoPilotsRunEveryMemberOnce) {
    auto const prepared =
        hacthanh({"study", (folder_ / "s.toml").string(), "--folder", (folder_ / "f").string(), "--dry-run"});
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    std::vector<std::string> const pilot = {hacthanh_program(), "study", "pilot", (folder_ / "f").string(), "--quiet"};
    Command one(pilot);
    Command two(pilot);
    EXPECT_EQ(one.wait().exit_code, 0);
    EXPECT_EQ(two.wait().exit_code, 0);
    auto const all = status("f");
    EXPECT_EQ(all["done"], 2);
    for (auto const& row : all["rows"]) EXPECT_EQ(row["attempts"].size(), 1U) << row.dump();
}

TEST_F(StudyTest, GivesAFailingMemberARowWithItsReason) {
    write_study("230", "1");
    auto const prepared =
        hacthanh({"study", (folder_ / "s.toml").string(), "--folder", (folder_ / "f").string(), "--dry-run"});
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    auto const id = first_id("f");
    auto order = nlohmann::json::parse(read_file(member("f", id) / "member.json"));
    order["scenario"] = (folder_ / "gone.toml").string();
    write_file(member("f", id) / "member.json", order.dump());
    EXPECT_EQ(hacthanh({"study", "pilot", (folder_ / "f").string(), "--quiet"}).exit_code, 1);
    EXPECT_EQ(hacthanh({"study", "merge", (folder_ / "f").string()}).exit_code, 1);
    auto const missing = nlohmann::json::parse(summary("f"))["missing"];
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0]["state"], "failed");
    EXPECT_EQ(missing[0]["attempts"], 3);
    EXPECT_NE(missing[0]["reason"].get<std::string>().find("gone.toml"), std::string::npos);
}

TEST_F(StudyTest, AFullDiskIsSurvivedAndWhatFailedIsTriedAgainWhenThereIsRoom) {
    auto const disk = (folder_ / "disk").string();
    fs::create_directory(disk);
    // A disk of its own size in a mount namespace of its own: nothing outside sees it, and it goes with the shell.
    auto const mount = run_command({"unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk});
    if (mount.exit_code != 0) GTEST_SKIP() << "skipped full disk: no file system can be mounted here: " << mount.err;
    write_file(folder_ / "s.toml", "[study]\nscenario = \"" + tutorial_scenario() +
                                       "\"\nseeds = 2\n[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 20\n"
                                       "output.interval_s = 60\n");
    std::string const study_on_disk = hacthanh_program() + " study '" + (folder_ / "s.toml").string() + "' --folder '" +
                                      disk + "/f' --slots 1 --quiet";
    std::string const script = "mount -t tmpfs -o size=3m tmpfs '" + disk + "' && cp '" +
                               (folder_ / "s.toml").string() + "' '" + disk + "'; " + study_on_disk +
                               "; echo first $?; mount -o remount,size=200m '" + disk + "'; " + study_on_disk +
                               "; echo same $?; " + study_on_disk + " --retry-failed; echo again $?; cp '" + disk +
                               "/f/summary.json' '" + (folder_ / "summary.json").string() + "'";
    auto const done = run_command({"unshare", "-m", "sh", "-c", script});
    EXPECT_NE(done.out.find("first 1"), std::string::npos) << done.out;
    EXPECT_NE(done.err.find("No space left on device"), std::string::npos) << done.err;
    EXPECT_NE(done.out.find("same 1"), std::string::npos) << "what failed for good stays so until it is asked for";
    EXPECT_NE(done.out.find("again 0"), std::string::npos) << done.out << done.err;
    auto const calm = study("calm", "1");
    ASSERT_EQ(calm.exit_code, 0) << calm.err;
    EXPECT_TRUE(read_file(folder_ / "summary.json") == summary("calm")) << "the bits of an undisturbed study";
}

TEST_F(StudyTest, AStoppedPoolGoesOnWhereItWas) {
    write_study("230", "3");
    Command pool({hacthanh_program(), "study", (folder_ / "s.toml").string(), "--folder", (folder_ / "f").string(),
                  "--slots", "1"});
    ASSERT_TRUE(
        until([&] { return fs::exists(folder_ / "f/ids.txt") && fs::exists(member("f", first_id("f")) / "claim.1"); }));
    pool.send(SIGTERM);  // as schedulers end jobs
    auto const stopped = pool.wait(std::chrono::seconds(60));
    EXPECT_EQ(stopped.exit_code, 1) << stopped.err;
    EXPECT_EQ(status("f")["running"], 0) << "no member is left alone";
    auto const resumed = study("f", "1");
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(status("f")["done"], 3);
    ASSERT_EQ(study("calm").exit_code, 0);
    EXPECT_TRUE(summary("f") == summary("calm"));
}

TEST_F(StudyTest, AnyOtherSchedulerMayStartItsMembers) {
    auto const where = (folder_ / "f").string();
    auto const prepared = hacthanh({"study", (folder_ / "s.toml").string(), "--folder", where, "--dry-run"});
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    auto const line = "xargs -P 2 -n 1 '" + hacthanh_program() + "' study run-member '" + where + "' < '" + where +
                      "/ids.txt'";  // as docs/user/clusters.md has it
    auto const members = run_command({"sh", "-c", line});
    ASSERT_EQ(members.exit_code, 0) << members.err;
    EXPECT_EQ(run_command({"sh", "-c", line}).exit_code, 0) << "what is done is not run again";
    EXPECT_EQ(status("f")["rows"][0]["attempts"].size(), 1U);
    ASSERT_EQ(hacthanh({"study", "merge", where}).exit_code, 0);
    ASSERT_EQ(study("calm").exit_code, 0);
    EXPECT_TRUE(summary("f") == summary("calm"));
}

TEST_F(StudyTest, VerifyReadsAllAndOpensWhatHasDecayed) {
    write_study("230", "1");
    ASSERT_EQ(study("f").exit_code, 0);
    auto const result = member("f", first_id("f")) / "result.nc";
    auto const verify = [&] { return hacthanh({"study", "verify", (folder_ / "f").string()}); };
    EXPECT_EQ(verify().exit_code, 0);
    auto const written = fs::last_write_time(result);
    {
        std::fstream file(result, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(fs::file_size(result) / 2));
        file << "decay";
    }
    fs::last_write_time(result, written);
    auto const found = verify();
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_NE(found.err.find("result.nc is not what was written"), std::string::npos) << found.err;
    ASSERT_EQ(study("f").exit_code, 0);
    EXPECT_EQ(verify().exit_code, 0) << "made again";
    EXPECT_EQ(status("f")["rows"][0]["attempts"].size(), 2U);
}

TEST_F(StudyTest, EndsWithTheReasonWhenAMemberCannotBeClaimed) {
    auto const prepared =
        hacthanh({"study", (folder_ / "s.toml").string(), "--folder", (folder_ / "f").string(), "--dry-run"});
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    auto const order = member("f", first_id("f")) / "member.json";
    auto const good = read_file(order);
    write_file(order, "rubbish");
    Command pilot({hacthanh_program(), "study", "pilot", (folder_ / "f").string()});
    auto const ended = pilot.wait(std::chrono::seconds(60));
    EXPECT_EQ(ended.exit_code, 1) << ended.err;
    EXPECT_NE(ended.err.find("ended 3 times before it could claim"), std::string::npos) << ended.err;
    write_file(order, good);
    auto const mended = study("f");
    EXPECT_EQ(mended.exit_code, 0) << mended.err;
    EXPECT_EQ(status("f")["done"], 2);
}

TEST_F(StudyTest, PairsMeasuresWithTheirBaselineInEveryWeather) {
    write_file(folder_ / "slow.toml",
               "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = 15\n"
               "polygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
    write_file(folder_ / "s.toml",
               "[study]\nscenario = \"" + tutorial_scenario() +
                   "\"\nseeds = 2\nrank = [\"time_per_km_s\"]\n"
                   "[set]\ntraffic.end_s = 240\nmesh.cell_size_m = 60\nmesh.levels = 4\noutput.interval_s = 60\n"
                   "[[weather]]\nname = \"north\"\nset = { weather.wind_from_deg = 0 }\n"
                   "[[weather]]\nname = \"west\"\nset = { weather.wind_from_deg = 270 }\n"
                   "[[measure]]\nfiles = [\"slow.toml\"]\n");
    auto const done = study("f");
    ASSERT_EQ(done.exit_code, 0) << done.err;
    auto const found = nlohmann::json::parse(summary("f"));
    ASSERT_EQ(found["merged"], 8) << "2 weathers x 2 variants x 2 seeds";
    ASSERT_EQ(found["cells"].size(), 4U);
    for (auto const& cell : found["cells"]) {
        auto const& time = cell["indicators"]["time_per_km_s"];
        EXPECT_EQ(time["n"], 2);
        EXPECT_EQ(time.contains("difference"), cell["variant"] != "base");
        if (cell["variant"] == "base") continue;
        EXPECT_EQ(time["difference"]["pairs"], 2);
        EXPECT_GT(time["difference"]["mean"].get<double>(), 0) << "slower on every road of the town";
    }
    auto const ranking = read_file(folder_ / "f/ranking.csv");
    EXPECT_NE(ranking.find("time_per_km_s,0,north,1,slow,2,"), std::string::npos) << ranking;
    EXPECT_NE(ranking.find("time_per_km_s,0,west,1,slow,2,"), std::string::npos) << ranking;
}

}  // namespace
}  // namespace hacthanh::test
