#include "io/member_index.hpp"
#include "io/detail/netcdf.hpp"
#include "io/hdf5.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// A small result: 2 times of 1 x 2 x 2 cells, compressed as real ones are; values count on from `first`.
void write_result(fs::path const& path, float first, double x0 = 0) {
    fs::create_directories(path.parent_path());
    hdf5::File file = hdf5::File::create(path.string());
    {
        auto const axis = [&](char const* name, std::vector<double> const& values, char const* unit) {
            return detail::coordinate(file.id(), name, values, false, {{"units", unit}});
        };
        auto const time = axis("time", {600, 1200}, "seconds since 2026-01-15 07:00:00");
        auto const z = axis("z", {1}, "m");
        auto const y = axis("y", {5, 15}, "m");
        auto const x = axis("x", {x0, x0 + 10}, "m");
        std::vector<float> values;
        for (int i = 0; i < 8; ++i) values.push_back(first + static_cast<float>(i));
        auto const field = detail::define(file.id(), "NO2", H5T_IEEE_F32LE, {&time, &z, &y, &x}, {{"units", "ug m-3"}},
                                          {.chunk = {1, 1, 2, 2}, .deflate = 1});
        hdf5::write(field.get(), std::span<float const>(values));
    }
    file.close();
}

std::vector<IndexedMember> three_members(fs::path const& folder) {
    write_result(folder / "members/aa/result.nc", 0);
    write_result(folder / "members/cc/result.nc", 200);
    return {{"aa", "members/aa/result.nc", ""},
            {"bb", "members/bb/result.nc", "killed three times"},
            {"cc", "members/cc/result.nc", ""}};
}

std::vector<float> field_of(fs::path const& index) {
    hdf5::File const file = hdf5::File::open(index.string());
    hdf5::Handle const field = hdf5::open_dataset(file.id(), "NO2");
    EXPECT_EQ(hdf5::dims_of(field.get()), (hdf5::Extent{3, 2, 1, 2, 2}));
    std::vector<float> values(24);
    hdf5::read_raw(field.get(), H5T_NATIVE_FLOAT, values.data());
    return values;
}

std::string refusal(fs::path const& index, std::vector<IndexedMember> const& members,
                    std::string const& field = "NO2") {
    try {
        write_member_index(index, members, {field});
    } catch (InputError const& error) {
        return error.what();
    }
    return "";
}

TEST(MemberIndexTest, ShowsAllMembersAsOneArrayWhereverTheFolderMoves) {
    test::ScratchFolder scratch;
    fs::path const folder = scratch / "study";
    write_member_index(folder / "index.nc", three_members(folder), {"NO2"});
    fs::rename(folder, scratch / "moved");
    std::vector<float> const values = field_of(scratch / "moved/index.nc");
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(values[i], static_cast<float>(i));
        EXPECT_EQ(values[8 + i], 9.96921e36F);
        EXPECT_EQ(values[16 + i], 200 + static_cast<float>(i));
    }
    hdf5::File const file = hdf5::File::open((scratch / "moved/index.nc").string());
    EXPECT_EQ(hdf5::read<int>(hdf5::open_dataset(file.id(), "member_present").get()), (std::vector<int>{1, 0, 1}));
    EXPECT_EQ(hdf5::read_strings(hdf5::open_dataset(file.id(), "member_missing").get()),
              (std::vector<std::string>{"", "killed three times", ""}));
    EXPECT_EQ(hdf5::read_strings(hdf5::open_dataset(file.id(), "member_id").get()),
              (std::vector<std::string>{"aa", "bb", "cc"}));
}

TEST(MemberIndexTest, CanBeMadeAgain) {
    test::ScratchFolder scratch;
    auto const members = three_members(scratch.path());
    write_member_index(scratch / "index.nc", members, {"NO2"});
    auto const first = test::read_file(scratch / "index.nc");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 dates in whole seconds
    write_member_index(scratch / "index.nc", members, {"NO2"});
    EXPECT_TRUE(test::read_file(scratch / "index.nc") == first) << "the same bytes at another time";
    std::size_t files = 0;
    for (auto const& entry : fs::directory_iterator(scratch.path())) files += entry.is_regular_file() ? 1U : 0U;
    EXPECT_EQ(files, 1U) << "nothing is left beside it";
}

TEST(MemberIndexTest, NamesTheMemberThatDoesNotFit) {
    test::ScratchFolder scratch;
    auto members = three_members(scratch.path());
    write_result(scratch / "members/cc/result.nc", 0, 3);
    std::string const other_mesh = refusal(scratch / "index.nc", members);
    EXPECT_NE(other_mesh.find("member cc has another axis x than member aa"), std::string::npos) << other_mesh;
    EXPECT_NE(refusal(scratch / "index.nc", members, "O3").find("has no variable O3"), std::string::npos);
    EXPECT_NE(refusal(scratch / "index.nc", {members[1]}).find("no member has a result"), std::string::npos);
    EXPECT_NE(refusal(scratch / "index.nc", {{"aa", scratch / "members/aa/result.nc", ""}}).find("absolute path"),
              std::string::npos);
    EXPECT_FALSE(fs::exists(scratch / "index.nc"));
}

}  // namespace
}  // namespace hacthanh::io
