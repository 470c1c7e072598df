/// Files that a study was prepared with are told from what they became.

#include "io/study/member_inputs.hpp"

#include "io/hash.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace hacthanh::io::study {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MemberInputsTest : public testing::Test {
protected:
    MemberInputsTest() { test::write_file(file_, "speed 30\n"); }
    MemberInputs inputs() const {
        return {"the program", {{file_.string(), "measure", fs::file_size(file_), sha256_of_file(file_)}}};
    }
    static std::string refusal(InputCheck& check, MemberInputs const& inputs) {
        try {
            check.require_same(inputs);
        } catch (InputError const& error) {
            return error.what();
        }
        return {};
    }
    test::ScratchFolder folder_;
    fs::path const file_ = folder_ / "measure.toml";
};

TEST_F(MemberInputsTest, AreReadAsTheyWereKept) {
    auto const name = keep_inputs(folder_.path(), inputs());
    EXPECT_EQ(keep_inputs(folder_.path(), inputs()), name);
    auto const read = read_inputs(folder_.path(), name);
    EXPECT_EQ(read.program, "the program");
    ASSERT_EQ(read.files.size(), 1U);
    EXPECT_EQ(read.files[0].path, file_.string());
    EXPECT_EQ(read.files[0].sha256, inputs().files[0].sha256);
    test::write_file(folder_ / "inputs" / (name + ".json"), "{");
    EXPECT_THROW(read_inputs(folder_.path(), name), InputError);
    EXPECT_EQ(keep_inputs(folder_.path(), inputs()), name) << "written again";
    EXPECT_EQ(read_inputs(folder_.path(), name).files.size(), 1U);
    EXPECT_THROW(read_inputs(folder_.path(), "0123456789abcdef"), InputError);
}

TEST_F(MemberInputsTest, AChangedFileIsRefusedWithItsNameTheRuleAndWhatToDo) {
    auto const then = inputs();
    InputCheck check("the program");
    EXPECT_EQ(refusal(check, then), "");
    test::write_file(file_, "speed 50\n");  // as long as it was
    fs::last_write_time(file_, fs::file_time_type::clock::now() + std::chrono::seconds(1));
    auto const said = refusal(check, then);
    EXPECT_THAT(said, HasSubstr(file_.string()));
    EXPECT_THAT(said, HasSubstr("was changed after the study was prepared"));
    EXPECT_THAT(said, HasSubstr("--retry-failed"));
    test::write_file(file_, "speed 50 km/h\n");
    EXPECT_THAT(refusal(check, then), HasSubstr("now 14 bytes"));
    test::write_file(file_, "speed 30\n");
    EXPECT_EQ(refusal(check, then), "") << "put back";
    EXPECT_EQ(refusal(check, inputs()), "");
}

TEST_F(MemberInputsTest, TwoStudiesOfOneFileAreNotMixedUp) {
    auto const then = inputs();
    test::write_file(file_, "speed 50\n");
    InputCheck check("the program");
    EXPECT_EQ(refusal(check, inputs()), "");
    EXPECT_NE(refusal(check, then), "") << "found right for other inputs";
}

TEST_F(MemberInputsTest, AnotherProgramIsRefusedAndAMissingFileIsLeftToWhoNeedsIt) {
    InputCheck check("another program");
    EXPECT_THAT(refusal(check, inputs()), HasSubstr("not the one that the study was prepared with"));
    InputCheck same("the program");
    auto const then = inputs();
    fs::remove(file_);
    EXPECT_EQ(refusal(same, then), "");
}

}  // namespace
}  // namespace hacthanh::io::study
