/// Files edited between the preparing of a study and the run of a member are noticed: no result under an id that stands
/// for something else.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <sstream>
#include <thread>

namespace hacthanh::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A copy of the tutorial town for two minutes on coarse cells, alone and with a speed limit.
class StudyInputsTest : public ::testing::Test {
protected:
    StudyInputsTest() {
        fs::copy(fs::path(tutorial_scenario()).parent_path(), folder_ / "town", fs::copy_options::recursive);
        write_limit("15");
        write_file(folder_ / "s.toml",
                   "[study]\nscenario = \"town/town.toml\"\n"
                   "[set]\ntraffic.end_s = 120\nmesh.cell_size_m = 60\nmesh.levels = 4\noutput.interval_s = 60\n"
                   "[[measure]]\nfiles = [\"slow.toml\"]\n");
    }
    void write_limit(std::string const& speed) {
        write_file(folder_ / "slow.toml", "[[measure]]\nkind = \"speed_limit\"\nspeed_km_h = " + speed +
                                              "\npolygon_m = [0, 0, 480, 0, 480, 480, 0, 480]\n");
    }
    CommandResult study(std::vector<std::string> const& more = {"--slots", "1", "--quiet"}) {
        std::vector<std::string> words = {"study", (folder_ / "s.toml").string(), "--folder", where_};
        words.insert(words.end(), more.begin(), more.end());
        return hacthanh(words);
    }
    CommandResult pilot() { return hacthanh({"study", "pilot", where_, "--quiet"}); }
    void prepare() {
        auto const done = study({"--dry-run"});
        ASSERT_EQ(done.exit_code, 0) << done.err;
    }
    /// The rows of `status`: baseline, then the measure.
    nlohmann::json rows() {
        auto const shown = hacthanh({"study", "status", where_, "--json"});
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        return nlohmann::json::parse(shown.out).at("rows");
    }
    fs::path member(std::string const& id) const { return fs::path(where_) / "members" / id.substr(0, 2) / id; }

    ScratchFolder folder_;
    std::string const where_ = (folder_ / "f").string();
};

TEST_F(StudyInputsTest, AMeasureEditedAfterwardsIsRefusedUnderItsOldId) {
    prepare();
    write_limit("50");
    EXPECT_EQ(pilot().exit_code, 1);
    auto const refused = rows();
    EXPECT_EQ(refused[0]["state"], "done") << "the baseline does not read it";
    EXPECT_EQ(refused[1]["state"], "failed");
    std::string const reason = refused[1]["reason"];
    EXPECT_THAT(reason, HasSubstr((folder_ / "slow.toml").string()));
    EXPECT_THAT(reason, HasSubstr("was changed after the study was prepared"));
    EXPECT_THAT(reason, HasSubstr("--retry-failed"));
    EXPECT_FALSE(fs::exists(member(refused[1]["id"]) / "result.nc"));

    write_limit("15");
    auto const again = study({"--slots", "1", "--quiet", "--retry-failed"});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    auto const mended = rows();
    EXPECT_EQ(mended[1]["id"], refused[1]["id"]);
    EXPECT_EQ(mended[1]["state"], "done");

    write_limit("50");
    auto const other = study();
    ASSERT_EQ(other.exit_code, 0) << other.err;
    auto const new_rows = rows();
    EXPECT_EQ(new_rows[0]["id"], refused[0]["id"]) << "the baseline is kept";
    EXPECT_EQ(new_rows[0]["attempts"].size(), 1U);
    EXPECT_NE(new_rows[1]["id"], refused[1]["id"]);
}

TEST_F(StudyInputsTest, AMeasureEditedWhileItsGroupRunsIsNoticedAtItsTurn) {
    prepare();
    auto const all = rows();
    Command one({hacthanh_program(), "study", "run-member", where_, all[0]["id"], all[1]["id"]});
    auto const begun = member(all[0]["id"]) / "attempt.1";  // its inputs are read by then
    for (int n = 0; n < 3000 && !fs::exists(begun); ++n) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    write_limit("50");
    EXPECT_EQ(one.wait().exit_code, 1);
    EXPECT_EQ(rows()[0]["state"], "done");
    EXPECT_EQ(rows()[1]["attempts"][0]["outcome"], "failed");
    EXPECT_THAT(rows()[1]["attempts"][0]["reason"].get<std::string>(), HasSubstr("slow.toml"));
}

TEST_F(StudyInputsTest, ScenarioAndWhatItReadsCountToo) {
    for (char const* name : {"town.toml", "demand.rou.xml"}) {
        prepare();
        auto const file = folder_ / "town" / name;
        auto const before = read_file(file);
        write_file(file, before + "\n");
        auto const id = rows()[0]["id"].get<std::string>();
        auto const refused = hacthanh({"study", "run-member", where_, id});
        EXPECT_EQ(refused.exit_code, 1);
        EXPECT_THAT(refused.err, HasSubstr(file.lexically_normal().string())) << name;
        write_file(file, before);
    }
    auto const id = rows()[0]["id"].get<std::string>();
    auto const done = hacthanh({"study", "run-member", where_, id});
    EXPECT_EQ(done.exit_code, 0) << done.err;
}

TEST_F(StudyInputsTest, AnotherProgramThanTheStudySIsRefused) {
    prepare();
    for (auto const& file : fs::directory_iterator(fs::path(where_) / "inputs")) {
        auto inputs = nlohmann::json::parse(read_file(file.path()));
        inputs["program"] = std::string(64, '0');
        write_file(file.path(), inputs.dump());
    }
    auto const refused = hacthanh({"study", "run-member", where_, rows()[0]["id"].get<std::string>()});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("not the one that the study was prepared with"));
    auto const again = study();
    EXPECT_EQ(again.exit_code, 0) << "the same command prepares it anew" << again.err;
}

}  // namespace
}  // namespace hacthanh::test
