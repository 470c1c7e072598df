#include "io/replace_file.hpp"
#include "io/hdf5.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

std::vector<std::string> names_in(fs::path const& folder) {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
    return names;
}

template <class Work>
std::string failure_of(Work const& work) {
    try {
        work();
    } catch (RunError const& error) {
        return error.what();
    }
    return "";
}

class ReplaceFileTest : public testing::Test {
protected:
    fs::path file() const { return scratch_ / "a.txt"; }
    /// The old file and nothing else is there.
    void expect_old() const {
        EXPECT_EQ(test::read_file(file()), "old");
        EXPECT_THAT(names_in(scratch_.path()), UnorderedElementsAre("a.txt"));
    }
    test::ScratchFolder scratch_;
};

TEST_F(ReplaceFileTest, TheOldFileIsThereUntilTheNewOneIsWhole) {
    replace_text(file(), "old");
    replace_file(file(), [&](fs::path const& part) {
        write_text(part, "new, and longer");
        EXPECT_EQ(part.parent_path(), file().parent_path()) << "the same medium";
        EXPECT_THAT(part.filename().string(), testing::MatchesRegex("a\\.txt\\.[0-9a-f]+\\.part"));
        EXPECT_EQ(test::read_file(file()), "old");
    });
    EXPECT_EQ(test::read_file(file()), "new, and longer");
    replace_text(file(), "short");
    EXPECT_EQ(test::read_file(file()), "short");
    EXPECT_THAT(names_in(scratch_.path()), UnorderedElementsAre("a.txt"));
}

TEST_F(ReplaceFileTest, HasThePermissionsOfAnyNewFile) {
    replace_text(file(), "x");
    test::write_file(scratch_ / "b.txt", "x");
    EXPECT_EQ(fs::status(file()).permissions(), fs::status(scratch_ / "b.txt").permissions());
}

TEST_F(ReplaceFileTest, AWriterThatFailsLeavesTheOldFileAlone) {
    replace_text(file(), "old");
    auto const failure = failure_of([&] {
        replace_file(file(), [](fs::path const& part) {
            write_text(part, "half");
            throw RunError("the pen broke");
        });
    });
    EXPECT_THAT(failure, testing::StartsWith(file().string() + ": cannot be written (the pen broke); name a folder"));
    expect_old();
    EXPECT_THROW(replace_file(file(), [](fs::path const&) { throw InputError("key", "is wrong", "mend it"); }),
                 InputError)
        << "what is wrong with the input is said as it is";
    expect_old();
}

TEST_F(ReplaceFileTest, TwoWritersOfOneFileDoNotMix) {
    FileBeside one(file());
    FileBeside two(file());
    EXPECT_NE(one.part(), two.part());
    write_text(two.part(), "two");
    write_text(one.part(), "one");
    two.replace();
    EXPECT_EQ(test::read_file(file()), "two");
    one.replace(Outlives::power_cut);
    EXPECT_EQ(test::read_file(file()), "one") << "the last wins";
    EXPECT_THAT(names_in(scratch_.path()), UnorderedElementsAre("a.txt"));
}

TEST_F(ReplaceFileTest, CreatesOnce) {
    for (bool const first : {true, false}) {
        FileBeside beside(file());
        write_text(beside.part(), first ? "old" : "late");
        EXPECT_EQ(beside.create(), first);
    }
    expect_old();
}

TEST_F(ReplaceFileTest, AnAbsentOrForbiddenPlaceIsNamedBeforeAnyWork) {
    auto const absent = scratch_ / "no/such/a.txt";
    bool worked = false;
    auto const failure = failure_of([&] { replace_file(absent, [&](fs::path const&) { worked = true; }); });
    EXPECT_FALSE(worked);
    EXPECT_THAT(failure, HasSubstr(absent.string() + ": cannot be written (No such file or directory)"));
    fs::create_directory(file());
    EXPECT_THAT(failure_of([&] { replace_text(file(), "x"); }), HasSubstr("Is a directory"));
    EXPECT_THAT(names_in(scratch_.path()), UnorderedElementsAre("a.txt"));
}

TEST_F(ReplaceFileTest, AReadOnlyFolderIsNamed) {
    replace_text(file(), "old");
    if (geteuid() == 0 && seteuid(65534) != 0) GTEST_SKIP() << "skipped read-only: root writes everywhere";
    chmod(scratch_.path().c_str(), 0555);
    auto const failure = failure_of([&] { replace_text(file(), "new"); });
    EXPECT_EQ(seteuid(getuid()), 0);
    chmod(scratch_.path().c_str(), 0755);
    EXPECT_THAT(failure, HasSubstr(file().string() + ": cannot be written (Permission denied)"));
    expect_old();
}

TEST_F(ReplaceFileTest, AFullDiskLeavesTheOldFileAndNoPart) {
    test::SmallDisk const disk(scratch_.path(), "64k");
    if (!disk.mounted()) GTEST_SKIP() << "skipped full disk: no tmpfs can be mounted here";
    replace_text(file(), "old");
    auto const text = failure_of([&] { replace_text(file(), std::string(1 << 20, 'x')); });
    EXPECT_THAT(text, HasSubstr(file().string() + ": cannot be written (")) << "the disk holds 64 KiB";
    expect_old();
    auto const numbers = failure_of([&] {
        replace_file(
            file(),
            [](fs::path const& part) {
                auto hdf5_file = hdf5::File::create(part.string());
                std::vector<float> const values(1 << 18, 1.0F);
                hdf5::create_with(hdf5_file.id(), "values", std::span<float const>(values));
                hdf5_file.close();
            },
            Outlives::power_cut);
    });
    EXPECT_THAT(numbers, HasSubstr("No space left on device"));
    expect_old();
}

TEST_F(ReplaceFileTest, LeftoversOfADayAgoGo) {
    std::vector<std::string> const names = {"a.txt.0123abcd.part", "a.txt.89abcdef.part", "a.txt.part",
                                            "b.txt.0123abcd.part", "a.txt.0123ABCD.part", "a.txt"};
    auto const now = fs::file_time_type::clock::now();
    for (auto const& name : names) {
        test::write_file(scratch_ / name, "x");
        fs::last_write_time(scratch_ / name, now - std::chrono::hours(25));
    }
    fs::last_write_time(scratch_ / names[1], now - std::chrono::hours(23));
    remove_leftovers(file());
    EXPECT_THAT(names_in(scratch_.path()), testing::UnorderedElementsAreArray(names.begin() + 1, names.end()));
}

}  // namespace
}  // namespace hacthanh::io
